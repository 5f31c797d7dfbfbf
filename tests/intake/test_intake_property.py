"""Random tables through random dialects, encodings and dirt: nothing lost, money exact.

The test writes each file itself and counts physical lines as an editor would, so that the rows,
the causes and the lines that intake reports are checked against an own account.
"""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake import check_exports
from analysis.workspace import Workspace

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
          "diciembre",
}  # fmt: skip
HEADERS = {
    "en": ["Customer ID", "Order date", "Amount", "Status", "Remark"],
    "de": ["Kundennummer", "Rechnungsdatum", "Betrag", "Status", "Bemerkung"],
    "fr": ["Code client", "Date de facture", "Montant", "Statut", "Remarque"],
    "es": ["Nº Cliente", "Fecha factura", "Importe", "Estado", "Nota"],
}
TOTALS = {"en": "Total", "de": "Summe", "fr": "Total général", "es": "Total"}
PAID = {"en": "paid", "de": "bezahlt", "fr": "payé", "es": "pagado"}
CANCELLED = {"en": "cancelled", "de": "storniert", "fr": "annulé", "es": "anulado"}
#: What dirt does to a row, and the codes it must be set aside under.
DIRT = {
    "no_customer": ["no_customer"], "placeholder_customer": ["placeholder_customer"],
    "damaged_id": ["damaged_id"], "error_value": ["error_value"], "no_date": ["no_date"],
    "bad_date": ["bad_date"], "placeholder_date": ["placeholder_date"],
    "no_amount": ["no_amount"], "bad_amount": ["bad_amount"], "cancelled": ["cancelled"],
    "repeated_header": ["repeated_header"], "total_row": ["total_row"], "footer": ["footer"],
    "short": ["field_count"], "long": ["field_count"], "blank": [], "empty_line": [],
    "two": ["bad_amount", "no_customer"],
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    language: str
    delimiter: str
    quoting: int
    decimal: str
    thousands: str
    unit: str
    minus: str
    days: str
    end: str
    encoding: str
    container: str
    titles: int
    final_end: bool


@dataclass
class Account:
    """What a careful clerk would note down while writing the file."""

    text: list[str] = field(default_factory=list)
    line: int = 1
    n_rows: int = 0
    n_blank: int = 0
    good: Counter = field(default_factory=Counter)
    aside: list[tuple[int, str]] = field(default_factory=list)

    def put(self, text: str) -> int:
        """Take the text of a record and return its first physical line."""
        at = self.line
        self.text.append(text)
        self.line += len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
        return at


def record(cells: list[str], style: Style) -> str:
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, delimiter=style.delimiter, quoting=style.quoting, lineterminator="\r\n"
    )  # quotes both signs of a line end, whatever the ends of the file
    writer.writerow(cells)
    return buffer.getvalue().removesuffix("\r\n") + style.end


def money(cents: int, style: Style) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", style.thousands)
    shown = f"{whole}{style.decimal}{abs(cents) % 100:02d}"
    if cents < 0:
        shown = {"-": f"-{shown}", "after": f"{shown}-", "brackets": f"({shown})"}[style.minus]
    return f"{shown} {style.unit}".strip() if style.unit != "$" else f"${shown}"


def day_text(day: date, style: Style) -> str:
    month = MONTHS[style.language].split()[day.month - 1]
    return day.strftime(style.days.replace("%B", month).replace("%b", month[:4]))


def soiled(cells: list[str], dirt: str, style: Style) -> list[str]:
    customer, day, amount, status, note = cells
    wrong = {
        "no_customer": ["", day, amount, status, note],
        "placeholder_customer": ["Guest", day, amount, status, note],
        "damaged_id": ["1.23E+12", day, amount, status, note],
        "error_value": ["#REF!", day, amount, status, note],
        "no_date": [customer, "", amount, status, "kept"],
        "bad_date": [customer, "2021-02-30", amount, status, note],
        "placeholder_date": [customer, "9999-12-31", amount, status, note],
        "no_amount": [customer, day, "", status, note],
        "bad_amount": [customer, day, "12x", status, note],
        "cancelled": [customer, day, amount, CANCELLED[style.language], note],
        "repeated_header": HEADERS[style.language],
        "total_row": [TOTALS[style.language], "", amount, "", ""],
        "footer": ["As of today", "", "", "", ""],
        "short": cells[:3],
        "long": [*cells, "one", "more"],
        "blank": ["", " ", "", "", ""],
        "two": ["", day, "12x", status, note],
    }
    return wrong.get(dirt, cells)


def note_down(rows, style: Style) -> Account:
    """Write all rows and account for each of them."""
    account = Account()
    for title in ["Report", "", "Period: January to December"][: style.titles]:
        account.put(title + style.end)
    account.put(record(HEADERS[style.language], style))
    for customer, day, cents, note, dirt in rows:
        # A cancel line below zero is a credit note, and good.
        amount = money(abs(cents) + 1 if dirt == "cancelled" else cents, style)
        cells = [customer, day_text(day, style), amount, PAID[style.language], note]
        text = style.end if dirt == "empty_line" else record(soiled(cells, dirt, style), style)
        at = account.put(text)
        account.n_rows += 1
        account.n_blank += dirt in {"blank", "empty_line"}
        account.aside += [(at, code) for code in DIRT.get(dirt, [])]
        if dirt == "none":
            account.good[customer, day.isoformat(), f"{Decimal(cents) / 100:.2f}"] += 1
    return account


