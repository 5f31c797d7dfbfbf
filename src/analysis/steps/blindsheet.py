"""A blind sheet for a second coder: notes drawn by lot, the list of codes, and the key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import InputRefused
from analysis.exports import write_csv
from analysis.reasons import NO_REASON_ID, OTHER_ID, Codebook, normalise
from analysis.reasons.agreement import FEWEST_CODED
from analysis.reasons.sampling import draw_notes
from analysis.redaction import mask
from analysis.steps.books import read_mentions
from analysis.steps.checking import check_for
from analysis.steps.files import positive
from analysis.steps.job import Exports, paths_of
from analysis.steps.sheetkey import key_of
from analysis.steps.statements import names_of, statements_of
from analysis.steps.wholenotes import find_whole_notes
from analysis.steps.writing import (
    as_json,
    prepare_file,
    prepare_folder,
    put_together,
    refuse_other_content,
    refuse_to_lose,
    scratch,
    write_text,
)


@dataclass(frozen=True)
class BlindSheet:
    """What was written for the second coder."""

    sheet: Path
    codes: Path
    key: Path
    n_notes: int
    n_customers: int
    whole_notes: bool
    n_themes: int = 0
    n_rare: int = 0
    enough: int | None = None

    @property
    def doubt(self) -> str:
        """What to say of themes that are too rare on the sheet to be judged; empty without any."""
        if not self.n_rare:
            return ""
        told = (
            f"about --size {self.enough} would do, as far as the run names them so often"
            if self.enough
            else "the run itself has no more of them"
        )
        return (
            f"{self.n_rare:,} of {self.n_themes:,} themes have fewer than {FEWEST_CODED} notes on "
            f"this sheet and cannot be judged; {told}."
        )


def write_blind_sheet(
    folder: Path, target: Path, *, size: int = 200, seed: int = 0, notes: Exports = ()
) -> BlindSheet:
    """Draw notes by lot and write a sheet without codes, the list of codes, and the key.

    Parameters
    ----------
    folder
        What ``whyleft reasons`` wrote: ``mentions.csv`` and ``codebook.toml``.
    target
        The sheet, ``.csv``; ``..._codes.csv`` and ``..._key.json`` are written beside it.
    size
        About so many notes; customers are drawn with all their notes, rare themes more often.
    notes
        The reasons export: the coder then reads whole notes, masked as the run masked them.
        Without it the sheet shows the parts of each note that were coded.

    Raises
    ------
    InputRefused
        When the folder is none of ours, or the notes are not those of the run.

    Examples
    --------
    >>> write_blind_sheet(Path("no-such-folder"), Path("sheet.csv"))
    Traceback (most recent call last):
    ...
    analysis.errors.InputRefused: There is no mentions.csv in no-such-folder...
    """
    positive(size, "--size", 100_000)
    paths = paths_of(notes) if notes else ()
    mentions, book = _read_run(folder)
    beside = {name: target.with_name(f"{target.stem}_{name}") for name in ("codes.csv", "key.json")}
    prepare_folder(target.parent)
    prepare_file(target, [*paths, folder / "mentions.csv"])
    refuse_to_lose([beside["codes.csv"]], paths)
    texts = _whole_notes(paths, mentions) if paths else _parts(mentions)
    mentions = _to_read(mentions, texts, book)
    drawn = draw_notes(mentions, size=size, rng=np.random.default_rng(seed))
    sheet = drawn[["reason_id"]].assign(note=drawn["reason_id"].map(texts).fillna(""), codes="")
    key = as_json(key_of(mentions, book, drawn))
    if not target.is_file():  # a coder has it, and only with its key can it be compared
        refuse_other_content(beside["key.json"], key, "the key of a sheet that is not here")
    with put_together(target.parent) as draft:
        write_csv(sheet, draft / target.name)
        write_csv(_code_list(book), draft / beside["codes.csv"].name)
        write_text(draft / beside["key.json"].name, key)
    n_customers = int(drawn["customer_id"].nunique())
    files = (target, beside["codes.csv"], beside["key.json"])
    return BlindSheet(
        *files, len(drawn), n_customers, bool(paths), *_rare_themes(mentions, drawn, size, seed)
    )


def _rare_themes(
    mentions: pd.DataFrame, drawn: pd.DataFrame, size: int, seed: int
) -> tuple[int, int, int | None]:
    """Return themes of the run, those too rare on the sheet, and a size at which fewest are."""
    said = mentions[~mentions["theme_id"].isin([OTHER_ID, NO_REASON_ID])]

    def too_rare(some: pd.DataFrame) -> int:
        seen = said[said["reason_id"].isin(some["reason_id"])]
        return len(n_all) - int(
            (seen.groupby("theme_id")["reason_id"].nunique() >= FEWEST_CODED).sum()
        )

    n_all = said.groupby("theme_id")["reason_id"].nunique()
    n_rare, fewest, larger = too_rare(drawn), int((n_all < FEWEST_CODED).sum()), size
    if n_rare == fewest:
        return len(n_all), n_rare, None
    while larger < mentions["reason_id"].nunique():
        larger = _rounded(1.25 * larger)
        if too_rare(draw_notes(mentions, size=larger, rng=np.random.default_rng(seed))) == fewest:
            break
    return len(n_all), n_rare, larger


def _rounded(size: float) -> int:
    return math.ceil(size / 10) * 10


def _read_run(folder: Path) -> tuple[pd.DataFrame, Codebook]:
    mentions = read_mentions(folder)
    if mentions.empty:
        raise InputRefused(
            "The run has no note in its mentions.csv",
            "at least one coded note",
            "run `whyleft reasons` on notes first",
            code="no_notes",
        )
    return mentions, Codebook.load(folder / "codebook.toml")


def _parts(mentions: pd.DataFrame) -> pd.Series:
    """Return the coded parts of each note, in their order, each once."""
    ordered = mentions.sort_values(["reason_id", "mention_n"])
    parts = ordered.groupby("reason_id")["text"]
    return parts.agg(lambda texts: " … ".join(dict.fromkeys(texts)))


def _whole_notes(exports: Sequence[Path], mentions: pd.DataFrame) -> pd.Series:
    with scratch() as workspace:
        check_for("reasons", exports, workspace, as_of=None, columns=None)
        said, names = statements_of(workspace), names_of(workspace)
    note = said["note"].fillna("").astype(str)
    masked = mask([normalise(text) for text in note], names=names)
    texts = find_whole_notes(mentions, said.fillna({"code": ""}).assign(note=masked))
    known = mentions["reason_id"].drop_duplicates()
    n_met = int(known.isin(texts.index).sum())
    if n_met < len(known):
        raise InputRefused(
            f"{len(known) - n_met:,} of {len(known):,} notes of the run are not in the export: no "
            "statement of their customers there holds the words that were coded",
            "the export that the run has read; its rows may stand in another order",
            "give that file after --notes, or run `whyleft reasons` on this one first; without "
            "--notes the sheet shows the parts that were coded",
            code="other_notes",
        )
    return texts


def _to_read(mentions: pd.DataFrame, texts: pd.Series, book: Codebook) -> pd.DataFrame:
    """Return the mentions of notes that hold words; one with a code alone would give it away."""
    text = mentions["reason_id"].map(texts).fillna("")
    as_words = text.str.strip().str.casefold()
    named = {
        " ".join(name.replace("_", " ").split()) for pair in book.names.items() for name in pair
    }
    readable = mentions[~as_words.isin({"", *(name.casefold() for name in named)})]
    if readable.empty:
        raise InputRefused(
            "No note of the run holds words, only codes",
            "notes that a second coder can read",
            "run `whyleft reasons` on an export with a note column",
            code="no_notes",
        )
    return readable


def _code_list(book: Codebook) -> pd.DataFrame:
    themes = {theme.theme_id: theme for theme in book.themes}
    rows = []
    for code, name in book.names.items():
        theme = themes.get(code)
        words = ", ".join(theme.keywords[:6]) if theme else ""
        hint = theme.definition if theme and theme.definition else words and f"such as {words}"
        special = {
            OTHER_ID: "a reason that is none of these",
            NO_REASON_ID: "no reason in the note",
        }
        rows.append((code, name, special.get(code, hint)))
    return pd.DataFrame(rows, columns=["code", "name", "definition"])
