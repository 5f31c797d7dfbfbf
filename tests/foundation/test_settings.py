"""Settings: a wrong name or value is refused with the nearest known one."""

import pytest

from analysis.errors import InputRefused
from analysis.settings import load_settings


def write(folder, text):
    path = folder / "whyleft.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_values_replace_defaults(tmp_path):
    settings = load_settings(write(tmp_path, 'horizon_days = 90\napproved_quotes = ["late"]\n'))

    assert settings.horizon_days == 90
    assert settings.approved_quotes == ("late",)


def test_a_misspelt_name_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(InputRefused, match="horizon_days"):
        load_settings(write(tmp_path, "horizn_days = 90\n"))


@pytest.mark.parametrize(
    "line",
    [
        "horizon_days = 0",
        "return_floor = 2.0",
        'horizon_days = "90"',
        "n_themes = true",
        "response_days = 3",
        "acquisition_cost = -1.0",
        'dealt_by_lot = "spring"',
    ],
)
def test_values_out_of_range_or_kind_are_refused(tmp_path, line):
    with pytest.raises(InputRefused):
        load_settings(write(tmp_path, line + "\n"))


@pytest.mark.parametrize("text", ["horizon_days = ", "\x00", "[[["])
def test_broken_toml_is_refused_plainly(tmp_path, text):
    with pytest.raises(InputRefused, match="TOML"):
        load_settings(write(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="no settings file"):
        load_settings(tmp_path / "none.toml")
