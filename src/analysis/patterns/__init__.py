"""Who left for which reason, and for how much money: the join of the two answers."""

from analysis.patterns.causes import gone_by_cause
from analysis.patterns.costs import cost_of_reasons, exposed
from analysis.patterns.differences import CAUSES, Measure, Station, book_changes
from analysis.patterns.groups import compare_groups, no_comparisons
from analysis.patterns.honest import honest_shares, say_honest
from analysis.patterns.incidence import emerging, incidence, reasons_of_silences
from analysis.patterns.phases import Phases, split_phases, two_phase_share
from analysis.patterns.probe import draw_probe
from analysis.patterns.ranking import rank_reasons
from analysis.patterns.saying import say_patterns
from analysis.patterns.tellers import compare_tellers, days_to_reason, rank_competitors, talks
from analysis.patterns.weighting import weighted_shares
from analysis.patterns.who import WhoSaidWhat, coverage, join_who_and_why
from analysis.patterns.within import check_within

__all__ = [
    "CAUSES", "Measure", "Phases", "Station", "WhoSaidWhat", "book_changes", "check_within",
    "compare_groups", "compare_tellers", "cost_of_reasons", "coverage", "days_to_reason",
    "draw_probe", "emerging", "exposed", "gone_by_cause", "honest_shares", "incidence",
    "join_who_and_why", "no_comparisons", "rank_competitors", "rank_reasons", "reasons_of_silences",
    "say_honest", "say_patterns", "split_phases", "talks", "two_phase_share", "weighted_shares",
]  # fmt: skip
