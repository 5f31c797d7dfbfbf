"""The codebook: themes with ids that keep their meaning from one export to the next.

Words live in ``codebook.toml``, where people read and edit them; numbers live in ``codebook.npz``
beside it, without pickle. Equal codebooks are equal byte for byte.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.errors import InputRefused
from analysis.handwritten import read_toml
from analysis.reasons.belonging import fit_after_edits, without_excluded
from analysis.reasons.bookfile import (
    HEADER,
    as_bytes,
    as_npz,
    as_terms,
    as_toml,
    edits_as_toml,
    embedder_arrays,
    learnt_embedder,
    read_edit,
    read_npz,
    read_theme,
    themes_as_toml,
)
from analysis.reasons.entries import NO_REASON_ID, OTHER_ID, SPECIAL_NAMES, Edit, Theme, heirs
from analysis.reasons.handedits import check_keys, check_names, with_parents
from analysis.reasons.remembered import Remembered, read_remembered
from analysis.reasons.themes import likeness
from analysis.reasons.vectors import Embedder, Floats

__all__ = ["NO_REASON_ID", "OTHER_ID", "SPECIAL_NAMES", "Codebook", "Theme"]

_VERSION = 1


@dataclass(frozen=True)
class Codebook:
    """Themes, their centres, and the gate below which a text fits none of them.

    Parameters
    ----------
    themes
        Leaf themes of today.
    centres
        Rows of length 1, shape (m, d); one a theme as long as nothing was edited.
    gate
        Likeness below which a text is *other*, 0..1.
    embedder
        Turns texts into vectors of the same space.
    parents
        Themes above the leaves; empty for 15 leaves and fewer.
    origin
        ``notes`` when the words made the themes, ``picklist`` when the exported codes are the
        themes; a theme's stability is then how often held-out notes of that code are found again.
    centre_ids
        The id under which each centre was learnt, shape (m,); those of the themes when empty.
    edits
        What people did to the themes, in order.
    remembered
        A sample of what was said when the book was learnt; None in a book that knows none.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.reasons.vectors import LexicalEmbedder
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
    centre_ids: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    remembered: Remembered | None = None

    def __post_init__(self) -> None:
        """Name the centres after the themes they were learnt with."""
        if not self.centre_ids:
            object.__setattr__(self, "centre_ids", tuple(one.theme_id for one in self.themes))

    @property
    def fingerprint(self) -> str:
        """A hash over embedder, centres and their ids: which arrays the words belong to."""
        digest = hashlib.sha256(self.embedder.fingerprint.encode())
        digest.update(self.centres.astype("<f4").tobytes())
        digest.update(",".join(self.centre_ids).encode())
        return digest.hexdigest()[:16]

    @property
    def names(self) -> dict[str, str]:
        """Name by id, the two special themes included."""
        return {theme.theme_id: theme.name for theme in self.themes} | SPECIAL_NAMES

    def fit_of(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return how well each text fits each theme, 0..1 to six digits, shape (n, k)."""
        if not len(self.themes):
            return np.zeros((len(texts), 0))
        alike = likeness(self.embedder.encode(texts), self.centres)
        ids = tuple(theme.theme_id for theme in self.themes)
        if self.edits or ids != self.centre_ids:
            alike = fit_after_edits(alike, self.centre_ids, self.edits, ids)
        return without_excluded(alike, texts, self.themes)

    def save(self, folder: Path) -> None:
        """Write ``codebook.toml`` and ``codebook.npz`` into the folder."""
        (folder / "codebook.toml").write_text(_as_toml(self), encoding="utf-8", newline="\n")
        (folder / "codebook.npz").write_bytes(as_npz(_arrays(self)))

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
            entries = read_toml(words)
            book = _assembled(cls, entries, _arrays_beside(words), embedder)
        except FileNotFoundError as error:
            missing = Path(str(error.filename)).name
            raise _refusal(words, f"The codebook's file {missing} is missing") from None
        except UnicodeDecodeError:
            raise _refusal(words, f"{words.name} is not UTF-8; save it so") from None
        except tomllib.TOMLDecodeError as error:
            raise _refusal(words, f"{words.name} cannot be read as TOML ({error})") from None
        except (ValueError, KeyError, TypeError, OSError, EOFError, AttributeError) as error:
            kind = type(error).__name__
            raise _refusal(words, f"The codebook {words.name} cannot be read ({kind})") from None
        made, now = (
            str(of).partition(":")[0] for of in (entries.get("embedder"), book.embedder.fingerprint)
        )
        if made != now:
            raise _of_another_way(words, made, now)
        if entries.get("fingerprint") != book.fingerprint:
            raise _refusal(words, "codebook.toml and codebook.npz do not belong together")
        _check_ids(book, words)
        return book


def _arrays_beside(words: Path) -> dict[str, Any]:
    """Return the arrays of the ``.npz`` beside a codebook."""
    numbers = words.with_suffix(".npz")
    try:
        return read_npz(numbers)
    except FileNotFoundError:
        raise
    except (ValueError, KeyError, TypeError, OSError, EOFError) as error:
        kind = type(error).__name__
        raise _refusal(words, f"{numbers.name}, beside {words.name}, is damaged ({kind})") from None


def _check_ids(book: Codebook, path: Path) -> None:
    """Refuse themes that the log of edits does not lead to: somebody changed an id by hand."""
    found = [theme.theme_id for theme in book.themes]
    due = {heir for one in book.centre_ids for heir in heirs(book.edits, one)}
    if len(found) != len(due) or set(found) != due:
        lost, new = sorted(due - set(found)), sorted(set(found) - due)
        told = [f"{' and '.join(new[:3])} was added"] if new else []
        told += [f"{' and '.join(lost[:3])} is missing"] if lost else []
        told = told or ["an id stands there twice"]
        raise _refusal(path, f"The themes of {path.name} do not fit its log: {'; '.join(told)}")


def _refusal(path: Path, happened: str) -> InputRefused:
    return InputRefused(
        happened,
        "codebook.toml with its codebook.npz beside it, both from one run of whyleft; names, "
        "keywords, seeds, definitions, exclusions and attributes may be edited, ids may not",
        "restore both files from that run, change themes with `whyleft codebook edit`, or leave "
        "the codebook out to find themes afresh",
        code="bad_codebook",
        file=path.name,
    )


def _of_another_way(path: Path, made: str, now: str) -> InputRefused:
    return InputRefused(
        f"The codebook {path.name} was made where words are compared in another way ({made}, here "
        f"{now})",
        "a codebook made in the same way: scores of two ways cannot be compared",
        "code with the version of whyleft that made it, or leave the codebook out to find themes "
        "afresh and name them as before in the new codebook.toml",
        code="other_embedder", file=path.name,
    )  # fmt: skip


def _as_toml(book: Codebook) -> str:
    lines = [
        f"version = {_VERSION}",
        f"fingerprint = {as_toml(book.fingerprint)}",
        f"embedder = {as_toml(book.embedder.fingerprint)}",
        f"gate = {book.gate!r}",
        f"origin = {as_toml(book.origin)}",
        *themes_as_toml("parent", book.parents),
        *themes_as_toml("theme", book.themes),
        *edits_as_toml(book.edits),
    ]
    return HEADER + "\n".join(lines) + "\n"


def _arrays(book: Codebook) -> dict[str, npt.NDArray[Any]]:
    own: dict[str, npt.NDArray[Any]] = {
        "centres": book.centres.astype("<f4"),
        "centre_ids": as_bytes(book.centre_ids),
    }
    if book.remembered is not None:
        own["remembered_points"] = book.remembered.points.astype("<f2")
        own["remembered_customers"] = book.remembered.customers.astype("<i4")
        own["remembered_keys"] = book.remembered.keys.astype("<u8")
    return own | embedder_arrays(book.embedder)


def _assembled(
    cls: type[Codebook],
    entries: Mapping[str, Any],
    arrays: dict[str, npt.NDArray[Any]],
    embedder: Embedder | None,
) -> Codebook:
    if entries["version"] != _VERSION:
        raise ValueError("another version")
    check_keys(entries)
    themes = tuple(read_theme(entry) for entry in entries.get("theme", ()))
    centres = np.asarray(arrays["centres"], dtype=np.float32)
    ids = as_terms(arrays["centre_ids"]) if "centre_ids" in arrays else ()
    if centres.ndim != 2 or len(centres) != len(ids or themes) or not np.isfinite(centres).all():
        raise ValueError("centres do not fit the themes")
    edits = tuple(read_edit(entry) for entry in entries.get("edits", ()))
    if edits:  # a log that does not replay is refused here, not when notes are coded
        fit_after_edits(np.zeros((1, len(ids))), ids, edits, ())
    parents = tuple(read_theme(entry) for entry in entries.get("parent", ()))
    check_names(themes, parents)
    themes, parents = with_parents(themes, parents)
    origin, space = str(entries.get("origin", "notes")), embedder or learnt_embedder(arrays)
    gate, kept = float(entries["gate"]), read_remembered(arrays, centres.shape[1])
    return cls(themes, centres, gate, space, parents, origin, ids, edits, kept)
