"""Small files, short functions, few parameters: what keeps a reader's head clear."""

from __future__ import annotations

from house import allowed
from house.reading import all_sources, body_lines, package_sources, parameters, read_source

LONGEST_FILE = 400
LONGEST_BODY = 40
MOST_PARAMETERS = 6


def test_no_file_is_longer_than_400_lines() -> None:
    long = {source.name: source.lines for source in all_sources() if source.lines > LONGEST_FILE}
    found = [f"{name}: {n} lines" for name, n in long.items() if name not in allowed.LONG_FILES]
    assert not found, "Split these files:\n" + "\n".join(found)


def test_no_function_body_is_longer_than_40_lines() -> None:
    found = [
        f"{source.name}:{function.lineno} {name}: {body_lines(function)} lines"
        for source in all_sources()
        for name, function in source.functions()
        if body_lines(function) > LONGEST_BODY
        and f"{source.name}:{name}" not in allowed.LONG_FUNCTIONS
    ]
    assert not found, "Split these functions:\n" + "\n".join(found)


def test_no_function_has_more_than_six_parameters() -> None:
    found = [
        f"{source.name}:{function.lineno} {name}({', '.join(parameters(function))})"
        for source in all_sources()
        for name, function in source.functions()
        if len(parameters(function)) > MOST_PARAMETERS
        and not name.startswith("test_")  # fixtures and columns of cases, filled in by pytest
        and f"{source.name}:{name}" not in allowed.MANY_PARAMETERS
    ]
    assert not found, "Group these parameters in a frozen dataclass:\n" + "\n".join(found)


def test_rooms_have_one_level_of_folders() -> None:
    found = [source.name for source in package_sources() if len(source.module.split(".")) > 3]
    assert not found, "Move these files one level up:\n" + "\n".join(found)


def test_body_lines_leave_the_docstring_out(tmp_path) -> None:
    path = tmp_path / "a.py"
    path.write_text('def f():\n    """One\n\n    two.\n    """\n    x = 1\n    return x\n', "utf-8")

    (_, function), *_ = read_source(path).functions()

    assert body_lines(function) == 2
