#!/usr/bin/env python3
"""The commands around the project, for every system: ``python run.py help`` lists them.

Standard library only: this file runs before anything is installed. ``make`` calls it too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
TOOLS = HERE / ".tools"
PICTURE = Path("docs") / "images" / "reasons.svg"
LOCK = HERE / "requirements.lock"
LAB_LOCK = HERE / "requirements-lab.lock"
SPARK_LOCK = HERE / "requirements-spark.lock"
OLDEST_PYTHON = (3, 11)
SAMPLE_REPORT = ["report", "data/sample", "--as-of", "2024-12-31", "--out", "reports/sample"]
NOTEBOOK_TESTS = [
    "--nbval", "--nbval-current-env",
    "--nbval-sanitize-with", "tests/nbval_sanitize.cfg", "notebooks",
]  # fmt: skip
#: A file's tests stay together, so that what they share is made once; files start in the order of
#: tests/conftest.py, the longest first, and not by how many tests they hold.
ON_ALL_CORES = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
#: Settings of the caller's shell that would send packages past .venv, change what it sees, or have
#: every process (a report is two) compile the package anew.
UNWANTED = (
    "PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT",
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
#: What pip's own words mean, first match first.
PIP_TROUBLE = {
    "do not match the hashes": "a downloaded file is not the one the lock names; try again, and if "
    "it stays so, do not install it by hand: it was altered on its way.",
    "no space left": "the disk is full; free about 2 GB and repeat the command.",
    "permission denied": "a file cannot be written; run the command `clean`, then repeat.",
    "no matching distribution": "this Python has no package for a line of the lock, or the package "
    "server cannot be reached; check the network, or use another Python such as 3.12.",
    "connection": "the package server cannot be reached; check network and proxy.",
}


class Failed(Exception):
    """A command stopped; the text says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard output stays free for results."""
    print(text, file=sys.stderr, flush=True)


# --- the environment ------------------------------------------------------------------------


def venv_python() -> Path:
    """Return the interpreter inside .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def child_environment() -> dict[str, str]:
    """Return the caller's environment without what would lead packages past .venv."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return kept | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(*command: str | Path) -> int:
    """Run a command in the project's folder and return its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=HERE, env=child_environment(), check=False).returncode


def must_run(*command: str | Path) -> None:
    """Run a command; leave with its exit code when it fails."""
    code = run(*command)
    if code:
        sys.exit(code)


def fingerprint(lock: Path) -> str:
    """Return what an installed environment depends on: lock, project file, Python, place."""
    parts = [lock.read_bytes(), (HERE / "pyproject.toml").read_bytes()]
    parts += [sys.version.encode(), str(HERE).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def bootstrap(lock: Path = LOCK) -> None:
    """Make .venv fit the lock; when it already does, do nothing.

    The stamp is written last: an interrupted installation is repeated, a finished one is not.
    """
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = fingerprint(lock)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted and venv_python().is_file():
        return
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    make_venv()
    say(f"Installing {count_packages(lock)} packages from {lock.name}, about a minute ...")
    # Python compiles a module when it is first used; pip would compile all, tests of packages too.
    pip("install", "--no-compile", "--require-hashes", "-r", str(lock))
    # Without build isolation: setuptools is in the lock, so nothing else is fetched to build.
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(HERE))
    stamp.write_text(wanted, "utf-8")
    say(f"Installed in {time.monotonic() - started:.0f} s; not repeated until the lock changes.")


def make_venv() -> None:
    """Create .venv with this Python, or keep the one that already works."""
    if venv_works():
        return
    say("Making the environment .venv ...")
    if run(sys.executable, "-m", "venv", "--clear", VENV):
        raise Failed(
            "Python could not make a virtual environment.\n"
            "What to do: install the venv module (Debian and Ubuntu: apt install python3-venv), "
            "or free some disk space, and repeat the command."
        )


def venv_works() -> bool:
    """Whether .venv was made here, by this very Python, and has pip."""
    settings = VENV / "pyvenv.cfg"
    if not venv_python().is_file() or not settings.is_file():
        return False
    if str(VENV) not in settings.read_text("utf-8", errors="replace"):
        return False  # copied or moved: its scripts still name the old place
    found = subprocess.run(
        [str(venv_python()), "-c", "import sys, pip; print(sys.version)"],
        capture_output=True, text=True, env=child_environment(), check=False,
    )  # fmt: skip
    return found.returncode == 0 and found.stdout.strip() == sys.version.strip()


