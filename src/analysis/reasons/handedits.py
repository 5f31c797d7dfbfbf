"""What people wrote into codebook.toml by hand: read as they meant it, or refused where unclear."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.reasons.entries import OTHER_ID, SPECIAL_NAMES, Attributes, Theme, bad_line, slug_of
from analysis.reasons.words import normalise

_OF_BOOK = (
    "version", "fingerprint", "embedder", "gate", "origin", "theme", "parent", "edits",
)  # fmt: skip
_OF_THEME = (
    "id", "name", "definition", "keywords", "parent", "seeds", "exclusions", "mixed", "stability",
    *Attributes.__dataclass_fields__,
)  # fmt: skip
#: Built like the ids of themes and parents, so that it is hardly meant as a name.
_ID = re.compile(r"[tp]\d+|all_\w+")


def check_keys(entries: Mapping[str, Any]) -> None:
    """Refuse a line whose key no codebook knows: it would be ignored.

    Parameters
    ----------
    entries
        The file as TOML.

    Examples
    --------
    >>> check_keys({"theme": [{"id": "t01", "defnition": "x"}]})
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: The theme t01 has a line 'defnition' that no codebook knows.
    Expected: the nearest known one is 'definition'.
    What to do: correct that line of codebook.toml, or remove it.
    """
    tables: list[tuple[str, Mapping[str, Any], tuple[str, ...]]] = [
        ("The codebook", entries, _OF_BOOK)
    ]
    for kind in ("theme", "parent"):
        tables += [
            (f"The {kind} {str(one.get('id', 'without id'))[:40]}", one, _OF_THEME)
            for one in entries.get(kind, ())
        ]
    for owner, table, known in tables:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                closest = f"the nearest known one is '{near[0]}'" if near else _one_of(known)
                raise bad_line(f"{owner} has a line '{key[:40]}' that no codebook knows", closest)


def check_names(themes: Sequence[Theme], parents: Sequence[Theme]) -> None:
    """Refuse two themes of one name: their counts could not be told apart.

    A theme and the parent above it may share one, as ``price`` above ``price high`` does.

    Examples
    --------
    >>> check_names([Theme("t01", "late"), Theme("t02", "late")], [])
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: The themes t01 and t02 have the same name.
    Expected: a name of its own for each theme.
    What to do: give one of them another name; `whyleft codebook edit --merge` makes them one theme.
    """
    for entries in (themes, parents):
        first: dict[str, str] = {}
        for one in entries:
            name = " ".join(normalise(one.name).split())
            if first.get(name, one.theme_id) != one.theme_id:
                ids = first[name], one.theme_id
                raise bad_line(
                    f"The themes {ids[0]} and {ids[1]} have the same name",
                    "a name of its own for each theme",
                    "give one of them another name; `whyleft codebook edit --merge` makes them one "
                    "theme",
                )
            first[name] = one.theme_id
    for one in themes:
        if not one.name.strip() or one.name.strip() == SPECIAL_NAMES[OTHER_ID]:
            raise bad_line(
                f"The theme {one.theme_id} has no name of its own",
                "a name that is neither empty nor 'other'",
            )


def with_parents(
    themes: Sequence[Theme], parents: Sequence[Theme]
) -> tuple[tuple[Theme, ...], tuple[Theme, ...]]:
    """Return themes and parents, with a parent made for each name that ``parent`` lines give.

    Parameters
    ----------
    themes, parents
        As they stand in the file.

    Examples
    --------
    >>> themes, parents = with_parents([Theme("t01", "late", parent_id="sales")], [])
    >>> themes[0].parent_id, parents[0].theme_id, parents[0].name
    ('all_sales', 'all_sales', 'sales')
    """
    ids = {one.theme_id: one.theme_id for one in parents}
    ids |= {one.name: one.theme_id for one in parents if one.name not in ids}
    made: list[Theme] = []
    for one in themes:
        said = " ".join(one.parent_id.split())
        if not said or said in ids:
            continue
        _check_parent(one, said, themes, [*ids])
        named = f"all_{slug_of(said)}"
        if named not in ids:
            made.append(Theme(named, said))
            ids[named] = named
        ids[said] = named
    placed = (
        replace(one, parent_id=ids.get(" ".join(one.parent_id.split()), "")) for one in themes
    )
    return tuple(placed), (*parents, *made)


def _check_parent(theme: Theme, said: str, themes: Sequence[Theme], known: Sequence[str]) -> None:
    """Refuse a parent that is a theme itself, or that looks like an id and is none."""
    own = next((one for one in themes if said in (one.theme_id, one.name)), None)
    if own is not None and " ".join(own.parent_id.split()) != said:
        raise bad_line(
            f"The theme {theme.theme_id} has {own.theme_id} as its parent, which has notes of its "
            "own",
            "the name of a wider theme that holds both",
            f'write parent = "{own.name}" at both themes to count them together, or a wider name '
            "at both",
        )
    if _ID.fullmatch(said) or not slug_of(said):
        near = difflib.get_close_matches(said, known, n=1)
        closest = f"; the nearest known one is '{near[0]}'" if near else ""
        raise bad_line(
            f"The theme {theme.theme_id} has a parent '{said[:40]}' that the file does not hold",
            f'the id of a [[parent]] of the file or a name in words, such as "sales"{closest}',
        )


def _one_of(known: Sequence[str]) -> str:
    return f"one of {', '.join(known)}"
