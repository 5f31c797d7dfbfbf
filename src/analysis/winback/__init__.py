"""What is fixed, who was told, and who is closed, cooling off or only hoped for.

``snapshot`` holds everything known on one day; the other files are plain functions over it.
"""

from analysis.winback.adoption import rep_adoption, team_adoption
from analysis.winback.asking import closure_asks, outcomes_of_asking, stays_by_age
from analysis.winback.calling import CALL_PURPOSES
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
from analysis.winback.dossier import ITEMS, dossiers
from analysis.winback.eligible import (
    BARS,
    COOLING,
    HELD,
    LEGAL,
    callable_ids,
    contact_to_ask,
    free_contacts,
    who_is_barred,
)
from analysis.winback.incidence import FixEffect, effects_of_fixes, effects_table
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
from analysis.winback.slots import SLOTS
from analysis.winback.snapshot import Snapshot, looked_up, take_snapshot
from analysis.winback.threads import (
    departments,
    followed_share,
    movers,
    single_threaded,
    single_threaded_value,
    stalled_threads,
)
from analysis.winback.touching import cadence, first_purpose, purposes, system_coverage
from analysis.winback.week import (
    PROGRAM,
    CallWeek,
    Terms,
    plan_week,
    read_out_on,
    what_can_be_seen,
)
from analysis.winback.worth import PRIOR, sum_of_worth

__all__ = [
    "BARS",
    "CALL_PURPOSES",
    "COOLING",
    "HELD",
    "HOPED_FOR",
    "ITEMS",
    "LEGAL",
    "PRIOR",
    "PROGRAM",
    "SLOTS",
    "BurnDown",
    "CallWeek",
    "Cure",
    "FixEffect",
    "Fixability",
    "PitchEffect",
    "Snapshot",
    "Terms",
    "blockers",
    "burn_down",
    "cadence",
    "callable_ids",
    "closure_asks",
    "closure_states",
    "conditions_kept",
    "contact_to_ask",
    "cool_off_register",
    "departments",
    "dossiers",
    "effects_of_fixes",
    "effects_table",
    "first_purpose",
    "fixability",
    "fixed_by_code",
    "fixed_since",
    "followed_share",
    "free_contacts",
    "hopium_by_age",
    "hopium_gap",
    "issue_calendar",
    "kept_share",
    "log_completeness",
    "looked_up",
    "movers",
    "never_freed",
    "order_of_fixes",
    "outcomes_of_asking",
    "pitch_effect",
    "plan_week",
    "purposes",
    "read_out_on",
    "rep_adoption",
    "resolved_but_silent",
    "return_after_promises",
    "same_reason_cure",
    "single_threaded",
    "single_threaded_value",
    "stalled_threads",
    "standing_of_reasons",
    "stays_by_age",
    "sum_of_members",
    "sum_of_worth",
    "system_coverage",
    "take_snapshot",
    "team_adoption",
    "violation_share",
    "violations",
    "waterfall",
    "what_can_be_seen",
    "who_blocks",
    "who_is_barred",
    "whom_else_to_ask",
]
