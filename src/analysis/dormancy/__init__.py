"""Who went quiet, their chance of return, and what the loss costs."""

from analysis.dormancy.answer import DormancyAnswer, LossAnswer, ReturnAnswer
from analysis.dormancy.find import find_dormancy
from analysis.dormancy.histories import Histories
from analysis.dormancy.loss import cost_of_loss
from analysis.dormancy.natural import tell_natural_return
from analysis.dormancy.pareto import ParetoGamma
from analysis.dormancy.purchases import BetaGeometric, ModifiedBetaGeometric
from analysis.dormancy.regular import RegularBetaGeometric
from analysis.dormancy.spending import GammaGamma

__all__ = [
    "BetaGeometric",
    "DormancyAnswer",
    "GammaGamma",
    "Histories",
    "LossAnswer",
    "ModifiedBetaGeometric",
    "ParetoGamma",
    "RegularBetaGeometric",
    "ReturnAnswer",
    "cost_of_loss",
    "find_dormancy",
    "tell_natural_return",
]
