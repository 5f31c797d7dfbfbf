"""Pictures, tables and words for notebooks and reports; none of them computes or saves."""

from analysis.plots.agreement import figure_of_agreement, table_of_competitors
from analysis.plots.attempts import figure_of_persistence, table_of_harm, table_of_times
from analysis.plots.blocks import (
    Block,
    answer_in_a_sentence,
    decision,
    doubts_in_words,
    paragraph,
    table,
    table_of_decisions,
    tiles,
    tiles_of,
)
from analysis.plots.calls import (
    figure_of_left_out,
    table_of_call_lists,
    table_of_calls,
    table_of_dossiers,
)
from analysis.plots.changes import what_changed
from analysis.plots.closure import (
    figure_of_cadence,
    figure_of_closure,
    figure_of_hopium_age,
    table_of_asking,
    table_of_cool_off,
    table_of_coverage_of_dormant,
    table_of_pace,
    table_of_stays,
)
from analysis.plots.contact import (
    table_of_adoption,
    table_of_departments,
    table_of_first_touch,
    table_of_movers,
    table_of_threads,
)
from analysis.plots.coverage import figure_of_branches, figure_of_months, table_of_branches
from analysis.plots.dormancy import (
    figure_of_natural_return,
    figure_of_return_curve,
    figure_of_rfv_grid,
    figure_of_states,
    table_of_rules,
    table_of_segments,
)
from analysis.plots.fixes import (
    figure_of_fix_effects,
    figure_of_fixability,
    figure_of_issue_calendar,
    table_of_fixed_not_told,
    table_of_next_fixes,
)
from analysis.plots.gaps import table_of_conflicts, table_of_missed, table_of_new_themes
from analysis.plots.health import (
    table_of_census,
    table_of_events,
    table_of_health,
    table_of_nobody,
    table_of_questions,
    table_of_repeats,
    table_of_rows_set_aside,
    table_of_warnings,
)
from analysis.plots.honest import figure_of_honest_shares, figure_of_talks, figure_of_tellers
from analysis.plots.loss import (
    figure_of_concentration,
    figure_of_counted_on,
    figure_of_loss_by_quarter,
    figure_of_waterfall,
    table_of_largest,
    table_of_loss_by_group,
)
from analysis.plots.movements import (
    figure_of_movements,
    table_of_exit_signatures,
    table_of_rule_check,
    table_of_signals,
)
from analysis.plots.offers import table_of_bounties, table_of_offers
from analysis.plots.outreach import (
    figure_of_calling,
    figure_of_lift,
    table_of_arms,
    table_of_comparisons,
    table_of_lift_questions,
    table_of_next_test,
    table_of_trials,
)
from analysis.plots.overtime import figure_of_causes, figure_of_incidence, table_of_emerging
from analysis.plots.patterns import (
    figure_of_patterns,
    figure_of_traps,
    table_of_costs,
    table_of_exposed,
    table_of_flags,
    table_of_who_why_money,
)
from analysis.plots.picture import Picture
from analysis.plots.reasons import (
    figure_of_bounds,
    figure_of_coverage,
    figure_of_reasons,
    figure_of_reasons_by_money,
    figure_of_sources,
)
from analysis.plots.register import (
    table_of_conditions,
    table_of_lists,
    table_of_log,
    table_of_selling,
)
from analysis.plots.returning import (
    figure_of_second_lives,
    figure_of_waiting,
    table_of_factors,
    table_of_past_forecasts,
)
from analysis.plots.themes import table_of_approved_quotes, table_of_quotes, table_of_themes
from analysis.tile import Tile

__all__ = [
    "Block", "Picture", "Tile", "answer_in_a_sentence", "decision", "doubts_in_words",
    "figure_of_agreement", "figure_of_bounds", "figure_of_branches", "figure_of_cadence",
    "figure_of_calling", "figure_of_causes", "figure_of_closure", "figure_of_concentration",
    "figure_of_counted_on", "figure_of_coverage", "figure_of_fix_effects", "figure_of_fixability",
    "figure_of_honest_shares", "figure_of_hopium_age", "figure_of_incidence",
    "figure_of_issue_calendar", "figure_of_left_out", "figure_of_lift", "figure_of_loss_by_quarter",
    "figure_of_months", "figure_of_movements", "figure_of_natural_return", "figure_of_patterns",
    "figure_of_persistence", "figure_of_reasons", "figure_of_reasons_by_money",
    "figure_of_return_curve", "figure_of_rfv_grid", "figure_of_second_lives", "figure_of_sources",
    "figure_of_states", "figure_of_talks", "figure_of_tellers", "figure_of_traps",
    "figure_of_waiting", "figure_of_waterfall", "paragraph", "table", "table_of_adoption",
    "table_of_approved_quotes", "table_of_arms", "table_of_asking", "table_of_bounties",
    "table_of_branches", "table_of_call_lists", "table_of_calls", "table_of_census",
    "table_of_comparisons", "table_of_competitors", "table_of_conditions", "table_of_conflicts",
    "table_of_cool_off", "table_of_costs", "table_of_coverage_of_dormant", "table_of_decisions",
    "table_of_departments", "table_of_dossiers", "table_of_emerging", "table_of_events",
    "table_of_exit_signatures", "table_of_exposed", "table_of_factors", "table_of_first_touch",
    "table_of_fixed_not_told", "table_of_flags", "table_of_harm", "table_of_health",
    "table_of_largest", "table_of_lift_questions", "table_of_lists", "table_of_log",
    "table_of_loss_by_group", "table_of_missed", "table_of_movers", "table_of_new_themes",
    "table_of_next_fixes", "table_of_next_test", "table_of_nobody", "table_of_offers",
    "table_of_pace", "table_of_past_forecasts", "table_of_questions", "table_of_quotes",
    "table_of_repeats", "table_of_rows_set_aside", "table_of_rule_check", "table_of_rules",
    "table_of_segments", "table_of_selling", "table_of_signals", "table_of_stays",
    "table_of_themes", "table_of_threads", "table_of_times", "table_of_trials", "table_of_warnings",
    "table_of_who_why_money", "tiles", "tiles_of", "what_changed",
]  # fmt: skip
