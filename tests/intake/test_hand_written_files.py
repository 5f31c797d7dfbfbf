"""columns.toml, corrections.toml and whyleft.toml that are no files, or that nobody can read."""

import os

import pytest

from analysis.errors import InputRefused
from analysis.handwritten import read_toml
from analysis.intake import check_exports
from analysis.settings import load_settings
from analysis.steps import open_job
from analysis.workspace import Workspace

ORDERS = "customer_id,ordered_on,amount\na,2024-01-05,10.00\nb,2024-03-01,7\n"
NAMES = ["columns.toml", "corrections.toml", "whyleft.toml"]


@pytest.fixture
def exports(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return folder


def refusal(exports):
    def read() -> None:
        open_job([str(exports)], workspace=str(exports.parent / "w"))
        check_exports([exports], Workspace(exports.parent / "v"))

    with pytest.raises(InputRefused) as caught:
        read()
    return str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_link_to_nothing_a_folder_and_a_pipe_are_refused(exports, name):
    place = exports / name
    place.symlink_to("no-such-file.toml")
    assert "link to a file that is not there" in refusal(exports)
    place.unlink()
    place.mkdir()
    assert "no ordinary file" in refusal(exports)
    place.rmdir()
    os.mkfifo(place)
    assert name in refusal(exports)


@pytest.mark.parametrize("name", NAMES)
def test_brackets_in_brackets_are_refused(exports, name):
    (exports / name).write_text("a = " + "[" * 3_000, encoding="utf-8")
    assert name in refusal(exports)


def test_a_device_that_never_ends_is_no_map(exports):
    with pytest.raises(InputRefused, match="no ordinary file"):
        check_exports([exports], Workspace(exports.parent / "v"), columns=exports.parent)
    with pytest.raises(OSError, match="no ordinary file"):
        read_toml(exports.parent.joinpath("/dev/zero"))


def test_clean_a_link_to_a_file_is_followed(exports):
    kept = exports.parent / "kept.toml"
    kept.write_text('[transactions]\nexclude_customers = ["b"]\n', encoding="utf-8")
    (exports / "columns.toml").symlink_to(kept)

    found = check_exports([exports], Workspace(exports.parent / "v"))

    assert found.receipts["transactions"].rows_good == 1


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_no_lot_can_start_from_is_refused(tmp_path, seed):
    path = tmp_path / "whyleft.toml"
    path.write_text(f"random_state = {seed}\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="random_state"):
        load_settings(path)
    path.write_text(f"random_state = {2**32 - 1}\n", encoding="utf-8")
    assert load_settings(path).random_state == 2**32 - 1
