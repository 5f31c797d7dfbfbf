"""Who went quiet, their chance of return, and what the loss costs."""

from analysis.dormancy.answer import DormancyAnswer, LossAnswer, load_dormancy, load_loss
from analysis.dormancy.find import find_dormancy
from analysis.dormancy.loss import cost_of_loss
from analysis.dormancy.purchases import BetaGeometric, ModifiedBetaGeometric
from analysis.dormancy.scores import score_customers
from analysis.dormancy.spending import GammaGamma

__all__ = [
    "BetaGeometric",
    "DormancyAnswer",
    "GammaGamma",
    "LossAnswer",
    "ModifiedBetaGeometric",
    "cost_of_loss",
    "find_dormancy",
    "load_dormancy",
    "load_loss",
    "score_customers",
]
