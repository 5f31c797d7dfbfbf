"""Lines of sales by their columns: a customer, a day and money, whatever the name of the file says.

Names mislead: *credit notes* are no notes, *customer ledger* lists no customers. Only columns that
no list of sales has make another table of such lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import known_columns, missing_columns, named_by, rank_of

#: Headers of texts that say why somebody left, as keys.
_OF_REASONS = re.compile(
    "reason|lost|loss|churn|cancel|feedback|verbatim|grund|kundig|kuendig|abwander|ruckmeld|"
    "rueckmeld|motif|raison|motivo|why|razon|reden|razao|opzeg|disdett|recesso"
)
#: Words of a header that name a day, as keys.
_DAY = re.compile(r"date(?!i|n)|datum|fecha|jour|termin$|^dos$")
#: Days of a list, or of what is still to come: of birth, of a start, of a change, when it is due.
_OF_A_LIST = re.compile(
    r"birth|geburt|naiss|nacim|hire|eintritt|embauche|start|since|seit|depuis|desde|creat|creac|"
    r"erstellt|erfass|angelegt|anlage|alta|baja|modif|updat|geaendert|valid|gueltig|last|letzt|"
    r"dernier|ultim|next|naechst|proxim|prochain|due|faellig|echeance|venc|expir|end|until|bis|"
    r"lost|churn|leav|inactiv|opt"
)
#: Columns that calls, fixes, programmes and lists of persons have, and sales have not.
_TELLING = {
    "touches": {"outcome", "direction", "purpose", "attempt_n", "approach", "offer_type",
                "offer_value", "minutes", "next_on", "touch_id", "program"},
    "issues": {"fixed_on", "verified_on", "scope", "blocking", "blocker", "kind", "fix_cost"},
    "assignments": {"arm", "stratum", "propensity"},
    "contacts": {"role", "left_on", "leave_until", "new_company", "reports_to"},
    "customers": {"started_on", "ended_on", "end_type", "merged_into", "revisit_on",
                  "current_supplier"},
}  # fmt: skip
#: Columns that only lines of sales have.
OF_A_SALE = {"order_id", "product_id", "quantity", "unit_price", "line_type"}
#: Days on which money is due or came in; what was lost has none.
_SETTLED = re.compile(r"invoice|bill|receipt|payment|paid|rechnung|facture|factura|zahl|pago|cobro")


def are_sales(
    header: Sequence[str], named: Collection[str] = (), *, dated: bool = False, paid: bool = False
) -> bool:
    """Whether a header has a customer, a day and money, and no column that only other tables have.

    Parameters
    ----------
    named
        The tables that the file name speaks of.
    dated, paid
        Whether cells show a day, or money, under a header that nobody knows.

    Examples
    --------
    >>> are_sales(["Customer", "Document Date", "Description", "Net Value"], {"reasons"})
    True
    >>> are_sales(["Customer", "Date", "Reason", "Amount"]), are_sales(["Customer", "Date", "Note"])
    (False, False)
    """
    cells = tuple(header)
    known = known_columns(cells, "transactions")
    money = paid or not {"amount"} - known or {"quantity", "unit_price"} <= known
    who = "customer_id" in known or (dated and paid)
    if not who or not money:
        return False
    sold = bool(known & OF_A_SALE)
    if not (dated or any(_is_day(cell, sold=sold) for cell in cells)):
        return False
    if "customers" in named and not sold and not _ordered(cells):
        return False  # money of a customer as a whole
    return not any(_tells(table, cells, sold=sold) for table in ("reasons", *_TELLING))


def was_settled(header: Sequence[str]) -> bool:
    """Whether a header names a day of an invoice or a payment: the sale was not lost.

    Examples
    --------
    >>> was_settled(["Invoice Date", "Amount"]), was_settled(["Close Date", "Amount"])
    (True, False)
    """
    return any(_is_day(cell, sold=False) and _SETTLED.search(key_of(cell)) for cell in header)


def has_reasons(header: Sequence[str]) -> bool:
    """Whether a header names a text or a code that says why somebody left, and not any text.

    Examples
    --------
    >>> has_reasons(["Customer", "Cancellation reason"]), has_reasons(["Customer", "Description"])
    (True, False)
    """
    told = (cell for cell in header if (named_by(cell, "reasons") or ("",))[0] in {"note", "code"})
    return any(_OF_REASONS.search(key_of(cell)) for cell in told)


def of_a_list(header: str) -> bool:
    """Whether a header names a day that lists have: of birth, of a start, of a change.

    Examples
    --------
    >>> of_a_list("Customer since"), of_a_list("Procedure Date")
    (True, False)
    """
    return bool(_OF_A_LIST.search(key_of(header)))


def _is_day(cell: str, *, sold: bool) -> bool:
    """Whether a header names the day of a sale; where sales are numbered, also their creation."""
    rank = rank_of(cell, "transactions", "ordered_on")
    if rank and (sold or rank == 1):
        return True
    return bool(rank or _DAY.search(key_of(cell))) and not of_a_list(cell)


def are_postings(header: Sequence[str]) -> bool:
    """Whether a header names the day of an order or a document, and its amount.

    Examples
    --------
    >>> are_postings(["Konto", "Belegdatum", "Umsatz"]), are_postings(["Konto", "Ort", "Umsatz"])
    (True, False)
    """
    return _ordered(header) and "amount" in known_columns(header, "transactions")


def _ordered(cells: Sequence[str]) -> bool:
    return any(rank_of(cell, "transactions", "ordered_on") == 1 for cell in cells)


def _tells(table: str, cells: tuple[str, ...], *, sold: bool) -> bool:
    """Whether columns make another table of lines with money; a sale's number outweighs a few."""
    known = known_columns(cells, table)
    if table == "reasons":
        return not sold and not was_settled(cells) and has_reasons(cells)
    numbered = any(rank_of(cell, "issues", "issue_id") == 1 for cell in cells)
    if table == "issues" and numbered:
        return not missing_columns("issues", known)
    plain = sold or _ordered(cells)
    return bool(known & _TELLING[table]) and not plain
