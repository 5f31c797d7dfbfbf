"""Which text of a list of reasons is the code, which the note: by their headers and their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, median

from analysis.cells.headerkeys import key_of, keys
from analysis.columns.columnmap import Rows, filled_cells, known_columns, named_by, rank_of
from analysis.results import Warned
from analysis.vocabulary import TABLES

#: A list to pick from has at most so many entries, each as short as that, met twice on average.
_ENTRIES, _LONGEST, _FEWEST = 40, 60, 5
#: A note has so many times the letters of an entry.
_LONGER = 1.3
#: Cells that somebody wrote: so many at least, nearly all different, of several words.
_WRITTEN, _VARIOUS, _WORDS = 3, 0.6, 4
#: Headers of texts that are no answers: of a person, a place, a thing, a document.
_NO_ANSWER = re.compile(
    r"name|^nom|nombre|address|adress|street|strasse|^rue|calle$|direccion|indirizzo|city$|^ort$|"
    r"ville$|ciudad|tite?l|titulo|subject|betreff|objet$|product|produkt|produit|artikel|article|"
    r"^item|url$|link|mail|phone|company|firma|societe|empresa|^agent$|owner|user|^tags?$|"
    r"industry|branche|campaign"
)
#: Words that billing systems give as the reason of a cancellation that nobody gave.
SYSTEM = frozenset(
    keys(
        "cancellation requested,payment failed,payment disputed,not paid,no card,"
        "fraud review failed,non compliant customer,non compliant eu customer,"
        "tax calculation failed,currency incompatible with gateway,expired,dunning,"
        "max retries reached,customer request,merchant request"
    )
)


def code_and_note(
    header: Sequence[str], read: Callable[[], Rows], stated: Mapping[str, int]
) -> tuple[dict[str, int], list[Warned]]:
    """Return which column is the code and which the note, and what to say; nothing when unsure.

    The best headers are asked first, then those of a lower rank, then texts of several words under
    a header that nobody knows.

    Parameters
    ----------
    read
        Returns cells of records that stand for the file; asked for only where two columns may fit.

    Examples
    --------
    >>> rows = [["PREIS", "zu teuer geworden"], ["SERVICE", "niemand ruft zurück"],
    ...         ["PREIS", "woanders billiger"], ["PREIS", "Erhöhung war zu viel"],
    ...         ["SERVICE", "keine Antwort"], ["PREIS", "neuer Einkauf"]]
    >>> code_and_note(["Grund", "Notiz"], lambda: rows, {})[0]
    {'code': 0, 'note': 1}
    >>> code_and_note(["Bemerkung", "Notiz"], lambda: [line[1:] * 2 for line in rows], {})[0]
    {}
    """
    used = {*stated.values()}
    free = {at: rank_of(cell, "reasons", "note") for at, cell in enumerate(header)
            if at not in used and _may_be_text(cell)}  # fmt: skip
    if "code" in stated or "code" in known_columns(header, "reasons"):
        return _note_beside_code(header, read, stated, free)
    named = [at for at, rank in free.items() if rank]
    best = [at for at in named if free[at] == min(free[at] for at in named)]
    codes = [stated["note"], *best] if "note" in stated else best
    if not codes or len({*codes, *free}) < 2:
        return {}, []
    rows = read()
    picked = [at for at in codes if is_picked(filled_cells(rows, at))]
    note = _the_note([at for at in codes if at not in picked], free, picked, rows)
    if len(picked) != 1 or note is None or stated.get("note") == picked[0]:
        return {}, []
    code = picked[0]
    if header[code] == header[note] or not _parted(*(filled_cells(rows, a) for a in (code, note))):
        return {}, []
    said = f"'{header[code][:40]}' holds few texts again and again and was read as the code, "
    said += f"'{header[note][:40]}' as the note. Name code and note in columns.toml if it is not "
    said += "so."
    return {"code": code, "note": note}, [Warned("code_and_note", said, column=header[code])]


def _note_beside_code(
    header: Sequence[str], read: Callable[[], Rows], stated: Mapping[str, int],
    free: Mapping[int, int],
) -> tuple[dict[str, int], list[Warned]]:  # fmt: skip
    """Return the only text of several words as the note, where a header names a code alone."""
    if "note" in stated or any(free.values()) or not free:
        return {}, []
    rows = read()
    texts = [at for at in free if is_written(filled_cells(rows, at))]
    if len(texts) != 1:
        return {}, []
    said = f"'{header[texts[0]][:40]}' holds texts of several words and was read as the note beside"
    said += " the code. Name another note in columns.toml if it is not so."
    return {"note": texts[0]}, [Warned("code_and_note", said, column=header[texts[0]])]


def _the_note(
    texts: Sequence[int], free: Mapping[int, int], picked: Sequence[int], rows: Rows
) -> int | None:
    """Return the one text of the best rank that has any; None where there are several, or none."""
    if texts:
        return texts[0] if len(texts) == 1 else None
    others = {at: filled_cells(rows, at) for at in free if at not in picked}
    ranked = {at: free[at] for at, cells in others.items() if free[at] and not is_picked(cells)
              and cells}  # fmt: skip
    best = [at for at, rank in ranked.items() if rank == min(ranked.values())]
    best = best or [at for at, cells in others.items() if not free[at] and is_written(cells)]
    return best[0] if len(best) == 1 else None


def _may_be_text(header: str) -> bool:
    """Whether a header names a note, or nothing that any table knows and no person or thing."""
    return bool(rank_of(header, "reasons", "note")) or may_be_answer(header)


def may_be_answer(header: str) -> bool:
    """Whether somebody may have answered under a header that names nothing else in any table.

    Examples
    --------
    >>> may_be_answer("Anything else?"), may_be_answer("Street"), may_be_answer("Region")
    (True, False, False)
    """
    named = {hit[0] for table in TABLES if (hit := named_by(header, table))}
    known = named - {"note", "code", "outcome", "status"}
    asked = header.rstrip(" *").endswith("?")
    return bool(header) and not known and (asked or not _NO_ANSWER.search(key_of(header)))


def _parted(code: Sequence[str], note: Sequence[str]) -> bool:
    """Whether one is a list to pick from, and the other longer and more various than it."""
    if not note or not is_picked(code):
        return False
    entries, texts = len({*map(str.casefold, code)}), len({*map(str.casefold, note)})
    various = texts / len(note) > entries / len(code)
    return various and fmean(map(len, note)) >= _LONGER * fmean(map(len, code))


def is_picked(cells: Sequence[str]) -> bool:
    """Whether cells are entries of a list to pick from: short, few, and met again and again.

    Examples
    --------
    >>> is_picked(["Price", "Service"] * 3), is_picked(["Price", "Service", "Delivery"])
    (True, False)
    """
    if len(cells) < _FEWEST or max(map(len, cells)) > _LONGEST:
        return False
    entries = len({*map(str.casefold, cells)})
    return entries <= _ENTRIES and 2 * entries <= len(cells)


def is_written(cells: Sequence[str]) -> bool:
    """Whether cells are texts that somebody wrote: nearly all different, of several words.

    Examples
    --------
    >>> is_written([f"the driver came {n} days too late" for n in range(4)])
    True
    >>> is_written(["Jane Doe", "John Roe", "Max Mustermann"])
    False
    """
    if len(cells) < _WRITTEN or len({*cells}) < _VARIOUS * len(cells):
        return False
    return median(len(re.findall(r"[^\W\d_]{2,}", cell)) for cell in cells) >= _WORDS


def system_reasons(
    header: Sequence[str], read: Callable[[], Rows], stated: Mapping[str, int]
) -> tuple[list[int], list[Warned]]:
    """Return the columns in which a billing system gives its reason beside one of the customer.

    Examples
    --------
    >>> rows = [["not_paid", "Too expensive"], ["", "Missing features"]]
    >>> system_reasons(["Cancel Reason", "Cancel Reason Code"], lambda: rows, {})[0]
    [0]
    """
    told = [at for at, cell in enumerate(header)
            if (named_by(cell, "reasons") or ("",))[0] in {"note", "code"}]  # fmt: skip
    if len(told) < 2 or {*stated.values()} & {*told}:
        return [], []
    rows = read()
    cells = {at: filled_cells(rows, at) for at in told}
    systems = [at for at in told if cells[at] and all(key_of(cell) in SYSTEM for cell in cells[at])]
    if not systems or not any(cells[at] for at in told if at not in systems):
        return [], []
    name = header[systems[0]]
    said = f"'{name[:40]}' holds what the billing system noted (a payment that failed, a "
    said += "request to cancel) and was not read: another column says what customers told. "
    said += "If it is their reason, name it as note in columns.toml."
    return systems, [Warned("system_reasons", said, column=name)]
