"""What no file of the package may do: run text as code, read the clock, write unescaped HTML."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator

import pytest

from house import allowed
from house.reading import Source, package_sources, read_source

ADVICE = {
    "pickle": "keep words and numbers as JSON or TOML, arrays as .npy or .npz without pickling",
    "eval": "never run text as code",
    "clock": "take `as_of` as an argument; only the command line reads the clock",
    "environment": "only the command line reads the environment",
    "chance": "take a numpy Generator as an argument; no global seeds",
    "styler": "Styler does not escape a customer's text; use analysis.plots",
    "link": "matplotlib writes url= into the picture unescaped",
    "encoding": "say encoding=...; the machine's default differs",
    "print": "only the command line prints",
    "network": "nothing below the command line, and nothing in it, opens a connection",
    "inplace": "return a new frame; never change the argument",
}
CALLS = {
    "eval": "eval", "exec": "eval", "compile": "eval", "print": "print",
    "yaml.load": "eval", "date.today": "clock", "datetime.now": "clock",
    "datetime.utcnow": "clock", "datetime.today": "clock", "datetime.date.today": "clock",
    "datetime.datetime.now": "clock", "dt.date.today": "clock", "dt.datetime.now": "clock",
    "pd.Timestamp.now": "clock", "pd.Timestamp.today": "clock", "time.time": "clock",
    "time.localtime": "clock", "os.getenv": "environment", "np.random.seed": "chance",
    "random.seed": "chance", "random.random": "chance", "random.choice": "chance",
    "random.shuffle": "chance",
}  # fmt: skip
MODULES = {
    "pickle": "pickle", "cPickle": "pickle", "dill": "pickle", "joblib": "pickle",
    "shelve": "pickle", "marshal": "pickle", "socket": "network", "requests": "network",
    "urllib.request": "network", "http.client": "network",
}  # fmt: skip
METHODS = {"read_pickle": "pickle", "to_pickle": "pickle"}
#: What the rooms above the floor plan's ``cli`` line may do.
TOP_ROOMS = {"analysis.cli", "analysis.__main__"}
ALLOWED_ON_TOP = {"print", "clock", "environment"}


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _offences(source: Source) -> Iterator[tuple[int, str, str]]:
    """Line, what stands there and which ban it breaks."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield from _call_offences(node)
        elif isinstance(node, ast.Import):
            yield from _import_offences(node.lineno, [one.name for one in node.names])
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            yield from _import_offences(node.lineno, names)
        elif isinstance(node, ast.Attribute):
            if node.attr == "style" and not _dotted(node).startswith(("plt.", "matplotlib.")):
                yield node.lineno, ast.unparse(node), "styler"
            if _dotted(node) == "os.environ":
                yield node.lineno, "os.environ", "environment"


def _import_offences(line: int, names: list[str]) -> Iterator[tuple[int, str, str]]:
    banned = [name for name in names if name in MODULES]
    yield from ((line, name, MODULES[name]) for name in banned)


def _call_offences(node: ast.Call) -> Iterator[tuple[int, str, str]]:
    name = _dotted(node.func)
    method = name.rsplit(".", 1)[-1]
    if name in CALLS:
        yield node.lineno, name, CALLS[name]
    if method in METHODS:
        yield node.lineno, method, METHODS[method]
    keywords = {one.arg: one.value for one in node.keywords}
    for word, ban in (("url", "link"), ("inplace", "inplace")):
        if word in keywords:
            yield node.lineno, f"{word}=", ban
    if _is_true(keywords.get("allow_pickle")):
        yield node.lineno, "allow_pickle=True", "pickle"
    if _opens_text(node, name, method, keywords):
        yield node.lineno, f"{method}() without encoding", "encoding"


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _opens_text(
    node: ast.Call, name: str, method: str, keywords: dict[str | None, ast.expr]
) -> bool:
    """Whether a call opens a text file and leaves the encoding to the machine."""
    if "encoding" in keywords or None in keywords:
        return False
    if method in {"read_text", "write_text"}:
        place = 0 if method == "read_text" else 1
        return len(node.args) <= place and _dotted(node.func).count(".") >= 0
    if name == "open" or (method == "open" and _looks_like_a_path(node.func)):
        mode = keywords.get("mode") or next((one for one in node.args if _is_mode(one)), None)
        binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
        return not binary
    return False


def _looks_like_a_path(function: ast.expr) -> bool:
    """``path.open()`` and the like; not ``gzip.open`` or ``archive.open``, which give bytes."""
    if not isinstance(function, ast.Attribute):
        return False
    return bool(re.search(r"(path|file|target|draft|Path\(.*\))$", ast.unparse(function.value)))


def _is_mode(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[rwaxbt+]{1,3}", node.value) is not None
    )


def _is_allowed(source: Source, what: str, ban: str) -> bool:
    on_top = source.module.startswith(tuple(TOP_ROOMS)) and ban in ALLOWED_ON_TOP
    return on_top or f"{source.name}:{what}" in allowed.CALLS


@functools.cache
def _offences_of_the_package() -> tuple[tuple[Source, int, str, str], ...]:
    return tuple((source, *one) for source in package_sources() for one in _offences(source))


@pytest.mark.parametrize("ban", sorted(ADVICE))
def test_the_package_does_not_use(ban: str) -> None:
    found = [
        f"{source.name}:{line} {what}"
        for source, line, what, broken in _offences_of_the_package()
        if broken == ban and not _is_allowed(source, what, ban)
    ]
    assert not found, f"{ADVICE[ban]}:\n" + "\n".join(found)


PLANTED = {
    "import pickle": "pickle",
    "np.load(p, allow_pickle=True)": "pickle",
    "eval('1')": "eval",
    "date.today()": "clock",
    "os.environ['A']": "environment",
    "frame.style.format('{}')": "styler",
    "axis.annotate('a', url=u)": "link",
    "open(p)": "encoding",
    "open(p, 'w')": "encoding",
    "p.read_text()": "encoding",
    "target.write_text(x)": "encoding",
    "print(1)": "print",
    "import socket": "network",
    "frame.drop(columns=c, inplace=True)": "inplace",
}


@pytest.mark.parametrize(("line", "ban"), PLANTED.items())
def test_a_planted_offence_is_found(line: str, ban: str, tmp_path) -> None:
    path = tmp_path / "planted.py"
    path.write_text(line + "\n", encoding="utf-8")

    assert [broken for _, _, broken in _offences(read_source(path))] == [ban]


@pytest.mark.parametrize(
    "line",
    ["open(p, 'rb')", "p.read_text('utf-8')", "gzip.open(p)", "p.write_text(x, encoding='utf-8')",
     "plt.style.use('a')", "np.load(p, allow_pickle=False)"],
)  # fmt: skip
def test_an_honest_line_passes(line: str, tmp_path) -> None:
    path = tmp_path / "honest.py"
    path.write_text(line + "\n", encoding="utf-8")

    assert list(_offences(read_source(path))) == []
