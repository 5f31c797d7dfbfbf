"""Whole numbers after a flag: refused plainly where no run could use them."""

from __future__ import annotations

import argparse

from analysis.settings import LARGEST_SEED


def seed_of(text: str) -> int:
    """Return the number after ``--seed``.

    Examples
    --------
    >>> seed_of("7")
    7
    >>> seed_of("-1")
    Traceback (most recent call last):
    ...
    argparse.ArgumentTypeError: -1 is no whole number from 0 to 4,294,967,295
    """
    return _whole(text, 0, LARGEST_SEED)


def customers_of(text: str) -> int:
    """Return the number after ``--customers``: a million take minutes and gigabytes.

    Examples
    --------
    >>> customers_of("200")
    200
    """
    return _whole(text, 1, 1_000_000)


def _whole(text: str, low: int, high: int) -> int:
    digits = text.strip().removeprefix("-")
    number = int(text) if digits.isdecimal() and len(digits) < 20 else None
    if number is None or not low <= number <= high:
        shown = text if len(text) <= 24 else f"{text[:20]}..."
        raise argparse.ArgumentTypeError(f"{shown} is no whole number from {low} to {high:,}")
    return number
