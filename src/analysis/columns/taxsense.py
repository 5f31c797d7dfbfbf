"""Whether an amount is net or gross of tax: by its header, and by a column beside it.

Files of one table may differ in it, after a change of system: their sum is neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.cells.cellwords import listed
from analysis.columns.columnmap import ColumnMap
from analysis.columns.layout import Layout
from analysis.columns.unclear import toml_text
from analysis.columns.words import HEADER_WORDS, key_of
from analysis.errors import counted
from analysis.results import Warned

_ROWS = 300
_MOST = 0.9
_SHOWN = 3  # files whose answer is written out
#: Code of the warning that files differ in it.
MIXED_TAXES = "net_and_gross_mixed"
#: Tax rates of the four languages' countries; the ratio of a gross to a net amount.
RATES = (1.19, 1.07, 1.16, 1.05, 1.2, 1.1, 1.13, 1.055, 1.085, 1.021, 1.21, 1.04, 1.081, 1.077,
          1.026, 1.025, 1.038, 1.22, 1.23, 1.25, 1.15)  # fmt: skip
_NET = listed("net,nett,netto,neto,ht,excl,excluded,excluding,exclusive,ex,exkl,ohne,zzgl,sin,"
              "hors,untaxed,before,without")  # fmt: skip
_GROSS = listed("gross,brutto,bruto,ttc,incl,included,including,inclusive,inc,inkl,mit,con,"
                "comprises,taxed,after,with")  # fmt: skip
_TAX = listed("tax,taxes,vat,gst,mwst,ust,iva,tva,taxe,toutes,impuestos,steuer,sales")
#: Words beside them that change nothing.
_ASIDE = frozenset({"signed"})
#: Words of money, and those that mean nothing else on it, whatever stands beside them.
_MONEY = listed("amount,amt,total,sum,value,betrag,summe,gesamt,wert,umsatz,montant,importe,sales,"
                "revenue,price,preis,prix,precio")  # fmt: skip
#: What stands before the tax of an order, where a total beside it is larger by a tax rate.
_SUBTOTAL = re.compile(r"sub[ _-]?totals?|zwischensumme|sous[ _-]total|netto?summe|subtotaal", re.I)
_SURELY = {"net": listed("nett,netto,neto,ht,untaxed"), "gross": listed("gross,brutto,bruto,ttc")}


@dataclass(frozen=True)
class Taxed:
    """The amount of one file: net or gross of tax, empty where neither shows.

    Parameters
    ----------
    file
        Its name.
    name
        Header of the amount.
    sense
        ``net``, ``gross``, or empty.
    other
        Header of the column beside it that holds the other of the two, if there is one.
    """

    file: str
    name: str
    sense: str
    other: str = ""


def taxed(layout: Layout, columns: ColumnMap) -> Taxed:
    """Return whether the amount of a file is net or gross, and what the other of them is beside it.

    Its header says so; else a column beside it does, which is the same with or without a tax.
    """
    places = (*columns.places.get("amount", ()), *columns.places.get("unit_price", ()))
    file, name = layout.source.name, columns.header[places[0]] if places else ""
    sense = _said_by(name)
    for at, header in enumerate(columns.header):
        if not name or not header or at in columns.taken:
            continue
        before = bool(_SUBTOTAL.search(f"{name} {header}"))
        other = _said_by(header) or "-" * before
        rate = tax_rate(layout, places[0], at) if other else 1
        if rate == 1 or (other == sense and not before) or (rate == 0 and other == "-"):
            continue
        own = sense.strip("-") or ("gross" if _is_more(layout, places[0], at) else "net")
        if other != own:
            return Taxed(file, name, own, header)
    return Taxed(file, name, sense.strip("-"))


def mixed_taxes(files: Sequence[Taxed]) -> list[Warned]:
    """Say that the amounts of some files are net of tax, and those of others with it.

    Examples
    --------
    >>> both = [Taxed("a.csv", "Nettobetrag", "net"), Taxed("b.csv", "Gross", "gross", "Net")]
    >>> mixed_taxes(both)[0].message[-72:]
    'To read all alike, put amount = "Net" under ["b.csv"] into columns.toml.'
    >>> mixed_taxes([both[0], Taxed("b.csv", "Amount", "")])
    []
    """
    net, gross = ([one for one in files if one.sense == sense] for sense in ("net", "gross"))
    if not net or not gross:
        return []
    said = f"Amounts are net of tax in {_named(net)} and with tax in {_named(gross)}: each sum of "
    said += "these files is neither, and a step between them is no change of business. "
    # Money without tax is alike in all countries: where both could be read, that is proposed.
    few = net if all(one.other for one in net) and not all(one.other for one in gross) else gross
    if all(one.other for one in few):
        lines = [
            f"amount = {toml_text(one.other)} under [{toml_text(one.file)}]" for one in few[:_SHOWN]
        ]
        more = f", and so for {len(few) - _SHOWN:,} more" if len(few) > _SHOWN else ""
        said += f"To read all alike, put {', '.join(lines)} into columns.toml{more}."
    else:
        said += "Export them with one of the two in all files; until then read no trend over them."
    return [Warned(MIXED_TAXES, said, column=few[0].name)]


def _named(files: Sequence[Taxed]) -> str:
    names = list(dict.fromkeys(f"'{one.name[:40]}'" for one in files))
    return f"{counted(len(files), 'file')} ({', '.join(names[:3])}, such as {files[0].file})"


def _said_by(header: str) -> str:
    """Return net or gross where a header of money says so; ``-`` where it is an amount.

    Examples
    --------
    >>> [_said_by(text) for text in ("Untaxed Amount Signed", "Total", "Amount after tip")]
    ['net', '-', '']
    """
    sense, words = sense_of(header), {*re.split(r"[\W_\d]+", header.casefold())}
    found = [one for one, known in _SURELY.items() if words & known]
    is_money = not sense and bool(words & _MONEY) and len(found) == 1
    return found[0] if is_money else sense


def may_be_net(header: str) -> bool:
    """Whether a header of money is that of an amount before tax, or may well be.

    Examples
    --------
    >>> [may_be_net(text) for text in ("Subtotal", "Zwischensumme", "Net", "Total", "Net weight")]
    [True, True, True, False, False]
    """
    return bool(_SUBTOTAL.fullmatch(header.strip())) or sense_of(header) == "net"


def _is_more(layout: Layout, one: int, other: int) -> bool:
    cells = layout.first(_ROWS)
    lines = [fields for fields in cells if len(fields) > max(one, other)]
    sums = (sum(abs(size_of(fields[at])) for fields in lines) for at in (one, other))
    return next(sums) > next(sums)


def sense_of(header: str) -> str:
    """Return net or gross when the header of an amount says so; ``-`` when it is an amount.

    Examples
    --------
    >>> sense_of("Nettobetrag"), sense_of("Amount Including VAT"), sense_of("Montant HT")
    ('net', 'gross', 'net')
    >>> [sense_of(text) for text in ("Amount", "Net weight", "VAT amount", "TotalExTax")]
    ['-', '', '', 'net']
    """
    words, senses = _words_of(header), tax_senses(header)
    rest = [w for w in words if w not in _NET | _GROSS | _ASIDE | (_TAX if senses else set())]
    known = {key for keys in HEADER_WORDS["transactions"]["amount"] for key in keys}
    if len(senses) > 1 or (rest and key_of(" ".join(rest)) not in known):
        if key_of(header) not in known:
            return ""
        return senses.pop() if len(senses) == 1 else "-"
    return senses.pop() if senses else "-"


def tax_senses(header: str) -> set[str]:
    """Return whether the words of a header say net, gross or both.

    Examples
    --------
    >>> tax_senses("Netto in CHF"), tax_senses("Amount")
    ({'net'}, set())
    """
    words = _words_of(header)
    return {"net" for w in words if w in _NET} | {"gross" for w in words if w in _GROSS}


def _words_of(header: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).casefold()
    text = re.sub(r"(netto|brutto)", r" \1 ", parted)
    return [word for word in re.split(r"[\W_\d]+", text) if word]


def tax_rate(layout: Layout, one: int, other: int) -> float:
    """Return the tax rate most often found between two columns; 0 when none is.

    It is 1 where they are equal, and where no line has a number in both: *taxes included* is a yes.
    """
    lines = layout.first(_ROWS)
    both = [
        sorted(abs(size_of(fields[at])) for at in (one, other))
        for fields in lines if len(fields) > max(one, other)
    ]  # fmt: skip
    pairs = [(low, high) for low, high in both if low >= 2]
    if not pairs:
        return 0 if any(low for low, _ in both) else 1
    if all(low == high for low, high in pairs):
        return 1
    found = Counter(
        next((rate for rate in RATES if abs(high - low * rate) <= 0.02), 0) for low, high in pairs
    )
    rate, hits = max(found.items(), key=lambda item: (item[0] > 0, item[1]))
    enough = len(pairs) >= 5 and len(set(pairs)) >= 3 and found[0] <= (1 - _MOST) * len(pairs)
    return rate if enough and hits else 0


def size_of(text: str) -> float:
    """Return the size of a money text; the last separator before one or two digits is the sign.

    Examples
    --------
    >>> size_of("-1.234,50 €"), size_of("")
    (1234.5, 0.0)
    """
    bare = re.sub(r"[^\d.,]", "", text)
    head, tail = bare, ""
    if found := re.fullmatch(r"(.*)[.,](\d{1,2})", bare):
        head, tail = found.groups()
    digits = re.sub(r"\D", "", head)
    return float(f"{digits or 0}.{tail or 0}") if digits or tail else 0.0
