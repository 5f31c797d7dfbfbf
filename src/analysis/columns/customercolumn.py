"""Which column is the customer, where headers say one thing and the lines another.

An account of the ledger, a client of the system or a reference of the order stands under a header
that means the customer elsewhere. Records that stand for the file are looked at, and the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analysis.cells.headerkeys import keys
from analysis.columns.columnmap import ColumnMap, Rows, best_places, filled_cells, rank_of
from analysis.columns.mapfile import Stated
from analysis.columns.unclear import put, toml_text, which_is_meant
from analysis.columns.words import HEADER_WORDS, key_of
from analysis.errors import InputRefused
from analysis.results import Warned

#: Headers of names by which customers could be told apart where no id does.
NAME_HEADERS = frozenset(keys(
    "name,full name,customer name,customer full name,customer:project,client name,account name,"
    "contact name,contact,buyer name,company name,company,debtor name,payee,payer,bill to name,"
    "sold to name,kundenname,firma,firmenname,debitorname,debitorenname,kontakt,ansprechpartner,"
    "rechnungsempfänger,nom,nom client,nom du client,raison sociale,nombre,nombre cliente,"
    "nombre del cliente,razón social"
))  # fmt: skip
#: Headers of a customer's number or of the customer's own sign for an order.
_REFERENCES = frozenset(keys(
    "customer ref,customer reference,client ref,client reference,réf client,référence client,"
    "ref cliente,referencia cliente"
))  # fmt: skip
#: So many lines speak; so many different cells are many; a share of the lines that is all.
_LINES, _MANY, _ALL = 20, 5, 0.98
#: Lines from which on one account on all of them, or one name in so many under two, speak.
_FEW_LINES, _SPREAD = 5, 4
_ONE = "has one value on all lines looked at"
_SEVERAL = "may be who sold or stand for several customers"
#: So few values beside so many times more names are looked at by the analyst.
_FEW, _TIMES = 3, 4


@dataclass(frozen=True)
class _Column:
    """A column that could name customers: its header, its filled cells, the rank of its word."""

    at: int
    name: str
    cells: Counter[str]
    rank: int

    @property
    def n(self) -> int:
        return self.cells.total()

    @property
    def is_one(self) -> bool:
        """Whether one value stands on nearly all lines."""
        return self.n >= _LINES and max(self.cells.values()) >= _ALL * self.n


#: Rank of the words of an address, and of a name.
_NAME = len(HEADER_WORDS["transactions"]["customer_id"])
_ADDRESS = _NAME - 1
#: An account of the ledger as well as one of a customer.
_ACCOUNTS = frozenset(keys(
    "account,account no,account number,account nr,account code,account id,konto,kontonr,"
    "kontonummer,compte,n° compte,no compte,num compte,numéro compte,numéro de compte,"
    "code compte,cuenta,n° cuenta,no cuenta,num cuenta,número cuenta,número de cuenta,"
    "código cuenta,código de cuenta"
))  # fmt: skip
#: A person who bought, or one of the house who sold.
_USERS = frozenset(keys("user id,user no,user nr,user number,user code,user key"))
#: So many times more customers than values has what stands for several of them.
_GROUPS = dict.fromkeys(_USERS, 1.5) | dict.fromkeys((*_ACCOUNTS, *keys("client")), 4.0)


def settle_customer(
    columns: ColumnMap, rows: Rows, last: Callable[[], Rows], stated: Stated, file: str
) -> ColumnMap:
    """Return the map with a customer column that tells customers apart, if another one does.

    Where the column has one value on all lines, or a user stands for several customers, another one
    that says customer is taken; between it and a name or an address the analyst chooses. What
    columns.toml states is not doubted.

    Parameters
    ----------
    last
        Gives lines of the end of the file: a sorted export begins with one customer.

    Raises
    ------
    InputRefused
        When a name or an address tells customers apart and the column does not.

    Examples
    --------
    >>> header = ("Account", "Customer", "Date", "Amount")
    >>> columns = ColumnMap("transactions", header, {"customer_id": (0,)})
    >>> rows = [["4000", f"C{at % 9}", "2024-01-05", "5"] for at in range(40)]
    >>> settle_customer(columns, rows, list, Stated(), "a.csv").places
    {'customer_id': (1,)}
    """
    known = columns.has("customer_id") and any(columns.header)
    if not known or "customer_id" in stated.columns:
        return columns
    used, others = _candidates(columns, rows, stated)
    ledger = _beside_a_ledger(columns, rows, used, stated)
    within = [] if ledger else [one for one in others if _is_group_of(rows, used, one)]
    doubts = used.is_one, _is_reference(used, others), others and _is_few(used, others)
    if not ledger and not within and not (others and any(doubts)):
        return columns
    used, others = _candidates(columns, _with(rows, last()), stated)
    others = ledger or within or others
    is_none = "looks like an account of the ledger" if ledger else _ONE if used.is_one else ""
    is_none = is_none or (_SEVERAL if within else "")
    is_sure = not within or key_of(used.name) in _USERS
    if is_none and is_sure and (other := _only_other(others)):
        said = f"'{used.name}' {is_none} and is not used as the customer: '{other.name}' is, "
        said += f"with {len(other.cells):,} different values. If "
        said += f"'{used.name}' is the customer" if within else "all lines are of one customer"
        said += f", {put(f'customer_id = {toml_text(used.name)}')}."
        told = Warned("customer_column", said, column=other.name)
        return columns.reading("customer_id", other.at, told)
    if is_none and others:
        raise _which(file, used, others, is_none)
    if _is_reference(used, others):
        raise _which(file, used, others, "may be the reference of each order")
    if others and _is_few(used, others):
        return columns.saying(_few_said(used, others))
    return columns


def without_account(header: Sequence[str], rows: Rows) -> tuple[list[str], list[Warned]]:
    """Return the header without an account that stands on all lines, and what is said of it.

    All customers of a house are in one account of its ledger: it tells nobody apart.

    Examples
    --------
    >>> rows = [["1200", f"Firm {at % 9}", "5"] for at in range(40)]
    >>> without_account(["Account", "Customer", "Amount"], rows)[0]
    ['', 'Customer', 'Amount']
    """
    for at in best_places(header, "transactions", "customer_id"):
        column = _Column(at, header[at], Counter(filled_cells(rows, at)), 1)
        if key_of(column.name) in _ACCOUNTS and column.n >= _LINES and len(column.cells) == 1:
            said = f"'{column.name}' has one value on all lines, as an account of the ledger has, "
            said += "and is not used as the customer. If all lines are of one customer, "
            said += f"{put(f'customer_id = {toml_text(column.name)}')}."
            told = Warned("customer_column", said, column=column.name)
            return ["" if place == at else name for place, name in enumerate(header)], [told]
    return [*header], []


def by_name_said(columns: ColumnMap, stated: Stated) -> Iterator[Warned]:
    """Say that nothing but a name tells customers apart.

    Examples
    --------
    >>> columns = ColumnMap("transactions", ("Firma", "Datum"), {"customer_id": (0,)})
    >>> [told.code for told in by_name_said(columns, Stated())]
    ['customers_by_name']
    """
    label = columns.label("customer_id")
    by_name = rank_of(label, "transactions", "customer_id") == _NAME
    if by_name and "customer_id" not in stated.columns:
        said = f"No column has a customer's number: '{label[:40]}' tells customers apart. Two "
        said += "customers of one name count as one, and one in two spellings as two."
        yield Warned("customers_by_name", said, column=label)


def _with(rows: Rows, last: Rows) -> Rows:
    """Return the rows and those of the end that are not among them: each line counts once."""
    seen = Counter(map(tuple, rows))
    more = []
    for row in last:
        if seen[tuple(row)] > 0:
            seen[tuple(row)] -= 1
        else:
            more.append(row)
    return [*rows, *more]


def _candidates(columns: ColumnMap, rows: Rows, stated: Stated) -> tuple[_Column, list[_Column]]:
    """Return the column of the customer, and others with many values that could name customers."""
    used = _column(columns, columns.places["customer_id"][0], rows, 0)
    enough = 0.9 * max(used.n, _LINES)
    others = _others(columns, rows, stated)
    return used, [one for one in others if len(one.cells) >= _MANY and one.n >= enough]


def _others(columns: ColumnMap, rows: Rows, stated: Stated) -> list[_Column]:
    """Return the columns with a word of a customer or a name in their headers, the best first."""
    found = []
    for at, name in stated.free(columns.header, columns.taken):
        rank = rank_of(name, "transactions", "customer_id")
        if rank := rank or _NAME * (key_of(name) in NAME_HEADERS):
            found.append(_column(columns, at, rows, rank))
    return sorted(found, key=lambda other: other.rank)


def _beside_a_ledger(
    columns: ColumnMap, rows: Rows, used: _Column, stated: Stated
) -> list[_Column]:
    """Return what names customers beside an account of the ledger, empty where it is no such one.

    All customers stand under one account of the ledger, or one of them under several; a person of
    a customer stands under that customer's account alone.
    """
    if key_of(used.name) not in _ACCOUNTS or used.n < _FEW_LINES:
        return []
    found = []
    for other in _others(columns, rows, stated):
        under = Counter(one for one, _ in _pairs(rows, other, used))
        n_several = sum(n > 1 for n in under.values())
        spread = len(used.cells) == 1 or _SPREAD * n_several >= len(under)
        if other.n >= 0.9 * used.n and len(under) > len(used.cells) and spread:
            found.append(other)
    return found


def _is_group_of(rows: Rows, used: _Column, other: _Column) -> bool:
    """Whether values that may stand for a group of customers have several names of them each.

    So has who sold, or a parent account; a firm has several persons. Who sold may be told by name.
    """
    key, rank = key_of(used.name), rank_of(other.name, "transactions", "customer_id")
    person = rank == _ADDRESS or (key not in _USERS and "contact" in key_of(other.name))
    if key not in _GROUPS or not rank or person or used.n < _LINES:
        return False
    if key in _USERS and rank < _ADDRESS and _are_persons(used):
        return True
    pairs = _pairs(rows, used, other)
    several = sum(n > 1 for n in Counter(value for value, _ in pairs).values())
    n_names = len({name for _, name in pairs})
    return 2 * several >= len(used.cells) and n_names >= _GROUPS[key] * len(used.cells)


def _are_persons(used: _Column) -> bool:
    """Whether the values of an id are names all the same, as a CRM writes who sold."""
    names = [one for one in used.cells if " " in one and not any(map(str.isdigit, one))]
    return len(names) >= _ALL * len(used.cells)


def _pairs(rows: Rows, one: _Column, other: _Column) -> set[tuple[str, str]]:
    """Return the pairs of filled cells of two columns."""
    both = [row for row in rows if len(row) > max(one.at, other.at)]
    pairs = ((row[one.at].strip(), row[other.at].strip()) for row in both)
    return {pair for pair in pairs if all(pair)}


def _column(columns: ColumnMap, at: int, rows: Rows, rank: int) -> _Column:
    return _Column(at, columns.header[at], Counter(filled_cells(rows, at)), rank)


def _is_few(used: _Column, others: Sequence[_Column]) -> bool:
    most = max(len(other.cells) for other in others)
    return used.n >= _LINES and len(used.cells) <= _FEW and most >= _TIMES * len(used.cells)


def _is_reference(used: _Column, others: Sequence[_Column]) -> bool:
    """Whether what may be an order's reference has far more values than there are customers."""
    if key_of(used.name) not in _REFERENCES or used.n < _LINES:
        return False
    return any(len(used.cells) > 2 * len(other.cells) for other in others)


