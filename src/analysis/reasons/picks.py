"""A lone column of reasons that was filled from a list: its few texts, said again and again.

Such a column is called *Reason* as often as a column of notes is, and its header does not tell. Its
texts are codes: words need not find out what somebody chose, and would join the two nearest ones.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.reasons.chosen import ids_of_codes
from analysis.reasons.clauses import says_nothing
from analysis.reasons.codebook import Codebook
from analysis.reasons.entries import slug_of
from analysis.reasons.meanings import words_and_language
from analysis.reasons.unanswered import told_nothing
from analysis.reasons.words import normalise

#: Letters of an entry, and entries of a list that one can choose from.
_LONGEST, _MOST_ENTRIES = 60, 40
#: Customers before a list can be told from notes, customers that an entry has on average, and the
#: share of them whose entry somebody else has too.
_FEWEST, _EACH, _SHARED = 10, 3, 0.9
#: In so short a list an entry that one customer has is an entry too; else it is a note.
_SHORT_LIST = 12
#: What parts several entries in one cell.
_BETWEEN = re.compile(r"\s*[;|,/+&\n]\s*")
#: What may stand after an entry.
_AFTER = " .…!:;,"


def picks_as_codes(notes: pd.DataFrame, book: Codebook | None = None) -> pd.DataFrame:
    """Return the statements with what was picked from a list as their code instead of their note.

    A table with codes of its own stays as it is, and so do notes. From a list come the statements
    of ten customers or more, three or more an entry on average, where nine in ten of them have an
    entry that others have too. Spellings of an entry are one, and so is what two languages call
    alike (*Price*, *Preis*).

    Parameters
    ----------
    notes
        One row per statement: ``customer_id, note``, and where known ``code`` and ``source``.
    book
        Codes the statements. What is called like a code of it is that code, in a month of few
        statements too; where words made its themes, nothing is changed.

    Examples
    --------
    >>> rows = pd.DataFrame({"customer_id": range(12), "note": ["Price", "price.", "Service"] * 4})
    >>> picks_as_codes(rows)["code"].tolist()[:3]
    ['Price', 'price', 'Service']
    >>> "code" in picks_as_codes(rows.assign(note=[f"too dear since {n}" for n in range(12)]))
    False
    """
    if notes.empty or "note" not in notes or (book is not None and book.origin != "picklist"):
        return notes
    if "code" in notes and notes["code"].dropna().astype(str).str.strip().any():
        return notes
    told = notes["note"].astype(object).where(notes["note"].notna(), "").astype(str)
    texts = told.map(lambda text: normalise(text).rstrip(_AFTER))
    silent = texts.map(says_nothing) | told_nothing(notes.assign(note=texts))
    said = pd.DataFrame({"customer": notes["customer_id"].astype(str), "text": texts})[~silent]
    code_of = _codes(said, book)
    codes = texts.where(~silent, "").map(code_of)
    if not codes.notna().any():
        return notes
    return notes.assign(code=codes, note=notes["note"].where(codes.isna()))


def _codes(said: pd.DataFrame, book: Codebook | None) -> dict[str, str]:
    """Return the code of each text that is an entry: its own words, or those of the same entry."""
    counts: Counter[str] = Counter(said["text"].tolist())
    entries = _entries(said)
    heads = dict[str, str]()
    if book is not None:
        ids = {*book.centre_ids, *(one.theme_id for one in (*book.themes, *book.parents))}
        known = ids_of_codes(list(counts), book)
        entries |= {_key(text) for text, one in zip(counts, known, strict=True) if one in ids}
        heads = {_key(theme.name): theme.name for theme in book.themes}
    spelt = sorted((-n, text) for text, n in counts.items() if _key(text) in entries)
    for _, text in spelt:
        heads.setdefault(_key(text), text)
    same = _called_alike(heads)
    return {text: same.get(_key(text), text) for _, text in spelt}


def _entries(said: pd.DataFrame) -> set[str]:
    """Return the keys of the entries of a list, none where the texts come from a keyboard."""
    several = _several(said["text"].unique().tolist())
    single = ~said["text"].isin(several) & (said["text"].str.len() <= _LONGEST)
    keys = said["text"].map(_key).where(single, "")
    pairs = said.assign(key=keys, text=said["text"].where(keys == "", "")).drop_duplicates()
    sizes = Counter(pairs.loc[pairs["key"] != "", "key"])
    shared = {key: n for key, n in sizes.items() if n > 1}
    enough = len(pairs) >= max(_FEWEST, _EACH * len(sizes))
    if not (enough and 1 < len(shared) <= _MOST_ENTRIES):
        return set()
    if sum(shared.values()) < _SHARED * len(pairs):
        return set()
    return set(sizes if len(sizes) <= _SHORT_LIST else shared)


def _several(texts: Sequence[str]) -> set[str]:
    """Return the texts that are several entries in one cell: each part stands elsewhere too."""
    parts = {text: {*filter(None, map(_key, _BETWEEN.split(text)))} for text in texts}
    one_each = {_key(text): keys for text, keys in parts.items()}
    counts = Counter(key for keys in one_each.values() for key in keys)
    return {
        text
        for text, keys in parts.items()
        if len(keys) > 1 and all(counts[key] > 1 for key in keys)
    }


def _called_alike(heads: Mapping[str, str]) -> dict[str, str]:
    """Return the name that stands for each entry which another language calls so too, by key."""
    alike = defaultdict[tuple[str, ...], list[tuple[str, str | None]]](list)
    for key, text in heads.items():
        words, language = words_and_language(text)
        alike[tuple(sorted(words))].append((key, language))
    return {
        key: heads[same[0][0]]
        for words, same in alike.items()
        if words and len({language for _, language in same}) == len(same) > 1
        for key, _ in same[1:]
    }


def _key(text: str) -> str:
    """Return what the spellings of an entry share: ``Late delivery``, ``late-delivery``."""
    return slug_of(text).replace("_", "")
