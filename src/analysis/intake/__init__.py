"""Intake: map columns, check rows, set bad rows aside; the receipt adds up.

``check_exports`` is the door. A path becomes records (``analysis.files``), a header canonical
columns (``analysis.columns``), a text a value (``analysis.cells``), a row good or set aside
(``analysis.rows``); what good rows leave open is said (``analysis.doubts``). Here they meet: in a
check, in a map, in the health of an export, and the same on a cluster.
"""

from analysis.files.inputs import find_inputs
from analysis.files.written import ANSWER, lost_with, written_as
from analysis.intake.check import check_exports
from analysis.intake.mapping import map_exports
from analysis.intake.proposal import propose_map
from analysis.intake.receipt import Intake, find_damage, forget_damaged, load_intake

__all__ = [
    "ANSWER",
    "Intake",
    "check_exports",
    "find_damage",
    "find_inputs",
    "forget_damaged",
    "load_intake",
    "lost_with",
    "map_exports",
    "propose_map",
    "written_as",
]
