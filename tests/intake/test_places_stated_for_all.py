"""A column by its position in columns.toml, and a file that has one column more."""

from __future__ import annotations

import pytest

from intake.mapped import mapped, write

HEADS = {
    "en": ("customer_id;order_date", "Amount;Amount", "City"),
    "de": ("Kundennr;Datum", "Betrag;Betrag", "Ort"),
    "es": ("Código cliente;Fecha", "Importe;Importe", "Ciudad"),
}
BOTH = [(10 + at, 20 + 2 * at) for at in range(12)]


def _file(year: int, head: str, money: str, city: str = "") -> str:
    more = f"{city};" if city else ""
    value = "Ulm;" if city else ""
    lines = [
        f"C{at % 5};{year}-{1 + at:02d}-03;{value}{net}.50;{gross}.50"
        for at, (net, gross) in enumerate(BOTH)
    ]
    return "\n".join([f"{head};{more}{money}", *lines]) + "\n"


def _files(language: str, stated: str) -> dict[str, str]:
    head, money, city = HEADS[language]
    return {
        "a_2023.csv": _file(2023, head, money),
        "a_2024.csv": _file(2024, head, money, city),
        "columns.toml": f"[transactions]\n{stated}\n",
    }


FIRST, SECOND = (2 * sum(one[at] + 0.5 for one in BOTH) for at in (0, 1))


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize(
    ("stated", "line", "other", "money"),
    [
        ("amount = 3", '["a_2024.csv"]\namount = 4', None, FIRST),
        ("amount = 4", '["a_2024.csv"]\namount = 5', '["a_2023.csv"]\namount = 3', SECOND),
    ],
)
def test_a_position_that_means_two_columns_is_asked_for_a_file(
    check, refused, language, stated, line, other, money
):
    files = _files(language, stated)
    refusal = refused(files)

    assert (refusal.code, refusal.file) == ("mapped_column_moved", "a_2024.csv")
    assert f"columns.toml states {stated} for all files" in str(refusal)
    for answer, sum_ in ((line, money), (other, FIRST)):
        if answer:
            assert answer in refusal.to_do
            files["columns.toml"] = f"[transactions]\n{stated}\n{answer}\n"
            assert check(files).good()["amount"].sum() == sum_


@pytest.mark.parametrize("language", HEADS)
def test_a_map_that_knows_the_place_names_the_new_one_for_the_file(
    check, refused, language, tmp_path
):
    head, money, _ = HEADS[language]
    folder = write(tmp_path / "e", a_2023__csv=_file(2023, head, money), columns__toml=(
        "[transactions]\namount = 3\n"
    ))  # fmt: skip
    mapped(folder)
    files = _files(language, "")
    files["columns.toml"] = (folder / "columns.toml").read_text(encoding="utf-8")
    refusal = refused(files)

    assert (refusal.code, refusal.file) == ("mapped_column_moved", "a_2024.csv")
    _, line = refusal.to_do.split(":\n", 1)
    assert line == '["a_2024.csv"]\namount = 4'
    files["columns.toml"] += f"\n{line}\n"
    assert check(files).good()["amount"].sum() == FIRST


@pytest.mark.parametrize("language", HEADS)
def test_a_name_that_stands_twice_is_answered_by_a_position_of_the_file(check, refused, language):
    files = _files(language, f'amount = "{HEADS[language][1].split(";")[0]}"')
    first = refused(files)
    assert '["a_2023.csv"]\namount = 3\nor\namount = 4' in first.to_do
    files["columns.toml"] += '["a_2023.csv"]\namount = 3\n'
    second = refused(files)
    assert '["a_2024.csv"]\namount = 4\nor\namount = 5' in second.to_do
    files["columns.toml"] += '["a_2024.csv"]\namount = 4\n'
    assert check(files).good()["amount"].sum() == FIRST


@pytest.mark.parametrize("language", HEADS)
def test_positions_of_files_with_one_header_or_two_languages_are_read_unasked(check, language):
    head, money, _ = HEADS[language]
    other, names, _ = HEADS["en" if language != "en" else "de"]
    for beside in (_file(2024, head, money), _file(2024, other, names)):
        files = {
            "a_2023.csv": _file(2023, head, money), "a_2024.csv": beside,
            "columns.toml": "[transactions]\namount = 4\n",
        }  # fmt: skip
        assert check(files).good()["amount"].sum() == SECOND
