"""Spark gives what DuckDB gives, refuses what intake refuses, and loses no line."""

from __future__ import annotations

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from analysis.engine import DUCKDB, SPARK, Engine, SparkEngine, quote_text
from analysis.errors import InputRefused
from analysis.intake import check_exports
from analysis.intake.cluster import check_on_cluster
from analysis.steps import write_customers, write_customers_on_cluster
from analysis.workspace import Workspace

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "parity.py"
_SPEC = spec_from_file_location("parity", SCRIPT)
parity = module_from_spec(_SPEC)
_SPEC.loader.exec_module(parity)

pytestmark = pytest.mark.spark
LOCAL = "local[1]"


def folder_with(folder: Path, files: dict[str, str]) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return str(folder)


def table_of(receipt: dict) -> dict:
    return receipt["tables"]["transactions"]


def test_spark_and_duckdb_agree_on_dirty_lines(tmp_path, shared_spark):
    assert parity.run(tmp_path, 900, LOCAL, {})


def test_parquet_with_quantity_and_price_agrees_and_the_last_date_is_as_of(tmp_path, shared_spark):
    orders = tmp_path / "orders"
    orders.mkdir()
    with Engine() as engine:
        for part in (0, 1):
            lines = (
                "SELECT 'C' || (i % 7) AS \"Customer ID\", TIMESTAMP '2023-01-05 09:30:00' + "
                'INTERVAL (i * 11 % 500) DAY AS "Order Date", (i % 5 - 1)::INTEGER AS Quantity, '
                "(i % 13)::DOUBLE / 4 AS \"Unit Price\", CASE WHEN i % 9 = 0 THEN NULL ELSE 'paid' "
                f"END AS Status FROM range({part * 60}, {part * 60 + 60}) t(i) ORDER BY i"
            )
            engine.write_parquet(lines, orders / f"part-{part}.parquet")
    n_ours = write_customers([str(orders)], tmp_path / "a.csv")["n_customers"]
    receipt = write_customers_on_cluster([str(orders)], tmp_path / "b.csv", master=LOCAL)
    assert receipt["n_customers"] == n_ours == 7
    assert receipt["as_of"] == "2024-05-14"  # 495 days after the first
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_cells_that_span_lines_are_one_record(tmp_path, spark):
    text = 'Customer,Date,Amount,Comment\na,2024-01-31,5.00,"two\nlines"\nb,2024-02-29,6.00,x\n'
    export = folder_with(tmp_path / "e", {"orders.csv": text})
    table = table_of(check_on_cluster(spark, [export]).intake.as_dict())
    assert (table["rows_in"], table["rows_good"], table["amount_sum"]) == (2, 2, "11.00")


def test_what_a_database_writes_for_nothing_is_empty(tmp_path, shared_spark):
    rows = ["C1 2024-01-05 10", "N 2024-02-05 5", "C2 N 5", "C2 2024-03-05 N", "C2 2024-03-06 7"]
    lines = "\n".join(rows).replace("N", "\\N").replace(" ", "\t")
    folder = folder_with(tmp_path / "e", {"a.tsv": f"customer_id\tordered_on\tamount\n{lines}"})
    receipt = write_customers_on_cluster([folder], tmp_path / "b.csv", master=LOCAL)
    table = table_of(receipt)
    assert table["set_aside_by_code"] == {"no_amount": 1, "no_customer": 1, "no_date": 1}
    assert table["rows_good"] == 2