def count_packages(lock: Path) -> int:
    """Return how many packages this machine takes from the lock, give or take one or two."""
    pinned = [line for line in lock.read_text("utf-8").splitlines() if "==" in line]
    usual = {line.split("==")[0] for line in pinned if ";" not in line or "_full_version" in line}
    nearly_everywhere = [line for line in pinned if "!=" in line]  # "not on Windows" and the like
    return len(usual) + len(nearly_everywhere)


def pip(*arguments: str) -> None:
    """Run pip inside .venv; explain its failures in plain words."""
    command = [str(venv_python()), "-m", "pip", "--quiet", "--no-input", *arguments]
    done = subprocess.run(
        command, cwd=HERE, env=child_environment(), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode == 0:
        return
    last_words = "\n".join(done.stdout.strip().splitlines()[-12:])
    words = done.stdout.lower()
    advice = next((PIP_TROUBLE[sign] for sign in PIP_TROUBLE if sign in words), "see above.")
    raise Failed(
        f"{last_words}\n\npip stopped with {done.returncode}: the packages are not installed.\n"
        f"What to do: {advice}\nNothing is half done: the next run starts the installation again."
    )


# --- the commands ---------------------------------------------------------------------------


def report() -> None:
    """Run the main job on data/sample and print the path of its index page."""
    bootstrap()
    must_run(venv_python(), "-m", "analysis", *SAMPLE_REPORT)


def test() -> None:
    """Run every check: style, types, walls, unit, doctest and house tests, notebooks."""
    bootstrap()
    python = venv_python()
    scripts = python.parent
    notebooks = [python, "-m", "pytest", *ON_ALL_CORES, *NOTEBOOK_TESTS]
    short: dict[str, list[str | Path]] = {  # the longest first
        "notebooks give their stored outputs": notebooks,
        "types": [python, "-m", "mypy"],  # one core is enough for these
        "walls between rooms": [scripts / "lint-imports"],
        "style": [python, "-m", "ruff", "check", "."],
        "layout of the code": [python, "-m", "ruff", "format", "--check", "."],
    }
    failed = failed_side_by_side(short)
    title = "unit, doctest and house tests"
    say(f"\n--- {title}")
    if not passes(title, lambda: run(python, "-m", "pytest", *ON_ALL_CORES)):
        failed.append(title)
    if failed:
        raise Failed(f"Failed: {'; '.join(failed)}. The lines above say where.")
    say("\nAll checks passed.")


def failed_side_by_side(checks: dict[str, list[str | Path]]) -> list[str]:
    """Run as many checks at once as there are cores; return the titles of those that failed."""
    say(f"\n--- {'; '.join(checks)}")

    def check(title: str) -> bool:
        return passes(title, lambda: run_quietly(*checks[title]))

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as lanes:
        good = list(lanes.map(check, checks))
    return [title for title, passed in zip(checks, good, strict=True) if not passed]


def passes(title: str, work: Callable[[], int]) -> bool:
    """Do the work of one check and say under its title how long it took."""
    started = time.monotonic()
    good = work() == 0
    say(f"--- {title}: {'passed' if good else 'FAILED'} in {time.monotonic() - started:.0f} s")
    return good


def run_quietly(*command: str | Path) -> int:
    """Run a command, show its words in one piece when it ends, and return its exit code."""
    done = subprocess.run(
        [str(word) for word in command], cwd=HERE, env=child_environment(), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    )  # fmt: skip
    say(done.stdout.strip())
    return done.returncode


def slow() -> None:
    """Run the tests with many seeds or large inputs."""
    bootstrap()
    must_run(venv_python(), "-m", "pytest", "-m", "slow", "tests")


def lab() -> None:
    """Open the notebooks of the last report in JupyterLab (a second lock on top of the first)."""
    bootstrap()
    bootstrap(LAB_LOCK)
    must_run(venv_python(), "-m", "jupyterlab", "--ServerApp.root_dir", last_copies())


def last_copies() -> Path:
    """Return the newest folder of notebooks that a report copied; this one without any."""
    made = (HERE / "reports" / ".whyleft" / "lab").glob("*/")
    return max(made, key=lambda folder: folder.stat().st_mtime, default=HERE)


def spark() -> None:
    """Install the Spark engine (a lock on top of the first; 500 MB, needs Java 17) and test it."""
    bootstrap()
    bootstrap(SPARK_LOCK)
    if shutil.which("java") is None:
        raise Failed(
            "Spark is installed, and there is no Java to run it.\n"
            "What to do: install Java 17 or newer (Debian and Ubuntu: apt install "
            "openjdk-17-jre-headless), then repeat `make spark`."
        )
    must_run(venv_python(), "-m", "pytest", "-m", "spark", "tests")


def refresh() -> None:
    """Execute the notebooks on data/sample, store their outputs and the README's picture."""
    bootstrap()
    must_run(venv_python(), "-m", "analysis", "notebooks", "refresh")
    (HERE / PICTURE).parent.mkdir(parents=True, exist_ok=True)
    (HERE / PICTURE).write_text(readme_picture(), encoding="utf-8", newline="\n")


def readme_picture() -> str:
    """Return the reasons' picture as the notebook stores it, on a light card."""
    text = (HERE / "notebooks" / "04_reasons.ipynb").read_text(encoding="utf-8")
    cell = next(cell for cell in json.loads(text)["cells"] if cell["id"] == "reasons")
    drawing = cell["outputs"][0]["data"]["image/svg+xml"]
    svg = "".join(drawing) if isinstance(drawing, list) else drawing
    return svg.replace("<svg ", '<svg style="background:#fbfaf7" ', 1)


def lock() -> None:
    """Write all lock files anew from pyproject.toml, with the newest versions that fit."""
    with tempfile.TemporaryDirectory(prefix="whyleft-lock-") as folder:
        must_run(sys.executable, "-m", "venv", folder)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        say("Fetching uv, which resolves for all systems at once ...")
        must_run(python, "-m", "pip", "install", "--quiet", "uv")
        compile_lock(python, LOCK, "--extra", "test")
        for target, extra in ((LAB_LOCK, "lab"), (SPARK_LOCK, "spark")):
            compile_lock(python, target, "--extra", "test", "--extra", extra, "-c", LOCK.name)
    say("Wrote all locks. Run the tests before you commit them.")


def compile_lock(python: Path, target: Path, *choices: str) -> None:
    """Resolve pyproject.toml into one lock with hashes and without any address."""
    say(f"Resolving {target.name} ...")
    target.unlink(missing_ok=True)  # uv would keep the old versions
    must_run(
        python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes",
        "--no-header", "--no-annotate", "--python-version", "3.11", *choices,
        "pyproject.toml", "-o", target.name,
    )  # fmt: skip
    named = [line for line in target.read_text("utf-8").splitlines() if "://" in line]
    if named:
        raise Failed(f"{target.name} names a host: {named[0]}\nWhat to do: remove that source.")


def browser() -> None:
    """Check the pages of a report in headless Chromium with axe-core."""
    bootstrap()
    npm = shutil.which("npm")
    if npm is None:
        raise Failed("These checks need Node.js: install it, then repeat `make browser`.")
    if not (TOOLS / "node_modules" / "axe-core").is_dir():
        say("Fetching axe-core into .tools ...")
        must_run(
            npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", TOOLS, "axe-core"
        )
    say("A Chromium or Chrome must be installed on this machine; without one the tests skip.")
    if (HERE / "reports" / "sample" / "index.html").is_file():
        os.environ.setdefault("WHYLEFT_REPORT", str(HERE / "reports" / "sample"))
    else:
        say("There is no reports/sample (make report): a small pretend report is checked instead.")
    must_run(venv_python(), "-m", "pytest", "-m", "browser", "tests")


def clean() -> None:
    """Remove .venv, .tools, caches and the sample report; other reports stay."""
    names = [
        ".venv", ".tools", ".whyleft", ".pytest_cache", ".mypy_cache", ".ruff_cache",
        ".hypothesis", ".import_linter_cache", "build", "reports/sample",
    ]  # fmt: skip
    for name in names:
        shutil.rmtree(HERE / name, ignore_errors=True)
    say("Removed what the other commands had made. Your own reports are still there.")


def help_() -> None:
    """List the commands."""
    say("Usage: python run.py COMMAND, or make COMMAND\n")
    for name, command in COMMANDS.items():
        say(f"  {name:<8} {str(command.__doc__).splitlines()[0]}")


COMMANDS = {
    "report": report,
    "test": test,
    "lab": lab,
    "spark": spark,
    "refresh": refresh,
    "slow": slow,
    "browser": browser,
    "lock": lock,
    "clean": clean,
    "help": help_,
}


def main(arguments: list[str]) -> int:
    """Run one command; return 0, or 2 for a wrong word, or 3 when something is missing."""
    if sys.version_info < OLDEST_PYTHON:
        say(f"whyleft needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        say("What to do: install a newer Python, then for example: python3.12 run.py report")
        return 3
    name = arguments[0] if arguments else "help"
    if name in {"-h", "--help"}:
        name = "help"
    if len(arguments) > 1 or name not in COMMANDS:
        say(f"There is no command '{' '.join(arguments)}'.")
        help_()
        return 2
    try:
        COMMANDS[name]()
    except Failed as trouble:
        say(f"\n{trouble}")
        return 1 if name == "test" else 3
    except KeyboardInterrupt:
        say("\nStopped. What was begun is repeated at the next run.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
