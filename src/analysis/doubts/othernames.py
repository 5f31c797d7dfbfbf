"""Numbers of customers that belong to somebody else in another file, shop or company.

Two shops that number their customers independently share most numbers and no customer. Names
beside the numbers tell: nearly all of the shared numbers have another name in the other part. A
customer who was renamed is one of few.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from analysis.cells.cellwords import FIRM_PATTERN
from analysis.doubts.identities import names_beside
from analysis.engine import Engine
from analysis.results import Warned
from analysis.rows.typed import Typed

#: Code of the warning that one number may stand for several customers.
NUMBERS_SHARED = "numbers_shared"
#: Headers of the part of the house that sold.
_PART = re.compile(
    r"compan|mandant|buchungskreis|bukrs|soci[eé]t[eé]|sociedad|empresa|gesellschaft|entity|"
    r"subsidiar|shop|store|laden|boutique|tienda|filial|branch|niederlassung|agence|sucursal|"
    r"website|system|source|quelle|origen"
)
#: A person at the customer changes; so does the name of where it was sent.
_NOT_ITS_OWN = re.compile(r"contact|kontakt|ansprechpartner|payer|payee|ship|deliver|liefer")
#: So many parts at most; so many shared numbers, and that share of them with other names.
_PARTS, _FEWEST, _MOST = 50, 5, 0.8
#: A word that more of the names have tells none of them; two names with half of the words are one.
_COMMON, _SAME = 0.1, 0.5
_TRANSCRIBED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "a", "ø": "o"})


@dataclass(frozen=True)
class _Placed:
    """An input with the column of names, and of the shop or company where it has one."""

    item: Typed
    name: int
    part: int | None

    @property
    def named(self) -> str:
        """SQL of the part and the name of each line."""
        number, name = self.item.number, f"c{self.name}"
        part = f"'{number}|'" + (f" || c{self.part}" if self.part is not None else "")
        return (
            f"SELECT {number} AS file_, line_, {part} AS part, {name} AS name "
            f"FROM {self.item.found.staged.name} WHERE {name} <> ''"
        )


@dataclass(frozen=True)
class _Shared:
    """Numbers that stand in several parts: how many, and the names of those spelt in two ways."""

    n: int
    named: Mapping[str, Mapping[str, Set[str]]]


def doubt_numbers(engine: Engine, inputs: Sequence[Typed]) -> Iterator[Warned]:
    """Yield a doubt where most numbers that several parts share have another name in each.

    Lines that are set aside speak, too: where shops number their orders alike as well, one's look
    like older versions of the other's. Of a large regular file, of which only columns with a
    meaning are kept, nothing is seen.

    Parameters
    ----------
    inputs
        Of the transactions.
    """
    placed = [one for item in inputs if (one := _placed(engine, item)) is not None]
    if len(placed) < 2 and not any(one.part is not None for one in placed):
        return
    shared = _shared(engine, placed)
    if shared.n < _FEWEST:
        return
    others = _with_other_names(shared.named)
    if len(others) >= max(_FEWEST, _MOST * shared.n):
        yield _said(shared.n, others, placed)


def _placed(engine: Engine, item: Typed) -> _Placed | None:
    name = _name_of(engine, item)
    return None if name is None else _Placed(item, name, _part_of(engine, item))


def _name_of(engine: Engine, item: Typed) -> int | None:
    """Return the column of the customer's name with the most names; None without one."""
    header = item.found.columns.header
    free = [at for at in names_beside(item) if not _NOT_ITS_OWN.search(header[at].casefold())]
    counted = {at: _n_values(engine, item, at) for at in free}
    return max(counted, key=lambda at: (counted[at], -at)) if counted else None


def _part_of(engine: Engine, item: Typed) -> int | None:
    """Return the column that parts an input by shop or company; None without one."""
    columns = item.found.columns
    hits = [at for at, header in enumerate(columns.header) if _PART.search(header.casefold())]
    own = set(columns.places.get("customer_id", ()))
    return next((at for at in hits if at not in own
                 and 1 < _n_values(engine, item, at) <= _PARTS), None)  # fmt: skip


def _n_values(engine: Engine, item: Typed, at: int) -> int:
    return int(engine.value(f"SELECT count(DISTINCT c{at}) FROM {item.found.staged.name}"))