def test_a_quote_that_never_closes_swallows_nothing(tmp_path, spark):
    text = 'Customer,Date,Amount\n"a,2024-01-31,5.00\nb,2024-02-29,6.00\nc,2024-03-31,7.00\n'
    export = folder_with(tmp_path / "e", {"orders.csv": text})
    table = table_of(check_on_cluster(spark, [export]).intake.as_dict())
    assert (table["rows_in"], table["rows_good"]) == (3, 2)
    assert table["set_aside_by_code"] == {"unclosed_quote": 1}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": "Customer,Date,Amount\na,03/04/2024,5.00\n"}, "ambiguous_dates"),
        ({"a.csv": "Customer,Date,Amount\na,25/04/2024,5.00\nb,04/25/2024,5.00\n"},
         "mixed_date_order"),
        ({"a.csv": "Kunde;Datum;Betrag\na;31.01.2024;1.234\n"}, "ambiguous_decimal"),
        ({"a.csv": "Customer,Date,Amount,Status\na,2024-01-31,5.00,teleported\n"},
         "unknown_status"),
        ({"a.csv": "Customer,Amount\na,5.00\n"}, "no_date_column"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_intake_refuses_is_refused_with_the_same_code(tmp_path, spark, files, code):
    export = folder_with(tmp_path / "e", files)
    with pytest.raises(InputRefused) as here:
        check_exports([Path(export)], Workspace(tmp_path / "w"))
    with pytest.raises(InputRefused) as there:
        check_on_cluster(spark, [export])
    assert here.value.code == there.value.code == code
    assert "None" not in str(there.value)


def test_a_file_with_another_header_is_named(tmp_path, spark):
    files = {
        "a.csv": "Customer,Date,Amount\na,2024-01-31,5.00\n",
        "b.csv": "Customer,Amount,Date\na,5.00,2024-01-31\n",
    }
    with pytest.raises(InputRefused) as caught:
        check_on_cluster(spark, [folder_with(tmp_path / "e", files)])
    assert (caught.value.code, caught.value.file) == ("different_headers", "b.csv")


@pytest.mark.parametrize(
    ("files", "code"),
    [({"README.md": "x"}, "no_tables"), ({"a.csv": ""}, "no_tables"), (
        {"a.csv": "x", "b.parquet": "x"}, "mixed_forms")],
)  # fmt: skip
def test_a_folder_without_one_kind_of_table_is_refused(tmp_path, spark, files, code):
    with pytest.raises(InputRefused) as caught:
        check_on_cluster(spark, [folder_with(tmp_path / "e", files)])
    assert caught.value.code == code


def test_a_column_map_beside_the_export_is_read(tmp_path, spark):
    files = {
        "a.csv": "who|when|what\na|03/04/2024|5.00\n",
        "columns.toml": '[transactions]\ncustomer_id = "who"\nordered_on = "when"\n'
        'amount = "what"\ndate_order = "mdy"\n',
    }
    intake = check_on_cluster(spark, [folder_with(tmp_path / "e", files)]).intake
    assert intake.as_of == date(2024, 3, 4)


def test_lines_that_are_no_orders_are_none_on_a_cluster(tmp_path, spark):
    files = {
        "a.csv": "customer,date,amount,type,Cancelled at\na,2024-01-31,20,Invoice,\n"
        "a,2024-02-01,-20,Payment,\nb,2024-02-03,7,Invoice,\nb,2024-02-03,7,Quote,\n"
        "b,2024-02-04,5,Invoice,2024-02-05 10:00\n",
    }
    here = check_exports([Path(folder_with(tmp_path / "e", files))], Workspace(tmp_path / "w"))
    there = check_on_cluster(spark, [str(tmp_path / "e")]).intake
    for found in (here.receipts["transactions"], there.receipts["transactions"]):
        assert float(found.amount_sum) == 27.0
        assert found.set_aside_by_code == {"cancelled": 3}
        assert {"flag_as_status"} <= {warned.code for warned in found.warnings}
        assert "1 line is a payment" in str(found.warnings)


def test_a_status_that_begins_late_is_one_on_a_cluster(tmp_path, spark):
    lines = [
        f"A{at},K{at % 30},2024-01-{at % 28 + 1:02d},5,"
        + ("Cancelled" if at % 9 == 0 and at > 700 else "Paid")
        for at in range(1_500)
    ]
    text = "\n".join(["order,customer,date,amount,result", *lines])
    there = check_on_cluster(spark, [folder_with(tmp_path / "e", {"a.csv": text})]).intake
    assert there.receipts["transactions"].set_aside_by_code == {"cancelled": 89}


def test_cells_that_cannot_be_read_have_the_same_codes_on_a_cluster(tmp_path, spark):
    odd = ["#N/A", "#REF!", "n.n.", "03/04/2024", "2024-13-45"]
    lines = [f"K{at % 30};2024-01-{at % 28 + 1:02d};{at},50" for at in range(1_200)]
    lines += [f"K1;2024-02-01;{cell}" for cell in (*odd[:3], "17.50")]
    lines += [f"K2;{cell};3,50" for cell in odd]
    text = "\n".join(["Kunde;Datum;Betrag", *lines])
    folder = folder_with(tmp_path / "e", {"a.csv": text})
    here = check_exports([Path(folder)], Workspace(tmp_path / "w")).receipts["transactions"]
    there = check_on_cluster(spark, [folder]).intake.receipts["transactions"]
    assert here.set_aside_by_code == there.set_aside_by_code == {
        "ambiguous_date": 1, "bad_amount": 2, "bad_date": 2, "error_value": 4,
    }  # fmt: skip
    assert here.amount_sum == there.amount_sum


def test_an_offer_below_zero_lowers_no_money_on_a_cluster(tmp_path, spark):
    lines = ["a,2024-01-31,20,paid", "a,2024-02-01,-7,devis", "b,2024-02-03,-5,storniert"]
    text = "\n".join(["customer,date,amount,status", *lines])
    there = check_on_cluster(spark, [folder_with(tmp_path / "e", {"a.csv": text})]).intake
    assert there.receipts["transactions"].set_aside_by_code == {"cancelled": 1}
    assert float(there.receipts["transactions"].amount_sum) == 15.0


def test_ids_are_cleaned_and_errors_told_alike_on_a_cluster(tmp_path, spark):
    odd = ["'C-001", "C\u2013001", "C\u2011001", "'ALFKI", "#N/D", "Err:502", "#FELD!", "####"]
    lines = [f"C-{at % 30:03d};2024-01-{at % 28 + 1:02d};{at},50" for at in range(300)]
    lines += [f"{cell};2024-02-03;3,50" for cell in odd] + ["C-001;2024-02-04;Err:503"]
    text = "\n".join(["Kunde;Datum;Betrag", *lines])
    folder = folder_with(tmp_path / "e", {"a.csv": text})
    here = check_exports([Path(folder)], Workspace(tmp_path / "w")).receipts["transactions"]
    there = check_on_cluster(spark, [folder]).intake.receipts["transactions"]
    assert here.set_aside_by_code == there.set_aside_by_code == {"error_value": 5}
    assert (here.n_customers, here.amount_sum) == (there.n_customers, there.amount_sum)
    assert there.n_customers == 31
    assert "4 ids held hidden or unusual signs" in str(there.warnings)


def test_what_a_map_says_of_money_holds_on_a_cluster(tmp_path, spark):
    answers = 'amount_in = "cents"\namount_sign = "quantity"\nrefunded = "back"\n'
    files = {
        "a.csv": "customer,date,quantity,amount,back\na,2024-01-31,2,1999,500\n"
        "a,2024-02-03,-1,300,\nb,2024-02-03,1,1,\n",
        "columns.toml": f"[transactions]\n{answers}",
    }
    here = check_exports([Path(folder_with(tmp_path / "e", files))], Workspace(tmp_path / "w"))
    there = check_on_cluster(spark, [str(tmp_path / "e")]).intake
    sums = [float(found.receipts["transactions"].amount_sum) for found in (here, there)]
    assert sums == [12.0, 12.0]
    folder_with(tmp_path / "e", {"columns.toml": '[transactions]\namount_per = "order"\n'})
    with pytest.raises(InputRefused, match="reads each line by itself"):
        check_on_cluster(spark, [str(tmp_path / "e")])


@pytest.mark.parametrize(
    ("word", "arguments"),
    [("gaps", ["days"]), ("median", ["days"]), ("greatest", ["days"]), ("latest", ["days", 2]),
     ("length", ["days"]), ("same_season", ["days"])],
)  # fmt: skip
def test_a_word_means_the_same_in_both_dialects(spark, word, arguments):
    lists = [[5], [3, 9], [1, 4, 9, 30], [24288, 24289, 24300, 24301]]
    for days in lists:
        inner = ", ".join(map(str, days))
        ours = f"SELECT {DUCKDB.say(word, *arguments)} FROM (SELECT [{inner}]::INTEGER[] AS days)"
        theirs = (
            f"SELECT {SPARK.say(word, *arguments)} FROM "
            f"(SELECT cast(array({inner}) AS ARRAY<INT>) AS days)"
        )
        with Engine() as engine:
            expected = engine.value(ours)
        assert spark.rows(theirs)[0][0] == expected, days


def test_texts_reach_the_cluster_as_they_are(spark):
    texts = ["it's", 'say "x"', "back\\slash \\d", "N° 5 — Ünal", ""]
    spark.see_rows("texts", [(text, None) for text in texts], "told STRING, day DATE")
    assert [row[0] for row in spark.rows("SELECT told FROM texts")] == texts
    literals = ", ".join(quote_text(text) for text in texts)
    assert list(spark.rows(f"SELECT {literals}")[0]) == texts


def test_no_java_is_said_plainly(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Exception, match="Spark found no Java that it can use") as caught:
        SparkEngine(master=LOCAL)
    assert (caught.value.code, caught.value.exit_code) == ("no_java", 3)


ANSWERED = {
    "a.csv": "customer,date,amount,state,status\nab1,2024-01-31,5,x,paid\nAB1,2024-02-01,6,x,\n"
    "00178,2024-02-02,7,x,void\n178,2024-02-03,8,x,\nTEST,2024-02-03,9,x,\n",
    "columns.toml": "[transactions]\nmerge_case = true\nmerge_zeros = true\n"
    'exclude_customers = ["test"]\nignore = ["status", "state"]\n',
}


def test_answers_about_ids_and_columns_hold_on_a_cluster(tmp_path, spark):
    folder = folder_with(tmp_path / "e", ANSWERED)
    here = check_exports([Path(folder)], Workspace(tmp_path / "w"))
    there = check_on_cluster(spark, [folder]).intake
    for one in (here, there):
        receipt = one.receipts["transactions"]
        assert receipt.set_aside_by_code == {"excluded_customer": 1}
        assert (receipt.n_customers, float(receipt.amount_sum)) == (2, 26.0)
        assert "2 spellings of customer ids" in str(receipt.warnings)
    ids = spark.rows("SELECT DISTINCT customer_id FROM good_lines ORDER BY 1")
    assert [one for (one,) in ids] == ["00178", "AB1"]


def test_corrections_that_a_cluster_would_not_make_are_refused(tmp_path, spark):
    entry = '[[correction]]\nfile = "{}"\nmatch = {{ customer = "ab1" }}\ncolumn = "amount"\n'
    entry += 'expected = "5"\nvalue = "6"\nwhy = "typed wrong"\n'
    files = {"a.csv": ANSWERED["a.csv"], "corrections.toml": entry.format("a.csv")}
    with pytest.raises(InputRefused, match="does not correct cells"):
        check_on_cluster(spark, [folder_with(tmp_path / "e", files)])
    files["corrections.toml"] = entry.format("b.csv")
    folder = folder_with(tmp_path / "e", files)
    told = check_on_cluster(spark, [folder]).intake.receipts["transactions"]
    assert (told.rows_good, told.set_aside_by_code) == (4, {"cancelled": 1})
