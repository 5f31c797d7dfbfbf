"""Whether an export can be trusted, in words: the sentence, its numbers and the doubts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import pandas as pd

from analysis.doubts.severity import SEVERITIES
from analysis.errors import counted
from analysis.intake.health import Health
from analysis.results import Estimate, Finding, in_words
from analysis.tile import Tile

Numbers = dict[str, Estimate]


def say_health(
    health: Health, as_of: date, *, given: bool, despite: Collection[str] = ()
) -> Finding:
    """Return what a leader can repeat about an export, and what to doubt.

    Parameters
    ----------
    health
        The tables of the page.
    as_of
        Snapshot date.
    given
        Whether the analyst stated it.
    despite
        Findings that void the conclusions and despite which the run goes on.
    """
    numbers = {
        **_of_rows(health), **_of_time(health), **_of_lines(health), **_of_people(health),
    }  # fmt: skip
    missing = tuple(health.card.loc[health.card["state"].str.startswith("missing"), "table"])
    doubts = [*_despite(health, despite), *unread_in_words(health)]
    doubts += [*_doubts_of_time(health, numbers), *_doubts_of_rows(numbers)]
    if not given:
        doubts.insert(0, f"No --as-of was given; {as_of.isoformat()} is the last date in the data.")
    if missing:
        doubts.append(f"Absent: {', '.join(missing)}. The first table says what they answer.")
    return Finding(_sentence(numbers, as_of, _last_month(health)), numbers, tuple(doubts), missing)


def void_in_words(health: Health) -> str:
    """Return what voids every number about silence, in the words of the warnings; mostly empty.

    Only a run that goes on ``proceed_despite`` it has pages that need to say so.

    Parameters
    ----------
    health
        The tables of the page on the export; ``warnings`` is read.
    """
    void = health.warnings[health.warnings["severity"] == SEVERITIES[0]]
    return " ".join(void["message"])


def unread_in_words(health: Health) -> tuple[str, ...]:
    """Return what many rows of a table could not be read for; mostly nothing.

    Parameters
    ----------
    health
        The tables of the page on the export; ``warnings`` is read.
    """
    return tuple(health.warnings.loc[health.warnings["code"] == "many_unread", "message"])


def tiles_of_health(finding: Finding) -> tuple[Tile, ...]:
    """Return the four numbers of the first screen.

    Examples
    --------
    >>> told = Finding("x", {"rows_good_share": Estimate.exact(0.5, 10, "counted", "share")})
    >>> [tile.label for tile in tiles_of_health(told)]
    ['Rows that can be used']
    """
    wanted = {
        "rows_good_share": ("Rows that can be used", "rows in"),
        "months_covered": ("Months with records", "months from the first to the last"),
        "n_ever_bought": ("Customers who ever bought", "customers in the transactions"),
        "questions_answered": ("Questions answered", "questions"),
    }
    return tuple(
        Tile(label, finding.numbers[name], remark)
        for name, (label, remark) in wanted.items()
        if name in finding.numbers
    )


def _of_rows(health: Health) -> Numbers:
    card = health.card
    n_in, n_good = int(card["rows_in"].sum()), int(card["rows_good"].sum())
    n_void = int((health.warnings["severity"] == SEVERITIES[0]).sum())
    answered = int((health.ladder["answered"] == "yes").sum())
    warned = int(card["state"].str.contains("warning").sum())
    return {
        "rows_in": Estimate.exact(n_in, n_in, "counted"),
        "rows_good": Estimate.exact(n_good, n_in, "counted"),
        "rows_good_share": Estimate.exact(n_good / max(n_in, 1), n_in, "counted", "share"),
        "rows_set_aside": Estimate.exact(int(card["rows_set_aside"].sum()), n_in, "counted"),
        "rows_blank": Estimate.exact(int(card["rows_blank"].sum()), n_in, "counted"),
        "void_findings": Estimate.exact(n_void, len(health.warnings), "of kinds of warnings"),
        "tables_with_warnings": Estimate.exact(warned, len(card), "of tables"),
        "questions_answered": Estimate.exact(answered, len(health.ladder), "of questions"),
    }


def _clock(health: Health) -> pd.DataFrame:
    """Return the months of the transactions; of all tables where there are none."""
    months = health.months
    sold = months[months["table"] == "transactions"]
    return sold if len(sold) else months


def _of_time(health: Health) -> Numbers:
    clock = _clock(health)
    n_months = int(clock["month"].nunique())
    n_full = int(clock.loc[clock["n_rows"] > 0, "month"].nunique())
    n_gaps = int((clock["mark"] == "gap").sum())
    numbers = {
        "months_covered": Estimate.exact(n_full, n_months, "months with records"),
        "months_with_gap": Estimate.exact(n_gaps, n_months, "under a fifth of the median month"),
    }
    cut = clock[(clock["mark"] == "cut_off") & (clock["month"] == clock["month"].max())]
    if len(cut) == 1 and pd.notna(cut["expected"].iloc[0]):
        n_rows, n_usual = int(cut["n_rows"].iloc[0]), round(float(cut["expected"].iloc[0]))
        numbers["rows_in_last_month"] = Estimate.exact(n_rows, n_rows, "counted")
        numbers["rows_expected_in_last_month"] = Estimate.exact(
            n_usual, n_months, "median month times the share of the month that is covered"
        )
    silent = health.branches["silent_days"].notna().sum() if len(health.branches) else 0
    if len(health.branches):
        numbers["branches_with_silence"] = Estimate.exact(
            int(silent), len(health.branches), "of branches"
        )
    return numbers


def _of_lines(health: Health) -> Numbers:
    events = health.events
    if events.empty:
        return {}
    n_in = int(events["n_rows"].sum())
    nobody = health.nobody[health.nobody["table"] == "transactions"]
    repeated = health.repeats[health.repeats["table"] == "transactions"]
    n_nobody, n_repeated = int(nobody["n_rows"].sum()), int(repeated["n_rows"].sum())
    n_lines, n_known = health.margins
    found = {
        "lines_of_activity": Estimate.exact(int(events["n_activity"].sum()), n_in, "counted"),
        "lines_of_money_only": Estimate.exact(int(events["n_money"].sum()), n_in, "counted"),
        "lines_repeated": Estimate.exact(n_repeated, n_in, "counted"),
        "rows_without_customer": Estimate.exact(n_nobody, n_in, "counted"),
        "rows_without_customer_share": Estimate.exact(n_nobody / n_in, n_in, "counted", "share"),
        "money_without_customer": Estimate.exact(
            float(nobody["amount"].sum()), n_nobody, "sum of their amounts", "money"
        ),
    }
    if n_lines:
        found["lines_with_margin_share"] = Estimate.exact(
            n_known / n_lines, n_lines, "of lines with an amount above 0", "share"
        )
    return found


def _of_people(health: Health) -> Numbers:
    census = health.census
    if census.empty:
        return {}
    first = census.iloc[0]
    numbers = {
        "n_ever_bought": Estimate.exact(int(first["n_customers"]), int(first["n_of"]), "counted")
    }
    for row in census.itertuples():
        if str(row.group).startswith("bought, and have a reason") and row.n_of:
            numbers["buyers_with_reason_share"] = Estimate.exact(
                float(row.share), int(row.n_of), "of customers who ever bought", "share"
            )
    return numbers


def _last_month(health: Health) -> date | None:
    """Return the first day of the last month that has a row; None without any."""
    clock = _clock(health)
    last = clock.loc[clock["n_rows"] > 0, "month"].max()
    return None if pd.isna(last) else pd.Timestamp(last).date()


def _sentence(numbers: Numbers, as_of: date, last: date | None) -> str:
    day = f"**{as_of.day} {as_of:%B %Y}**"
    share, n_in = numbers["rows_good_share"].value or 0.0, numbers["rows_in"].value or 0
    n_months, n_aside = numbers["months_covered"].value, numbers["rows_set_aside"].value
    used = f"{in_words(share, 'share')}"
    if last is not None and (last.year, last.month) < (as_of.year, as_of.month):
        day = f"**{last:%B %Y}**, with no row from then to the snapshot date, {day}"
    void = numbers["void_findings"].value
    start = f"**{used}** of"
    if void:
        start = f"**Draw no conclusion yet**: what is found below voids it. {used} of"
    return (
        f"{start} {n_in:,} rows can be used; they cover {counted(int(n_months or 0), 'month')} "
        f"up to {day}, and "
        f"{n_aside:,.0f} {'row is' if n_aside == 1 else 'rows are'} set aside."
    )


def _despite(health: Health, despite: Collection[str]) -> Iterator[str]:
    void = health.warnings[health.warnings["severity"] == SEVERITIES[0]]
    for code in void["code"]:
        known = code in despite
        yield (
            f"The settings go on despite {code}: every number about silence on the next pages is "
            "void unless somebody knows why the export is so."
            if known
            else f"No other page is made until {code} is put right, or whyleft.toml says "
            f'proceed_despite = ["{code}"].'
        )


def _doubts_of_time(health: Health, numbers: Numbers) -> Iterator[str]:
    usual = numbers.get("rows_expected_in_last_month")
    if usual is not None and usual.value is not None:
        last = _clock(health)["month"].max()
        n_rows = numbers["rows_in_last_month"].value or 0
        low = n_rows < usual.value / 2
        yield (
            f"{last:%B %Y} is covered in part: {n_rows:,.0f} rows, where a usual month has "
            f"{usual.value:,.0f} by then. "
            + ("Even for that part they are few." if low else "Its low bar is no fall.")
        )
    n_gaps = numbers["months_with_gap"].value
    if n_gaps:
        yield f"{n_gaps:,.0f} months have few rows or none: a silence over them is not trusted."
    alone = numbers.get("branches_with_silence")
    if alone is not None and alone.value:
        yield (
            f"{alone.value:,.0f} of {alone.n:,} branches have days without a row while the others "
            "went on: their customers may look silent."
        )


def _doubts_of_rows(numbers: Numbers) -> Iterator[str]:
    nobody = numbers.get("rows_without_customer")
    if nobody is not None and nobody.value:
        share = numbers["rows_without_customer_share"].value or 0.0
        money = numbers["money_without_customer"].value or 0.0
        yield (
            f"{nobody.value:,.0f} rows ({in_words(share, 'share')} of the transactions) with "
            f"{in_words(money, 'money')} in amount belong to no known customer: whoever bought "
            "there may look silent."
        )
    margin = numbers.get("lines_with_margin_share")
    if margin is not None and not margin.value:
        yield f"None of {margin.n:,} lines above 0 carries a margin: profit rests on a default."
    elif margin is not None and margin.value is not None and margin.value < 1:
        yield (
            f"{in_words(margin.value, 'share')} of {margin.n:,} lines above 0 carry a margin, "
            "which stands in for the others: profit rests on it."
        )
    warned = numbers["tables_with_warnings"]
    if warned.value:
        yield f"{warned.value:,.0f} of {warned.n} tables carry warnings: read them first."
