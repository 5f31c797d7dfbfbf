"""What is fixed, who was told, who is closed or only hoped for, and whether outreach worked.

``snapshot`` holds everything known on one day; the other files are plain functions over it.
"""

from analysis.winback.adoption import rep_adoption, team_adoption
from analysis.winback.asking import closure_asks, outcomes_of_asking, stays_by_age
from analysis.winback.closing import (
    HOPED_FOR,
    BurnDown,
    burn_down,
    closure_states,
    cool_off_register,
    hopium_by_age,
    hopium_gap,
    waterfall,
)
from analysis.winback.incidence import FixEffect, effects_of_fixes, effects_table
from analysis.winback.lift import (
    CLASSES,
    classes_on,
    classes_today,
    lift_by_class,
    questions_of_lift,
)
from analysis.winback.news import (
    fixed_by_code,
    fixed_since,
    resolved_but_silent,
    whom_else_to_ask,
)
from analysis.winback.promises import (
    Fixability,
    conditions_kept,
    fixability,
    kept_share,
    log_completeness,
    return_after_promises,
    who_blocks,
)
from analysis.winback.rates import sum_of_members
from analysis.winback.register import (
    blockers,
    issue_calendar,
    never_freed,
    order_of_fixes,
    standing_of_reasons,
)
from analysis.winback.selling import (
    Cure,
    PitchEffect,
    pitch_effect,
    same_reason_cure,
    violation_share,
    violations,
)
from analysis.winback.snapshot import Snapshot, looked_up, take_snapshot
from analysis.winback.standing import stood_on, what_followed
from analysis.winback.threads import (
    departments,
    followed_share,
    movers,
    single_threaded,
    single_threaded_value,
    stalled_threads,
)
from analysis.winback.touching import cadence, first_purpose, purposes, system_coverage
from analysis.winback.trials import (
    Trial,
    is_due,
    people_of_trials,
    read_trials,
    return_curves,
)

__all__ = [
    "CLASSES",
    "HOPED_FOR",
    "BurnDown",
    "Cure",
    "FixEffect",
    "Fixability",
    "PitchEffect",
    "Snapshot",
    "Trial",
    "blockers",
    "burn_down",
    "cadence",
    "classes_on",
    "classes_today",
    "closure_asks",
    "closure_states",
    "conditions_kept",
    "cool_off_register",
    "departments",
    "effects_of_fixes",
    "effects_table",
    "first_purpose",
    "fixability",
    "fixed_by_code",
    "fixed_since",
    "followed_share",
    "hopium_by_age",
    "hopium_gap",
    "is_due",
    "issue_calendar",
    "kept_share",
    "lift_by_class",
    "log_completeness",
    "looked_up",
    "movers",
    "never_freed",
    "order_of_fixes",
    "outcomes_of_asking",
    "people_of_trials",
    "pitch_effect",
    "purposes",
    "questions_of_lift",
    "read_trials",
    "rep_adoption",
    "resolved_but_silent",
    "return_after_promises",
    "return_curves",
    "same_reason_cure",
    "single_threaded",
    "single_threaded_value",
    "stalled_threads",
    "standing_of_reasons",
    "stays_by_age",
    "stood_on",
    "sum_of_members",
    "system_coverage",
    "take_snapshot",
    "team_adoption",
    "violation_share",
    "violations",
    "waterfall",
    "what_followed",
    "who_blocks",
    "whom_else_to_ask",
]
