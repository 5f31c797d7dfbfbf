"""Names and addresses that stand beside the customer in transactions, which nothing else reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.cells.headerkeys import key_of
from analysis.columns.columnmap import named_by
from analysis.columns.customercolumn import NAME_HEADERS
from analysis.engine import quote_text
from analysis.rows.typed import Typed


def customers_beside(inputs: Sequence[Typed], column: str, pattern: str) -> Iterator[str]:
    """Yield SQL that holds for customers beside whom a text fits a pattern, by input.

    Of a large regular file, of which only columns with a meaning are kept, nothing is seen.

    Parameters
    ----------
    inputs
        Of the transactions.
    column
        ``name`` or ``email``.
    pattern
        For the text in small letters.

    Examples
    --------
    >>> list(customers_beside([], "name", "test"))
    []
    """
    for item in inputs:
        staged, columns = item.found.staged, item.found.columns
        for at, header in enumerate(columns.header):
            if at in columns.taken or staged.quick is not None or not _holds(column, header):
                continue
            number = item.number
            yield (
                "customer_id IN (SELECT a.customer_id FROM all_transactions AS a JOIN "
                f"{staged.name} AS r ON a.line_ = r.line_ WHERE a.file_ = {number} AND "
                f"a.broken_ = 0 AND regexp_matches(lower(r.c{at}), {quote_text(pattern)}))"
            )


def _holds(column: str, header: str) -> bool:
    """Whether a header names the customer, beside an id, or the customer's address."""
    known = named_by(header, "customers")
    if column == "email":
        return known is not None and known[0] == "email"
    hit = named_by(header, "transactions")
    is_customer = hit is not None and hit[0] == "customer_id"
    return (
        is_customer or key_of(header) in NAME_HEADERS or (known is not None and known[0] == "name")
    )
