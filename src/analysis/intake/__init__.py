"""Intake: map columns, check rows, set bad rows aside; the receipt adds up.

``check_exports`` is the door. An export becomes text in the engine (``staging``), its columns are
recognised (``columns``), converted by evidence over whole columns (``dates``, ``amounts``,
``ids``), judged row by row (``rules``) and as a whole (``overlaps``, ``snapshot``, ``findings``).
"""

from analysis.intake.check import check_exports
from analysis.intake.files import find_inputs
from analysis.intake.mapping import map_exports
from analysis.intake.proposal import MapProposal, propose_map
from analysis.intake.receipt import Intake, load_intake

__all__ = [
    "Intake",
    "MapProposal",
    "check_exports",
    "find_inputs",
    "load_intake",
    "map_exports",
    "propose_map",
]
