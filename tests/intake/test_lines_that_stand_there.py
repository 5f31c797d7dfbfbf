"""Lines of columns.toml that are asked for where one of the name stands there for other files."""

from __future__ import annotations

import re

import pytest


def _lines(year: int, words: list[str], *, n: int = 24) -> str:
    return "".join(
        f"C{at % 6};R{year}{at};{year}-{1 + at % 12:02d}-05;{at + 10}.50;{words[at % len(words)]}\n"
        for at in range(n)
    )


HEADS = {
    "de": ("Kundennr;Belegnr;Datum;Betrag;Status\n", "bezahlt", "storniert"),
    "en": ("Customer ID;Order no;Order date;Amount;Status\n", "paid", "cancelled"),
    "fr": ("Code client;N° facture;Date;Montant;Statut\n", "payé", "annulé"),
}


def _answered(files: dict[str, str], lines: str) -> dict[str, str]:
    return files | {"columns.toml": lines}


@pytest.mark.parametrize("section", ["transactions", '"sales_*.csv"'])
@pytest.mark.parametrize("language", HEADS)
def test_a_new_word_is_printed_with_those_that_stand_there(check, refused, language, section):
    head, paid, _ = HEADS[language]
    there = f'[{section}]\norder_words = ["zork"]\n'
    files = {
        "sales_1.csv": head + _lines(2023, [paid, "zork"]),
        "sales_2.csv": head + _lines(2024, [paid, "blub"]),
    }
    refusal = refused(_answered(files, there))

    assert refusal.code == "unknown_status"
    line = 'order_words = ["zork", "blub"]'
    assert f"[{section}]\n{line}  # in place of the line that stands there" in refusal.to_do
    assert '\ncancel_words = ["blub"]' in refusal.to_do
    assert len(check(_answered(files, f"[{section}]\n{line}\n")).good()) == 48
    twice = refused(_answered(files, there + 'order_words = ["blub"]\n'))
    assert line in twice.to_do


def test_two_lines_of_a_column_are_no_list(refused):
    head, paid, _ = HEADS["en"]
    twice = '[transactions]\namount = "Amount"\namount = "Sum"\n'
    refusal = refused({"a.csv": head + _lines(2023, [paid]), "columns.toml": twice})

    assert "(line 3)" in str(refusal)
    assert "under a section of that file" in refusal.to_do


@pytest.mark.parametrize("language", HEADS)
def test_a_first_word_and_known_words_are_as_before(check, refused, language):
    head, paid, cancelled = HEADS[language]
    files = {"a.csv": head + _lines(2023, [paid, "zork"])}
    assert refused(files).to_do.count("in place of") == 0
    plain = {"a.csv": head + _lines(2023, [paid, cancelled])}
    there = '[transactions]\norder_words = ["zork"]\n'
    assert check(_answered(plain, there)).codes == {"cancelled": 12}


RENAMED = {
    "en": ("customer_id;order_no;order_date;amount;{}\n", "Cancel reason", "Reason for cancelling"),
    "de": ("Kundennr;Belegnr;Datum;Betrag;{}\n", "Stornogrund", "Grund der Stornierung"),
    "es": ("Código cliente;Factura;Fecha;Importe;{}\n", "Motivo cancelación", "Motivo anulación"),
}


@pytest.mark.parametrize("language", RENAMED)
def test_a_renamed_column_is_answered_for_the_new_file(check, language):
    head, before, now = RENAMED[language]
    words = ["", "", "", "abc"]
    files = {
        "a_2023.csv": head.format(before) + _lines(2023, words),
        "a_2024.csv": head.format(now) + _lines(2024, words),
    }
    there = f'[transactions]\ncancelled = "{before}"\n'
    (told,) = [
        one.message for one in check(_answered(files, there)).receipt.warnings
        if one.code == "flag_not_used"
    ]  # fmt: skip
    line = f'cancelled = "{now}"'
    assert f'put {line} under ["a_2024.csv"]' in told
    assert check(_answered(files, f'{there}["a_2024.csv"]\n{line}\n')).codes == {"cancelled": 12}
    one = check({"a.csv": files["a_2024.csv"]}).receipt.warnings
    (plain,) = [told.message for told in one if told.code == "flag_not_used"]
    assert f"put {line} under [transactions]" in plain


REFUNDS = "customer_id;order_no;order_date;amount;{}\n"


def test_a_renamed_column_of_refunds_is_answered_for_the_new_file(check):
    files = {
        "a_2023.csv": REFUNDS.format("Refunded Amount") + _lines(2023, ["0.00", "1.50"]),
        "a_2024.csv": REFUNDS.format("Amount Refunded") + _lines(2024, ["0.00", "1.50"]),
    }
    there = '[transactions]\nrefunded = "Refunded Amount"\n'
    found = check(_answered(files, there))
    (told,) = [one.message for one in found.receipt.warnings if one.code == "refunds_beside"]

    assert 'Put refunded = "Amount Refunded" under ["a_2024.csv"]' in told
    own = check(_answered(files, there + '["a_2024.csv"]\nrefunded = "Amount Refunded"\n'))
    assert found.good()["amount"].sum() - own.good()["amount"].sum() == 12 * 1.5


@pytest.mark.parametrize(
    ("line", "plain", "head", "less"),
    [
        ('amount_per = "order"', 'amount_per = "line"', "customer_id;order_no;date;amount;sku",
         "customer_id;voucher;date;amount;sku"),
        ('amount_sign = "quantity"', 'amount_sign = "own"',
         "Kundennr;Belegnr;Datum;Betrag;Menge", "Kundennr;Belegnr;Datum;Betrag;Artikel"),
        ('amount_sign = "quantity"', 'amount_sign = "own"',
         "Code client;N° facture;Date;Montant;Quantité", "Code client;N° facture;Date;Montant;Ref"),
    ],
)  # fmt: skip
def test_a_file_without_what_a_line_needs_keeps_it_for_the_others(
    check, refused, line, plain, head, less
):
    files = {
        "a_2023.csv": f"{head}\n" + _lines(2023, ["1", "2"]),
        "a_2024.csv": f"{less}\n" + _lines(2024, ["1", "2"]),
    }
    there = f"[transactions]\n{line}\n"
    refusal = refused(_answered(files, there))

    assert refusal.code == "stated_without_column"
    (own,) = re.findall(r'\["a_2024\.csv"\]\n.*', refusal.to_do)
    assert own == f'["a_2024.csv"]\n{plain}'
    assert len(check(_answered(files, f"{there}{own}\n")).good()) == 48
    assert "remove amount" in refused(_answered(files, f'["a_2024.csv"]\n{line}\n')).to_do
