"""What columns.toml says an amount means is done, exactly, in both lanes; nothing is guessed."""

from __future__ import annotations

import pytest

from analysis.errors import InputRefused
from analysis.intake import check_exports, propose_map
from analysis.intake.mapwriter import as_toml
from analysis.rows import quick, quickload
from analysis.workspace import Workspace
from intake.traps.cases import case, table

HEAD = "Order ID,Customer ID,Order date,Quantity,Amount,Refunded Amount"


def answered(answers: str, *rows: str, head: str = HEAD):
    return {"orders.csv": table(head, *rows), "columns.toml": f"[transactions]\n{answers}\n"}


DONE = [
    case("cents, a third of one too",
         answered('amount_in = "cents"', "1,a,2024-01-05,1,1999,", "2,b,2024-01-06,1,0.5,"),
         total="19.995"),
    case("thousands with decimals",
         answered('amount_in = "thousands"', "1,a,2024-01-05,1,1.25,", "2,b,2024-01-06,1,-0.5,"),
         total="750.00"),
    case("millions of ten decimals",
         answered('amount_in = "millions"', "1,a,2024-01-05,1,1.2500000001,"),
         total="1250000.0001"),
    case("a header in cents, which are units",
         answered('amount_in = "units"', "a,2024-01-05,1999", head="Customer ID,Date,Amount_cents"),
         total="1999.00"),
    case("quantity times a price in cents",
         answered('amount_in = "cents"', "a,2024-01-05,3,150",
                  head="Customer ID,Date,Quantity,Unit price"), total="4.50"),
    case("money that went back is taken off, whatever its sign",
         answered('refunded = "Refunded Amount"', "1,a,2024-01-05,1,20,5",
                  "2,b,2024-01-06,1,10,-2.50", "3,b,2024-01-07,1,10,"), total="32.50"),
    case("cents that went back",
         answered('refunded = "Refunded Amount"\namount_in = "cents"',
                  "1,a,2024-01-05,1,2000,500"), total="15.00"),
    case("a quantity below 0 lowers money once",
         answered('amount_sign = "quantity"', "1,a,2024-01-05,2,20,", "2,a,2024-01-06,-1,8,",
                  "3,a,2024-01-07,-1,-3,"), total="9.00"),
    case("a quantity below 0 that does not",
         answered('amount_sign = "own"', "1,a,2024-01-05,2,20,", "2,a,2024-01-06,-1,8,"),
         total="28.00"),
    case("an order's total counts once",
         answered('amount_per = "order"', "1,a,2024-01-05,1,20,", "1,a,2024-01-05,2,20,",
                  "2,b,2024-01-06,1,20,", "2,b,2024-01-06,3,20,", ",c,2024-01-07,1,5,",
                  ",c,2024-01-07,2,5,"), total="50.00"),
    case("an order of two amounts has no repeated total",
         answered('amount_per = "order"', "1,a,2024-01-05,1,20,", "1,a,2024-01-05,2,7,"),
         total="27.00"),
    case("what went back on one line of an order is taken off its total once",
         answered('amount_per = "order"\nrefunded = "Refunded Amount"', "1,a,2024-01-05,1,100,",
                  "1,a,2024-01-05,2,100,20", "1,a,2024-01-05,3,100,0", "2,b,2024-01-06,1,50,",
                  ",c,2024-01-07,1,9,4"), total="135.00"),
    case("what went back stands on each line of an order, or in parts",
         answered('amount_per = "order"\nrefunded = "Refunded Amount"', "1,a,2024-01-05,1,100,20",
                  "1,a,2024-01-05,2,100,20", "2,b,2024-01-06,1,50,10", "2,b,2024-01-06,1,50,5.50"),
         total="114.50"),
    case("the first good line bears the total",
         answered('amount_per = "order"', "1,a,soon,1,20,", "1,a,2024-01-05,2,20,",
                  "2,a,2024-01-06,2,20,", "3,a,2024-01-07,2,20,", "4,a,2024-01-08,1,1,"),
         codes={"bad_date": 1}, total="61.00"),
    case("a total on its lines, which is the line's",
         answered('amount_per = "line"', *(f"{at},a,2024-01-{at + 1:02d},{n},{at + 5}"
                  for at in range(9) for n in (1, 2)),
                  head="Order ID,Customer ID,Order date,Quantity,Order total"), total="162.00"),
]  # fmt: skip


@pytest.mark.parametrize("least", [0, 1 << 40], ids=["quick", "careful"])
@pytest.mark.parametrize(("files", "want"), DONE)
def test_an_answer_about_money_is_obeyed(check, monkeypatch, files, want, least):
    monkeypatch.setattr(quickload, "QUICK_BYTES", least)
    monkeypatch.setattr(quick, "QUICK_BYTES", least)
    found = check(files)
    assert found.receipt.amount_sum == want["total"]
    assert dict(found.receipt.set_aside_by_code) == want.get("codes", {})
    asked = {
        "order_total_on_lines",
        "order_total_once",
        "unsigned_quantities",
        "unit_in_header",
        "refunds_beside",
    }
    assert not asked & {warned.code for warned in found.receipt.warnings}
    assert "refunded" not in found.good().columns
    assert ("orders_of_several_amounts" in found.warned) is (want["total"] == "27.00")


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ('amount_per = "order"', "needs the number of the order"),
        ('amount_in = "dimes"', "sets amount_in to 'dimes'"),
        ('refunded = "Rückzahlung"', "has no such single column"),
        ('amount_sign = "quantity"', "needs a quantity"),
    ],
)
def test_an_answer_that_cannot_be_obeyed_is_refused(check, answers, says):
    files = answered(answers, "a,2024-01-05,20", head="Customer ID,Date,Amount")
    with pytest.raises(InputRefused, match=says):
        check(files)


