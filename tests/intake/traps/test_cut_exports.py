"""Traps 40 and 62-68: exports that were cut, damaged or mangled on their way."""

from __future__ import annotations

import gzip

import pytest

from intake.traps.company import Case, as_csv, judge, orders

STEADY = orders()


def many(n: int, head: str = "customer_id,date,amount\n") -> str:
    """``n`` rows of many customers, evenly over whole years."""
    return head + "".join(
        f"K{at % 977:04d},{2022 + at % 2}-{1 + at % 12:02d}-{1 + at % 28:02d},{at % 90}.5{at % 7}\n"
        for at in range(1, n + 1)
    )


def notes(texts: list[str], head: str = "customer_id,note\n") -> str:
    return head + "".join(f'K{at:04d},"{text}"\n' for at, text in enumerate(texts))


def prose(n: int, seed: int = 0) -> str:
    """Some text of exactly ``n`` characters that ends in no blank."""
    words = ("late", "price", "driver", "invoice", "nobody", "answered", "again", "pallet")
    text = " ".join(words[(at * 5 + seed * 3 + at // 7) % 8] for at in range(n))
    return text[: n - 1].strip().ljust(n - 1, "x") + str(seed % 10)


GERMAN = as_csv(STEADY, "de").replace("ä", "ae")
NOISE = {"identical_rows", "zero_amount", "left_censored", "survivors_only", "unmatched_ids",
         "cut_month", "coverage_gap"}  # fmt: skip

CASES = [
    Case("40-us-error-in-ids-dates-and-amounts",
         {"orders.csv": as_csv(STEADY) + "#N/A,2023-05-05,5.00\nK0001,#REF!,5.00\n"
                        "K0001,2023-05-05,#VALUE!\n"},
         {"money_without_customer"}, {"error_value": 3}),
    Case("40-german-error-words",
         {"umsatz.csv": as_csv(STEADY, "de") + "#NV;05.05.2023;5,00\nK0001;#BEZUG!;5,00\n"
                        "K0001;05.05.2023;#WERT!\n"},
         {"money_without_customer"}, {"error_value": 3}),
    Case("40-notes-that-became-a-formula",
         {"motivos.csv": "Nº Cliente;Motivo\nK1;#¿NOMBRE?\nK2;precio\n"}, set(),
         {"error_value": 1}),
    Case("40-clean-ids-with-a-hash",
         {"orders.csv": as_csv(STEADY, "us", lambda k: f"#{k:04d}")}, also={"cleaned_ids"}),
    Case("62-us-spreadsheet-limit", {"orders.csv": many(65_535)}, {"row_limit"}, also=NOISE),
    Case("62-ten-thousand", {"umsatz.csv": many(10_000)}, {"row_limit"}, also=NOISE),
    Case("62-fifty-thousand-with-the-header", {"ventas.csv": many(49_999)}, {"row_limit"},
         also=NOISE),
    Case("62-clean-other-count", {"orders.csv": many(10_321)}, also=NOISE),
    Case("62-clean-one-thousand", {"orders.csv": many(1_000)}, also=NOISE),
    Case("63-us-last-row-short", {"orders.csv": as_csv(STEADY) + "K0001,2023-12"},
         {"truncated"}, {"field_count": 1}),
    Case("63-german-last-row-ends-in-its-date", {"umsatz.csv": as_csv(STEADY, "de") + "K0001;05.1"},
         {"truncated"}, {"field_count": 1}),
    Case("63-french-last-row-ends-in-its-id", {"ventes.csv": as_csv(STEADY, "fr") + "K00"},
         {"truncated"}, {"footer": 1}),
    Case("63-last-quote-never-closes",
         {"reasons.csv": "customer_id,note\nK1,late\nK2,too dear\nK3,\"nobody answ"},
         {"truncated"}, {"unclosed_quote": 1}),
    Case("63-amount-is-missing-at-the-end", {"orders.csv": as_csv(STEADY) + "K0001,2023-12-31,"},
         {"truncated"}, {"no_amount": 1}),
    Case("63-last-amount-ends-behind-its-sign",
         {"orders.csv": as_csv(STEADY) + "K0001,2023-12-31,764."}, {"truncated"}),
    Case("63-last-amount-ends-before-its-sign",
         {"orders.csv": as_csv(STEADY) + "K0001,2023-12-31,764"}, {"truncated"}),
    Case("63-clean-amounts-without-their-last-zeros",
         {"orders.csv": as_csv(STEADY).replace(".00", "") + "K0001,2023-12-31,764"}),
    Case("63-clean-whole-last-amount", {"orders.csv": as_csv(STEADY) + "K0001,2023-12-31,764\n"}),
    Case("63-packed-file-ends-early",
         {"orders.csv.gz": gzip.compress(as_csv(STEADY).encode())[:-400]}, refused="truncated"),
    Case("63-clean-last-row-without-line-end", {"ventas.csv": as_csv(STEADY, "es").rstrip("\n")}),
    Case("63-remark-at-the-end-without-line-end",
         {"umsatz.csv": as_csv(STEADY, "de") + "Gedruckt am Montag"}, set(), {"footer": 1}),
    Case("63-short-row-in-the-middle",
         {"umsatz.csv": GERMAN.replace("\n", "\nK0001;05.1\n", 1)}, set(), {"field_count": 1}),
    Case("64-us-notes-of-255",
         {"reasons.csv": notes([prose(20 + 9 * k, k) for k in range(20)]
                               + [prose(255, k) for k in range(6)])}, {"notes_cut"}),
    Case("64-german-notes-of-1000",
         {"gruende.csv": notes([prose(50 + 31 * k, k) for k in range(20)]
                               + [prose(1_000, k) for k in range(4)], "Kundennr,Grund\n")},
         {"notes_cut"}),
    Case("64-french-notes-cut-at-an-odd-length",
         {"motifs.csv": notes([prose(30 + k % 90, k) for k in range(60)]
                              + [prose(180, k) for k in range(25)], "Code client,Motif\n")},
         {"notes_cut"}),
    Case("64-clean-one-long-note",
         {"reasons.csv": notes([prose(20 + 9 * k, k) for k in range(20)] + [prose(255, 1)])}),
    Case("64-clean-picklist-of-which-one-word-is-longest",
         {"motivos.csv": notes(["precio", "servicio demasiado lento de la empresa de transporte"]
                               * 30, "Nº Cliente,Motivo\n")}, also={"identical_rows"}),
    Case("65-notes-decoded-twice",
         {"reasons.csv": notes(["zu teuer fÃ¼r uns", "trop chÃ¨re", "itâ€™s late", "fine"])},
         {"mojibake"}),
    Case("65-names-decoded-twice",
         {"kunden.csv": "Kundennr;Firma\n1;MÃ¼ller\n2;GroÃŸ\n3;Meier\n"}, {"mojibake"}),
    Case("65-letters-already-lost",
         {"motifs.csv": notes(["trop ch\ufffdre", "livraison", "prix"], "Code client,Motif\n")},
         {"mojibake"}),
    Case("65-western-bytes",
         {"gruende.csv": notes(["zu teuer für uns", "spät"], "Kundennr,Grund\n").encode("cp1252")},
         {"western_encoding"}),
    Case("65-clean-utf-16",
         {"gruende.csv": notes(["zu teuer für uns", "spät"], "Kundennr,Grund\n").encode("utf-16")}),
    Case("65-clean-portuguese-capitals",
         {"reasons.csv": notes(["NÃO TEM EM SÃO PAULO", "PREÇO", "Âmbar", "IRMÃ"])}),
    Case("66-nul-bytes-in-a-text-file",
         {"orders.csv": as_csv(STEADY).encode() + b"K0001,2023-05-05,\x005.00\n"},
         refused="nul_bytes"),
    Case("66-nul-bytes-at-the-end-of-a-german-file",
         {"umsatz.csv": as_csv(STEADY, "de").encode() + b"\x00" * 300}, refused="nul_bytes"),
    Case("66-clean-utf-16-without-a-mark",
         {"ventas.csv": as_csv(STEADY, "es").encode("utf-16-le")}),
    Case("67-clean-line-breaks-and-quotes-in-notes",
         {"reasons.csv": 'customer_id,note\nK1,"late,\nand ""dear"""\nK2,"a;b\r\nc"\n'}),
    Case("67-clean-french-line-breaks",
         {"motifs.csv": 'Code client;Motif\nK1;"trop cher ;\n\nvraiment"\nK2;"délai"\n'}),
    Case("67-clean-inches-in-the-middle-of-a-text",
         {"gruende.csv": 'Kundennr;Grund\nK1;Rohr 5" fehlt\nK2;zu spät\n'}),
    Case("68-us-comma-in-a-note",
         {"reasons.csv": "customer_id,note,source\nK1,late, and dear,rep\nK2,price,rep\n"},
         set(), {"field_count": 1}),
    Case("68-german-decimal-comma-in-a-comma-file",
         {"umsatz.csv": as_csv(STEADY).replace("Customer ID", "Kundennr")
                        + "K0001,2023-05-05,12,50\n"}, set(), {"field_count": 1}),
    Case("68-short-row",
         {"ventas.csv": as_csv(STEADY, "es") + "K0001\t05/05/2023\n"}, set(), {"field_count": 1}),
    Case("68-clean-empty-column-at-the-end",
         {"factures.csv": as_csv(STEADY, "fr").replace("\n", ";\n")}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_happened_to_an_export_on_its_way(case, check, refused):
    judge(case, check, refused)


def test_trap_65_mojibake_is_never_repaired_unasked(check):
    found = check({"reasons.csv": notes(["zu teuer fÃ¼r uns"])})
    assert found.good("reasons")["note"].tolist() == ["zu teuer fÃ¼r uns"]


def test_trap_65_a_customer_keeps_the_signs_that_tell_of_it(check):
    found = check({"o.csv": "customer_id,ordered_on,amount\nMÃ¼ller,2024-01-31,5\n"})
    assert found.good()["customer_id"].tolist() == ["MÃ¼ller"]
    assert "mojibake" in found.warned


def test_trap_67_physical_lines_stay_right_after_line_breaks(check):
    found = check({"reasons.csv": 'customer_id,note\nK1,"late\nand\ndear"\n,nobody\n'})
    assert found.quarantine[0]["line"] == "5"
