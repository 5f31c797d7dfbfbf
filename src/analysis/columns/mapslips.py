"""Lines of columns.toml that cannot all hold, and lines that cannot hold where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from analysis.columns.mapfile import Stated
from analysis.columns.unclear import toml_text
from analysis.columns.words import key_of
from analysis.vocabulary import TABLES

#: Options about the money and the words of sales: no other table has such lines.
OF_SALES = ("amount_in", "amount_per", "amount_sign", "order_words", "cancel_words", "return_words")
#: Each of these needs a column of its own.
_ALONE = ("customer_id", "order_id", "ordered_on", "amount", "refunded", "quantity", "unit_price",
          "margin", "do_not_contact", "consent")  # fmt: skip


def contradictions(name: str, stated: Stated, options: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what of a section cannot hold, and what to do.

    Parameters
    ----------
    name
        Name of the section.
    options
        Its lines that name no column.

    Examples
    --------
    >>> same = Stated(columns={"amount": "Amount", "refunded": "Amount"})
    >>> next(contradictions("transactions", same, ()))[0]
    'names one column twice: amount = "Amount" and refunded = "Amount"'
    >>> next(contradictions("reasons", Stated(), ["amount_in"]))[0]
    'sets amount_in in [reasons], and only lines of sales have such money and words'
    """
    if not stated.header and any(isinstance(at, str) for at in stated.columns.values()):
        yield "names headers where header = false", "give positions from 1"
    table = name if name in TABLES else stated.table
    for key in OF_SALES if table not in {None, "transactions"} else ():
        if key in {*options}:
            said = f"sets {key} in [{name}], and only lines of sales have such money and words"
            yield said, "move that line under [transactions], or remove it"
    seen: dict[str | int, str] = {}
    ignored = {key_of(one) for one in stated.ignore}
    for column, wanted in stated.columns.items():
        line = f"{column} = {toml_text(wanted) if isinstance(wanted, str) else wanted}"
        place = wanted if isinstance(wanted, int) else key_of(wanted)
        if place in ignored:
            said = f"names a column and leaves it out: {line} and {toml_text(str(wanted))} "
            yield f"{said}under ignore", "remove one of the two"
        if column in _ALONE and place in seen:
            yield f"names one column twice: {seen[place]} and {line}", "keep the line that is right"
        if column in _ALONE:
            seen[place] = line


def words_of_both(sections: Mapping[str, Stated]) -> Iterator[tuple[str, str]]:
    """Yield words that say both that a row is an order and that it is none.

    A section of a file is read together with that of its table.

    Examples
    --------
    >>> both = Stated(order_words=("offen",), cancel_words=("offen",))
    >>> next(words_of_both({"transactions": both}))[0]
    "has 'offen' in order_words and in cancel_words ([transactions])"
    """
    general = sections.get("transactions", Stated())
    for name, stated in sections.items():
        if name in TABLES and name != "transactions":
            continue
        whole = stated if name == "transactions" else stated.over(general)
        both = [word for word in whole.order_words if word in whole.cancel_words]
        if both and stated.table in {None, "transactions"}:
            where = f"[{name}]" if name in TABLES else f"[{toml_text(name)}]"
            beside = "" if {*both} & {*stated.order_words} & {*stated.cancel_words} else (
                " and [transactions]"
            )  # fmt: skip
            yield (
                f"has '{both[0][:30]}' in order_words and in cancel_words ({where}{beside})",
                "take it out of one of the two"
                + (f"; a list in {where} holds in place of that of [transactions]" * bool(beside)),
            )