def _shared(engine: Engine, placed: Sequence[_Placed]) -> _Shared:
    lines = " UNION ALL ".join(one.named for one in placed)
    named = (
        "SELECT DISTINCT part, a.customer_id AS id, name FROM all_transactions AS a "
        f"JOIN ({lines}) AS r USING (file_, line_) WHERE a.customer_id IS NOT NULL"
    )
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE names_of_numbers AS SELECT *, count(DISTINCT part) OVER "
        "(PARTITION BY id) AS n_parts, count(DISTINCT lower(strip_accents(name))) OVER "
        f"(PARTITION BY id) AS n_names FROM ({named})"
    )
    n = engine.value("SELECT count(DISTINCT id) FROM names_of_numbers WHERE n_parts > 1")
    by_id: dict[str, dict[str, set[str]]] = {}
    for number, part, name in engine.rows(
        "SELECT id, part, name FROM names_of_numbers WHERE n_parts > 1 AND n_names > 1 ORDER BY ALL"
    ):
        by_id.setdefault(number, {}).setdefault(part, set()).add(name)
    engine.execute("DROP TABLE names_of_numbers")
    return _Shared(int(n), by_id)


def _with_other_names(named: Mapping[str, Mapping[str, Set[str]]]) -> list[str]:
    """Return the numbers with one name in each part, and not the same in all of them.

    Examples
    --------
    >>> _with_other_names({"7": {"a": {"Hart Foods Ltd"}, "b": {"Mill & Sons"}}})
    ['7']
    >>> _with_other_names({"7": {"a": {"Meyer, Anna"}, "b": {"ANNA MEYER"}},
    ...                    "8": {"a": {"Müller GmbH"}, "b": {"Fa. Mueller"}},
    ...                    "9": {"a": {"Ost", "West"}, "b": {"Nord"}}})
    []
    """
    folded = {number: [{_words(name) for name in names} for names in parts.values()]
              for number, parts in named.items()}  # fmt: skip
    every = {one for parts in folded.values() for names in parts for one in names}
    uses = Counter(word for one in every for word in one)
    common = {word for word, n in uses.items() if n > max(4, _COMMON * len(every))}
    return [
        number for number, parts in folded.items()
        if all(len(names) == 1 for names in parts)
        and any(not _same(min(parts[0]), min(other), common) for other in parts[1:])
    ]  # fmt: skip


def _words(name: str) -> frozenset[str]:
    """Return the words of a name without case, accents, legal forms and transcriptions."""
    text = name.strip()
    while (less := re.sub(FIRM_PATTERN, "", text)) not in {"", text}:
        text = less
    text = text.casefold().translate(_TRANSCRIBED)
    text = "".join(one for one in unicodedata.normalize("NFKD", text)
                   if not unicodedata.combining(one))  # fmt: skip
    words = re.findall(r"[^\W_]+", re.sub(r"([aou])e", r"\1", text))
    return frozenset(words) or frozenset({text})


def _same(one: frozenset[str], other: frozenset[str], common: Set[str]) -> bool:
    if one == other:
        return True
    few, many = sorted((one - common, other - common), key=len)
    met = sum(any(a == b or (min(len(a), len(b)) > 4 and (a.startswith(b) or b.startswith(a)))
                  for b in many) for a in few)  # fmt: skip
    return bool(few) and met >= _SAME * len(few)


def _said(n: int, others: Sequence[str], placed: Sequence[_Placed]) -> Warned:
    """Say how many numbers stand for somebody else, by files or by a column."""
    files = list(dict.fromkeys(one.item.found.file for one in placed))
    where = f"in several files ({', '.join(files[:2])}{', ...' * (len(files) > 2)})"
    if len(files) == 1 and (at := placed[0].part) is not None:
        where = f"under several values of '{placed[0].item.found.columns.header[at][:40]}'"
    elif len(files) == 1:
        where = f"in several sheets of {files[0]}"
    said = f"{len(others):,} of {n:,} customer numbers that stand {where} have another name in "
    said += f"each, e.g. {others[0]}: whoever shares a number is read as one customer. If shops or "
    said += "companies number their customers on their own, put the shop before the number in the "
    said += f"export (North-{others[0]}), or give only one of them."
    return Warned(NUMBERS_SHARED, said, column="customer_id")
