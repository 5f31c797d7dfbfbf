"""The codebook: themes with ids that keep their meaning from one export to the next.

Words live in ``codebook.toml``, where people read and edit them; numbers live in ``codebook.npz``
beside it, without pickle. Equal codebooks are equal byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import json
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.errors import InputRefused
from analysis.reasons.joined import JoinedEmbedder
from analysis.reasons.static import StaticEmbedder, token_table
from analysis.reasons.themes import likeness
from analysis.reasons.vectors import Embedder, Floats, LexicalEmbedder

#: Ids and names of the two themes that every codebook has.
OTHER_ID, NO_REASON_ID = "other", "no_reason"
SPECIAL_NAMES = {OTHER_ID: "other", NO_REASON_ID: "no reason given"}

_VERSION = 1
_MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class Theme:
    """One entry of the codebook.

    Parameters
    ----------
    theme_id
        Stable id; never used again for something else.
    name
        What people read; may be edited.
    keywords
        Words that set it apart.
    parent_id
        The theme above it, empty without one.
    seeds
        Typical quotes, masked.
    definition
        What belongs here and what does not, written by people.
    stability
        How well it came back on random halves, 0..1; None where that cannot be told.
    mixed
        Whether its keywords describe less than half of its texts; never leads a sentence.
    """

    theme_id: str
    name: str
    keywords: tuple[str, ...] = ()
    parent_id: str = ""
    seeds: tuple[str, ...] = ()
    definition: str = ""
    stability: float | None = None
    mixed: bool = False


@dataclass(frozen=True)
class Codebook:
    """Themes, their centres, and the gate below which a text fits none of them.

    Parameters
    ----------
    themes
        Leaf themes, in the order of ``centres``.
    centres
        Rows of length 1, shape (k, d).
    gate
        Likeness below which a text is *other*, 0..1.
    embedder
        Turns texts into vectors of the same space.
    parents
        Themes above the leaves; empty for 15 leaves and fewer.
    origin
        ``notes`` when the words made the themes, ``picklist`` when the exported codes are the
        themes; a theme's stability is then how often held-out notes of that code are found again.

    Examples
    --------
    >>> import tempfile
    >>> embedder = LexicalEmbedder.learn(["late delivery", "price too high"])
    >>> book = Codebook((Theme("t01", "late"), Theme("t02", "price")),
    ...                 embedder.encode(["late delivery", "price too high"]), 0.2, embedder)
    >>> folder = Path(tempfile.mkdtemp())
    >>> book.save(folder)
    >>> again = Codebook.load(folder)
    >>> again.themes == book.themes, again.fingerprint == book.fingerprint
    (True, True)
    """

    themes: tuple[Theme, ...]
    centres: Floats
    gate: float
    embedder: Embedder
    parents: tuple[Theme, ...] = ()
    origin: str = "notes"

    @property
    def fingerprint(self) -> str:
        """A hash over embedder and centres: which arrays the words belong to."""
        digest = hashlib.sha256(self.embedder.fingerprint.encode())
        digest.update(self.centres.astype("<f4").tobytes())
        digest.update(",".join(theme.theme_id for theme in self.themes).encode())
        return digest.hexdigest()[:16]

    @property
    def names(self) -> dict[str, str]:
        """Name by id, the two special themes included."""
        return {theme.theme_id: theme.name for theme in self.themes} | SPECIAL_NAMES

    def fit_of(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return how well each text fits each theme, cosine to six digits, shape (n, k)."""
        if not len(self.themes):
            return np.zeros((len(texts), 0))
        return likeness(self.embedder.encode(texts), self.centres)

    def save(self, folder: Path) -> None:
        """Write ``codebook.toml`` and ``codebook.npz`` into the folder."""
        (folder / "codebook.toml").write_text(_as_toml(self), encoding="utf-8", newline="\n")
        (folder / "codebook.npz").write_bytes(_as_npz(_arrays(self)))

    @classmethod
    def load(cls, path: Path, *, embedder: Embedder | None = None) -> Codebook:
        """Read a codebook back.

        Parameters
        ----------
        path
            The folder, or the ``.toml`` file in it; the ``.npz`` lies beside it.
        embedder
            Needed when the book was made with an embedder of your own.

        Raises
        ------
        InputRefused
            When a file is missing, damaged, or does not belong to the other.
        """
        words = path / "codebook.toml" if path.is_dir() else path
        try:
            entries = tomllib.loads(words.read_text(encoding="utf-8-sig"))
            arrays = _read_arrays(words.with_suffix(".npz"))
            book = _assembled(cls, entries, arrays, embedder)
        except FileNotFoundError as error:
            missing = Path(str(error.filename)).name
            raise _refusal(words, f"The codebook's file {missing} is missing") from None
        except (ValueError, KeyError, TypeError, OSError, EOFError, AttributeError) as error:
            kind = type(error).__name__
            raise _refusal(words, f"The codebook {words.name} cannot be read ({kind})") from None
        if entries.get("fingerprint") != book.fingerprint:
            raise _refusal(words, "codebook.toml and codebook.npz do not belong together")
        return book


