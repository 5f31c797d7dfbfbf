"""Pictures of each page of a report: 1280 and 400 pixels wide, dark, and as printed.

    python tests/browser/screenshots.py REPORT OUT

Needs Chromium, and pdftoppm (poppler) for the print.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

#: No first-run pages, no updates, no request to anywhere.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-dev-shm-usage",
]  # fmt: skip

#: Says how tall a page is; only the copy that is measured holds it.
_MEASURE = (
    "<script>onload=()=>document.body.setAttribute('data-tall',"
    "Math.ceil(document.documentElement.getBoundingClientRect().height))</script>"
)


def find_chromium() -> str | None:
    """The browser's path, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def run_chromium(*arguments: str) -> str:
    """What headless Chromium prints; it gets a new profile that is deleted afterwards."""
    browser = find_chromium()
    if browser is None:
        raise RuntimeError("no Chromium on this machine")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [browser, *FLAGS, f"--user-data-dir={profile}", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    return done.stdout


def without_policy(page: str) -> str:
    """The page without its content security policy, so that a test's script can run in a copy."""
    head, _, rest = page.partition('<meta http-equiv="Content-Security-Policy"')
    return head + rest.partition(">")[2] if rest else page


def dark(page: str) -> str:
    """The page as a dark system shows it."""
    return page.replace("(prefers-color-scheme:dark)", "all").replace(
        'content="light dark"', 'content="dark"'
    )


def height_at(page: Path, *, width: int, scratch: Path) -> int:
    """How tall the page is at that width, in CSS pixels."""
    copy = scratch / "measured.html"
    text = without_policy(page.read_text(encoding="utf-8"))
    copy.write_text(text.replace("</head>", f"{_MEASURE}</head>"), encoding="utf-8")
    framed = scratch / "frame.html"
    # Headless windows cannot be narrower than 500 pixels, frames can.
    framed.write_text(
        f'<body style="margin:0"><iframe src="measured.html" width="{width}" height="800" '
        "style='border:0'></iframe><script>onload=()=>document.body.setAttribute('data-tall',"
        "document.querySelector('iframe').contentDocument.body.dataset.tall)</script>",
        encoding="utf-8",
    )
    shown = run_chromium("--allow-file-access-from-files", "--dump-dom", framed.as_uri())
    return int(shown.partition('data-tall="')[2].partition('"')[0])


def take_picture(page: Path, target: Path, *, width: int, scratch: Path) -> None:
    """Write one PNG of the whole page."""
    tall = height_at(page, width=width, scratch=scratch)
    framed = scratch / "framed.html"
    framed.write_text(
        f'<body style="margin:0"><iframe src="{page.as_uri()}" width="{width}" height="{tall}" '
        'style="border:0;display:block"></iframe>',
        encoding="utf-8",
    )
    shot = ("--allow-file-access-from-files", f"--screenshot={target}")
    run_chromium(*shot, f"--window-size={max(width, 500)},{tall}", framed.as_uri())
    with Image.open(target) as picture:
        cut = picture.crop((0, 0, width, tall))
    cut.save(target)


def print_pages(page: Path, target: Path) -> None:
    """Write the page as PDF and each of its sheets as PNG."""
    pdf = target.with_suffix(".pdf")
    run_chromium(f"--print-to-pdf={pdf}", "--no-pdf-header-footer", page.as_uri())
    if shutil.which("pdftoppm"):
        sheets = ["pdftoppm", "-png", "-r", "80", str(pdf), str(target)]
        subprocess.run(sheets, check=True, timeout=60)


def main(report: Path, out: Path) -> None:
    """Write all pictures of a report."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for page in sorted(report.resolve().glob("*.html")):
            night = scratch / page.name
            night.write_text(dark(page.read_text(encoding="utf-8")), encoding="utf-8")
            for name, source, width in [
                ("1280", page, 1280), ("400", page, 400), ("dark", night, 1280)
            ]:  # fmt: skip
                target = out / f"{page.stem}-{name}.png"
                take_picture(source, target, width=width, scratch=scratch)
            print_pages(page, out / f"{page.stem}-print")
            print(f"{page.stem}: pictures in {out}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
