"""The two files of a codebook: words as TOML that people read and edit, numbers without pickle."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from analysis.reasons.entries import CHOICES, Attributes, Edit, EditKind, Theme
from analysis.reasons.joined import JoinedEmbedder
from analysis.reasons.static import StaticEmbedder
from analysis.reasons.tokens import token_table
from analysis.reasons.vectors import Embedder, LexicalEmbedder

Arrays = Mapping[str, npt.NDArray[Any]]

_MOST_BYTES = 500_000_000

HEADER = f"""\
# What people may edit here, theme by theme:
#   name, definition, keywords and seeds (typical quotes)
#   parent = "sales"   the name of a wider theme that holds several, or the id of a [[parent]]
#   exclusions = ["delivery fee"]   a passage with these words does not belong to the theme
#   locus = {" | ".join(json.dumps(word) for word in CHOICES["locus"])}   whose doing it is
#   kind = "event" | "condition"; layer = "formal" | "personal" | "unknown"
#   controllable = 0.0 to 1.0; severity = 0 to 4; owner = "who answers for it"
#   fixable = "yes" | "no" | "unknown"; fixed_on = 2024-12-31
# What only `whyleft codebook edit` changes: ids, gate, fingerprint and the log [[edits]]. It
# merges, splits, retires and accepts themes, and writes this file anew, without your comments.
"""


def themes_as_toml(kind: str, themes: Sequence[Theme]) -> list[str]:
    """Return the lines of these entries, each under its own heading."""
    return [line for theme in themes for line in ("", f"[[{kind}]]", *_entry(theme))]


def _entry(theme: Theme) -> list[str]:
    lines = [
        f"id = {as_toml(theme.theme_id)}",
        f"name = {as_toml(theme.name)}",
        f"definition = {as_toml(theme.definition)}",
        f"keywords = {as_toml(theme.keywords)}",
        f"parent = {as_toml(theme.parent_id)}",
        f"seeds = {as_toml(theme.seeds)}",
    ]
    if theme.exclusions:
        lines.append(f"exclusions = {as_toml(theme.exclusions)}")
    if theme.mixed:
        lines.append("mixed = true")
    if theme.stability is not None:
        lines.append(f"stability = {theme.stability!r}")
    return lines + [f"{name} = {as_toml(value)}" for name, value in theme.attributes.stated.items()]


def edits_as_toml(edits: Sequence[Edit]) -> list[str]:
    """Return the lines of the log, the first edit first."""
    return [
        line
        for edit in edits
        for line in ("", "[[edits]]", *(f"{key} = {as_toml(value)}" for key, value in _said(edit)))
    ]


def _said(edit: Edit) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in vars(edit).items() if value not in ("", None)]


def as_toml(value: object) -> str:
    r"""Return a value as TOML: JSON's escapes, and DEL, which JSON leaves alone.

    Examples
    --------
    >>> as_toml(("late", 'a "quote"')), as_toml(date(2024, 12, 31))
    ('["late", "a \\"quote\\""]', '2024-12-31')
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(as_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_theme(entry: Mapping[str, Any]) -> Theme:
    """Return the theme of a TOML table."""
    stability = entry.get("stability")
    known = Attributes.__dataclass_fields__
    return Theme(
        theme_id=_text(entry["id"]),
        name=_text(entry["name"]),
        keywords=_texts(entry.get("keywords", ())),
        parent_id=_text(entry.get("parent", "")),
        seeds=_texts(entry.get("seeds", ())),
        definition=_text(entry.get("definition", "")),
        stability=None if stability is None else float(stability),
        mixed=entry.get("mixed", False) is True,
        exclusions=_texts(entry.get("exclusions", ())),
        attributes=Attributes(**{name: entry[name] for name in known if name in entry}),
    )


def read_edit(entry: Mapping[str, Any]) -> Edit:
    """Return the edit of a TOML table."""
    what, on = entry["what"], entry.get("on")
    if what not in get_args(EditKind) or not (on is None or type(on) is date):
        raise ValueError("an edit that is not known")
    words = {name: _text(entry.get(name, "")) for name in ("was", "name", "by", "why")}
    ids, into = _texts(entry.get("ids", ())), _texts(entry.get("into", ()))
    return Edit(what, ids, into, on=on, **words)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError("a list is expected")
    return tuple(_text(one) for one in value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def embedder_arrays(embedder: Embedder) -> dict[str, npt.NDArray[Any]]:
    """Return what brings the embedder back; nothing for one of the analyst's own."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    if isinstance(embedder, JoinedEmbedder):
        arrays["static_centre"] = embedder.static.centre.astype("<f4")
        embedder = embedder.lexical
    if isinstance(embedder, LexicalEmbedder):
        arrays |= {
            "words": as_bytes(embedder.words),
            "characters": as_bytes(embedder.characters),
            "idf": embedder.idf.astype("<f4"),
            "components": embedder.components.astype("<f2"),
        }
    return arrays


def learnt_embedder(arrays: Arrays) -> Embedder:
    """Return the embedder that these arrays hold."""
    words, characters = as_terms(arrays["words"]), as_terms(arrays["characters"])
    idf = np.asarray(arrays["idf"], dtype=np.float32)
    components = np.asarray(arrays["components"], dtype=np.float16)
    if idf.shape != (len(words) + len(characters),) or components.shape[1:] != idf.shape:
        raise ValueError("terms do not fit the arrays")
    lexical = LexicalEmbedder(words, characters, idf, components)
    if "static_centre" not in arrays:
        return lexical
    centre = np.asarray(arrays["static_centre"], dtype=np.float32)
    if centre.shape != token_table().vectors.shape[1:] or not np.isfinite(centre).all():
        raise ValueError("the centre does not fit the table")
    return JoinedEmbedder(lexical, StaticEmbedder(centre))


def as_bytes(terms: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return terms without line breaks as an array of bytes.

    Examples
    --------
    >>> as_bytes(["a", "b"]).tolist()
    [97, 10, 98]
    """
    return np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8)


def as_terms(array: npt.NDArray[Any]) -> tuple[str, ...]:
    """Return the terms that ``as_bytes`` kept.

    Examples
    --------
    >>> as_terms(as_bytes(["late", "price"]))
    ('late', 'price')
    """
    text = array.astype(np.uint8).tobytes().decode("utf-8")
    return tuple(text.split("\n")) if text else ()


def as_npz(arrays: Arrays) -> bytes:
    """Return an uncompressed archive with a fixed date: equal arrays, equal bytes, anywhere.

    Examples
    --------
    >>> as_npz({"a": np.zeros(3)}) == as_npz({"a": np.zeros(3)})
    True
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as box:
        for name, array in sorted(arrays.items()):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            box.writestr(entry, member.getvalue())
    return archive.getvalue()


def read_npz(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an archive, or raise ValueError when it is none or too large.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.npz"
    >>> _ = path.write_bytes(as_npz({"a": np.arange(3)}))
    >>> read_npz(path)["a"].tolist()
    [0, 1, 2]
    """
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("too large")
    content = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            if sum(entry.file_size for entry in box.infolist()) > _MOST_BYTES:
                raise ValueError("too large")
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except zipfile.BadZipFile:
        raise ValueError("not an archive") from None
