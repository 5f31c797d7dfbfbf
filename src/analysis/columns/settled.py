"""What the cells of a file of transactions decide about its columns, in the order of the questions.

Both lanes, and the cluster, come through here: a question that one asks, all ask.
"""

from __future__ import annotations

from collections.abc import Callable

from analysis.columns.amountbeside import settle_amount_beside
from analysis.columns.booktexts import say_credit_texts, say_fee_texts
from analysis.columns.columnmap import ColumnMap, Rows
from analysis.columns.currencycolumn import settle_currency
from analysis.columns.customercolumn import by_name_said, settle_customer
from analysis.columns.flags import settle_flags
from analysis.columns.lineamounts import settle_line_amounts, settle_payout
from analysis.columns.linedoubts import doubt_lines
from analysis.columns.linekinds import settle_kinds
from analysis.columns.mapfile import Stated
from analysis.columns.namesakes import settle_namesakes
from analysis.columns.ordercolumn import settle_order_id
from analysis.columns.prices import refuse_pieces, refuse_price_units, refuse_two_prices
from analysis.columns.restatedkinds import settle_restated
from analysis.columns.saleday import fill_day, settle_day
from analysis.columns.statuscolumn import settle_status


def settle_columns(
    columns: ColumnMap, rows: Rows, last: Callable[[], Rows], stated: Stated, file: str,
    *, title: str = "",
) -> ColumnMap:  # fmt: skip
    """Return the map with what the cells tell: kinds of lines, status, flags, order, customer.

    It is that of another table as it is: its columns are named by their headers alone.

    Parameters
    ----------
    rows
        Cells of records that stand for the file.
    last
        Gives those of its end.

    Raises
    ------
    InputRefused
        When the cells leave open what an amount or a line is, and nobody said it.

    Examples
    --------
    >>> header = ("Kunde", "Datum", "Betrag", "Info")
    >>> columns = ColumnMap("transactions", header, {"customer_id": (0,), "amount": (2,)})
    >>> rows = [["a", "2024-01-05", "5", "bezahlt"], ["b", "2024-01-06", "7", "storniert"]]
    >>> settle_columns(columns, rows, list, Stated(), "a.csv").places["status"]
    (3,)
    """
    if columns.table != "transactions":
        return columns
    columns = settle_kinds(columns, rows, stated, file)
    columns = settle_status(columns, rows, stated, file)
    columns = settle_flags(columns, rows, stated)
    columns = settle_day(columns, rows, stated, file)
    columns = fill_day(columns, rows, stated, file)
    columns = settle_order_id(columns, rows, stated)
    columns = settle_restated(columns, rows, stated)
    columns = settle_customer(columns, rows, last, stated, file)
    columns = settle_namesakes(columns, rows, stated)
    columns = settle_line_amounts(columns, rows, stated)
    columns = settle_amount_beside(columns, rows, stated, file)
    columns = settle_payout(columns, rows, stated)
    refuse_two_prices(columns, rows, stated, file)
    refuse_price_units(columns, rows, stated, file)
    refuse_pieces(columns, rows, stated, file)
    columns = settle_currency(columns, rows, stated, file)
    told = (*by_name_said(columns, stated), *doubt_lines(columns, rows, stated, title=title))
    texts = (*say_credit_texts(columns, rows, stated), *say_fee_texts(columns, rows, stated))
    return columns.saying(*told, *texts)
