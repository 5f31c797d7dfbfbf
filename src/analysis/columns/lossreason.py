"""Headers that ask why: a sale was lost, a customer left; and names of files of lost sales."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.cells.headerkeys import key_of

_LOST = re.compile(r"(lost|loss|churn|verlor|verlust|abwander|perte|perdu|perdid)")
_WHY = re.compile(r"reason|grund|motif|motivo|raison|why|cause|comment")
#: Words of a question whose answers are reasons.
_ASKS = re.compile(
    r"\b(why|reasons?|warum|weshalb|wieso|gr(u|ü|ue)nde?|pourquoi|raisons?|motifs?|por qu[eé]|"
    r"motivos?|(made|make|makes|led|caused|prompted) you)\b"
)


def asks_why(header: str) -> bool:
    """Whether a header is a question whose answers are reasons, as survey tools write it.

    Examples
    --------
    >>> asks_why("Why did you stop ordering from us?"), asks_why("1. Warum haben Sie gekündigt?")
    (True, True)
    >>> asks_why("What is your role?"), asks_why("Reason")
    (False, False)
    """
    text = header.strip().rstrip("*").rstrip()
    return text.endswith("?") and bool(_ASKS.search(text.casefold()))


def speaks_of_loss(name: str) -> bool:
    """Whether a name speaks of something lost.

    Examples
    --------
    >>> speaks_of_loss("lost_orders"), speaks_of_loss("orders")
    (True, False)
    """
    return bool(_LOST.search(key_of(name)))


def loss_reason(header: Sequence[str]) -> str:
    """Return the first header that asks why a sale was lost; empty without one.

    Examples
    --------
    >>> loss_reason(["Amount", "Closed Lost Reason"]), loss_reason(["Reason", "Loss"])
    ('Closed Lost Reason', '')
    """
    keys_of = ((cell, key_of(cell)) for cell in header)
    return next((cell for cell, key in keys_of if _LOST.search(key) and _WHY.search(key)), "")