def _only_other(others: Sequence[_Column]) -> _Column | None:
    """Return the one column whose header says customer, if it outranks all others."""
    best = [other for other in others if other.rank == others[0].rank]
    return best[0] if len(best) == 1 and best[0].rank < _ADDRESS else None


def _which(file: str, used: _Column, others: Sequence[_Column], why: str) -> InputRefused:
    shown = ", ".join(f"'{other.name[:40]}' has {len(other.cells):,}" for other in others[:5])
    return which_is_meant(
        f"{file}: by its header '{used.name[:40]}' is the customer, but it {why} "
        f"({len(used.cells):,} different in {used.n:,} lines); {shown}",
        "one column that tells customers apart",
        [f"customer_id = {toml_text(one.name)}" for one in (*others[:5], used)],
        file=file, column=used.name,
    )  # fmt: skip


def _few_said(used: _Column, others: Sequence[_Column]) -> Warned:
    other = max(others, key=lambda one: len(one.cells))
    said = f"'{used.name}' is used as the customer and has {len(used.cells):,} different values in "
    said += f"{used.n:,} lines, '{other.name}' beside it {len(other.cells):,}. If those are the "
    said += f"customers, {put(f'customer_id = {toml_text(other.name)}')}."
    return Warned("customer_column", said, column=used.name)
