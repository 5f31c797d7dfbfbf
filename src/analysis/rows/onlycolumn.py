"""The one column that can serve a need which no header names, by what its cells are.

A file with one column of days has its order's day there, whatever the header says. Where two
columns could serve, or the cells leave it open, nothing is read and the analyst is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from analysis.cells.amounts import is_negative
from analysis.columns.unclear import BY_CELLS, toml_text
from analysis.columns.words import NO_SALE_DAY
from analysis.files.records import Record
from analysis.results import Warned
from analysis.rows.likelymoney import rank_money
from analysis.rows.likelywho import Beside, is_numbered, only_customer
from analysis.rows.looks import Look, looks_of

#: So many lines speak; so much of them is all; a share of customers who come again.
_LINES, _FULL, _AGAIN = 20, 0.95, 0.3
_FEW = 5  # values that are few
_BESIDE = ("order_id", "product_id", "quantity", "unit_price", "ordered_on")
#: Days that are no order's, whatever else the file holds.
_NO_DAY = re.compile(
    NO_SALE_DAY + r"|\bstart|begin|d[eé]but|inicio|\bfin\b|desde|depuis|vencim|[eé]ch[eé]ance|"
    r"anniv|join|k[uü]nd|baja|erst(?!ell)|primer|planned|geplant|warrant|garant|month|monat|"
    r"\bmois|\bmes\b|quarter|quartal|trimest|week|woche|semai?n|year|jahr|ann[eé]e|\baño|snapshot|"
    r"\bas of|stichtag|\bstand\b|report|\brun\b|\bload|extract|batch|effective|price|preis"
)
#: What leaves the house: the day of the order where no other day stands in the file.
_SENT = re.compile(
    r"deliver|liefer|livrais|entrega|ship|versand|despatch|dispatch|exp[eé]di|env[ií]o"
)
#: Numbers that are no money of a line.
_NO_MONEY = re.compile(
    r"\best\b|estim|gesch[aä](e)?tzt|budget|target|\bziel|\bplan|forecast|expected|erwart|pr[eé]v|"
    r"weight|gewicht|deposit|anzahlung|acompte|commission|provision|comisi|salary|gehalt|lohn|income|refund|"
    r"erstatt|rembours|reembols|\blist|\buvp|\brrp|msrp|hours|stunden|heures|horas|durat|dauer|"
    r"dur[eé]e|distan|\bkm\b|\blat|\blon|lit(er|re)|score|rating|\bper\b|\bpro\b|\bpar\b|\bpor\b|"
    r"st[uü]ck|einzel|unit|each|tarif|rate\b|\bkg\b|tonn|\bm[23]\b|fa[ck]t(o|eu)r|temperat|previous|"
    r"vorjahr|vorig|\bly\b|voucher|gutschein|\bmax|\bmin\b|average|\bavg|durchschn|moyen|lifetime|"
    r"\bytd\b|[ck]umul|running|to date|bisher|\bm?a?rr\b|k?wh\b|usage|consum|verbrauch|consomm|"
    r"reading|messwert|z[aä]hler|volum|\barea|fl[aä]che|surface|height|speed|result|ergebnis"
)
_PRICE = re.compile(r"pri[cs]e|prce|preis|\bprix|precio|\b[ve][kp]\b|\bp[uv]\b")
_MONEY = re.compile(
    r"amount|\bamt|betrag|montant|\bmt\b|importe|umsatz|\bums|summe|\bsum\b|gesamt|total|"
    r"revenue|sales|turnover|erl[oö]s|\bext|paid|donation|spende|gift|\bfees?\b|charge|spend|"
    r"premium|honora|pr[aä]mie|prime\b|cuota|cotis|beitrag"
)
#: Other columns by which lines are of sales.
_OF_SALES = frozenset({"order_id", "product_id", "quantity", "currency"})
_SALE = re.compile(
    r"order|invoice|bill|sale|sold|purchas|rechnung|auftrag|bestell|verkauf|kauf|faktur|fac(t|\b)|"
    r"fecfac|vente|achat|commande|pedido|venta|compra"
)
_CENTS = re.compile(r"[^\d%]{0,5}\d[\d.,'’  ]*[.,]\d{2}[^\d%]{0,5}")
_PARTED = re.compile(r"\d[.,]\d{1,2}(?!\d)")
_MONEY_CELL = re.compile(r"[^\d%]{0,5}\d[\d.,'’  ]*[^\d%]{0,5}")


def only_columns(
    lacking: Sequence[str], rows: Sequence[Sequence[str]], header: Sequence[str],
    known: Mapping[str, int],
) -> dict[str, int]:  # fmt: skip
    """Return the position of the only column that can serve each lacking one; all, or none.

    Parameters
    ----------
    lacking
        Columns of transactions that are needed and that no header names.
    rows
        Cells of lines that stand for the file.
    header
        Header cells; empty for what is not to be looked at.
    known
        Canonical column -> position, of the columns that a header or columns.toml names.

    Examples
    --------
    >>> rows = [[f"C{at % 8}", f"2024-01-{at % 28 + 1:02d}", f"{at}.50"] for at in range(40)]
    >>> only_columns(["ordered_on"], rows, ["Kd-Nr", "Till", "Betrag"], {"customer_id": 0})
    {'ordered_on': 1}
    """
    looks = looks_of((Record(at, [*row]) for at, row in enumerate(rows, 1)), header)
    known = {column: at for column, at in known.items() if at in looks}
    if not any(header):
        return {}
    found = dict[str, int]()
    for column in ("ordered_on", "amount", "customer_id"):
        if column in lacking:
            at = _only(column, _free(looks, header, {**known, **found}), looks, {**known, **found})
            if at is None:
                return {}
            found[column] = at
    if len(found) > 2:  # no header is known: they must speak of a number, and of money
        who, money = (looks[found[column]].words for column in ("customer_id", "amount"))
        if not (is_numbered(who) and _MONEY.search(money)):
            return {}
    return found if _are_sales(looks, {**known, **found}, found) else {}


def said_of(found: Mapping[str, int], header: Sequence[str]) -> Iterator[Warned]:
    """Say which columns were read by their cells, and how another is named.

    Examples
    --------
    >>> [told.column for told in said_of({"amount": 1}, ["Kd-Nr", "Charge"])]
    ['Charge']
    """
    means = {
        "ordered_on": ("the day of an order", "the only column with a day in every line"),
        "amount": ("the amount", "the only column of money"),
        "customer_id": (
            "the customer", "the only one of customers by its values and by its header, or by the "
            "names beside it",
        ),
    }  # fmt: skip
    for column, at in found.items():
        what, why = means[column]
        said = f"No header is known as {what}: '{header[at][:40]}' is read, {why}. If another is "
        said += f"meant, or none, name it under [transactions] in columns.toml: {column} = "
        yield Warned(BY_CELLS, said + toml_text("<its header>"), column=header[at])


def _free(
    looks: Mapping[int, Look], header: Sequence[str], known: Mapping[str, int]
) -> dict[int, Look]:
    """Return the columns that nothing is read from and that have one header."""
    used = {*known.values()}
    return {
        at: look for at, look in looks.items()
        if at not in used and at < len(header) and header[at] and look.cells
        and list(header).count(header[at]) == 1
    }  # fmt: skip


def _only(
    column: str, free: Mapping[int, Look], looks: Mapping[int, Look], known: Mapping[str, int]
) -> int | None:
    if column == "ordered_on":
        return _only_day(free, looks, known)
    if column == "amount":
        return _only_money(free, looks, known)
    day, order = known.get("ordered_on"), known.get("order_id")
    if day is None:
        return None
    beside = Beside(None if order is None else looks[order], looks[day])
    # Where no pieces are known, a line with a number is a document: it names whom it is for.
    documents = "order_id" in known and not {"quantity", "unit_price"} & {*known}
    return only_customer(free, beside, knows_products="product_id" in known or documents)


def _is_full(look: Look) -> bool:
    return len(look.cells) >= _FULL * len(look.rows)


def _only_day(
    free: Mapping[int, Look], looks: Mapping[int, Look], known: Mapping[str, int]
) -> int | None:
    """Return the only column of days; else that of the delivery, if no other day is there."""
    sent = known.get("delivered_on")
    days = {
        at: look for at, look in free.items()
        if look.kind == "a date" and _is_full(look) and not look.is_one
    }  # fmt: skip
    fit = [at for at, look in days.items() if not _NO_DAY.search(look.words)]
    ordered = [at for at in fit if not _SENT.search(days[at].words)]
    if len(ordered) == 1:
        return ordered[0] if len(looks[ordered[0]].cells) >= _LINES else None
    if sent is not None and not fit:
        return sent if _is_full(looks[sent]) and looks[sent].kind == "a date" else None
    if ordered or sent is not None:
        return None
    return fit[0] if len(fit) == 1 and len(days[fit[0]].cells) >= _LINES else None


def _only_money(
    free: Mapping[int, Look], looks: Mapping[int, Look], known: Mapping[str, int]
) -> int | None:
    """Return the only column that is money of a line, and no price of one piece."""
    found = rank_money(looks, [*free], {one: known[one] for one in _BESIDE if one in known})
    best, others = (
        [at for at in places if not _NO_MONEY.search(free[at].words)]
        for places in (found.best, found.others)
    )
    if len(best) != 1 or found.parts or "unit_price" in known or not _is_money(free[best[0]]):
        return None
    at, look, rivals = best[0], free[best[0]], [free[other] for other in others]
    named, price = _MONEY.search(look.words), _PRICE.search(look.words)
    if price and not re.search("total|gesamt|summe", look.words):
        named = None
        if "quantity" in known or any(not one.has_decimals and not one.is_one for one in rivals):
            return None
    if named:
        rivals = [other for other in rivals if _MONEY.search(other.words)]
    else:
        day = known.get("ordered_on")
        sold = day is not None and _SALE.search(looks[day].words)
        if not sold and not _OF_SALES.intersection(known):
            return None
        rivals = [
            other for other in rivals  # few values are pieces, one for each line is its number
            if other.has_decimals or (len({*other.cells}) > _LINES and not other.is_key)
        ]  # fmt: skip
    return None if any(not other.is_one for other in rivals) else at


def _is_money(look: Look) -> bool:
    """Whether its cells are numbers with cents, above 0 mostly, and not always the same.

    A workbook gives 60.00 as 60: where the header speaks of money, some with decimals are enough.
    """
    least = 2 if _MONEY.search(look.words) else _FEW
    if len(look.cells) < _LINES or len({*look.cells}) < least:
        return False
    cents = sum(map(bool, map(_CENTS.fullmatch, look.cells)))
    numbers = [cell for cell in look.cells if any(map(str.isdigit, cell))]  # "k.A." is none
    return (
        len(numbers) >= _FULL * len(look.rows)
        and all(map(_MONEY_CELL.fullmatch, numbers))
        and (cents > len(look.cells) / 2 or is_called_money(look))
        and 2 * sum(map(is_negative, look.cells)) < len(look.cells)
    )


def is_called_money(look: Look) -> bool:
    """Whether a header speaks of money above numbers of which some have one or two decimals.

    Examples
    --------
    >>> is_called_money(Look("Fee", ["60", "24.5"])), is_called_money(Look("Fee", ["60", "1,500"]))
    (True, False)
    """
    return bool(_MONEY.search(look.words)) and any(map(_PARTED.search, look.cells))


def _are_sales(
    looks: Mapping[int, Look], known: Mapping[str, int], found: Mapping[str, int]
) -> bool:
    """Whether customers come again on other days, as in no list of customers or of prices."""
    if [*found.values()] == [known.get("delivered_on")]:
        return True
    if not {"customer_id", "ordered_on"} <= known.keys():
        return False
    days = [{*each} for each in looks[known["ordered_on"]].by(looks[known["customer_id"]])]
    return sum(len(each) > 1 for each in days) >= max(_AGAIN * len(days), 1)
