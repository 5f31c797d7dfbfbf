"""Codebooks on disk: edited by people, compared with an earlier state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import InputRefused
from analysis.exports import unguard_cell, write_csv
from analysis.reasons import Codebook
from analysis.reasons.bookfile import as_bytes, as_npz, as_terms, read_npz
from analysis.reasons.edits import (
    Part,
    Signature,
    accept,
    merge,
    parts_among,
    rename,
    retire,
    split,
)
from analysis.reasons.entries import Edit, EditKind
from analysis.reasons.newthemes import NewThemes
from analysis.reasons.starter import adopt
from analysis.reasons.vectors import Floats
from analysis.steps.writing import prepare_folder, put_together, put_whole, refuse_other_content


@dataclass(frozen=True)
class WantedEdit:
    """One edit as the command line gives it.

    Parameters
    ----------
    what
        Kind of edit.
    ids
        Themes it is about; for a merge the one to keep first.
    name
        New name, where one was given, for a merge too; for an adoption the entry of the starter
        book.
    parts
        For a split: ``name: phrase; phrase`` each.
    n_parts
        For a split: number of parts to find among the mentions in ``folder``.
    folder
        What ``whyleft reasons`` wrote: for a split its mentions, for an acceptance its
        ``new_themes.csv``.

    Examples
    --------
    >>> WantedEdit("rename", ("t03",), name="late deliveries").what
    'rename'
    """

    what: EditKind
    ids: tuple[str, ...]
    name: str = ""
    parts: tuple[str, ...] = ()
    n_parts: int = 0
    folder: Path | None = None


@dataclass(frozen=True)
class EditedBook:
    """A codebook after one edit.

    Parameters
    ----------
    path
        Its ``.toml``.
    sentence
        What was done.
    book
        The codebook.
    """

    path: Path
    sentence: str
    book: Codebook


def edit_codebook(
    path: Path, wanted: WantedEdit, *, signed: Signature, out: Path | None = None
) -> EditedBook:
    """Edit a codebook in its place, or write the edited one to another folder.

    Parameters
    ----------
    path
        The folder, or the ``.toml`` in it.
    wanted
        What to do.
    signed
        When, by whom and why.
    out
        Folder for the edited book; the old one then stays as it is.

    Examples
    --------
    >>> from analysis.reasons import learn_codebook
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> learn_codebook(["late delivery", "high price"], n_themes=2).save(folder)
    >>> edit_codebook(folder, WantedEdit("rename", ("t01",), name="dear"),
    ...               signed=Signature(by="anna")).sentence
    't01 "high price" is now called "dear".'
    """
    book = Codebook.load(path)
    edited = _edited(book, wanted, signed)
    words = _words_of(path)
    target = words if out is None else out / "codebook.toml"
    prepare_folder(target.parent)
    _save_book(edited, target, made_from=words)
    said = " ".join(say_edit(edit, edited) for edit in edited.edits[len(book.edits) :])
    return EditedBook(target, said, edited)


def keep_book(book: Codebook, draft: Path, target: Path, *, given: Path | None) -> None:
    """Write a codebook into a draft folder; the one that was given stays as people wrote it.

    Parameters
    ----------
    target
        The ``.toml`` that the draft becomes.
    given
        The codebook that was read, its folder or its ``.toml``; none where one was learned.

    Raises
    ------
    InputRefused
        When the target holds another codebook: its codes would change their meaning.
    """
    book.save(draft)
    made, read = draft / "codebook.toml", given and _words_of(given)
    if read and target.is_file() and target.samefile(read):
        made.unlink()
    else:
        refuse_other_content(target, made.read_text("utf-8"), "another codebook")


def _words_of(book: Path) -> Path:
    return book / "codebook.toml" if book.is_dir() else book


def _save_book(book: Codebook, target: Path, *, made_from: Path) -> None:
    """Write a codebook's two files under the name of its ``.toml``, each one whole.

    Parameters
    ----------
    made_from
        The ``.toml`` of which it is the edited state; it may take its place.

    Raises
    ------
    InputRefused
        When the target holds another codebook.
    """
    with put_together(target.parent) as draft:
        book.save(draft)
        if not target.is_file() or not target.samefile(made_from):
            text = (draft / "codebook.toml").read_text("utf-8")
            refuse_other_content(target, text, "another codebook")
        for suffix in (".npz", ".toml"):
            (draft / f"codebook{suffix}").rename(draft / f"{target.stem}{suffix}")


def _edited(book: Codebook, wanted: WantedEdit, signed: Signature) -> Codebook:
    if wanted.what == "rename":
        return rename(book, wanted.ids[0], wanted.name, signed=signed)
    if wanted.what == "merge":
        merged = merge(book, wanted.ids, signed=signed)
        named = wanted.name
        return rename(merged, wanted.ids[0], named, signed=signed) if named else merged
    if wanted.what == "retire":
        return retire(book, wanted.ids[0], signed=signed)
    if wanted.what == "adopt":
        return adopt(book, wanted.ids[0], wanted.name, signed=signed)
    if wanted.what == "accept":
        assert wanted.folder is not None, "the command line asks for it"
        proposal = _proposed(book, wanted.ids[0], wanted.folder)
        return accept(book, replace(proposal, name=wanted.name or proposal.name), signed=signed)
    return split(book, wanted.ids[0], _parts(book, wanted), signed=signed)


def _parts(book: Codebook, wanted: WantedEdit) -> list[Part]:
    if wanted.folder is not None:
        mentions = read_mentions(wanted.folder)
        texts = mentions.loc[mentions["theme_id"] == wanted.ids[0], "text"].tolist()
        return parts_among(book, texts, wanted.n_parts)
    found = []
    for text in wanted.parts:
        name, _, phrases = text.partition(":")
        seeds = tuple(phrase.strip() for phrase in phrases.split(";") if phrase.strip())
        found.append(Part(name, seeds))
    return found


def write_new_themes(new: NewThemes, book: Codebook, folder: Path) -> None:
    """Write what is proposed as ``new_themes.csv``, its centres as ``new_themes.npz``.

    ``new_mentions.csv`` lists what customers say near each proposal.
    """
    put_whole(folder / "new_themes.csv", lambda draft: write_csv(new.table, draft))
    put_whole(folder / "new_mentions.csv", lambda draft: write_csv(new.mentions, draft))
    belongs = as_bytes([book.fingerprint])
    arrays = {"centres": new.centres.astype("<f4"), "fingerprint": belongs}
    put_whole(folder / "new_themes.npz", lambda draft: draft.write_bytes(as_npz(arrays)))


def _proposed(book: Codebook, proposal_id: str, folder: Path) -> Part:
    columns = ["theme_id", "theme", "keywords", "quote_1", "quote_2", "quote_3"]
    table = _read_written(folder / "new_themes.csv", columns)
    places = np.flatnonzero(table["theme_id"] == proposal_id)
    if not len(places):
        ids = ", ".join(table["theme_id"].head(20)) or "none: nothing is proposed there"
        raise InputRefused(
            f"new_themes.csv proposes no '{proposal_id[:20]}'",
            f"an id from its column theme_id ({ids})",
            "correct the id after --accept",
            code="bad_edit",
            file="new_themes.csv",
        )
    row = table.iloc[int(places[0])]
    quotes = tuple(row[name] for name in columns[3:] if row[name])
    keywords = tuple(word for word in row["keywords"].split(", ") if word)
    return Part(row["theme"], quotes, keywords, _centre_in(folder, book, int(places[0])))


def _centre_in(folder: Path, book: Codebook, place: int) -> Floats:
    """Return the centre of a proposal, when it was made with this book."""
    try:
        arrays = read_npz(folder / "new_themes.npz")
        centre: Floats = np.asarray(arrays["centres"], dtype=np.float32)[place]
        fits = as_terms(arrays["fingerprint"]) == (book.fingerprint,)
    except (OSError, ValueError, KeyError, IndexError):
        fits = False
    if not fits or centre.shape != book.centres.shape[1:] or not np.isfinite(centre).all():
        raise InputRefused(
            "The proposals in that folder were not made with this codebook as it is now",
            "new_themes.csv and new_themes.npz from one run of `whyleft reasons` with this book; "
            "a split or an acceptance since then changes it",
            "run `whyleft reasons --codebook` with this book again, then accept",
            code="bad_edit",
            file="new_themes.npz",
        )
    return centre


def say_edit(edit: Edit, book: Codebook) -> str:
    """Return one edit in words.

    Examples
    --------
    >>> from analysis.reasons import learn_codebook
    >>> book = learn_codebook(["late delivery", "high price"], n_themes=2)
    >>> say_edit(Edit("retire", ("t01",), was="high price"), book)
    't01 "high price" is retired: what it caught is other from now on.'
    """
    first, names = edit.ids[0] if edit.ids else "", book.names
    into = " and ".join(f'{one} "{names.get(one, "")}"' for one in edit.into)
    if edit.what in {"rename", "adopt"}:
        return f'{first} "{edit.was}" is now called "{edit.name}".'
    if edit.what == "merge":
        return f"{' and '.join(edit.ids[1:])} went into {into}."
    if edit.what == "split":
        return f'{first} "{edit.was}" is now {into}.'
    if edit.what == "accept":
        return f"{into} is a theme from now on."
    return f'{first} "{edit.was}" is retired: what it caught is other from now on.'


def read_mentions(folder: Path) -> pd.DataFrame:
    """Return the ``mentions.csv`` in a folder that ``whyleft reasons`` wrote.

    Raises
    ------
    InputRefused
        When there is none, or it is another table.

    Examples
    --------
    >>> read_mentions(Path("no-such-folder"))
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: There is no mentions.csv in no-such-folder.
    ...
    """
    columns = ["customer_id", "reason_id", "mention_n", "theme_id", "theme", "score", "text"]
    mentions = _read_written(folder / "mentions.csv", columns)
    numbers = {name: pd.to_numeric(mentions[name], "coerce") for name in ("mention_n", "score")}
    return mentions.assign(**numbers).dropna(subset=list(numbers))


def _read_written(path: Path, columns: list[str]) -> pd.DataFrame:
    """Return a table of our own as text, cells as they were before they were guarded.

    Raises
    ------
    InputRefused
        When the file is missing or holds other columns.
    """
    happened = ""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        if not set(columns) <= set(table.columns):
            happened = f"{path.name} is not the table that whyleft reasons writes"
    except FileNotFoundError:
        happened = f"There is no {path.name} in {path.parent.name or path.parent}"
    except (ValueError, OSError) as error:
        happened = f"{path.name} cannot be read as a table ({type(error).__name__})"
    if happened:
        raise InputRefused(
            happened,
            f"the folder after --out of `whyleft reasons`, with {path.name} in it",
            "correct the path, or run `whyleft reasons` again",
            code="bad_mentions",
            file=path.name,
        )
    return table[columns].map(unguard_cell)