def _refusal(path: Path, happened: str) -> InputRefused:
    return InputRefused(
        happened,
        "codebook.toml with its codebook.npz beside it, both from one run of whyleft; names, "
        "keywords, seeds and definitions may be edited, ids may not",
        "restore both files from that run, or leave the codebook out to find themes afresh",
        code="bad_codebook",
        file=path.name,
    )


def _as_toml(book: Codebook) -> str:
    lines = [
        "# Names, keywords, seeds and definitions may be edited; ids and fingerprint may not.",
        f"version = {_VERSION}",
        f"fingerprint = {_toml(book.fingerprint)}",
        f"embedder = {_toml(book.embedder.fingerprint)}",
        f"gate = {book.gate!r}",
        f"origin = {_toml(book.origin)}",
    ]
    for kind, themes in (("parent", book.parents), ("theme", book.themes)):
        for theme in themes:
            lines += ["", f"[[{kind}]]", *_entry(theme)]
    return "\n".join(lines) + "\n"


def _entry(theme: Theme) -> list[str]:
    lines = [
        f"id = {_toml(theme.theme_id)}",
        f"name = {_toml(theme.name)}",
        f"definition = {_toml(theme.definition)}",
        f"keywords = {_toml_list(theme.keywords)}",
        f"parent = {_toml(theme.parent_id)}",
        f"seeds = {_toml_list(theme.seeds)}",
    ]
    if theme.mixed:
        lines.append("mixed = true")
    return lines if theme.stability is None else [*lines, f"stability = {theme.stability!r}"]


def _toml(text: str) -> str:
    """Return a TOML basic string: JSON's escapes, and DEL, which JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml_list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_toml(text) for text in texts)}]"


def _arrays(book: Codebook) -> dict[str, npt.NDArray[Any]]:
    arrays: dict[str, npt.NDArray[Any]] = {"centres": book.centres.astype("<f4")}
    embedder = book.embedder
    if isinstance(embedder, JoinedEmbedder):
        arrays["static_centre"] = embedder.static.centre.astype("<f4")
        embedder = embedder.lexical
    if isinstance(embedder, LexicalEmbedder):
        arrays |= {
            "words": _as_bytes(embedder.words),
            "characters": _as_bytes(embedder.characters),
            "idf": embedder.idf.astype("<f4"),
            "components": embedder.components.astype("<f2"),
        }
    return arrays


def _as_bytes(terms: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8)


def _as_terms(array: npt.NDArray[Any]) -> tuple[str, ...]:
    text = array.astype(np.uint8).tobytes().decode("utf-8")
    return tuple(text.split("\n")) if text else ()


def _as_npz(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Return an uncompressed archive with a fixed date: equal arrays, equal bytes, anywhere."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as box:
        for name, array in sorted(arrays.items()):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            box.writestr(entry, member.getvalue())
    return archive.getvalue()


def _read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
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


def _assembled(
    cls: type[Codebook],
    entries: Mapping[str, Any],
    arrays: Mapping[str, npt.NDArray[Any]],
    embedder: Embedder | None,
) -> Codebook:
    if entries["version"] != _VERSION:
        raise ValueError("another version")
    themes = tuple(_theme(entry) for entry in entries.get("theme", ()))
    centres = np.asarray(arrays["centres"], dtype=np.float32)
    if centres.ndim != 2 or len(centres) != len(themes) or not np.isfinite(centres).all():
        raise ValueError("centres do not fit the themes")
    parents = tuple(_theme(entry) for entry in entries.get("parent", ()))
    origin = _text(entries.get("origin", "notes"))
    gate = float(entries["gate"])
    return cls(themes, centres, gate, embedder or _learnt(arrays), parents, origin)


def _learnt(arrays: Mapping[str, npt.NDArray[Any]]) -> Embedder:
    lexical = _lexical(arrays)
    if "static_centre" not in arrays:
        return lexical
    centre = np.asarray(arrays["static_centre"], dtype=np.float32)
    if centre.shape != token_table().vectors.shape[1:] or not np.isfinite(centre).all():
        raise ValueError("the centre does not fit the table")
    return JoinedEmbedder(lexical, StaticEmbedder(centre))


def _lexical(arrays: Mapping[str, npt.NDArray[Any]]) -> LexicalEmbedder:
    words, characters = _as_terms(arrays["words"]), _as_terms(arrays["characters"])
    idf = np.asarray(arrays["idf"], dtype=np.float32)
    components = np.asarray(arrays["components"], dtype=np.float16)
    if idf.shape != (len(words) + len(characters),) or components.shape[1:] != idf.shape:
        raise ValueError("terms do not fit the arrays")
    return LexicalEmbedder(words, characters, idf, components)


def _theme(entry: Mapping[str, Any]) -> Theme:
    stability = entry.get("stability")
    return Theme(
        theme_id=_text(entry["id"]),
        name=_text(entry["name"]),
        keywords=tuple(_text(word) for word in entry.get("keywords", ())),
        parent_id=_text(entry.get("parent", "")),
        seeds=tuple(_text(seed) for seed in entry.get("seeds", ())),
        definition=_text(entry.get("definition", "")),
        stability=None if stability is None else float(stability),
        mixed=entry.get("mixed", False) is True,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value