def packed(content: bytes, container: str) -> bytes:
    if container == ".gz":
        return gzip.compress(content)
    if container == ".zst":
        return zstandard.compress(content)
    if container == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("orders.csv", content)
        return buffer.getvalue()
    return content


def content_of(account: Account, style: Style) -> bytes:
    text = "".join(account.text)
    if not style.final_end and account.text[-1] != style.end:
        text = text.removesuffix(style.end)
    return packed(text.encode(style.encoding), style.container)


def usable(style: Style) -> Style:
    """Take back what an encoding cannot write, and signs that mean two things at once."""
    western = style.encoding in {"cp1252", "latin-1"}
    thousands = style.thousands.replace("\u202f", "\u00a0") if western else style.thousands
    if thousands == style.decimal:
        thousands = ""
    unit = "" if style.unit == "€" and style.encoding == "latin-1" else style.unit
    return replace(style, thousands=thousands, unit=unit)


styles = st.builds(
    Style,
    language=st.sampled_from(["en", "de", "fr", "es"]),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    decimal=st.sampled_from(",."),
    thousands=st.sampled_from(["", ",", ".", " ", "\u00a0", "\u202f", "'"]),
    unit=st.sampled_from(["", "", "€", "EUR", "$", "CHF"]),
    minus=st.sampled_from(["-", "-", "after", "brackets"]),
    days=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d %B %Y",
                          "%d-%b-%Y", "%Y-%m-%dT%H:%M:%S", "%d/%m/%y"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]),
    container=st.sampled_from(["", "", "", ".gz", ".zst", ".zip"]),
    titles=st.sampled_from([0, 0, 1, 2, 3]),
    final_end=st.booleans(),
).map(usable)  # fmt: skip
ids = st.text("abcXYZ012789-äß", min_size=1, max_size=6).filter(
    lambda text: text.strip("-0") != "" and not text.startswith("-") and "9999" not in text
)
days = st.dates(min_value=date(2021, 1, 1), max_value=date(2021, 12, 31))
notes = st.one_of(
    st.text(" abc,;|\t\"'\n5é=", max_size=12), st.sampled_from(["a\r\nb", 'say "x"', "\n\n", "'q'"])
).map(lambda text: text.replace("\r\n", "\n") if text == "\r" else text)
dirt = st.sampled_from(["none"] * 12 + list(DIRT))
rows = st.lists(st.tuples(ids, days, st.integers(-9_999_999, 99_999_999), notes, dirt),
                min_size=1, max_size=25)  # fmt: skip


def facts(good) -> Counter:
    days = good["ordered_on"].dt.strftime("%Y-%m-%d")
    amounts = [f"{amount:.2f}" for amount in good["amount"]]
    return Counter(zip(good["customer_id"], days, amounts, strict=True))


def check_account(rows, style: Style) -> None:
    """Run intake on what the clerk wrote, and compare every number."""
    proof = ("a1", date(2021, 3, 14), 125, "", "none")  # proves the order of dates and the sign
    account = note_down([proof, *rows], style)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sales.csv{style.container}"
        path.write_bytes(content_of(account, style))
        workspace = Workspace(Path(folder) / "w")
        receipt = check_exports([path], workspace).receipts["transactions"]
        good = workspace.load("transactions")
        quarantine = (workspace.folder / "quarantine.csv").read_text(encoding="utf-8")
        again = reread(workspace, Path(folder))
    found = [(int(row["line"]), row["code"]) for row in csv.DictReader(io.StringIO(quarantine))]
    n_good, n_aside = account.good.total(), len({line for line, _ in account.aside})
    assert receipt.adds_up
    counted = (receipt.rows_in, receipt.rows_good, receipt.rows_set_aside, receipt.rows_blank)
    assert counted == (account.n_rows, n_good, n_aside, account.n_blank)
    assert sorted(found) == sorted(account.aside)
    assert dict(receipt.set_aside_by_code) == Counter(code for _, code in account.aside)
    assert facts(good) == account.good == again
    if receipt.amount_sum is not None:
        total = sum(Decimal(row[2]) * n for row, n in account.good.items())
        assert Decimal(receipt.amount_sum) == total


def reread(workspace: Workspace, folder: Path) -> Counter:
    """Give the good rows back to intake, as the Parquet file that it wrote."""
    second = Workspace(folder / "again")
    receipt = check_exports([workspace.parquet("transactions")], second).receipts["transactions"]
    assert receipt.rows_set_aside == receipt.rows_blank == 0
    return facts(second.load("transactions"))


@settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(rows=rows, style=styles)
def test_every_row_is_accounted_for_and_money_is_exact(rows, style):
    check_account(rows, style)


@pytest.mark.slow
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=rows, style=styles)
def test_every_row_of_many_random_files_is_accounted_for(rows, style):
    check_account(rows, style)