def test_a_refund_that_may_be_a_thousand_is_asked(check):
    rows = ("1,a,2024-01-05,1,20,1.500", "2,b,2024-01-06,1,10,2.250")
    with pytest.raises(InputRefused, match="hold thousands or decimals"):
        check(answered('refunded = "Refunded Amount"', *rows))


LOOKS_SO = [
    ("Order ID,Customer ID,Order date,Order Total",
     [f"{at},a,2024-01-{at + 1:02d},{at + 5}" for at in range(9)] * 2, 'amount_per = "order"'),
    ("Customer ID,Order date,Amount in cents", ["a,2024-01-05,1999"], 'amount_in = "cents"'),
    ("Customer ID,Order date,Quantity,Amount", ["a,2024-01-05,1,9", "a,2024-01-06,-1,9"],
     'amount_sign = "quantity"'),
    ("Customer ID,Order date,Amount,Refunded Amount", ["a,2024-01-05,9.00,1.50"],
     'refunded = "Refunded Amount"'),
    ("Customer ID,Order date,Amount,Test", ["a,2024-01-05,9.00,no", "a,2024-01-06,2.00,yes"],
     'cancelled = "Test"'),
]  # fmt: skip


@pytest.mark.parametrize(("head", "rows", "answer"), LOOKS_SO)
def test_the_map_asks_and_its_answer_is_obeyed(tmp_path, head, rows, answer):
    lines = [f"{row},{at}" for at, row in enumerate(rows)]  # no line is there twice
    (tmp_path / "orders.csv").write_text(table(head + ",Remark", *lines), encoding="utf-8")
    before = check_exports([tmp_path], Workspace(tmp_path / "w")).receipts["transactions"]
    text = as_toml(propose_map([tmp_path]))
    assert f"# {answer}" in text
    (tmp_path / "columns.toml").write_text(text.replace(f"# {answer}", answer), encoding="utf-8")
    after = check_exports([tmp_path], Workspace(tmp_path / "w")).receipts["transactions"]
    assert after.rows_good == before.rows_good - after.set_aside_by_code.get("cancelled", 0)
    assert float(after.amount_sum) < float(before.amount_sum)


@pytest.mark.parametrize("unit", ["TEUR", "in Tsd. €", "T€", "[k€]"])
def test_a_unit_below_the_header_is_asked_about_as_one_in_it(check, tmp_path, unit):
    text = f"Kundennr;Datum;Betrag\n;;{unit}\n1;05.01.2024;10,5\n2;15.02.2024;20,25\n"
    found = check({"umsatz.csv": text})
    told = {warned.code: warned.message for warned in found.receipt.warnings}
    assert "below the header 'Betrag' says thousands" in told["unit_in_header"]
    answer = '[transactions]\namount_in = "thousands"\n'
    assert check({"umsatz.csv": text, "columns.toml": answer}).receipt.amount_sum == "30750.00"
    (tmp_path / "umsatz.csv").write_text(text, encoding="utf-8")
    assert '# amount_in = "thousands"' in as_toml(propose_map([tmp_path / "umsatz.csv"]))


@pytest.mark.parametrize(
    "title", ["Umsatz je Kunde (alle Beträge in TEUR)", "Sales; amounts in thousands of euros",
              "Ventes (montants en milliers)", "Angaben: T€", "Revenue [kUSD]"],
)  # fmt: skip
def test_a_unit_in_a_title_is_asked_about_as_one_in_the_header(check, title):
    text = f"{title}\n\nKundennr;Datum;Betrag\n1;05.01.2024;10,5\n2;15.02.2024;20,25\n"
    told = {one.code: one.message for one in check({"umsatz.csv": text}).receipt.warnings}
    assert "above the table says thousands" in told["unit_in_header"]
    answer = '[transactions]\namount_in = "thousands"\n'
    assert check({"umsatz.csv": text, "columns.toml": answer}).receipt.amount_sum == "30750.00"


@pytest.mark.parametrize(
    "title", ["Umsatz in 2024", "Sales of Thousand Oaks Ltd", "Ventes en magasin", "Mio GmbH",
              "Everything for 99 cents"],
)  # fmt: skip
def test_other_titles_say_no_unit(check, title):
    text = f"{title}\n\nKundennr;Datum;Betrag\n1;05.01.2024;10,5\n2;15.02.2024;20,25\n"
    assert "unit_in_header" not in check({"umsatz.csv": text}).warned


@pytest.mark.parametrize("below", [";;EUR", ";TT.MM.JJJJ;EUR", ";;1000", "1;04.01.2024;keur 5"])
def test_other_rows_below_the_header_say_no_unit(check, below):
    rows = "1;05.01.2024;10,5\n2;15.02.2024;20,25\n"
    assert "unit_in_header" not in check({"a.csv": f"Kunde;Datum;Betrag\n{below}\n{rows}"}).warned
