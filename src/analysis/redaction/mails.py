"""E-mail addresses, also spelt out, and handles on networks."""

from __future__ import annotations

import re

_MAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])")
_SPELT_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?[\[({]\s?(?:at|@)\s?[\])}]\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|[\[({]\s?(?:dot|punkt|\.)\s?[\])}])\s?[\w-]{2,63}){1,3}"
    r"|(?<![\w.+-])[\w.+-]{1,64} (?:at|ät) [\w-]{1,63} (?:dot|punkt) [^\W\d_]{2,10}(?![\w-])",
    re.IGNORECASE,
)
_USER_IN_URL = re.compile(r"(?<=://)[^\s/@]{1,200}@")
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{1,10}\.)?(?:linkedin\.com/in|xing\.com/profile|facebook\.com|"
    r"instagram\.com|twitter\.com|x\.com|tiktok\.com|t\.me|wa\.me)/@?[\w.%+-]{1,100}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@\]])@[^\W\d]\w{1,40}(?:\.\w{2,40}){0,3}(?!\w)")


def mask_mails(text: str) -> str:
    """Replace e-mail addresses, profiles and handles in place.

    Examples
    --------
    >>> mask_mails("b.lund@firm.example, or b.lund (at) firm (dot) example, or @bo.lund")
    '[e-mail], or [e-mail], or [handle]'
    """
    text = _USER_IN_URL.sub("[handle]@", text)
    text = _PROFILE.sub("[handle]", text)
    text = _MAIL.sub("[e-mail]", text)
    text = _SPELT_MAIL.sub("[e-mail]", text)
    return _HANDLE.sub("[handle]", text)
