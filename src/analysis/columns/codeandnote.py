"""Two columns of a table of reasons that could both be the note: one may be a list to pick from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from analysis.columns.columnmap import Rows, best_places, filled_cells, known_columns
from analysis.results import Warned

#: A list to pick from has at most so many entries, each as short as that, met twice on average.
_ENTRIES, _LONGEST, _FEWEST = 40, 60, 5
#: A note has so many times the letters of an entry.
_LONGER = 1.3


def code_and_note(
    header: Sequence[str], read: Callable[[], Rows], stated: Mapping[str, int]
) -> tuple[dict[str, int], list[Warned]]:
    """Return which column is the code and which the note, and what to say; nothing when unsure.

    Parameters
    ----------
    read
        Returns cells of records that stand for the file; asked for only where two columns fit.

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
    if "code" in stated or "code" in known_columns(header, "reasons"):
        return {}, []
    fit = [at for at in best_places(header, "reasons", "note") if at not in stated.values()]
    fit = [stated["note"], *fit] if "note" in stated else fit
    if len(fit) != 2 or header[fit[0]] == header[fit[1]]:
        return {}, []
    rows = read()
    filled = {at: filled_cells(rows, at) for at in fit}
    pairs = [(code, note) for code, note in (fit, fit[::-1]) if _parted(filled[code], filled[note])]
    if len(pairs) != 1 or stated.get("note") == pairs[0][0]:
        return {}, []
    code, note = pairs[0]
    said = f"'{header[code][:40]}' holds few texts again and again and was read as the code, "
    said += f"'{header[note][:40]}' as the note. Name code and note in columns.toml if it is not "
    said += "so."
    return {"code": code, "note": note}, [Warned("code_and_note", said, column=header[code])]


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
