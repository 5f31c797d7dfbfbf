"""Which unnamed column tells customers apart: by its cells, its orders and days, and its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analysis.cells.cellwords import FIRM_PATTERN, NO_WORDS, YES_WORDS
from analysis.cells.ids import clean_id
from analysis.cells.optoutnames import told_sense
from analysis.rows.looks import Look

#: Parts of headers of whom a line is about, for the order in which columns are offered only.
_WHO = re.compile(
    r"cust(?!om(?!er))|client|kund|\bk(u|n)?d\b|^k(u|n)?d(nr|nbr)|cliente|\bcli\b|account|acct|"
    r"konto|member|mitgl|partner|debit|debtor|\bdeb\b|mandant|buyer|user|patient|student|"
    r"subscriber|sold ?to|bill ?to|payer|\ba c\b|respondent|company|firma|\borg|soci|gast\b|"
    r"guest|gäste|loyal|fid[eé]l|carte|\bcard\b|karte|donor|spender|constituent|supporter|"
    r"household|tiers|adh[eé]rent|party|hu[eé]sped"
)
#: By an address or a name orders are told apart, too; an answer rather by the number beside it.
_PERSON = re.compile(r"e ?mail|\bname\b|\bnom\b|nombre\b")
#: Parts of headers of what is no customer: a time, a place, a product, a seller, a group, a table.
_ELSE = re.compile(
    r"\btime\b|uhrzeit|\bheure|\bhora\b|table\b|tisch|\bmesa\b|\broom|zimmer|chambre|habitaci|"
    r"city|\btown|\bort\b|\w+ort\b|stadt|ville\b|ciudad|poblaci|country|\bland\b|\bpays\b|"
    r"pa[ií]s\b|state\b|region|\bzip|postal|\bplz|street|stra(ß|ss)e|\bitem|article|articulo|"
    r"artículo|artikel|\bart\b|\bart(nr|bez|no)|produ[ck]t|\bsku\b|speise|\bplato\b|descri|"
    r"\bt[ií]t(le|el|re|ulo)\b|details|bezeichn|libell|d[eé]sign|waiter|kellner|serve(r|ur)|seller|"
    r"verk(ä|ae)ufer|vertret|\bvertr\b|\bvendeu|vendedor|sales ?(person|rep|man)|\brep\b|"
    r"manager|betreuer|bearbeiter|assign|owner|agent|commercial|comercial|operator|cashier|"
    r"cajero|caissi|store\b|\bshop\b|filiale|branch|\bkasse\b|register|terminal|magasin|tienda|"
    r"sucursal|warehouse|lager|almac|currency|w(ä|ae)hrung|devise|moneda|group\b|gruppe|groupe|"
    r"grupo|\btype?\b|\btyp\b|\btipo\b|segment|class|klasse|category|kategorie|categor|campaign|"
    r"status|statut|estado|channel|kanal|canal|payment|zahlung|paiement|pago\b|since|seit\b|"
    r"language|sprache|langue|idioma|\bqty|quantit|menge|anzahl|cantidad|stock|bestand|pri[cs]e|"
    r"preis|\bprix|precio|amount|betrag|montant|importe|\bnote|\bdate\b|datum|refund|"
    r"credit ?(memo|note)|gutschrift|\bavoir|supplier|vendor|lieferant|fournisseur|proveedor|"
    r"beschreib|\basin\b|\bean\b|gtin|isbn|market ?place|marktplatz|fulfil|shipment|sendung|"
    r"[ck]reditor|\b(rating|score|rank)\b|bewertung"
)
_NUMBERED = re.compile(
    r"\b(id|no|nr|num|n|number|nummer|key|code|ref|nbr|num[eé]ro|número)\b|°|nbr|nr$|"
    r"num(ber|mer)$"
)
#: Numbers by which persons are called; two of one household have one.
_PHONE = re.compile(r"phone|telefon|t[eé]l[eé]fono?|\btel\b|fax|mobile|handy")
#: Of the sender of a payment, who is the house itself where it pays back.
_SENDER = re.compile(r"\bfrom\b|sender\b|exp[eé]diteur|remitente")
_NAMED = re.compile(r"name|nom\b|nombre")
#: Words of whom a line is about that mean nothing else, with a number's word behind or before them.
_PEOPLE = (
    r"customer|cust|clients?|kunden?|kd|clientes?|cli|account|acct|konto|compte|cuenta|member|"
    r"membership|mitglied|mitglieds|debitor|debitoren|debtor|deb|buyer|patient|patienten|paciente|"
    r"pat|student|sch[uü]ler|pupil|[eé]l[eè]ve|alumno|subscriber|payer|payor|organi[sz]ation|"
    r"organisations|socio|gast|guest|hu[eé]sped|donor|spender|donante|donateur|constituent|"
    r"supporter|household|family|familien|famille|familia|tiers|terceros?|adh[eé]rent|"
    r"contact|contacto|kontakt|lead|auftraggeber|"
    r"farmer|outlet|policyholder|holder|giver|tenant|mieter|locataire|besteller|k[aä]ufer|"
    r"acheteur|comprador|abonnent|abonn[eé]|abonado|loyalty|fid[eé]lit[eé]|cardholder|"
    r"shopper|consumer|purchaser|rechnungsempf[aä]nger|destinataire|beneficiary|resident|bewohner"
)
_NUMBER = r"id|no|nr|num|n|number|nummer|key|code|ref|nbr|num[eé]ro|n[uú]mero|c[oó]d|c[oó]digo"
_NAME = r"name|nom|nombre|names|namen|e|mail|email"
_LINK = r"deal|sold|bill|to|of|the|du|de|la|le|del|des|der|card|karte|carte|tarjeta|full|display"
_ONE_OF_THEM = re.compile(rf"({_PEOPLE})({_NUMBER}|{_NAME})?")
_SAID_SO = re.compile(rf"({_PEOPLE})?({_NUMBER}|{_NAME})?|{_LINK}|°|º")
#: Accounts of customers, or of the ledger.
_ACCOUNTS = re.compile(r"ac+ount|acct|konto|compte|cuenta")
#: Names of persons and firms, and one that may be of a thing.
_PERSONS = re.compile(
    r"(co )?(last|sur|first|full|display|alpha|family) ?name|surname|nachname|apellidos?|"
    r"raison sociale|raz[oó]n social"
)
#: Numbers of parties under a header of a system.
_PARTIES = re.compile(r"source no|address number")
_BARE = re.compile(r"(name|nom|nombre)( ?1)?")
#: Headers of points that somebody gave, and what a question is answered with.
_SCORE = re.compile(
    r"\bscore|\brating|satisf|\bnps\b|\bcsat\b|\bces\b|bewertung|zufrieden|puntuaci|valoraci|"
    r"\bstars?\b|sterne\b|[eé]toiles|estrellas"
)
_ANSWERS = YES_WORDS | NO_WORDS
_POINTS, _SHARED = 10, 0.5  # the most points; values that are ids of other files
_FEW, _LINES = 5, 20  # values that are few among so many lines
_VARY, _REPEAT, _MOST = 0.1, 0.3, 0.95
_IS_KEY, _SURE = 4, 8  # faults by which one column is less of a customer than another


@dataclass(frozen=True)
class Beside:
    """Columns whose values are of one order, and of one day; whether the rows are orders at all.

    ``ids`` are those of customers in other files, as ``compared`` gives them.
    """

    order: Look | None = None
    day: Look | None = None
    is_of_orders: bool = True
    ids: Collection[str] = ()


def rank_customers(looks: Mapping[int, Look], beside: Beside) -> list[tuple[tuple[bool, ...], int]]:
    """Return columns that may be the customer with their faults, gravest first; the best first.

    Examples
    --------
    >>> looks = {0: Look("Ticket", ["1", "2", "3"]), 1: Look("Hora", ["10:15", "11:20", "12:01"])}
    >>> [at for _, at in rank_customers(looks, Beside())]
    [0]
    """
    found = [
        (_faults(look, beside), at) for at, look in looks.items()
        if not is_answer(look) and (_may_be(look) or are_ids(look, beside.ids))
    ]  # fmt: skip
    if beside.is_of_orders:
        found = [
            (faults, at) for faults, at in found
            if not _is_nobody(looks[at], faults) or are_ids(looks[at], beside.ids)
        ]  # fmt: skip
    return sorted(found)


def rank_numbers(looks: Mapping[int, Look], ids: Collection[str]) -> list[int]:
    """Return columns that may number the lines of a table, the best first.

    Examples
    --------
    >>> looks = {0: Look("Score", ["good", "bad"] * 9), 1: Look("Ref", ["K1", "K2"] * 9),
    ...          2: Look("Solved", ["true", "false"] * 9), 3: Look("Id", list(map(str, range(18))))}
    >>> rank_numbers(looks, {"k1", "k2"})
    [3, 1]
    """
    found = {
        at: look for at, look in looks.items()
        if look.kind in {"text", "a number"} and not (look.is_broken and look.kind == "a number")
        and not (look.is_prose or look.is_time or is_answer(look))
    }  # fmt: skip

    def faults(at: int) -> tuple[bool, ...]:
        look = found[at]
        of_people = are_ids(look, ids) or any("@" in cell for cell in look.cells)
        return look.is_one, of_people, not is_numbered(look.words), not look.is_key

    return sorted(found, key=faults)


def compared(text: str) -> str:
    """Return an id as it is compared with those of other files.

    Examples
    --------
    >>> compared(" c–001"), compared("17.0")
    ('c-001', '17')
    """
    return clean_id(text).casefold()


def are_ids(look: Look, ids: Collection[str]) -> bool:
    """Whether most of its values are ids of customers in other files.

    Examples
    --------
    >>> are_ids(Look("Wer", ["C1", "c2", "K9"]), {"c1", "c2"}), are_ids(Look("Wer", ["C1"]), {"c1"})
    (True, False)
    """
    values = {*map(compared, look.cells)} if ids and look.kind != "a date" else set()
    return len(values) > 1 and sum(map(ids.__contains__, values)) >= _SHARED * len(values)


def is_answer(look: Look) -> bool:
    """Whether it answers a question with a yes or no, or with points.

    Examples
    --------
    >>> is_answer(Look("Public", ["true", "false"])), is_answer(Look("Zufriedenheit", ["gut"]))
    (True, True)
    >>> is_answer(Look("Konto", ["7", "8"] * 20)), is_answer(Look("Noten", ["7", "8"] * 20))
    (False, True)
    """
    values = {*map(str.casefold, look.cells)}
    if values <= _ANSWERS or _SCORE.search(look.words):
        return True
    points = all(one.isdigit() and int(one) <= _POINTS for one in values)
    points &= len(look.cells) > max(_LINES, len(values))
    return points and not (is_numbered(look.words) or _WHO.search(look.words))


def _may_be(look: Look) -> bool:
    if not look.cells or look.kind not in {"text", "a number"} or look.is_time:
        return False
    # A firm may have a long name; whole sentences differ from line to line.
    if look.is_prose and not (_NAMED.search(look.words) and not look.is_key):
        return False
    # No id is below 0, or has decimals.
    whole = not look.is_broken and not any(cell.startswith("-") for cell in look.cells)
    asks = told_sense(look.header) is not None  # it answers whether somebody may be contacted
    return (look.kind == "text" or whole) and not asks and not _ELSE.search(look.words)


def _faults(look: Look, beside: Beside) -> tuple[bool, ...]:
    return (
        bool(beside.ids) and not are_ids(look, beside.ids),
        look.is_one,
        _varies_in_orders(look, beside),
        not (_WHO.search(look.words) or (beside.is_of_orders and _PERSON.search(look.words))),
        look.is_key or _is_as_orders(look, beside),
        len(look.cells) >= _LINES and len(set(look.cells)) < _FEW,
        not _comes_again(look, beside),
        len(look.cells) < _MOST * len(look.rows),
        not is_numbered(look.words),
        bool(_NAMED.search(look.words)),
        any("@" in cell for cell in look.cells),
        look.kind != "text",
    )


def _is_nobody(look: Look, faults: tuple[bool, ...]) -> bool:
    """Whether a column of which nothing says customer is one for all, of products, or of orders."""
    _, is_one, varies, is_unsaid, is_of_orders, *_ = faults
    if is_one and _ACCOUNTS.search(look.words):  # that of the house
        return True
    return is_unsaid and (is_one or varies or is_of_orders)


def _varies_in_orders(look: Look, beside: Beside) -> bool:
    """Whether the lines of one order have several values: so have products, not customers."""
    if beside.order is None:
        return False
    several = [cells for cells in look.by(beside.order) if len(cells) > 1]
    return sum(len({*cells}) > 1 for cells in several) > _VARY * len(several)


def _is_as_orders(look: Look, beside: Beside) -> bool:
    orders = {*beside.order.cells} if beside.order else set[str]()
    return len(orders) >= _LINES and len({*look.cells}) > _MOST * len(orders)


def _comes_again(look: Look, beside: Beside) -> bool:
    """Whether many of its values stand on several days."""
    if beside.day is None:
        return True
    days = [{*days} for days in beside.day.by(look)]
    return sum(len(each) > 1 for each in days) >= _REPEAT * len(days)


def open_customers(
    ranked: Sequence[tuple[tuple[bool, ...], int]], looks: Mapping[int, Look]
) -> list[int]:
    """Return the columns between which nothing decides: the best, and others as good.

    One that parts the rows as the best does is no other reading; of a name and a number that do,
    the number is read.

    Examples
    --------
    >>> looks = {0: Look("a", ["x", "y", "x"]), 1: Look("b", ["1", "2", "1"])}
    >>> open_customers([((False,) * 12, 0), ((False,) * 12, 1)], looks)
    [1]
    """
    if not ranked:
        return []
    (faults, best), *others = ranked
    alike = [at for other, at in others if other[:_SURE] == faults[:_SURE]]
    # A number beside a name that parts the rows alike is the id, by its header or its cells.
    if not _NUMBERED.search(looks[best].words) and not _are_numbers(looks[best]):
        twins = (
            at for other, at in others
            if not other[_IS_KEY] and looks[at].parts_as(looks[best])
            and (is_numbered(looks[at].words) or _are_numbers(looks[at]))
            and not _PHONE.search(looks[at].words)
        )  # fmt: skip
        best = next(twins, best)
    return [best, *(at for at in alike if not looks[at].parts_as(looks[best]))]


_BUYERS, _HOLDERS = 8, 15  # so many customers, and holders of accounts, a file has at least
_DIGITS = 4  # a number of a person has as many
_MOST_OF = 0.4  # nobody has more of the lines
_FIRMS = 0.3  # so many names of firms among the values of a name, and they are no products


def only_customer(looks: Mapping[int, Look], beside: Beside, *, knows_products: bool) -> int | None:
    """Return the one column that header and cells prove to be the customer; None leaves it open.

    The header consists of words of a person or party, and of a number or a name. Its values come
    again on other days, are one in each order, and are many. Columns that part the lines alike are
    one: the number, before the address, before the name. Any other such column leaves it open.

    Parameters
    ----------
    looks
        Columns that no header names, by position.
    knows_products
        Whether a bare name is none of a product: another column holds them, or no line has pieces.

    Examples
    --------
    >>> who = Look("Farmer ID", [f"F{at % 9}" for at in range(40)])
    >>> day = Look("Date", [f"2024-01-{at % 28 + 1:02d}" for at in range(40)])
    >>> only_customer({0: who}, Beside(None, day), knows_products=False)
    0
    """
    found = {at: look for at, look in looks.items() if _is_who(look, knows_products=knows_products)}
    buyers = {at: look for at, look in found.items() if _are_buyers(look, beside)}
    others = {
        at: look for at, look in looks.items()
        if at not in found and _may_be(look) and _are_buyers(look, beside)
        and not _SENDER.search(look.words) and not _PHONE.search(look.words)
    }  # fmt: skip
    if not buyers:
        return None
    best, *more = sorted(buyers, key=lambda at: _rank(buyers[at]))
    if not all(buyers[at].parts_as(buyers[best]) for at in more):
        return None
    if is_numbered(buyers[best].words):
        return best
    # What parts the lines as a name does is the customer's number; another number leaves it open.
    alike = [at for at, look in others.items() if look.parts_as(buyers[best])]
    if any(_is_some_number(look) for at, look in looks.items() if at not in {*alike, *buyers}):
        return None
    numbers = [at for at in alike if _are_numbers(others[at])]
    return numbers[0] if len(alike) == len(numbers) == 1 else None if alike else best


def is_numbered(words: str) -> bool:
    """Whether a header speaks of a number or a code, and of no telephone.

    Examples
    --------
    >>> is_numbered("pat num"), is_numbered("guest name")
    (True, False)
    """
    return bool(_NUMBERED.search(words)) and not _PHONE.search(words)


def _is_some_number(look: Look) -> bool:
    """Whether it is a number of something that comes again, whatever its cells are."""
    known = _ELSE.search(look.words) or look.is_key or look.is_one
    return is_numbered(look.words) and len({*look.cells}) >= _FEW and not known


def _are_numbers(look: Look) -> bool:
    return sum(any(map(str.isdigit, cell)) for cell in look.cells) >= _MOST * len(look.cells)


def _is_who(look: Look, *, knows_products: bool) -> bool:
    if not _may_be(look):
        return False
    words = look.words.split()
    if _PARTIES.fullmatch(look.words) or _PERSONS.fullmatch(look.words):
        return True
    if _BARE.fullmatch(look.words) and (knows_products or _are_firms(look)):
        return True
    said = all(map(_SAID_SO.fullmatch, words)) and any(map(_ONE_OF_THEM.fullmatch, words))
    # A number of something, such as guests at a table, is no number of a guest.
    long = all(len(cell) >= _DIGITS for cell in look.cells)
    return said and (look.kind == "text" or is_numbered(look.words) or long)


def _are_firms(look: Look) -> bool:
    values = {*look.cells}
    return sum(bool(re.search(FIRM_PATTERN, one)) for one in values) >= _FIRMS * len(values)


def _are_buyers(look: Look, beside: Beside) -> bool:
    """Whether its values are as of customers: many, none of them most, on several days each."""
    values = Counter(look.cells)
    least = _HOLDERS if _ACCOUNTS.search(look.words) else _BUYERS
    return (
        len(look.cells) >= max(_LINES, _MOST * len(look.rows))
        and len(values) >= least
        and max(values.values()) <= _MOST_OF * len(look.cells)
        and not look.is_key
        and not _varies_in_orders(look, beside)
        and _comes_again(look, beside)
    )


def _rank(look: Look) -> tuple[bool, bool, bool]:
    is_address = any("@" in cell for cell in look.cells[:_LINES])
    return not is_numbered(look.words), not is_address, not _are_numbers(look)
