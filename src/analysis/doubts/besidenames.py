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
        for at in names_beside(item, column):
            yield (
                "customer_id IN (SELECT a.customer_id FROM all_transactions AS a JOIN "
                f"{item.found.staged.name} AS r ON a.line_ = r.line_ WHERE a.file_ = "
                f"{item.number} AND a.broken_ = 0 AND "
                f"regexp_matches(lower(r.c{at}), {quote_text(pattern)}))"
            )


def names_beside(item: Typed, column: str = "name") -> list[int]:
    """Return the places of names or addresses of customers that nothing is read from."""
    columns = item.found.columns
    if item.found.staged.quick is not None:
        return []
    return [at for at, header in enumerate(columns.header)
            if at not in columns.taken and _holds(column, header)]  # fmt: skip


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
