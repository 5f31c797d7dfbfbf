"""One row per customer: hand-made lines with answers by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.customers import summarise_customers, surviving_ids, write_summary
from analysis.customers.queries import rhythm_class_sql
from analysis.dormancy.rhythm import rhythm_class
from analysis.engine import Engine
from analysis.errors import InputRefused
from analysis.workspace import Workspace

AS_OF = date(2024, 12, 31)


def workspace_with(folder: Path, lines: list[tuple], **tables: pd.DataFrame) -> Workspace:
    """A workspace whose transactions are (customer, day, amount, line type) in canonical kinds."""
    workspace = Workspace(folder)
    frame = pd.DataFrame(lines, columns=["customer_id", "ordered_on", "amount", "line_type"])
    frame["line_type"] = frame["line_type"].astype("str").where(frame["line_type"].notna(), None)
    frame["customer_id"] = frame["customer_id"].astype("str")
    with workspace.engine() as engine, engine.seen_as("lines", frame):
        engine.write_parquet(
            "SELECT customer_id, ordered_on::DATE AS ordered_on, "
            "amount::DECIMAL(18, 4) AS amount, line_type::VARCHAR AS line_type "
            "FROM lines ORDER BY ALL",
            workspace.parquet("transactions"),
        )
    for name, table in tables.items():
        workspace.save(name, table)
    return workspace


def summary_of(folder: Path, lines: list[tuple], **tables: pd.DataFrame) -> pd.DataFrame:
    workspace = workspace_with(folder, lines, **tables)
    return summarise_customers(workspace, as_of=AS_OF).set_index("customer_id")


def test_five_orders_by_hand(tmp_path):
    days = ["2024-01-01", "2024-01-11", "2024-01-31", "2024-03-01", "2024-12-01"]
    found = summary_of(tmp_path, [("a", day, 10.0, None) for day in days]).loc["a"]
    assert str(found["first_order_on"].date()) == "2024-01-01"
    assert str(found["last_order_on"].date()) == "2024-12-01"
    assert found["days_since_last_order"] == 30
    assert found["days_first_to_last_order"] == 335  # 2024 is a leap year
    assert found["days_observed"] == 365
    assert (found["n_orders"], found["n_repeat_orders"]) == (5, 4)
    assert (found["spend_total"], found["spend_mean"]) == (50.0, 10.0)
    assert found["mean_gap_days"] == pytest.approx(335 / 4)
    assert found["median_gap_days"] == pytest.approx(25.0)  # gaps 10, 20, 30, 275
    assert found["return_share"] == 0.0


def test_returns_lower_money_and_are_no_activity(tmp_path):
    lines = [
        ("a", "2024-01-01", 100.0, "sale"),
        ("a", "2024-02-01", -30.0, "return"),
        ("a", "2024-03-01", 20.0, "credit"),  # written with a plus sign, lowers money all the same
        ("a", "2024-04-01", 0.0, "sale"),
        ("a", "2024-05-01", 70.0, "cancel"),  # never became money
        ("a", "2024-06-01", 5.0, "fee"),
        ("b", "2024-01-01", -10.0, None),
    ]
    found = summary_of(tmp_path, lines)
    assert list(found.index) == ["a"]
    assert found.loc["a", "n_orders"] == 1
    assert str(found.loc["a", "last_order_on"].date()) == "2024-01-01"
    assert found.loc["a", "spend_total"] == 55.0  # 100 - 30 - 20 + 5
    assert found.loc["a", "spend_mean"] == 100.0
    assert found.loc["a", "return_share"] == 0.5


def test_unknown_line_type_with_a_positive_amount_is_a_sale(tmp_path):
    found = summary_of(tmp_path, [("a", "2024-01-01", 9.0, "unknown")])
    assert found.loc["a", "n_orders"] == 1


def test_windows_end_with_as_of_and_hold_365_days(tmp_path):
    lines = [
        ("a", "2024-12-31", 1.0, None),
        ("a", "2024-01-02", 2.0, None),  # 364 days before as_of: the oldest day of the window
        ("a", "2024-01-01", 4.0, None),  # 365 days before
        ("a", "2023-01-02", 8.0, None),  # 729 days before
        ("a", "2023-01-01", 16.0, None),  # 730 days before
        ("a", "2025-01-01", 32.0, None),  # after as_of
    ]
    found = summary_of(tmp_path, lines).loc["a"]
    assert found["spend_last_12_months"] == 3.0
    assert found["spend_12_months_before"] == 12.0
    assert found["spend_total"] == 31.0
    assert found["days_since_last_order"] == 0


def test_lines_of_one_day_are_one_order(tmp_path):
    lines = [("a", "2024-01-01", 1.0, None)] * 3 + [("a", "2024-02-01", 3.0, None)]
    found = summary_of(tmp_path, lines).loc["a"]
    assert (found["n_orders"], found["spend_mean"]) == (2, 3.0)


def test_money_adds_up_exactly(tmp_path):
    found = summary_of(tmp_path, [("a", "2024-01-01", 0.1, None)] * 10)
    assert found.loc["a", "spend_total"] == 1.0  # ten floats of 0.1 would give 0.9999999999999999


def test_merged_ids_count_as_the_surviving_one(tmp_path):
    customers = pd.DataFrame(
        {
            "customer_id": ["old", "mid", "new", "x", "y"],
            "merged_into": ["mid", "new", None, "y", "x"],
        }
    )
    lines = [
        (name, f"2024-01-0{n}", 1.0, None) for n, name in enumerate(customers["customer_id"], 1)
    ]
    found = summary_of(tmp_path, lines, customers=customers)
    assert found["n_orders"].to_dict() == {"new": 3, "x": 1, "y": 1}


def test_circle_of_mergers_keeps_its_ids():
    assert surviving_ids({"a": "b", "b": "a", "c": "a"}) == {}


def test_order_of_rows_changes_nothing(tmp_path):
    lines = [
        (f"c{n % 7}", f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}", 0.1 * n, None) for n in range(60)
    ]
    forward = summary_of(tmp_path / "forward", lines)
    backward = summary_of(tmp_path / "backward", lines[::-1])
    pd.testing.assert_frame_equal(forward, backward)
    for name in ("summary", "customer_facts", "spells"):
        files = [tmp_path / way / f"{name}.parquet" for way in ("forward", "backward")]
        assert files[0].read_bytes() == files[1].read_bytes()


def test_no_rows_give_an_empty_table(tmp_path):
    assert summary_of(tmp_path, []).empty


def test_spells_are_classed_by_earlier_gaps_alone(tmp_path):
    """Orders on days 0, 8, 108: the 100-day gap follows a weekly rhythm; the open spell follows
    gaps of 8 and 100, median 54."""
    lines = [("a", day, 1.0, None) for day in ("2024-01-01", "2024-01-09", "2024-04-18")]
    workspace = workspace_with(tmp_path, lines)
    summarise_customers(workspace, as_of=AS_OF)
    spells = workspace.load("spells").sort_values("days")
    assert spells["rhythm_class"].tolist() == [
        "one order so far",
        "about weekly",
        "about quarterly",
    ]
    assert spells["days"].tolist() == [8, 100, 257]
    assert spells["returned"].tolist() == [True, True, False]
    assert spells["prior_orders"].tolist() == ["1", "2-3", "2-3"]


def test_facts_of_year_to_last_order_and_season(tmp_path):
    lines = [
        *[
            ("xmas", f"{year}-{day}", 10.0, None)
            for year in (2022, 2023)
            for day in ("11-20", "12-10")
        ],
        ("xmas", "2024-01-05", 10.0, None),  # the same winter as the orders before it
        ("all", "2022-03-01", 5.0, None),
        ("all", "2023-09-01", 7.0, None),
    ]
    workspace = workspace_with(tmp_path, lines)
    summarise_customers(workspace, as_of=AS_OF)
    facts = workspace.load("customer_facts").set_index("customer_id")
    assert facts["buys_in_one_season"].to_dict() == {"all": False, "xmas": True}
    assert facts["spend_year_to_last_order"].to_dict() == {"all": 7.0, "xmas": 30.0}
    assert facts.loc["xmas", "longest_gap_days"] == 345
    assert facts.loc["all", "spend_mean_repeat"] == 7.0


def test_facts_about_gaps(tmp_path):
    """Orders on days 0, 8, 108: gaps 8 and 100; a single order has none."""
    lines = [("a", day, 1.0, None) for day in ("2024-01-01", "2024-01-09", "2024-04-18")]
    workspace = workspace_with(tmp_path, [*lines, ("once", "2024-01-01", 1.0, None)])
    summarise_customers(workspace, as_of=AS_OF)
    facts = workspace.load("customer_facts").set_index("customer_id")
    assert facts["sum_log_gap_days"].to_dict() == {"a": 6.684612, "once": 0.0}  # ln 8 + ln 100
    assert facts.loc["a", ["gap_before_last_days", "last_gap_days"]].tolist() == [8, 100]
    assert facts.loc["once", ["gap_before_last_days", "last_gap_days"]].isna().all()


@pytest.mark.parametrize("gap", [1.0, 10.0, 10.5, 21.0, 45.0, 100.0, 200.0, 200.5, 999.0])
def test_class_is_the_same_in_engine_and_python(gap):
    assert Engine().value(f"SELECT {rhythm_class_sql(str(gap))}") == rhythm_class([gap])[0]


def test_written_csv_and_parquet_hold_the_same_rows(tmp_path):
    workspace = workspace_with(
        tmp_path, [("=1+1", "2024-01-01", 5.0, None), ("b", "2024-01-02", 1.0, None)]
    )
    transactions = workspace.parquet("transactions")
    with workspace.engine() as engine:
        for suffix in ("csv", "parquet"):
            write_summary(engine, transactions, tmp_path / f"out.{suffix}", as_of=AS_OF)
        parquet = engine.frame(f"SELECT * FROM read_parquet('{tmp_path}/out.parquet')")
    csv = pd.read_csv(tmp_path / "out.csv")
    assert parquet["customer_id"].tolist() == ["=1+1", "b"]
    assert csv["customer_id"].tolist() == ["'=1+1", "b"]  # no formula in a spreadsheet
    assert list(csv.columns) == list(parquet.columns)
    assert csv["spend_total"].tolist() == parquet["spend_total"].tolist()


def test_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(InputRefused, match=r"neither \.parquet nor \.csv"):
        write_summary(Engine(), tmp_path / "t.parquet", tmp_path / "out.xlsx", as_of=AS_OF)


@pytest.mark.public_data
def test_cdnow_master_has_its_buyers_and_its_money(tmp_path, public_data):
    lines = pd.read_csv(public_data / "CDNOW_master.txt", sep=r"\s+", dtype={"customer_id": "str"})
    lines["date"] = pd.to_datetime(lines["date"].astype("str"), format="%Y%m%d")
    rows = lines[["customer_id", "date", "dollar_value"]].assign(kind=None)
    workspace = workspace_with(tmp_path, rows.values.tolist())
    summary = summarise_customers(workspace, as_of=date(1998, 6, 30))
    assert len(summary) == 23_502
    assert round(summary["spend_total"].sum(), 2) == 2_500_315.63
    assert workspace.load_record("summary") == {
        "as_of": "1998-06-30",
        "n_lines": 69_659,
        "n_customers": 23_570,
        "net_total": "2500315.6300",
        "n_buyers": 23_502,
    }
