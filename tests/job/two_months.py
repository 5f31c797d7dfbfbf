"""A company with two months of exports, and the reports made of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis import steps
from analysis.report import ReportFacts
from analysis.report.build import report_files
from analysis.steps.job import Job
from analysis.steps.secondmonth import Changes

FIRST, SECOND = "2024-10-31", "2024-11-30"
NOTES = {
    "delivery": "the van came late again and the goods were missing",
    "price": "your prices are far too high for us now",
    "billing": "the invoice was wrong and nobody corrected it",
    "range": "you no longer stock the boxes that we need",
    "app": "the new ordering app crashes all the time",
}


def tell_stories() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders and statements of 240 customers until the second month; every third one stops."""
    rng = np.random.default_rng(5)
    orders, said = [], []
    for number in range(240):
        customer, gap = f"c{number:03}", int(rng.integers(12, 30))
        days = pd.Timestamp("2023-01-01") + pd.to_timedelta(
            np.cumsum(rng.integers(gap - 4, gap + 5, 60)), unit="D"
        )
        end = pd.Timestamp(SECOND)
        if number % 3 == 0:
            end = pd.Timestamp("2023-09-01") + pd.Timedelta(days=int(number * 1.9))
        amounts = rng.uniform(50, 90, len(days)).round(2)
        orders += [row for row in zip([customer] * 60, days, amounts, strict=True) if row[1] <= end]
        stated = end + pd.Timedelta(days=20)
        if number % 3 == 0 and stated <= pd.Timestamp(FIRST):
            said.append((customer, stated, ["delivery", "price", "billing", "range"][number % 4]))
    late = pd.date_range("2024-11-02", SECOND, periods=60).normalize()
    codes = ["price", "app", "billing", "range"]  # nobody names delivery any more: it is fixed
    said += [(f"c{n:03}", day, codes[n % 4]) for n, day in enumerate(late)]
    early = pd.date_range("2023-12-01", FIRST, periods=120).normalize()
    codes = ["delivery", "price", "billing", "range"]
    codes = [codes[n % 4] for n in range(111)] + ["app"] * 9  # just known when the book is made
    said += [(f"c{100 + n:03}", day, codes[n]) for n, day in enumerate(early)]
    reasons = pd.DataFrame(said, columns=["customer_id", "stated_on", "code"])
    reasons["note"] = reasons["code"].map(NOTES)
    reasons["reason_id"] = [f"S{n:04}" for n in range(len(reasons))]
    table = pd.DataFrame(orders, columns=["customer_id", "ordered_on", "amount"])
    return table.assign(order_id=[f"O{n:05}" for n in range(len(table))]), reasons


class Company:
    """A company's folder of exports, settings and reports."""

    def __init__(self, home: Path) -> None:
        self.home, self.exports = home, home / "exports"
        self.orders, self.reasons = tell_stories()

    def export(self, until: str, *, settings: str = "", **changed: pd.DataFrame) -> None:
        shutil.rmtree(self.exports, ignore_errors=True)
        self.exports.mkdir(parents=True)
        orders, said = changed.get("orders", self.orders), changed.get("reasons", self.reasons)
        orders = orders[orders["ordered_on"] <= until]
        orders.to_csv(self.exports / "transactions.csv", index=False)
        said[said["stated_on"] <= until].to_csv(self.exports / "reasons.csv", index=False)
        (self.exports / "whyleft.toml").write_text(f'company = "Acme"\n{settings}', "utf-8")

    def job(self, as_of: str) -> Job:
        home = str(self.home / "reports" / ".whyleft")
        return steps.open_job([str(self.exports)], as_of=as_of, workspace=home)

    def report(self, as_of: str, name: str, previous: str = "") -> Path:
        """Write the report's files as the job does, without its notebooks."""
        job = self.job(as_of)
        steps.summarise(job, previous=previous)
        facts = ReportFacts(**vars(steps.collect_facts(job, previous=previous)))
        page = new_notebook(cells=[new_markdown_cell("# Who left?")])
        files = report_files({"00_summary": page}, facts=facts, parameters={})
        for file, content in files.items():
            path = self.home / "reports" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return self.home / "reports" / name

    def changes(self, previous: Path) -> Changes:
        return steps.summarise(self.job(SECOND), previous=str(previous)).changes
