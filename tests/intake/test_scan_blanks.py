"""What one pass over the bytes tells of blanks: only where it says so are cells trimmed."""

import pytest

from analysis.files.scan import BLOCK, WIDE_BLANK, scan
from analysis.vocabulary import BLANKS

WIDE = [sign for sign in BLANKS if not sign.isascii()]


def signs_of(text, path):
    path.write_bytes(text.encode())
    return scan(path).signs


@pytest.mark.parametrize("blank", [" ", *WIDE])
def test_a_blank_beside_an_edge_is_seen_and_one_between_words_is_none(blank, tmp_path):
    path = tmp_path / "a.csv"
    for text in (f"id;n\n1;x{blank}\n", f"id;n\n1;{blank}x\n", f'id;n\n1;"{blank}x"\n',
                 f"id;n\n1;x{blank}", f"{blank}id;n\n", f"id;n{blank}\r\n1;x\r\n"):  # fmt: skip
        assert b" " in signs_of(text, path), text
    between = signs_of(f"id;n\n1;x{blank}y\n", path)
    assert b" " not in between
    assert (WIDE_BLANK in between) == (blank != " ")


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000"])
@pytest.mark.parametrize("shift", range(-5, 2))
def test_no_block_cuts_a_blank_from_its_edge(blank, shift, tmp_path):
    path, head = tmp_path / "a.csv", "y" * (BLOCK + shift)
    assert b" " in signs_of(f"{head};{blank}x\n", path)
    assert b" " in signs_of(f"{head}x{blank};y\n", path)
    assert b" " not in signs_of(f"{head}x{blank}y;y\n", path)


def test_letters_of_several_bytes_are_no_blanks(tmp_path):
    assert not signs_of("id;n\n1;Müller€“x”©\n2;日本\n", tmp_path / "a.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("feed", ["\n", "\r\n"])
def test_a_line_feed_at_an_end_of_a_cell_is_seen(delimiter, feed, tmp_path):
    path = tmp_path / "a.csv"
    for row in ('1;"x\n"', '1;"\nx"', '"x\n";1', '"\nx";1', '1;"x\n";2'):
        assert b"\n" in signs_of(f"a;b{feed}{row}{feed}".replace(";", delimiter), path), row
    for row in ('1;"x\ny"', '"1";"x"', '"1";""', '"";1', '"x ""y""";1', '1;"""x"""', '1;"x\n\ny"'):
        rows = feed.join(["a;b", row, row, ""]).replace(";", delimiter)
        assert b"\n" not in signs_of(rows, path), row


def test_no_block_cuts_a_line_feed_from_its_quote(tmp_path):
    for shift in range(-6, 3):
        head = "y" * (BLOCK + shift)
        assert b"\n" in signs_of(f'{head},"x\n",1\n', tmp_path / "a.csv"), shift
        assert b"\n" in signs_of(f'{head},"\nx",1\n', tmp_path / "a.csv"), shift
