"""The command that scores the chances of return on what came after a day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analysis.customers import load_order_days, summarise_customers
from analysis.dormancy.backtest import OURS, Backtest, backtest
from analysis.errors import InputRefused
from analysis.steps.checking import check_transactions, said_of, snapshot_of
from analysis.steps.files import settings_for
from analysis.steps.job import Exports, paths_of, read_date
from analysis.steps.writing import prepare_file, put_whole, scratch, write_table

_NAMES = {
    "days_since_last_order": "days since last order",
    "rfv_score": "R + F + V score",
    OURS: "p_return (whyleft)",
}


def run_backtest(
    exports: Exports, *, split: str, out: Path | None = None,
    horizon_days: int | None = None, columns: str | None = None, settings: str | None = None,
) -> Backtest:  # fmt: skip
    r"""Predict from before the split, score on what came after it, and write the predictions.

    Parameters
    ----------
    split
        YYYY-MM-DD; orders on that day are known.
    out
        Where each customer's chances go, ``.parquet`` or ``.csv``.

    Raises
    ------
    InputRefused
        When the exports cannot be read, or do not reach from the split to the end of the horizon.

    Examples
    --------
    >>> import tempfile
    >>> orders = Path(tempfile.mkdtemp()) / "orders.csv"
    >>> _ = orders.write_text("customer_id,ordered_on,amount\na,2024-01-31,5.00\n"
    ...                       "b,2024-01-15,5.00\na,2024-05-31,5.00\n", encoding="utf-8")
    >>> found = run_backtest([str(orders)], split="2024-02-29", horizon_days=92)
    >>> found.predictions["returned"].tolist()
    [True, False]
    """
    paths = paths_of(exports)
    chosen = settings_for(paths, settings, horizon_days)
    day = read_date(split, "--split")
    if day is None:
        raise InputRefused(
            "--split is empty", "a day such as 2024-06-30", "give the split day", code="bad_date"
        )
    if out is not None:
        prepare_file(out, paths)
    with scratch(chosen.memory_limit) as workspace:
        intake = check_transactions(paths, workspace, as_of=None, columns=columns)
        end = snapshot_of(intake)
        summary = summarise_customers(workspace, as_of=end)
        orders = load_order_days(workspace, summary)
        assert orders is not None  # the summary was just made from lines
        found = backtest(
            orders.counted(),
            summary["customer_id"],
            split=day,
            horizon_days=chosen.horizon_days,
            end=end,
        )
        if out is not None:
            put_whole(out, lambda draft: write_table(found.predictions, draft, workspace))
    return replace(found, doubts=said_of(intake.receipts["transactions"]))


def backtest_in_words(found: Backtest) -> str:
    """Return a back-test as lines for a terminal.

    Examples
    --------
    >>> from analysis.dormancy.chances import Chances
    >>> from datetime import date
    >>> import numpy as np, pandas as pd
    >>> methods = pd.DataFrame({"method": ["p_return"], "auc": [0.77], "brier": [0.16],
    ...     "ece": [0.02], "lift_top_decile": [2.7], "n": [100], "base_rate": [0.3]})
    >>> none = pd.DataFrame()
    >>> chances = Chances(np.zeros(0), np.zeros(0), alone="only 2 customers")
    >>> print(backtest_in_words(Backtest(date(2024, 6, 30), 182, methods, none, none, none,
    ...                                  chances)))
    100 customers known on 2024-06-30; 30% ordered within the 182 days after it.
    method                    AUC  Brier    ECE  top tenth
    p_return (whyleft)      0.770 0.1600 0.0200      2.70x
    p_return rests on the purchase models alone: only 2 customers.
    """
    n, base = int(found.methods["n"].iloc[0]), float(found.methods["base_rate"].iloc[0])
    lines = [
        f"{n:,} customers known on {found.split}; {base:.0%} ordered within the "
        f"{found.horizon_days} days after it.",
        f"{'method':<23} {'AUC':>5} {'Brier':>6} {'ECE':>6} {'top tenth':>10}",
    ]
    for row in found.methods.itertuples(index=False):
        name = _NAMES.get(row.method, row.method)
        level = [f"{value:.4f}" if value == value else "-" for value in (row.brier, row.ece)]
        lines.append(
            f"{name:<23} {row.auc:>5.3f} {level[0]:>6} {level[1]:>6} "
            f"{f'{row.lift_top_decile:.2f}x':>10}"
        )
    if found.chances.alone:
        lines.append(f"p_return rests on the purchase models alone: {found.chances.alone}.")
    lines += [f"- {doubt}" for doubt in found.doubts]
    return "\n".join(lines)
