"""Who went quiet, their chance of return, and what the loss costs."""

from analysis.dormancy.answer import DormancyAnswer, LossAnswer, ReturnAnswer
from analysis.dormancy.bootstrap import (
    Refits,
    estimate_of,
    predicted_share,
    predicted_sum,
    refit_on_draws,
)
from analysis.dormancy.find import find_dormancy
from analysis.dormancy.histories import Histories
from analysis.dormancy.loss import cost_of_loss
from analysis.dormancy.natural import tell_natural_return
from analysis.dormancy.pareto import ParetoGamma
from analysis.dormancy.purchases import BetaGeometric, ModifiedBetaGeometric
from analysis.dormancy.regular import RegularBetaGeometric, regularity
from analysis.dormancy.spending import GammaGamma
from analysis.dormancy.value import (
    ResidualValue,
    SecondLifetime,
    discounted_expected_orders,
    residual_value,
    second_lifetime,
)

__all__ = [
    "BetaGeometric", "DormancyAnswer", "GammaGamma", "Histories", "LossAnswer",
    "ModifiedBetaGeometric", "ParetoGamma", "Refits", "RegularBetaGeometric", "ResidualValue",
    "ReturnAnswer", "SecondLifetime", "cost_of_loss", "discounted_expected_orders", "estimate_of",
    "find_dormancy", "predicted_share", "predicted_sum", "refit_on_draws", "regularity",
    "residual_value", "second_lifetime", "tell_natural_return",
]  # fmt: skip
