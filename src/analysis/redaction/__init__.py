"""Masking of personal data in notes: patterns with checks, names that the exports know, and people.

It never promises anonymity: a nickname, a rare name nobody listed or a hint stays. What is masked
is replaced in place by ``[e-mail] [phone] [iban] [card] [id] [name] [handle] [address]
[birth-date]``.
"""

from analysis.redaction.masking import mask, texts_of

__all__ = ["mask", "texts_of"]
