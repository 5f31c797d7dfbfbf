"""Notes that a help desk exports as HTML are read as the text that a page shows."""

from __future__ import annotations

import pytest

from analysis.cells.hypertext import plain_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # help desks, mails of office programs, web forms
        ("<div dir=\"ltr\"><p>Zu teuer</p><p>Gr&uuml;&szlig;e<br/>A. B.</p></div>",
         "Zu teuer\nGrüße\nA. B."),
        ("<p class=MsoNormal>Trop cher<o:p></o:p></p>", "Trop cher"),
        ("<!--[if mso]><xml>x</xml><![endif]-->Muy caro <![if !mso]>hoy<![endif]>",
         "Muy caro hoy"),
        ("<ul><li>late</li><li>dear</li></ul>", "late\ndear"),
        ("<table><tr><td>late</td><td>dear</td></tr></table>", "late dear"),
        ("<style>p {color: red}</style><script>alert(1)</script>Too late</p>", "Too late"),
        ("<html><head><title>RE: end</title></head><body>We left</body></html>", "We left"),
        ("<a href='https://x.example'>We <b>left</b></a>", "We left"),
        ("We left<!-- ticket 7 -->", "We left"),
        # lines of the source are blanks where elements break the lines, and lines where none does
        ("<p>too\n   late</p>\n<p>dear</p>", "too late\ndear"),
        ("too\nlate, <b>dear</b>", "too\nlate, dear"),
        # entities alone, and of a text that was escaped twice
        ("don&#39;t call&nbsp;&amp; don&rsquo;t write", "don't call & don’t write"),
        ("&lt;p&gt;Zu teuer&lt;/p&gt;Gru&amp;szlig;", "Zu teuer\nGruß"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;late</p>", "late"),
        # cut off at the limit of a field
        ("too dear <div style=\"font-fam", "too dear"),
        ("too dear<br><!-- the sig", "too dear"),
        ("<p>&nbsp;</p>", ""),
    ],
)  # fmt: skip
def test_what_a_page_shows_is_read(written, read):
    assert plain_text(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "delivery < 3 days", "price <-> service", "a<b and c>d", "a <b and c> d", "<3", "x<p=0.05",
        "write to <max.m@firma.example>", "<https://x.example/a>", "Option <a> oder <b>",
        "Dear <name>, see <title>", "R&D; AT&T, P&L;", "https://x.example/?a=1&copy=2&lt=3",
        "<from 2023 on> too dear", "<i am angry>", "siehe <!-- hier", "--> teuer", "<Preis>",
        "> quoted\n> twice",
    ],
)  # fmt: skip
def test_a_plain_text_stays_as_it_is(text):
    assert plain_text(text) == text


@pytest.mark.parametrize("sign", ['<p "', '<div a="', "<!--", "<script>", "<title>", "&#", "<"])
def test_a_hostile_text_is_read_at_once(sign):
    assert plain_text(sign * 2000 + "<br>") is not None


SALES = "customer_id,date,amount\n" + "".join(
    f"C{at},2024-0{1 + at % 9}-11,{at}.50\n" for at in range(12)
)
NOTES = [
    "<p>Deliveries came late</p><p>Best regards<br>{}<br>Tel. 030 5559001</p>",
    "Deliveries came late\nBest regards\n{}\nTel. 030 5559001",
]


def _reasons(note: str, header: str = "comment") -> str:
    quoted = note.replace('"', '""')
    return f"customer_id,date,{header}\n" + "".join(
        f'C{at},2024-02-0{at + 1},"{quoted.format(at)}"\n' for at in range(6)
    )


def test_notes_are_read_as_their_plain_twins_and_it_is_said_once(check):
    plain = check({"sales.csv": SALES, "reasons.csv": _reasons(NOTES[1])})
    assert "html_in_notes" not in plain.warned
    read = plain.good("reasons")["note"].tolist()
    as_page = check({"sales.csv": SALES, "reasons.csv": _reasons(NOTES[0])})
    assert as_page.good("reasons")["note"].tolist() == read
    told = [w for w in as_page.intake.receipts["reasons"].warnings if w.code == "html_in_notes"]
    assert [(one.line, one.column) for one in told] == [(2, "comment")]
    assert "6 cells held tags or entities of HTML" in told[0].message


def test_a_note_of_tags_alone_is_no_note(check):
    text = _reasons("Too late {}") + "C7,2024-02-01,<p>&nbsp;</p>\n"
    found = check({"sales.csv": SALES, "reasons.csv": text})
    assert found.intake.receipts["reasons"].set_aside_by_code == {"empty_note": 1}
    assert [row["value"] for row in found.quarantine] == [""]


def test_an_opt_out_in_a_page_is_obeyed(check):
    text = _reasons("Too late {}") + "C7,2024-02-01,<b>Don&#39;t</b> call&nbsp;me again\n"
    found = check({"sales.csv": SALES, "reasons.csv": text})
    assert "opt_out_in_text" in found.warned


def test_touches_issues_and_names_of_customers_are_read_so_too(check):
    found = check({
        "sales.csv": SALES,
        "touches.csv": "customer_id,touched_at,outcome,offer_type\n"
                       "C1,2024-01-05,connected,<b>gift</b>\nC2,2024-01-06,voicemail,\n",
        "issues.csv": "issue_id,code,opened_on\n1,Lieferung &amp; Lager,2024-01-05\n"
                      "2,Preis,2024-01-07\n",
        "customers.csv": "customer_id,name\nC1,M&uuml;ller &amp; Sohn\nC2,Nord\n",
    })  # fmt: skip
    assert found.good("touches")["offer_type"].tolist()[0] == "gift"
    assert found.good("issues")["code"].tolist()[0] == "Lieferung & Lager"
    assert found.good("customers")["name"].tolist()[0] == "Müller & Sohn"


def test_ids_stay_as_the_sales_write_them(check):
    sales = SALES.replace("C1,", "A&amp;B,")
    found = check(
        {"sales.csv": sales, "reasons.csv": _reasons("late {}").replace("C1,", "A&amp;B,")}
    )
    assert "unmatched_ids" not in found.warned
