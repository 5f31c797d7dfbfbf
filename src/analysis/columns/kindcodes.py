"""Codes by which particular systems name kinds of documents: invoices, credit notes, payments.

A code of two letters says little alone: *RE* is an invoice of one system and a return of another.
The codes of one system are read where most of a column are of it, of sales and others among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from analysis.cells.cellwords import listed

#: Kinds of lines that lower money.
BACK = frozenset({"return", "credit"})
#: The kind of a line that is no order whatever its sign: a payment, a balance.
NO_ORDER = "no_order"


def _system(sale: str, credit: str, no_order: str = "", cancel: str = "") -> dict[str, str]:
    kinds = {"sale": sale, "credit": credit, NO_ORDER: no_order, "cancel": cancel}
    return {code: kind for kind, codes in kinds.items() for code in listed(codes)}


#: Billing types of SAP SD: invoices, debit memos and the cancellation of a credit memo; credit
#: memos, returns, rebates and cancellations; between companies, lists of invoices and requests of
#: down payments; pro forma.
_BILLING = _system(
    "f1,f2,fx,l2,bv,cs,s2", "g2,re,s1,sv,b1,b2,b3,b4", "iv,ig,ivs,igs,lr,lg,faz,fas", "f5,f8"
)
#: Documents of electronic invoices (UN/EDIFACT 1001). They are numbers, which say nothing without
#: the commercial invoice, or beside other ones.
_NUMBERED = _system(
    "380,383,384,385,386,387,388,389,390,393,394,395", "261,262,296,308,381,396,420,458,532",
    cancel="325",
)  # fmt: skip
#: Mexican electronic invoices (CFDI): income, credit notes; payments, transports, wages.
CFDI = _system("i,ingreso", "e,egreso", "p,pago,t,traslado,n,nómina,nomina")
_SYSTEMS = (
    _NUMBERED,
    _system("si", "sc", "sr,sa,sp,pi,pc,pp,pa,br,bp,cr,cp,jd,jc"),
    _system("re,rg,ar", "gu,gs,gut", "za"),
    # A company's own codes are copies with a Z or Y in front.
    {f"{own}{code}": kind for own in ("", "z", "y") for code, kind in _BILLING.items()},
    _system("dr,rv", "dg", "dz,zp,zv,ab"),
    _system("inv,in,siv", "cn,crn,cm,cr,crm,scn", "pmt,pay,pymt"),
    _system("fac,fa,vfa", "av,avr,avo,vav", "reg"),
    _system("fv,fac,fra", "nc,ab,abo,rec,fr", "cob"),
    # Spanish books of invoices (SII, Veri*factu).
    _system("f1,f2,f3,f4,f6", "r1,r2,r3,r4,r5"),
)


def codes_in(words: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the codes of the system of which most stand in a column, with their kinds.

    Sales and credits must stand there, or sales and other kinds and nothing else.

    Examples
    --------
    >>> found = codes_in({"f2", "g2", "f8"}, {})
    >>> found["g2"], found["f8"], found["zf2"], codes_in({"g2", "f8"}, {})
    ('credit', 'cancel', 'sale', {})
    >>> codes_in({"380", "381"}, {})["381"], codes_in({"380", "381", "400"}, {})
    ('credit', {})
    """
    strange = {word for word in words if word not in known}
    told = {known[word] for word in words if word in known}
    best: dict[str, str] = {}
    for codes in _SYSTEMS:
        kinds = {codes[word] for word in strange if word in codes} | told
        alone = len(strange) > 1 and strange <= codes.keys() and kinds - {"sale"}
        if codes is _NUMBERED and not (strange <= codes.keys() and "380" in strange):
            continue
        most = 2 * len(strange & codes.keys()) >= len(strange)
        fits = most and "sale" in kinds and (kinds & BACK or alone)
        if fits and len(strange & codes.keys()) > len(strange & best.keys()):
            best = codes
    return best
