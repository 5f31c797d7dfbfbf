"""``read_reasons``: notes in, themes with shares, money, quotes and one sentence out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from analysis.reasons.chosen import ids_of_codes
from analysis.reasons.clauses import says_nothing
from analysis.reasons.codebook import NO_REASON_ID, OTHER_ID, Codebook
from analysis.reasons.coding import Mention, code_notes
from analysis.reasons.competitors import name_competitors, no_competitors, say_competitors
from analysis.reasons.conflicts import NO_CONFLICTS, Conflicts, find_conflicts
from analysis.reasons.courtesies import without_courtesies
from analysis.reasons.edits import present_ids
from analysis.reasons.entries import heirs
from analysis.reasons.findings import say_reasons
from analysis.reasons.learning import learn_codebook
from analysis.reasons.missed import NOTHING_MISSED, Missed, find_missed
from analysis.reasons.newthemes import NOTHING_NEW, NewThemes, find_new_themes
from analysis.reasons.picklist import learn_picklist, say_unused, teaching_notes
from analysis.reasons.picks import picks_as_codes
from analysis.reasons.remembered import remember
from analysis.reasons.shares import Counted, count_themes, with_seeds
from analysis.reasons.unanswered import told_nothing
from analysis.reasons.words import normalise
from analysis.redaction import mask
from analysis.results import Finding
from analysis.settings import Settings
from analysis.tables import Mentions, Themes, checked


@dataclass(frozen=True)
class ReasonsAnswer:
    """Why customers say they left.

    Parameters
    ----------
    mentions
        One row per theme a note names; every statement has at least one.
    themes
        One row per theme: leaves by number of customers, *other*, *no reason given*, parents.
    stability
        ``theme_id, stability``: how well a leaf comes back on random halves, 0..1; missing where
        that cannot be told.
    codebook
        What codes the next export with the same ids.
    finding
        The sentence, its numbers and its doubts.
    new_themes
        What is proposed when the notes were coded with an earlier codebook.
    conflicts
        Rows whose code says one reason and whose note clearly tells another.
    missed
        Themes of notes that no code of the picklist covers.
    competitors
        ``customer_id, reason_id, competitor, competitor_source`` of each statement that names
        one: ``stated`` in its column, or ``read`` in its note.
    """

    mentions: DataFrame[Mentions]
    themes: DataFrame[Themes]
    stability: pd.DataFrame
    codebook: Codebook
    finding: Finding
    new_themes: NewThemes = NOTHING_NEW
    conflicts: Conflicts = NO_CONFLICTS
    missed: Missed = NOTHING_MISSED
    competitors: pd.DataFrame = field(default_factory=no_competitors)


def read_reasons(
    notes: pd.DataFrame,
    *,
    settings: Settings,
    names: Collection[str] = (),
    values: Mapping[str, float] | pd.Series | None = None,
    codebook: Codebook | None = None,
    n_empty_notes: int = 0,
) -> ReasonsAnswer:
    """Mask, split, group and count what customers say.

    Parameters
    ----------
    notes
        One row per statement: ``customer_id, reason_id, note, code``, and where known
        ``source`` (*no answer* is a complaint of a customer and an outcome of our call) and
        ``competitor``. A row whose note states nothing counts by its code. Where enough notes
        carry a code, the picklist's own codes are the themes and a row's own code is its first
        reason; notes that are nothing but the entries of a list are codes too. Elsewhere the words
        of the notes make the themes.
    settings
        Seed, number of bootstrap draws, and ``n_themes``: that many leaf themes from the words
        alone, 0 = the picklist's or a number chosen by stability. Not used with ``codebook``.
    names
        Names of customers and contacts, masked in notes.
    values
        Yearly value at stake by customer, in the report currency.
    codebook
        Codes the notes with the themes of an earlier run; learnt from the notes when None.
    n_empty_notes
        Statements that intake set aside as empty; counted as *no reason given*.

    Examples
    --------
    >>> notes = pd.DataFrame({
    ...     "customer_id": ["a", "b", "c"], "reason_id": ["1", "2", "3"],
    ...     "note": ["Delivery was late again", "late delivery", "don't know"],
    ...     "code": [None, None, None]})
    >>> answer = read_reasons(notes, settings=Settings(n_themes=1))
    >>> answer.themes[["theme", "n_customers"]].values.tolist()
    [['delivery late', 2], ['other', 0], ['no reason given', 1]]
    """
    by_number = codebook is None and settings.n_themes > 0
    listed = notes if by_number else picks_as_codes(notes, codebook)
    statements = _statements(listed, names)
    texts = statements["text"].tolist()
    book = codebook or _learn(statements, settings)
    coded = code_notes(statements["telling"].tolist(), book)
    chosen = ids_of_codes(statements["code"].tolist(), book)
    codes = present_ids(book, chosen, texts)
    own = _own_codes_first(_without_retired(coded, chosen, texts, book), codes, texts, book)
    against = find_conflicts(codes, coded, statements, book)
    mentions = _as_table(statements, own, book)
    counted = Counted(mentions, _money(values))
    themes = count_themes(counted, book, n_empty_notes=n_empty_notes)
    book = with_seeds(book, themes)
    finding = say_reasons(counted, themes, book, settings=settings, n_empty_notes=n_empty_notes)
    missed = find_missed(
        codes, coded, statements, book, fresh=codebook is None, random_state=settings.random_state
    )
    # An entry of a list may name who was chosen instead, as a note may.
    read = statements if listed is notes else statements.assign(note=statements["text"])
    named = name_competitors(read)
    unused = say_unused(codes, book, by_number=by_number)
    new, more = NOTHING_NEW, [unused, against.sentence, missed.sentence, say_competitors(named)]
    if codebook is None:
        book = replace(book, remembered=remember(mentions, book.embedder))
    else:
        new = find_new_themes(mentions, book, random_state=settings.random_state)
        more += [_earlier(book), new.sentence]
    finding = replace(finding, doubts=(*finding.doubts, *filter(None, more)))
    return ReasonsAnswer(
        mentions, themes, _stability(book), book, finding, new, against, missed, named
    )


def _earlier(book: Codebook) -> str:
    n_edits = len(book.edits)
    edited = f" ({n_edits} edit{'' if n_edits == 1 else 's'} since)" if n_edits else ""
    return (
        f"The notes were coded with the codebook of an earlier run{edited}: the same words get the "
        "same theme as then, and a reason that is new may be counted under an old one."
    )


def _learn(statements: pd.DataFrame, settings: Settings) -> Codebook:
    texts, codes = statements["telling"].tolist(), statements["code"].tolist()
    coded = None if settings.n_themes else teaching_notes(statements["note"].tolist(), codes)
    if coded is not None:
        return learn_picklist(texts, coded, random_state=settings.random_state)
    return learn_codebook(
        texts, codes=codes, n_themes=settings.n_themes or None, random_state=settings.random_state
    )


def _without_retired(
    coded: Sequence[tuple[Mention, ...]], chosen: Sequence[str], texts: Sequence[str],
    book: Codebook,
) -> list[tuple[Mention, ...]]:  # fmt: skip
    """Let a row whose own code was retired be *other*, whatever else its words tell.

    What a retired theme caught is *other*: one of the reasons of the words is likely that one,
    misread, and no theme is to mean more for an edit of another.
    """
    gone = {one for one in set(chosen) if one and not heirs(book.edits, one)}
    return [
        (Mention(OTHER_ID, 0.0, text), *mentions[:-1]) if one in gone else mentions
        for mentions, one, text in zip(coded, chosen, texts, strict=True)
    ]


def _own_codes_first(
    coded: Sequence[tuple[Mention, ...]], codes: Sequence[str], texts: Sequence[str], book: Codebook
) -> list[tuple[Mention, ...]]:
    """Let a row's own code be its first reason, where that code is a theme of the book.

    The words may add reasons, but no more than they gave: one of theirs is likely the same one,
    misread. Its score is how well the words fit, 0 where the code alone names it: such a note is
    no typical quote.
    """
    known = {theme.theme_id for theme in book.themes}
    found: list[tuple[Mention, ...]] = []
    for mentions, slug, text in zip(coded, codes, texts, strict=True):
        if slug not in known:
            found.append(mentions)
            continue
        named = next((one for one in mentions if one.theme_id == slug), Mention(slug, 0.0, text))
        others = [one for one in mentions if one.theme_id not in {slug, OTHER_ID, NO_REASON_ID}]
        found.append((named, *others)[: len(mentions)])
    return found


def _statements(notes: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """One masked text per statement, in an order that depends on content only.

    ``telling`` is the text without those in which nobody told anything.
    """
    rows = pd.DataFrame({"customer_id": notes["customer_id"].astype(str)})
    told = [normalise(note) for note in _texts(notes, "note")]
    chosen = [_humanised(code) for code in _texts(notes, "code")]
    lowered = [code.lower() for code in chosen]  # or a capital would make a name of "Preis"
    both = mask([*told, *lowered], names=names)
    said = both[: len(told)]
    coded = [
        code if masked == low else masked
        for code, low, masked in zip(chosen, lowered, both[len(told) :], strict=True)
    ]
    silent = told_nothing(notes.assign(note=said)).tolist()
    noted = [
        "" if quiet else without_courtesies(note) for note, quiet in zip(said, silent, strict=True)
    ]
    rows["telling"] = [
        code if code and says_nothing(note) else note
        for note, code in zip(noted, coded, strict=True)
    ]
    rows["text"] = [text or note for text, note in zip(rows["telling"], said, strict=True)]
    rows["note"], rows["code"] = noted, coded
    rows["competitor"] = [normalise(name) for name in _texts(notes, "competitor")]
    rows["reason_id"] = _texts(notes, "reason_id")
    rows = rows.sort_values(
        ["reason_id", "customer_id", "text", "code", "competitor"], kind="stable", ignore_index=True
    )
    missing = rows["reason_id"] == ""
    rows.loc[missing, "reason_id"] = [f"r{place + 1}" for place in np.flatnonzero(missing)]
    return rows


def _texts(notes: pd.DataFrame, column: str) -> list[str]:
    if column not in notes:
        return [""] * len(notes)
    return [str(text) for text in notes[column].astype(object).where(notes[column].notna(), "")]


def _humanised(code: str) -> str:
    """Return a picklist code as words: ``late_delivery``, ``LateDelivery`` -> late delivery.

    What was written as words stays as it was written: ``Preis``, ``Kunden-Insolvenz``.
    """
    spaced = "".join(
        f" {letter}" if letter.isupper() and code[place - 1 : place].islower() else letter
        for place, letter in enumerate(code)
    )
    as_words = spaced == code and "_" not in code and not (code.islower() or code.isupper())
    return normalise(code if as_words else spaced.replace("_", " ").replace("-", " ").lower())


def _as_table(
    statements: pd.DataFrame, coded: Sequence[tuple[Mention, ...]], book: Codebook
) -> DataFrame[Mentions]:
    names = book.names
    whose = (statements[name] for name in ("customer_id", "reason_id", "text"))
    rows = [
        (
            customer,
            reason,
            place,
            said.theme_id,
            names[said.theme_id],
            said.score,
            said.text or text,
        )
        for customer, reason, text, mentions in zip(*whose, coded, strict=True)
        for place, said in enumerate(mentions, start=1)
    ]
    columns = list(Mentions.to_schema().columns)
    return checked(pd.DataFrame(rows, columns=columns), Mentions)


def _money(values: Mapping[str, float] | pd.Series | None) -> dict[str, float]:
    if values is None:
        return {}
    return {str(key): float(value) for key, value in values.items() if np.isfinite(value)}


def _stability(book: Codebook) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme_id": [theme.theme_id for theme in book.themes],
            "stability": np.array([theme.stability for theme in book.themes], dtype=float),
        }
    )
