"""Lists of contracts and subscriptions: one line a contract, which pays again and again.

Such a list has a customer, a day and an amount, and each line would count as one order on the day
on which the contract began; one that ended would count as none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.cells.cellwords import CANCELLED_STATUS, listed, plain_word
from analysis.cells.headerkeys import keys
from analysis.columns.columnmap import Rows, filled_cells, named_by, rank_of
from analysis.columns.layout import Layout
from analysis.columns.unclear import quoted, toml_text
from analysis.columns.words import key_of
from analysis.errors import InputRefused

#: Headers of a term: what a contract has, and an order has not.
_TERMS = frozenset(keys(
    "interval,plan interval,billing interval,billing period,billing cycle,billing frequency,"
    "current period start,current period end,current term start,current term end,trial start,"
    "trial end,trial start date,trial end date,trial starts at,trial ends at,next billing date,"
    "next billing at,next payment date,next charge date,next renewal,next renewal date,"
    "renewal date,renews on,renews at,auto renew,auto renewal,mrr,arr,contract start,"
    "contract start date,contract term,term start date,subscription start,subscription start date,"
    "vertragsbeginn,vertragsstart,vertragslaufzeit,laufzeit,laufzeitbeginn,kündigungsfrist,"
    "abrechnungsintervall,abrechnungszeitraum,verlängerung am,nächste abbuchung,abobeginn,"
    "début contrat,début de contrat,date de début de contrat,début abonnement,"
    "date de renouvellement,périodicité,inicio contrato,fecha inicio contrato,"
    "fecha de renovación,periodicidad"
))  # fmt: skip
#: Headers of its end.
_ENDS = frozenset(keys(
    "ended at,end date,canceled at,cancelled at,cancel at period end,cancelled on,canceled on,"
    "cancellation date,contract end,contract end date,term end date,subscription end date,"
    "expiration date,expires at,expires on,vertragsende,laufzeitende,kündigungsdatum,gekündigt am,"
    "gekündigt zum,aboende,fin contrat,fin de contrat,date de fin de contrat,fin abonnement,"
    "date de résiliation,fin contrato,fecha fin contrato,fecha de baja"
))  # fmt: skip
#: Cells of a status that a contract has while it runs.
_RUNNING = listed(
    "active,trialing,trial,past due,aktiv,laufend,ruhend,gekündigt,actif,résilié,activo,activa,"
    "vigente"
)
_LEAST, _SHOWN = 2, 4
#: A customer has a few contracts at once, and more charges.
_CHARGES = 4


def refuse_contracts(layout: Layout, rows: Rows) -> None:
    """Refuse transactions whose columns are those of contracts, and whose day is no order's.

    Customers with line after line are charged again and again: that is no list of contracts.

    Raises
    ------
    InputRefused
        With the columns that speak of contracts.
    """
    found = _terms_of(layout.header, rows)
    if found and not _are_charged_again(layout.header, rows):
        raise _contracts(layout, found, rows)


def _terms_of(header: Sequence[str], rows: Rows) -> list[str]:
    """Return the headers that speak of contracts; none where a day or number of an order stands.

    Examples
    --------
    >>> header = ["Customer ID", "Amount", "Interval", "Created", "Trial end", "Ended at"]
    >>> _terms_of(header, [])
    ['Interval', 'Trial end', 'Ended at']
    >>> _terms_of([*header, "Invoice date"], []), _terms_of(["Client", "Date", "Interval"], [])
    ([], [])
    """
    terms = [name for name in header if key_of(name) in _TERMS | _ENDS]
    ends = any(key_of(name) in _ENDS for name in header)
    if len(terms) < _LEAST or not any(key_of(name) in _TERMS for name in terms):
        return []
    if not (ends or _states(header, rows, _RUNNING)):
        return []  # a rate that is paid by the month
    named = (named_by(name, "transactions") for name in header if key_of(name) not in _ENDS)
    return [] if {("ordered_on", 1), ("order_id", 1)}.intersection(filter(None, named)) else terms


def _are_charged_again(header: Sequence[str], rows: Rows) -> bool:
    places = _places(header, "customer_id")
    ids = filled_cells(rows, places[0]) if places else []
    return len(ids) >= _CHARGES * len({*ids}) > 0


def _places(header: Sequence[str], column: str) -> list[int]:
    return [at for at, name in enumerate(header) if rank_of(name, "transactions", column)]


def _states(header: Sequence[str], rows: Rows, known: Collection[str]) -> list[str]:
    """Return the different words of a status that are among the known ones."""
    words = (word for at in _places(header, "status") for word in filled_cells(rows, at))
    return [word for word in dict.fromkeys(words) if plain_word(word.casefold()) in known]


def _contracts(layout: Layout, found: Sequence[str], rows: Rows) -> InputRefused:
    name = layout.source.name
    shown = quoted(found, most=_SHOWN)
    ended = _states(layout.header, rows, CANCELLED_STATUS)
    answer = f'[{toml_text(name)}]\ntable = "transactions"'
    if ended:
        answer += f"\norder_words = [{', '.join(map(toml_text, ended[:5]))}]"
    return InputRefused(
        f"{name} looks like a list of contracts or subscriptions ({shown}): each line would count "
        "as one order on the day on which it began" + (", an ended one as none" if ended else ""),
        "one line for each invoice, charge or order, with its day",
        "export the invoices or charges of these contracts, and leave this file out; if each line "
        f"is to count as one order all the same, put this into columns.toml:\n{answer}",
        code="contracts_as_orders", file=name, column=found[0][:40],
    )  # fmt: skip
