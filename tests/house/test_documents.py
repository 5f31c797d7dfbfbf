"""The glossary knows every column, and the decisions name every dependency."""

from __future__ import annotations

import re
import sys
import tomllib

import pandera.pandas as pa
import pytest

from analysis import tables
from analysis.vocabulary import TABLES
from house.reading import ROOT, table_words

GLOSSARY = ROOT / "docs" / "glossary.md"
MODELS = {
    name: model
    for name, model in vars(tables).items()
    if isinstance(model, type)
    and issubclass(model, pa.DataFrameModel)
    and model is not pa.DataFrameModel
}
#: Glossary sections in which the models' own columns are explained.
SECTIONS = {
    "CustomerSummary": ["customers (one row each)"],
    "Dormancy": ["customers (one row each)", "dormancy"],
    "Mentions": ["mentions"],
    "Themes": ["themes"],
}


def _glossary() -> dict[str, list[str]]:
    return table_words(GLOSSARY.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_glossary_explains_the_columns_of(name: str) -> None:
    expected = [column.name for column in TABLES[name].columns if column.name != "known_at"]
    told = _glossary().get(name, [])

    assert sorted(set(expected) - set(told)) == [], f"missing in '{name}' of docs/glossary.md"
    assert sorted(set(told) - set(expected)) == [], f"unknown in '{name}' of docs/glossary.md"


@pytest.mark.parametrize("name", MODELS)
def test_glossary_explains_the_model(name: str) -> None:
    assert name in SECTIONS, f"say in SECTIONS where docs/glossary.md explains {name}"
    glossary = _glossary()
    told = {word for section in SECTIONS[name] for word in glossary.get(section, [])}
    expected = set(MODELS[name].to_schema().columns)

    assert sorted(expected - told) == [], f"missing in {SECTIONS[name]} of docs/glossary.md"
    assert sorted(told - expected) == [] or len(SECTIONS[name]) == 1


def test_glossary_explains_each_word_once_in_a_section() -> None:
    twice = {
        section: sorted({word for word in words if words.count(word) > 1})
        for section, words in _glossary().items()
    }
    assert not {section: words for section, words in twice.items() if words}


def test_decisions_give_a_reason_for_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[\[<>=!~; ]", entry)[0] for entries in lists for entry in entries}
    decision = ROOT / "docs" / "decisions" / "0002-dependencies.md"
    told = {word for words in table_words(decision.read_text("utf-8")).values() for word in words}

    assert sorted(names - told) == [], "no line in docs/decisions/0002-dependencies.md"
    assert sorted(told - names) == [], "explained, but no longer a dependency"


def test_every_decision_has_its_four_parts() -> None:
    parts = ("## Context", "## Decision", "## What it costs", "## When to change it")
    found = [
        f"{path.name}: {part}"
        for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
        for part in parts
        if part not in path.read_text(encoding="utf-8")
    ]
    assert not found, "Missing parts:\n" + "\n".join(found)


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "reports/README.md"]
    found = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
        and not (document.parent / target).exists()
    ]  # fmt: skip
    assert not found, "These links lead nowhere:\n" + "\n".join(found)


def test_the_picture_in_the_readme_is_the_notebooks() -> None:
    sys.path.insert(0, str(ROOT))
    try:
        import run
    finally:
        sys.path.remove(str(ROOT))

    shown = (ROOT / run.PICTURE).read_text(encoding="utf-8")

    assert shown == run.readme_picture(), "run `make refresh`"
