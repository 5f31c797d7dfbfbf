from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.errors import InputRefused
from analysis.report.parameters import (
    check_parameters,
    declared_parameters,
    inject_parameters,
    tags_of,
)


def notebook_with(source: str):
    cell = new_code_cell(source, id="parameters", metadata={"tags": ["parameters"]})
    return new_notebook(cells=[new_markdown_cell("# Q", id="q"), cell, new_code_cell("1", id="z")])


def test_a_misspelt_name_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(InputRefused, match="nearest known one is 'workspace'"):
        check_parameters({"workspce": "x"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", 20241231),
        ("exports", "orders.csv"),
        ("exports", [1]),
        ("exports", None),
        ("settings", ["a"]),
        ("workspace", True),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(InputRefused, match=name):
        check_parameters({name: value})


@pytest.mark.parametrize("text", ["007", "no", "1e5", 'it\'s \\ "x"\nimport os', "späť \u202e"])
def test_text_stays_the_same_text_in_the_kernel(text: str) -> None:
    told = inject_parameters(notebook_with("exports = []\nas_of = None"), {"exports": [text]})
    scope: dict[str, object] = {}
    exec(told.cells[2].source, scope)
    assert scope["exports"] == [text]
    assert told.cells[2].source.count("\n") == 0


def test_the_injected_cell_follows_the_tagged_one_and_the_original_is_unchanged() -> None:
    original = notebook_with("as_of = None")
    told = inject_parameters(original, {"as_of": "2024-12-31"})
    assert [cell.id for cell in told.cells] == ["q", "parameters", "injected-parameters", "z"]
    assert tags_of(told.cells[2]) == ["injected-parameters"]
    assert len(original.cells) == 3


def test_an_earlier_injected_cell_is_replaced() -> None:
    once = inject_parameters(notebook_with("as_of = None"), {"as_of": "2024-12-31"})
    twice = inject_parameters(once, {"as_of": "2023-12-31"})
    assert [cell.source for cell in twice.cells if "injected-parameters" in tags_of(cell)] == [
        "as_of = '2023-12-31'"
    ]


def test_a_parameter_that_the_notebook_does_not_take_is_refused() -> None:
    with pytest.raises(InputRefused, match="does not take the parameter 'columns'"):
        inject_parameters(notebook_with("as_of = None"), {"columns": "c.toml"})


def test_declared_parameters_are_read_with_their_annotations() -> None:
    declared = declared_parameters(notebook_with("exports: list[str] = ['a']  # files\nas_of = ''"))
    assert declared == {"exports": ["a"], "as_of": ""}


@pytest.mark.parametrize(
    "source", ["import os", "x = os.getcwd()", "a = b = 1", "a, b = 1, 2", "("]
)
def test_a_parameters_cell_with_more_than_plain_assignments_is_refused(source: str) -> None:
    with pytest.raises(InputRefused, match="plain assignments"):
        declared_parameters(notebook_with(source))
