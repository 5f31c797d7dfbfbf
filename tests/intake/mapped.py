"""Exports of a map's tests, and what they make of them."""

from __future__ import annotations

from pathlib import Path

from analysis.intake import check_exports, map_exports
from analysis.intake.mapping import MapMade
from analysis.workspace import Workspace

# A German ERP: preamble, semicolons, decimal commas, a name and a second date beside what counts.
JANUARY = (
    "Auswertung Umsatz Januar;;;;;;\n;;;;;;\n"
    "Kd-Nr;Kunde;Belegnr;Rechnungsdatum;Liefertermin;Betrag netto;Status\n"
    "0101;Müller GmbH;R-1;03.01.2024;05.01.2024;1.290,00 €;bezahlt\n"
    "0102;Anna Schmidt;R-2;14.01.2024;16.01.2024;12,90 €;offen\n"
    "0103;Café Özil;R-3;25.01.2024;;-45,00 €;Gutschrift\n"
    "0101;Müller GmbH;R-4;31.01.2024;02.02.2024;99,99 €;storniert\n"
)
HEADER = "Kd-Nr;Kunde;Belegnr;Rechnungsdatum;Liefertermin;Betrag netto;Status"
# A shop of which no date and no amount proves its style.
SHOP = "Customer ID,Order Date,Amount\n17,03/04/2024,250\n18,04/04/2024,110\n19,12/11/2023,90\n"
# A French CRM.
CRM = "Code client;Date de facture;Montant HT\nC1;2024-01-15;10,50\nC2;2024-02-15;20,00\n"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def mapped(folder: Path) -> MapMade:
    return map_exports([folder], out=folder)


def checked(folder: Path, path: Path | None = None):
    where = Workspace(folder.parent / f"w{len(list(folder.parent.iterdir()))}")
    return check_exports([path or folder], where).receipts


def warned(folder: Path, code: str, path: Path | None = None) -> list[str]:
    receipts = checked(folder, path)
    return [w.message for r in receipts.values() for w in r.warnings if w.code == code]
