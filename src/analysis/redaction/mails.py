"""E-mail addresses, also spelt out, and handles on networks."""

from __future__ import annotations

import re

_MAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])")
_DOT = r"(?:dot|punkt|point|punto)"
_AT = r"(?:at|ät|arobase|arroba|klammeraffe)"
_DOTS = rf"(?:\s?(?:\.|[\[({{]\s?(?:{_DOT}|\.)\s?[\])}}])\s?| {_DOT} |_{_DOT}_)"
_TOP = r"(?:com|net|org|de|fr|es|uk|eu|at|ch|it|nl|be|ie|us|ca|au|info|biz|example|io)"
_SPELT_MAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?: {_DOT} [\w-]{{1,40}}){{0,2}}"
    rf"(?:\s?[\[({{]\s?(?:{_AT}|@)\s?[\])}}]\s?[\w-]{{1,63}}(?:{_DOTS}[\w-]{{2,63}}){{1,3}}"
    # "at some point it stopped": without brackets a domain's known end must stand last.
    rf"| {_AT} [\w-]{{1,63}}(?: {_DOT} [^\W\d_]{{2,20}}){{0,2}} {_DOT} (?!(?<=punto )de )"
    rf"{_TOP}(?![\w-])"
    rf"| {_AT} (?:[\w-]{{2,63}}\.){{1,3}}{_TOP}(?![\w-]))"
    rf"|(?<![\w.+-])[a-z0-9.+-]{{1,64}}_{_AT}_[a-z0-9-]{{1,63}}(?:_{_DOT}_[a-z]{{2,20}}){{1,3}}"
    rf"(?!\w)",
    re.IGNORECASE,
)
_NAMED_HANDLE = re.compile(
    r"(?P<cue>(?<!\w)(?:twitter|insta(?:gram)?|facebook|fb|tiktok|skype|telegram|threads|"
    r"discord|snapchat|handle|"
    r"snap|ig|benutzername|username|nick)(?:[\s:]{1,2}(?:name|handle|is|ist|account|user|als|"
    r"as|under)){0,2}[\s:]{1,3})"
    r"(?P<who>(?=\w*(?:[\d_]|\.\w))[^\W\d][\w.]{3,40}\w)(?!\w)",
    re.IGNORECASE,
)
_SPELT_AT = (
    " at ", " ät ", "(at", "[at", "{at", "( at", "[ at", "(ät", "[ät", "aroba",
    "arroba", "_at_", "(@", "[@", "klammeraffe",
)  # fmt: skip
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
    folded = text.casefold()
    if any(at in folded for at in _SPELT_AT):
        text = _SPELT_MAIL.sub("[e-mail]", text)
    return _NAMED_HANDLE.sub(r"\g<cue>[handle]", _HANDLE.sub("[handle]", text))
