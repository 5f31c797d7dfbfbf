"""The pretend company "Harbour & Vale Supply": every table of the contract, with known answers.

The generator knows no room of the product: what it plants must be found again by code that has
never seen how it was planted. ``truth.json`` says what was planted and what came out.
"""

from analysis.sample.company import write_company

__all__ = ["write_company"]
