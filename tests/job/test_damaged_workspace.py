"""A workspace that a power cut or a full disk damaged is as good as none, and it is said."""

import json
import shutil

import pytest

from analysis import steps
from analysis.intake import find_damage, load_intake
from analysis.steps.previous import read_run

ORDERS = "customer_id,ordered_on,amount\n" + "".join(
    f"c{n % 9},2024-{1 + n // 20:02d}-{1 + n % 20:02d},{n}.50\n" for n in range(200)
)
INTAKE, ORDERS_FILE = "intake.json", "transactions.parquet"
DAMAGE = {
    "empty record": (INTAKE, b""),
    "record of another shape": (INTAKE, b"{}"),
    "list for a record": (INTAKE, b"[1]"),
    "half a record": (INTAKE, b'{"tables": {"transac'),
    "tables of another shape": (INTAKE, b'{"tables": {"transactions": {}}, "as_of": "x"}'),
    "empty table": (ORDERS_FILE, b""),
    "random table": (ORDERS_FILE, bytes(range(256)) * 4),
    "half a table": (ORDERS_FILE, b"PAR1" + b"x" * 400),
    "another record": ("finding_intake.json", b"\x00" * 90),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    orders = folder / "orders.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    job = steps.open_job([str(orders)], workspace=str(folder / "home"))
    steps.load_exports(job)
    return orders, job.workspace.folder


@pytest.mark.parametrize("damage", [*DAMAGE, None])
def test_a_damaged_workspace_is_computed_anew_and_a_whole_one_is_kept(made, tmp_path, damage):
    orders, workspace = made
    place = tmp_path / workspace.name
    shutil.copytree(workspace, place)
    if damage:
        name, content = DAMAGE[damage]
        (place / name).write_bytes(content)

    job = steps.open_job([str(orders)], workspace=str(tmp_path))
    loaded = steps.load_exports(job)

    assert job.workspace.folder == place
    assert job.workspace.renewed == ((DAMAGE[damage][0],) if damage else ())
    assert int(loaded.card["rows_good"].sum()) == 200
    assert not find_damage(job.workspace)
    assert load_intake(job.workspace) is not None


@pytest.mark.parametrize("damage", [*DAMAGE, "gone", None])
def test_a_damaged_workspace_of_a_former_report_is_as_good_as_gone(made, tmp_path, damage):
    orders, workspace = made
    place = tmp_path / ".whyleft" / workspace.name
    shutil.copytree(workspace, place)
    report = tmp_path / "former"
    report.mkdir()
    as_of = json.loads((place / INTAKE).read_text())["as_of"]
    manifest = {"report": "whyleft", "as_of": as_of, "run": {"workspace": workspace.name}}
    (report / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (report / "summary.json").write_text("{}", encoding="utf-8")
    if damage == "gone":
        (place / ORDERS_FILE).unlink()
    elif damage:
        name, content = DAMAGE[damage]
        (place / name).write_bytes(content)
    job = steps.open_job([str(orders)], workspace=str(tmp_path / "own"))

    found = read_run(report, job)

    assert found is not None
    assert (found.tables is None) == bool(damage)
