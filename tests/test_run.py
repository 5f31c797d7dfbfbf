"""The commands around the project: repeatable, interruptible, plain in their words."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """A copy of run.py in a folder of its own, with small locks."""
    for name, text in {"run.py": SOURCE, "pyproject.toml": "[project]\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("requirements.lock", "requirements-lab.lock", "requirements-spark.lock"):
        (tmp_path / name).write_text("numpy==2.4.6 \\\n    --hash=sha256:00\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("run_copy", tmp_path / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def installed(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What pip was asked for; making the environment only makes its interpreter's file."""
    asked: list[tuple[str, ...]] = []

    def make_venv() -> None:
        run.venv_python().parent.mkdir(parents=True, exist_ok=True)
        run.venv_python().touch()

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "pip", lambda *arguments: asked.append(arguments))
    return asked


def test_it_needs_nothing_but_the_standard_library() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        for name in (
            [one.name for one in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names


def test_an_old_python_can_read_it_and_is_told_so(run: ModuleType, monkeypatch, capsys) -> None:
    ast.parse(SOURCE, feature_version=(3, 8))
    monkeypatch.setattr(run, "OLDEST_PYTHON", (99, 0))

    assert run.main(["report"]) == 3
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_makefile_offers_the_same_commands(run: ModuleType) -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = re.search(r"^COMMANDS := (.+)$", text, flags=re.M)

    assert listed is not None
    assert set(listed[1].split()) | {"help"} == set(run.COMMANDS)


@pytest.mark.parametrize("words", [["reprot"], ["report", "extra"]])
def test_a_wrong_word_is_answered_with_the_list(run: ModuleType, words, capsys) -> None:
    assert run.main(words) == 2
    assert "report   Run the main job" in capsys.readouterr().err


def test_second_run_installs_nothing(run: ModuleType, installed) -> None:
    run.bootstrap()
    n_first = len(installed)
    run.bootstrap()

    assert n_first == 2
    assert len(installed) == n_first


def test_a_changed_lock_installs_again(run: ModuleType, installed) -> None:
    run.bootstrap()
    run.LOCK.write_text("numpy==2.5.5 \\\n    --hash=sha256:11\n", encoding="utf-8")
    run.bootstrap()

    assert len(installed) == 4


def test_an_interrupted_installation_is_repeated(run: ModuleType, installed, monkeypatch) -> None:
    def stop(*arguments: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "pip", stop)
        with pytest.raises(KeyboardInterrupt):
            run.bootstrap()
    run.bootstrap()

    assert len(installed) == 2


def test_hashes_are_demanded_and_our_own_build_fetches_nothing(run: ModuleType, installed) -> None:
    run.bootstrap()

    assert "--require-hashes" in installed[0]
    assert {"--no-deps", "--no-build-isolation"} <= set(installed[1])


def test_an_environment_that_was_moved_is_made_anew(run: ModuleType) -> None:
    run.venv_python().parent.mkdir(parents=True)
    run.venv_python().touch()
    (run.VENV / "pyvenv.cfg").write_text("command = python -m venv elsewhere", encoding="utf-8")

    assert not run.venv_works()


def test_pip_trouble_is_explained(run: ModuleType, monkeypatch) -> None:
    said = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
    failed = subprocess.CompletedProcess([], 1, stdout=said)
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: failed)

    with pytest.raises(run.Failed, match="What to do: a downloaded file is not the one"):
        run.pip("install")


def test_packages_meant_for_another_python_are_counted_once(run: ModuleType) -> None:
    lines = [
        "a==1 \\",
        "b==1 ; python_full_version < '3.12' \\",
        "b==2 ; python_full_version > '3'",
    ]
    lines += ["c==1 ; sys_platform == 'win32' \\", "d==1 ; sys_platform != 'win32' \\"]
    run.LOCK.write_text("\n".join(lines), encoding="utf-8")

    assert run.count_packages(run.LOCK) == 3


def test_checks_side_by_side_name_what_failed_and_show_all_words(run: ModuleType, capsys) -> None:
    def said(word: str, code: int) -> list[str]:
        return [sys.executable, "-c", f"print('{word}'); raise SystemExit({code})"]

    failed = run.failed_side_by_side({"a": said("one", 0), "b": said("two", 1), "c": said("x", 2)})

    told = capsys.readouterr().err
    assert failed == ["b", "c"]
    assert {"one", "two", "x"} <= set(told.splitlines())
    assert "--- a: passed in " in told
    assert "--- b: FAILED in " in told


def test_no_setting_of_the_shell_has_every_process_compile_the_package_anew(
    run: ModuleType, monkeypatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in run.child_environment()
