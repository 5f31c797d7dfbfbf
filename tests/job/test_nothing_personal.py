"""Nothing personal stands in any file that a command writes, nor in what it says."""

import io
import zipfile

from analysis.cli import main

#: Piece of a note, and what of it nobody may ever read again.
PERSONAL = [
    ("spoke with Ms Okafor-Lindqvist", "Okafor"),
    ("write to jo.tamsin@firm.example", "tamsin"),
    ("call +44 20 7946 0958", "7946 0958"),
    ("card 4111 1111 1111 1111", "4111 1111"),
    ("IBAN DE02 1203 0000 0000 2020 51", "1203 0000"),
    ("born 14.03.1969", "14.03.1969"),
    ("she lives at 12 Quillfeather Lane, London N1 9GU", "Quillfeather"),
    ("ask @zorblatt_buys", "zorblatt"),
]
REASONS = [
    "the delivery came late again",
    "far too expensive for us now",
    "nobody answered my mails",
]
CODES = ["late", "price", "slow"]


def commands_on(folder):
    """The words of a few commands on notes with personal data, and the folder they write to."""
    rows = [
        f'c{at},r{at:03},"{REASONS[at % 3]}. {PERSONAL[at % 8][0]}",{CODES[at % 3]}'
        for at in range(96)
    ]
    export = folder / "reasons.csv"
    export.write_text("\n".join(["customer_id,reason_id,note,code", *rows]), encoding="utf-8")
    book, out = folder / "out" / "book", folder / "out"
    out.mkdir()
    commands = [
        ["reasons", export, "--out", book],
        ["reasons", export, "--out", out / "again", "--codebook", book],
        ["codebook", "edit", book, "--retire", "slow", "--out", out / "edited"],
        ["codebook", "diff", book, out / "edited", "--out", out / "diff"],
        ["codebook", "sample", book, "--notes", export, "--out", out / "sheet.csv"],
        ["check", export, "--json"],
    ]
    return out, [[str(word) for word in command] for command in commands]


def texts_of(folder):
    """Every file by its name, archives with all that is packed in them."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as box:
                content = b"\n".join(box.read(name) for name in box.namelist())
        yield path.name, content.lower()


def test_no_file_and_no_message_repeats_what_is_personal(tmp_path, capsys):
    folder, commands = commands_on(tmp_path)
    for command in commands:
        assert main(command) == 0, command
    said = capsys.readouterr()
    found = [*texts_of(folder), ("stdout", said.out.encode()), ("stderr", said.err.encode())]

    assert {"mentions.csv", "codebook.toml", "codebook.npz", "sheet.csv"} <= {n for n, _ in found}
    for name, content in found:
        for _, secret in PERSONAL:
            assert secret.casefold().encode() not in content.lower(), f"{secret} in {name}"
