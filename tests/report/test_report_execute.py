"""Real kernels: each test starts one, so each tests as much as it can with it."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from synthetic_report import write_notebook

from analysis.errors import AnalysisError, EnvironmentTrouble, InputRefused, NotebookFailed
from analysis.report.execute import run_notebooks


def run(path: Path, **options: object):
    return run_notebooks([path], parameters=options.pop("parameters", {}), **options)[0]


def shown_by(notebook, cell_id: str) -> list[str]:
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    return [output.get("text") or output.data["text/plain"] for output in cell.outputs]


def test_a_notebook_runs_in_its_folder_with_its_parameters_and_this_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    startup = tmp_path / "startup.py"
    startup.write_text("raise SystemExit('user start-up file')")
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("MATPLOTLIBRC", str(startup))
    path = write_notebook(
        tmp_path,
        "01_x",
        [
            "# Q",
            ("told", "exports, as_of"),
            ("where", "import os, sys\n(os.getcwd() + os.pathsep + sys.executable)"),
            ("backend", "import matplotlib\nmatplotlib.get_backend().lower()"),
            ("said", "get_ipython().kernel.log.error('a complaint')"),
        ],
    )
    before = path.read_bytes()
    found = run(path, parameters={"exports": ["007.csv"], "as_of": "2024-12-31"})
    assert shown_by(found, "told") == ["(['007.csv'], '2024-12-31')"]
    assert shown_by(found, "where") == [repr(f"{tmp_path}{os.pathsep}{sys.executable}")]
    assert shown_by(found, "backend") == ["'agg'"], "or a warning about folders was printed"
    assert "a complaint" not in capfd.readouterr().err
    assert path.read_bytes() == before
    assert all("execution" not in cell.metadata for cell in found.cells)


def test_a_failing_cell_is_named_without_the_text_of_its_error(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "02_x", ["# Q", ("good", "1"), ("bad", "{}['Ann Smith']")])
    with pytest.raises(NotebookFailed) as caught:
        run(path, keep_failed=tmp_path / "kept")
    said = str(caught.value)
    assert "02_x.ipynb stopped in code cell 3 (bad) with KeyError" in said
    assert "Ann" not in said
    assert caught.value.exit_code == 1
    kept = tmp_path / "kept" / "02_x.ipynb"
    assert str(kept) in said
    assert "Ann Smith" in kept.read_text(), "the analyst sees it all"
    assert shown_by(nbformat.read(kept, 4), "good") == ["1"]
    if os.name == "posix":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize(("kind", "code"), [("InputRefused", 2), ("EnvironmentTrouble", 3)])
def test_a_refusal_inside_the_kernel_comes_through_as_it_is(
    tmp_path: Path, kind: str, code: int
) -> None:
    words = "'No date in a.csv', 'a date', 'map it', code='no_date', file='a.csv', line=7"
    source = f"from analysis.errors import {kind}\nraise {kind}({words})"
    path = write_notebook(tmp_path, "01_x", ["# Q", ("bad", source)])
    with pytest.raises(AnalysisError) as caught:
        run(path)
    assert type(caught.value).__name__ == kind
    assert caught.value.exit_code == code
    assert str(caught.value) == "No date in a.csv.\nExpected: a date.\nWhat to do: map it."
    assert (caught.value.code, caught.value.file, caught.value.line) == ("no_date", "a.csv", 7)


def test_a_cell_that_takes_too_long_is_stopped_and_named(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "01_x", ["# Q", ("slow", "import time; time.sleep(60)")])
    began = time.monotonic()
    with pytest.raises(NotebookFailed, match=r"cell 2 \(slow\): it took longer than 1 seconds"):
        run(path, timeout=1)
    assert time.monotonic() - began < 30


def test_a_process_that_dies_is_trouble_of_the_environment(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = "get_ipython().kernel.log.error('a complaint'); import os; os._exit(1)"
    path = write_notebook(tmp_path, "01_x", ["# Q", ("dies", said)])
    with pytest.raises(EnvironmentTrouble, match=r"cell 2 \(dies\): the notebook's process ended"):
        run(path)
    assert "a complaint" in capfd.readouterr().err, "what may say why is shown"


def test_an_error_that_a_tag_allows_still_fails_the_run(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "01_x", ["# Q", ("bad", "1 / 0")])
    notebook = nbformat.read(path, 4)
    notebook.cells[-1].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, path)
    with pytest.raises(NotebookFailed, match="bad"):
        run(path)


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("%PDF-1.7")
    for name in ("a.ipynb", "missing.ipynb"):
        with pytest.raises(InputRefused, match=name.split(".")[0]):
            run(tmp_path / name)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_passes_through_and_leaves_no_kernel(tmp_path: Path) -> None:
    beacon = tmp_path / "kernel.pid"
    source = f"import os, time\nopen({str(beacon)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    path = write_notebook(tmp_path, "01_x", ["# Q", ("slow", source)])
    script = (
        "import signal, sys\nfrom pathlib import Path\n"
        "from analysis.report.execute import run_notebooks\n"
        # A shell's background job ignores interrupts, and so would its children.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "try:\n    run_notebooks([Path(sys.argv[1])], parameters={})\n"
        "except KeyboardInterrupt:\n    sys.exit(130)\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
        _wait_for(beacon)
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=50) == 130
    kernel = int(beacon.read_text())
    for _ in range(100):
        if not _is_alive(kernel):
            break
        time.sleep(0.05)
    assert not _is_alive(kernel)


def _wait_for(beacon: Path) -> None:
    for _ in range(600):
        if beacon.exists() and beacon.read_text():
            return
        time.sleep(0.05)
    raise AssertionError("the kernel never ran its cell")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2:3]


def test_a_notebook_runs_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    lonely = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*lonely, "true"], check=False).returncode:
        pytest.skip("no network namespaces here")
    path = write_notebook(tmp_path, "01_x", ["# Q", ("one", "1 + 1")])
    script = (
        "import sys\nfrom pathlib import Path\nfrom analysis.report.execute import run_notebooks\n"
        "(found,) = run_notebooks([Path(sys.argv[1])], parameters={})\n"
        "print(found.cells[-1].outputs[0].data['text/plain'])"
    )
    done = subprocess.run(
        [*lonely, sys.executable, "-c", script, str(path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("2\n", "")
