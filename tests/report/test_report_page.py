"""What reaches a page, and what a customer's text can do there: nothing."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from synthetic_report import facts

import html_checker
from analysis.report.build import report_files
from analysis.report.export import _check_outputs, export_page
from analysis.report.outline import page_of
from analysis.report.sanitise import check_svg, clean_fragment, render_markdown

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>31 %</text></svg>'

#: Each would run, load, send or lead away in a browser that shows it as it is.
ATTACKS = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg/onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=hit()&gt;'>",
    "<iframe srcdoc='<script>hit()</script>'></iframe>",
    "<a href='javascript:hit()'>y</a>",
    "<a href='https://example.com'>y</a>",
    "<a href='//example.com'>y</a>",
    "<form action='https://example.com'><input name=q><button>go</button></form>",
    "<object data='x.swf'></object>",
    "<embed src='x'>",
    "<link rel=stylesheet href='https://example.com/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
    "<base href='https://example.com'>",
    "<style>*{background:url(https://example.com)}</style>",
    "<p style='background:url(https://example.com)'>y</p>",
    "<div id=main class='skip evil' onclick=hit()>y</div>",
    "<td background='https://example.com'>y</td>",
    "<details ontoggle=hit() open>y</details>",
    "<video src=x><source src=y></video>",
    "<!--[if IE]><script>hit()</script><![endif]-->",
    "]]><script>hit()</script>",
    "</main></body><script>hit()</script>",
    "<template><script>hit()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'></noscript>",
    "<section aria-label='a\" onmouseover=\"hit()'>y</section>",
    "[y](javascript:hit()) ![y](https://example.com/x.png) <https://example.com>",
    "[y](data:text/html;base64,PHNjcmlwdD4=) [y][1]\n\n[1]: javascript:hit()",
    "\u202egnirts\u202c \u2066x\u2069 \x00\x0b",
]


def shown(data: dict[str, str], kind: str = "", **told: str):
    metadata = {"whyleft": {"kind": kind, **told}} if kind else {}
    return new_output("display_data", data=data, metadata=metadata)


def figure(slug: str = "a", **told: str):
    words = {"slug": slug, "title": "T", "subtitle": "S", "alt": "A", "doubt": "", "numbers": ""}
    return shown({"image/svg+xml": SVG, "text/plain": "A"}, "figure", **(words | told))


def code(*outputs, tags: tuple[str, ...] = ()):
    return new_code_cell("secret_source()", outputs=list(outputs), metadata={"tags": list(tags)})


def exported(*cells, slug: str = "04_reasons", slugs: tuple[str, ...] = ("04_reasons",), **known):
    notebook = new_notebook(cells=list(cells))
    return export_page(notebook, slug=slug, slugs=slugs, facts=facts(**known), parameters={}).html


def findings(page: str, folder: Path) -> list[str]:
    for name in ("index.html", "manifest.json", "summary.json"):
        (folder / name).write_text("")
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return html_checker.check_page(path)


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_harmless_wherever_it_stands(attack: str, tmp_path: Path) -> None:
    assert findings(attacked(attack), tmp_path) == []


def attacked(attack: str) -> str:
    """Return a page with the text in every place that a text can reach."""
    return exported(
        new_markdown_cell(f"# Who? {attack}\n\n{attack}"),
        code(shown({"text/html": "<p>x</p>", "text/plain": "x"}, "sentence", text=attack)),
        code(
            shown({"text/html": f"<div>{attack}</div>"}, "tiles"),
            shown({"text/html": f"<p>{attack}</p>"}, "decision"),
            shown({"text/html": attack}, "table"),
            shown({"text/html": attack}),
            shown({"text/plain": attack}),
            shown({"application/json": "{}", "text/plain": attack}),
            figure(title=attack, subtitle=attack, alt=attack, doubt=attack, numbers=attack),
        ),
        company=attack,
        kicker=attack,
        cannot_say=(attack,),
    )


def test_code_and_streams_stay_with_the_analyst() -> None:
    page = exported(
        new_markdown_cell("# Q"),
        code(new_output("stream", name="stdout", text="printed"), shown({"text/plain": "kept"})),
        code(shown({"text/plain": "for the analyst"}), tags=("analyst",)),
    )
    assert "kept" in page
    assert not [word for word in ("secret_source", "printed", "for the analyst") if word in page]


def test_the_sentence_is_the_only_h1_and_tiles_and_decision_follow_it() -> None:
    page = exported(
        new_markdown_cell("# Why?\n\nFor leaders."),
        new_markdown_cell("## Look"),
        code(figure()),
        new_markdown_cell("## Answer"),
        code(shown({"text/html": "", "text/plain": ""}, "sentence", text="It is **31%** <now>")),
        new_markdown_cell("## Decide"),
        code(shown({"text/html": '<ul class="tiles"><li class="tile">T1</li></ul>'}, "tiles")),
        code(shown({"text/html": "<p>D1</p>"}, "decision")),
    )
    assert page.count("<h1") == 1
    order = [
        page.index(t) for t in ("Why?</p>", "It is <b>31%</b> &lt;now&gt;", "T1", "D1", "For lea")
    ]
    assert order == sorted(order)
    assert "Answer" not in page, "a heading whose content has moved up"
    assert ">Decide<" not in page


def test_a_notebook_without_a_sentence_has_its_question_as_h1() -> None:
    assert "<h1>Who &amp; why?</h1>" in exported(new_markdown_cell("# Who & why?"))
    assert "<h1>Reasons</h1>" in exported(new_markdown_cell("text"))


def test_headings_never_skip_a_level(tmp_path: Path) -> None:
    page = exported(
        new_markdown_cell("# Q"),
        new_markdown_cell("#### deep\n\n# again\n\n###### deeper"),
        code(figure()),
        code(shown({"text/html": "<h5>in a table</h5>"}, "table")),
    )
    assert findings(page, tmp_path) == []
    assert re.findall(r"<h(\d)", page)[:6] == ["1", "2", "2", "3", "4", "4"]


def test_outputs_rendered_are_outputs_present() -> None:
    cells = [
        code(figure("a"), figure("b"), figure("c")),
        code(shown({"text/html": "<p>1</p>"}), shown({"text/plain": "2"})),
        code(new_output("execute_result", data={"text/plain": "3"}, execution_count=1)),
        code(shown({"text/html": "", "text/plain": ""}, "sentence", text="s")),
        code(shown({"text/html": "", "text/plain": ""}, "sentence", text="t")),
        code(shown({"image/png": "AAAA"}), shown({"text/html": "<script>hit()</script>"})),
    ]
    page = exported(*cells)
    marks = re.findall(r'data-output="(\d+)"', page)
    assert sorted(map(int, marks)) == list(range(1, 11))


def test_a_page_that_lost_an_output_is_a_bug_and_not_a_report() -> None:
    page = page_of(new_notebook(cells=[code(figure(), figure())]), slug="x")
    with pytest.raises(RuntimeError, match="2 outputs"):
        _check_outputs(page, '<p data-output="1">')


def test_figures_that_follow_each_other_stand_in_pairs_and_a_third_alone() -> None:
    page = page_of(new_notebook(cells=[code(figure(), figure()), code(figure())]), slug="x")
    assert [len(group) for group in page.groups] == [2, 1]


def test_a_figure_carries_its_drawing_its_words_and_its_numbers() -> None:
    numbers = "<table><caption>C</caption><tr><th scope=col>n</th><td class=n>498</td></tr></table>"
    page = exported(code(figure(title="Half left", alt="Two bars.", doubt="Few.", numbers=numbers)))
    drawing = re.search(r'alt="Two bars\." src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert drawing
    assert base64.b64decode(drawing[1]).decode() == SVG
    assert "<figcaption>Few.</figcaption>" in page
    assert '<td class="n">498</td>' in page


def test_two_regions_of_one_name_are_told_apart(tmp_path: Path) -> None:
    region = (
        '<div class="scroll" tabindex="0" role="region" aria-label="Who">'
        "<table><caption>Who</caption><tr><th scope=col>a</th></tr></table></div>"
    )
    page = exported(code(*(shown({"text/html": region}, "table") for _ in range(3)), figure()))
    assert re.findall(r'aria-label="(Who[^"]*)"', page) == ["Who", "Who (2)", "Who (3)"]
    assert findings(page, tmp_path) == []


def test_a_bare_table_can_be_scrolled_by_keyboard() -> None:
    page = exported(code(shown({"text/html": "<table><tr><td>1</td></tr></table>"})))
    assert 'tabindex="0" role="region" aria-label="Table"><table>' in page


def test_links_lead_to_pages_of_this_report_only() -> None:
    pages = ["02_dormancy"]
    assert 'href="02_dormancy.html"' in render_markdown("[a](02_dormancy.ipynb)", pages=pages)
    for target in ("03_x.ipynb", "../README.md", "https://example.com", "/etc/passwd", "#top"):
        assert "<a" not in render_markdown(f"[a]({target})", pages=pages)


def test_each_page_is_marked_in_the_navigation_and_names_the_next() -> None:
    slugs = ("00_summary", "02_dormancy", "04_reasons")
    page = exported(new_markdown_cell("# Q"), slug="02_dormancy", slugs=slugs)
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["02_dormancy.html"]
    assert 'Next: <a href="04_reasons.html">' in page
    assert re.findall(r'<li><a href="([^"]+)"', page) == [
        "index.html", "02_dormancy.html", "04_reasons.html"
    ]  # fmt: skip


def test_the_foot_says_where_numbers_come_from_without_folders() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Q")])
    told = {"exports": ["/home/ann/x.csv"], "workspace": "/home/ann/w", "as_of": "2024-12-31"}
    files = report_files({"00_summary": notebook}, facts=facts(), parameters=told)
    page = files["index.html"].decode()
    for part in ("55,112", "54,990", "5f1c5f1c5f1c", "exports = x.csv", "python 3."):
        assert part in page
    assert not [name for name, raw in files.items() if b"/home" in raw or b"/w" in raw]


def test_long_text_is_cut_with_a_mark() -> None:
    page = exported(code(shown({"text/plain": "x" * 60_000})))
    assert "(cut here)" in page
    assert len(page) < 30_000


def test_a_page_weighs_less_than_twenty_kilobytes_without_its_figures() -> None:
    assert len(exported(new_markdown_cell("# Q"))) < 20_000


def test_ordinary_fragments_come_through_unchanged() -> None:
    fragment = (
        '<ul class="tiles"><li class="tile"><span class="label">Loss</span></li></ul>'
        '<section class="decision" aria-label="Decision"><p class="doubt">d &amp; e</p></section>'
        '<div class="scroll" tabindex="0" role="region" aria-label="T"><table><caption>c</caption>'
        '<thead><tr><th scope="col" class="n">n</th></tr></thead><tbody><tr><td class="n">1</td>'
        "</tr></tbody></table></div>"
    )
    assert sorted(clean_fragment(fragment)) == sorted(fragment)
    assert (
        clean_fragment('<p class="n evil" id="x">مرحبا 😀 日本</p>')
        == '<p class="n">مرحبا 😀 日本</p>'
    )


def test_a_drawing_that_could_run_or_load_is_found() -> None:
    assert (
        check_svg(
            '<svg xmlns:xlink="x"><use xlink:href="#a"/><image href="data:image/png;b"/></svg>'
        )
        == []
    )
    for bad in (
        "<svg><a href='javascript:hit()'/></svg>", "<svg><image href='https://e.com/a.png'/></svg>",
        "<svg><foreignObject/></svg>", "<svg><rect ONCLICK='hit()'/></svg>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
    ):  # fmt: skip
        assert check_svg(bad), bad


def test_what_voids_the_numbers_stands_above_each_page() -> None:
    said = "Nobody is quiet <here>."
    told = exported(new_markdown_cell("# Who left?"), void=said)

    assert "Draw no conclusion yet.</b> Nobody is quiet &lt;here&gt;." in told
    assert told.index("Draw no conclusion yet") < told.index("<h1")
    assert 'class="void"' not in exported(new_markdown_cell("# Who left?"))


def _absent():
    return shown({"text/html": "<p>None.</p>", "text/plain": "None."}, "note", empty=True)


def test_the_question_of_a_picture_stays_when_the_one_before_it_is_absent() -> None:
    told = exported(
        new_markdown_cell("What for?"), code(_absent()),
        new_markdown_cell("Who is left out?"), code(figure()),
        new_markdown_cell("Mind the bars."),
    )  # fmt: skip

    assert "What for?" not in told
    assert "Who is left out?" in told
    assert "Mind the bars." in told


def test_the_remark_of_an_absent_picture_goes_with_its_question() -> None:
    told = exported(
        new_markdown_cell("What for?"), code(_absent()), new_markdown_cell("Mind the bars."),
        new_markdown_cell("And then?"), code(figure()),
    )  # fmt: skip

    assert "What for?" not in told
    assert "Mind the bars." not in told
    assert "And then?" in told


def test_no_line_breaks_within_a_number_or_an_interval() -> None:
    cells = "<tr><td>2024-07-02</td><td>A. (9 to 5) 2 Model</td><td>25% (23% to 31%)</td></tr>"
    told = exported(
        code(shown({"text/html": "x"}, "sentence", text="We lose 6.62 M a year")),
        code(shown({"text/html": f"<table>{cells}</table>"}, "table")),
    )  # fmt: skip

    assert "6.62\u00a0M a year" in told
    assert '<td class="d">2024-07-02</td>' in told
    assert "25% (23%\u00a0to\u00a031%)" in told
    assert "2 Model" in told
