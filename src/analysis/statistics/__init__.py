"""Pure statistics: shares, differences, sums and survival, each with its interval.

The unit is the customer, never the mention: with 30 % heavy complainers an interval on mentions
covers the true customer share in 4 % of simulations, one on customers in 95 %.
"""

from analysis.statistics.comparing import (
    balance_p_value,
    customers_needed,
    holm_adjusted,
    ratio_of_shares,
    shrunk_estimates,
    standard_error,
    two_sided,
    unseen_strength,
)
from analysis.statistics.resampling import (
    FEWEST_RESAMPLED,
    bootstrap_bounds,
    bootstrap_interval,
    difference_of_means,
    money_share_with_bootstrap_interval,
    money_shares_with_bootstrap_intervals,
)
from analysis.statistics.shares import (
    Z95,
    Flags,
    Floats,
    Ints,
    careful_difference_of_shares,
    difference_of_shares,
    difference_within_strata,
    flagged_by_false_discovery_rate,
    newcombe_bounds,
    poisson_bounds,
    same_partition,
    share_with_wilson_interval,
    smallest_difference,
    wilson_bounds,
)
from analysis.statistics.survival import cumulative_incidence, kaplan_meier

__all__ = [
    "FEWEST_RESAMPLED", "Z95", "Flags", "Floats", "Ints", "balance_p_value", "bootstrap_bounds",
    "bootstrap_interval", "careful_difference_of_shares", "cumulative_incidence",
    "customers_needed", "difference_of_means", "difference_of_shares", "difference_within_strata",
    "flagged_by_false_discovery_rate", "holm_adjusted", "kaplan_meier",
    "money_share_with_bootstrap_interval", "money_shares_with_bootstrap_intervals",
    "newcombe_bounds", "poisson_bounds", "ratio_of_shares", "same_partition",
    "share_with_wilson_interval", "shrunk_estimates", "smallest_difference", "standard_error",
    "two_sided", "unseen_strength", "wilson_bounds",
]  # fmt: skip
