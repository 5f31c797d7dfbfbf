"""The files of the pretend company: canonical, repeatable, of the promised size, nothing real."""

import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import EnvironmentTrouble, InputRefused
from analysis.sample import write_company
from analysis.sample.contacts import FICTIONAL_NUMBERS
from analysis.vocabulary import TABLES

COMMITTED = Path(__file__).parents[2] / "data" / "sample"


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_same_size_and_seed_write_the_same_bytes(tmp_path):
    first = write_company(tmp_path / "a", n_customers=300, seed=5)
    second = write_company(tmp_path / "b", n_customers=300, seed=5)
    other = write_company(tmp_path / "c", n_customers=300, seed=6)
    assert digests(first) == digests(second)
    assert digests(first)["transactions.csv"] != digests(other)["transactions.csv"]


def test_committed_folder_is_what_the_generator_writes(harbour):
    committed = {name: found for name, found in digests(COMMITTED).items() if name != "README.md"}
    assert committed == digests(harbour.folder)


def test_bytes_hold_no_carriage_return(harbour):
    assert all(b"\r" not in path.read_bytes() for path in harbour.folder.iterdir())


@pytest.mark.parametrize("name", TABLES)
def test_headers_are_canonical_and_in_canonical_order(harbour, name):
    header = list(getattr(harbour, name).columns)
    known = [column.name for column in TABLES[name].columns]
    assert header == [column for column in known if column in header]
    assert set(TABLES[name].required) <= set(header)


@pytest.mark.parametrize("name", TABLES)
def test_listed_words_are_the_vocabulary_s(harbour, name):
    table = getattr(harbour, name)
    for column in TABLES[name].columns:
        if column.kind == "word" and column.name in table:
            assert set(table[column.name]) <= {*column.words, ""}, column.name


@pytest.mark.parametrize("name", TABLES)
def test_dates_and_amounts_are_readable(harbour, name):
    table = getattr(harbour, name)
    patterns = {
        "date": r"\d{4}-\d\d-\d\d",
        "timestamp": r"\d{4}-\d\d-\d\d \d\d:\d\d:00",
        "money": r"-?\d+\.\d\d",
    }
    for column in TABLES[name].columns:
        if column.kind in patterns and column.name in table:
            filled = table.loc[table[column.name] != "", column.name]
            assert filled.str.fullmatch(patterns[column.kind]).all(), column.name


def test_sizes_are_those_of_the_scenario(harbour):
    orders = harbour.transactions.drop_duplicates()
    assert 52_000 <= (orders["line_type"] == "sale").sum() <= 60_000
    assert (harbour.folder / "transactions.csv").stat().st_size <= 5_000_000
    assert (harbour.folder / "truth.json").stat().st_size <= 1_000_000
    assert len(harbour.customers) == 2600 + 25
    assert len(harbour.reps) == 12
    assert len(harbour.issues) == 210
    assert harbour.assignments["arm"].value_counts().to_dict() == {"treat": 640, "hold": 320}
    assert 4_400 <= len(harbour.contacts) <= 5_000
    assert 9_000 <= len(harbour.touches) <= 10_500


def test_mess_in_the_transactions_is_there_and_mild(harbour):
    lines = harbour.transactions
    amount = lines["amount"].astype(float)
    assert 0.010 <= lines.duplicated().mean() <= 0.020
    assert lines.groupby("order_id").nunique().drop(columns="margin").to_numpy().max() == 1
    assert (amount[lines["line_type"] == "return"] < 0).all()
    assert (amount[lines["line_type"] != "return"] > 0).all()
    assert 0.05 <= (lines["line_type"] == "return").mean() <= 0.08
    assert set(lines.loc[lines["status"] == "cancelled", "line_type"]) == {"cancel"}
    sales = lines[lines["line_type"] == "sale"]
    assert 0.07 <= (sales["margin"] == "").mean() <= 0.09
    gap = harbour.truth["planted"]["messiness"]["export_gaps"][0]
    branch = lines[lines["branch_id"] == gap["branch_id"]]
    assert not branch["ordered_on"].between(gap["from"], gap["to"]).any()


def test_orders_run_on_to_the_export_and_not_beyond(harbour):
    assert harbour.transactions["ordered_on"].min() >= "2021-01-01"
    assert "2025-01-13" <= harbour.transactions["ordered_on"].max() <= "2025-01-17"


def test_every_id_is_known_in_customers(harbour):
    known = set(harbour.customers["customer_id"])
    for name in ("transactions", "reasons", "contacts", "touches", "assignments"):
        assert set(getattr(harbour, name)["customer_id"]) <= known, name
    merged = harbour.customers[harbour.customers["merged_into"] != ""]
    assert len(merged) == 25
    assert set(merged["merged_into"]) <= known
    assert set(merged["customer_id"]) <= set(harbour.transactions["customer_id"])


def test_personal_data_is_invented(harbour):
    """Mail at domains kept for examples, telephone numbers from ranges kept for fiction."""
    for path in harbour.folder.glob("*.csv"):
        text = path.read_text("utf-8")
        for domain in re.findall(r"@([\w.-]*\w)", text):
            assert domain.split(".")[-2:] in (["example", "com"], ["example", "org"]), path.name
    notes = " ".join(harbour.reasons["note"])
    digits = re.findall(r"\b0\d{2,4} \d[\d ]{4,}", notes)
    assert digits
    assert all(re.match(r"01632 960\d{3}|030 23125 \d{3}", number) for number in digits)
    assert harbour.contacts["phone"].str.startswith(FICTIONAL_NUMBERS).all()
    assert harbour.contacts["phone"].is_unique


def test_held_accounts_are_left_alone_until_the_trial_is_read(harbour):
    held = set(harbour.assignments.loc[harbour.assignments["arm"] == "hold", "customer_id"])
    called = harbour.touches[harbour.touches["program"] == "Code 99 day"]
    assert not held & set(called["customer_id"])


@pytest.mark.parametrize("n_customers", [1, 2, 50])
def test_small_companies_work(tmp_path, n_customers):
    folder = write_company(tmp_path, n_customers=n_customers, seed=1)
    customers = pd.read_csv(folder / "customers.csv")
    assert customers["merged_into"].isna().sum() == n_customers


def test_no_customers_are_refused(tmp_path):
    with pytest.raises(InputRefused) as refusal:
        write_company(tmp_path, n_customers=0)
    assert refusal.value.code == "sample_size"


def test_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(EnvironmentTrouble, match="taken"):
        write_company(tmp_path / "taken", n_customers=2)
