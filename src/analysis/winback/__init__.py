"""What is fixed, who was told, and who is closed, cooling off or only hoped for.

``snapshot`` holds everything known on one day; the other files are plain functions over it.
"""

from analysis.winback.adoption import rep_adoption, team_adoption
from analysis.winback.arms import arms_table, pairs_of_arms, people_of_arms
from analysis.winback.asking import closure_asks, outcomes_of_asking, stays_by_age
from analysis.winback.assigned import people_of_trials
from analysis.winback.attempts import (
    attempts_in_order,
    followed_by_mail,
    persistence,
    stop_after,
    times_and_channels,
)
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
from analysis.winback.compared import Comparison, compare_programmes, league
from analysis.winback.desks import reps_away
from analysis.winback.dossier import ITEMS, dossiers
from analysis.winback.eligible import (
    BARS,
    COOLING,
    LEGAL,
    callable_ids,
    contact_to_ask,
    free_contacts,
    who_is_barred,
)
from analysis.winback.harm import harm_of_touches, one_touch_share, return_after_harm
from analysis.winback.incidence import effects_of_fixes, effects_table
from analysis.winback.lift import classes_on, classes_today, lift_by_class, questions_of_lift
from analysis.winback.news import fixed_by_code, fixed_since, resolved_but_silent, whom_else_to_ask
from analysis.winback.offers import bounties, value_of_offers
from analysis.winback.pooled import people_of_pool, weighted_to_called
from analysis.winback.promises import (
    conditions_kept,
    fixability,
    kept_share,
    log_completeness,
    return_after_promises,
)
from analysis.winback.rates import sum_of_members
from analysis.winback.register import issue_calendar, match_issues, standing_of_reasons
from analysis.winback.selling import (
    PitchEffect,
    pitch_effect,
    same_reason_cure,
    violation_share,
    violations,
)
from analysis.winback.slots import SLOTS
from analysis.winback.snapshot import Snapshot, looked_up, plain_code, take_snapshot
from analysis.winback.threads import (
    departments,
    followed_share,
    movers,
    single_threaded,
    single_threaded_value,
    stalled_threads,
)
from analysis.winback.touching import cadence, first_purpose, purposes, system_coverage
from analysis.winback.trials import Trial, read_together, read_trials, return_curves
from analysis.winback.week import PROGRAM, CallWeek, Terms, plan_week, read_out_on, what_can_be_seen
from analysis.winback.worth import PRIOR, sum_of_worth

__all__ = [
    "BARS", "CALL_PURPOSES", "COOLING", "HOPED_FOR", "ITEMS", "LEGAL", "PRIOR", "PROGRAM", "SLOTS",
    "BurnDown", "CallWeek", "Comparison", "PitchEffect", "Snapshot", "Terms", "Trial", "arms_table",
    "attempts_in_order", "bounties", "burn_down", "cadence", "callable_ids", "classes_on",
    "classes_today", "closure_asks", "closure_states", "compare_programmes", "conditions_kept",
    "contact_to_ask", "cool_off_register", "departments", "dossiers", "effects_of_fixes",
    "effects_table", "first_purpose", "fixability", "fixed_by_code", "fixed_since",
    "followed_by_mail", "followed_share", "free_contacts", "harm_of_touches", "hopium_by_age",
    "hopium_gap", "issue_calendar", "kept_share", "league", "lift_by_class", "log_completeness",
    "looked_up", "match_issues", "movers", "one_touch_share", "outcomes_of_asking", "pairs_of_arms",
    "people_of_arms", "people_of_pool", "people_of_trials", "persistence", "pitch_effect",
    "plain_code", "plan_week", "purposes", "questions_of_lift", "read_out_on", "read_together",
    "read_trials", "rep_adoption", "reps_away", "resolved_but_silent", "return_after_harm",
    "return_after_promises", "return_curves", "same_reason_cure", "single_threaded",
    "single_threaded_value", "stalled_threads", "standing_of_reasons", "stays_by_age", "stop_after",
    "sum_of_members", "sum_of_worth", "system_coverage", "take_snapshot", "team_adoption",
    "times_and_channels", "value_of_offers", "violation_share", "violations", "waterfall",
    "weighted_to_called", "what_can_be_seen", "who_is_barred", "whom_else_to_ask",
]  # fmt: skip
