"""The tables that pass between rooms, as pandera models checked at each wall.

Exports are checked by ``intake``; these are the tables the product itself makes. A failed check is
a bug of ours: ``checked`` names the table, column and rule, never a value.
"""

from __future__ import annotations

from typing import TypeVar, cast

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors
from pandera.typing import DataFrame, Series

from analysis.errors import AnalysisError


class CustomerSummary(pa.DataFrameModel):
    """One row per customer who ever bought, as ``customers`` writes it. Money in report currency.

    An order is an order day: a day with at least one sale. ``n_repeat_orders`` excludes the
    first day. ``days_*`` are whole days at ``as_of``.
    """

    customer_id: Series[str] = pa.Field(unique=True)
    first_order_on: Series[pa.DateTime]
    last_order_on: Series[pa.DateTime]
    days_since_last_order: Series[int] = pa.Field(ge=0)
    days_first_to_last_order: Series[int] = pa.Field(ge=0)
    days_observed: Series[int] = pa.Field(ge=0)
    n_orders: Series[int] = pa.Field(ge=1)
    n_repeat_orders: Series[int] = pa.Field(ge=0)
    spend_total: Series[float]
    spend_mean: Series[float]
    spend_last_12_months: Series[float]
    spend_12_months_before: Series[float]
    mean_gap_days: Series[float] = pa.Field(nullable=True, ge=0)
    median_gap_days: Series[float] = pa.Field(nullable=True, ge=0)
    return_share: Series[float] = pa.Field(ge=0)

    class Config:
        """Extra columns are refused and kinds coerced."""

        strict = True
        coerce = True


class Dormancy(CustomerSummary):
    """The summary with scores, state, own threshold, chances and money at stake.

    ``dormancy_state`` is ``active``, ``slipping``, ``dormant`` or ``one_time``. Scores run 1 (low)
    to 5 (high). ``gap_ratio`` is the silence over the customer's usual gap.
    ``yearly_value_at_stake`` is the yearly spend before the silence times the chance that the
    customer does not return within the horizon; 0 for active customers. ``exit_signature`` (how a
    dormant customer left) and ``rhythm_badge`` (``regular``, ``bursty``) are empty where nothing
    can be said.
    """

    r_score: Series[int] = pa.Field(ge=1, le=5)
    f_score: Series[int] = pa.Field(ge=1, le=5)
    v_score: Series[int] = pa.Field(ge=1, le=5)
    segment: Series[str]
    dormancy_state: Series[str] = pa.Field(isin=["active", "slipping", "dormant", "one_time"])
    own_threshold_days: Series[float] = pa.Field(gt=0)
    gap_ratio: Series[float] = pa.Field(nullable=True, ge=0)
    p_return: Series[float] = pa.Field(ge=0, le=1)
    p_alive: Series[float] = pa.Field(ge=0, le=1)
    expected_spend: Series[float]
    yearly_value_at_stake: Series[float] = pa.Field(ge=0)
    reason_in_words: Series[str]
    exit_signature: Series[str]
    rhythm_badge: Series[str]


class Mentions(pa.DataFrameModel):
    """One row per reason inside a note; every note has at least one. ``text`` is redacted."""

    customer_id: Series[str]
    reason_id: Series[str]
    mention_n: Series[int] = pa.Field(ge=1)
    theme_id: Series[str]
    theme: Series[str]
    score: Series[float] = pa.Field(ge=0, le=1)
    text: Series[str]

    class Config:
        """Extra columns are refused and kinds coerced."""

        strict = True
        coerce = True


class Themes(pa.DataFrameModel):
    """One row per theme. Shares are of customers who gave any statement; several may apply."""

    theme_id: Series[str] = pa.Field(unique=True)
    parent_id: Series[str] = pa.Field(nullable=True)
    theme: Series[str]
    n_customers: Series[int] = pa.Field(ge=0)
    n_mentions: Series[int] = pa.Field(ge=0)
    share: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    low: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    high: Series[float] = pa.Field(nullable=True, ge=0, le=1)
    value: Series[float] = pa.Field(nullable=True)
    keywords: Series[str]
    quote_1: Series[str]
    quote_2: Series[str]
    quote_3: Series[str]

    class Config:
        """Extra columns are refused and kinds coerced."""

        strict = True
        coerce = True


Model = TypeVar("Model", bound=pa.DataFrameModel)


def checked(frame: pd.DataFrame, model: type[Model]) -> DataFrame[Model]:
    """Return the frame once it fits the model, with the model's columns in their order.

    Raises
    ------
    AnalysisError
        When it does not fit; names table, column and rule, never a value.

    Examples
    --------
    >>> checked(pd.DataFrame({"customer_id": ["a"]}), CustomerSummary)
    Traceback (most recent call last):
    ...
    analysis.errors.AnalysisError: The table CustomerSummary breaks a rule of its own...
    """
    try:
        valid = model.validate(frame, lazy=True)
    except (SchemaError, SchemaErrors) as error:
        raise AnalysisError(
            f"The table {model.__name__} breaks a rule of its own ({_broken(error)})",
            "a table as analysis.tables describes it",
            "this is a bug of whyleft; please report it with this message",
            code="table_check",
        ) from None
    return cast("DataFrame[Model]", valid[list(model.to_schema().columns)])


def _broken(error: SchemaError | SchemaErrors) -> str:
    if isinstance(error, SchemaErrors):
        cases = error.failure_cases
        found = zip(cases["column"], cases["check"], strict=True)
        pairs = sorted({(str(column), str(check)) for column, check in found})
        return "; ".join(f"{column}: {check}" for column, check in pairs[:5])
    return type(error).__name__
