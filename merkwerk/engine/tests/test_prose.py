"""Prose read and written: whatever is pasted becomes plain paragraphs, and nothing is lost."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.prose import (
    Kind,
    Line,
    Run,
    read_html,
    read_marks,
    settled,
    write_html,
    write_marks,
)

SIGNS = st.text(alphabet="ab \n*[]()\\#->.1—!<&\"'~•é>", max_size=12)
RUNS = st.builds(
    Run,
    text=SIGNS,
    strong=st.booleans(),
    emphasis=st.booleans(),
    href=st.sampled_from(["", "https://a.example/x", "mailto:a@b.example"]),
)
LINES = st.builds(
    Line,
    kind=st.sampled_from(list(Kind)),
    runs=st.lists(RUNS, max_size=4).map(tuple),
    depth=st.integers(0, 4),
    ordered=st.booleans(),
    group=st.integers(0, 2),
    photo=st.integers(0, 99),
)
PROSE = st.lists(LINES, max_size=6)
TAGS = (  # noqa: SIM905
    "p /p ul /ul li /li ol blockquote /blockquote cite /cite b /b i br hr h1 /h1 script /script "
    "figure/data-photo=3 /figure figcaption /figcaption a/href=https://a.example /a o:p /o:p "
    "a/href=javascript:x span/style='mso-list:Ignore' /span img/src=x/onerror=y div /div"
).split()
PIECES = st.lists(
    st.sampled_from(
        [
            *(f"<{tag[0]}{tag[1:].replace('/', ' ', 1)}>" for tag in TAGS),
            *(
                "<!--",
                "-->",
                "<![if",
                "woord",
                " ",
                "&amp;",
                "<",
                '"',
                "&lt;script&gt;",
                "\n",
                "* ",
            ),
        ]
    ),
    max_size=25,
).map("".join)


@given(PROSE)
def test_settling_twice_is_settling_once(lines: list[Line]) -> None:
    assert settled(settled(lines)) == settled(lines)


@given(PROSE)
def test_html_gives_the_same_lines_back(lines: list[Line]) -> None:
    assert read_html(write_html(lines)) == settled(lines)


@settings(max_examples=400)
@given(PROSE)
def test_light_marks_give_the_same_lines_back(lines: list[Line]) -> None:
    assert read_marks(write_marks(lines)) == settled(lines)


@given(PIECES)
def test_whatever_is_pasted_is_clean_after_once(html: str) -> None:
    once = write_html(read_html(html))
    assert write_html(read_html(once)) == once


@given(PIECES)
def test_nothing_that_runs_comes_through(html: str) -> None:
    once = write_html(read_html(html)).lower()
    assert not [bad for bad in ("<script", "<img", "<o:", "<span", "<div", "style=") if bad in once]


@given(st.text(max_size=200))
def test_whatever_is_typed_can_be_read(text: str) -> None:
    assert settled(read_marks(text)) == read_marks(text)


def test_a_paste_from_word_becomes_headings_and_items() -> None:
    html = """<html xmlns:o="urn:x"><head><style>p.MsoNormal{margin:0}</style></head><body>
    <!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->
    <p class=MsoTitle><span lang=NL>De kade</span></p>
    <p class=MsoNormal><span style='font-size:11.0pt'>Wij <st1:place w:st="on">varen</st1:place>
    uit.<o:p></o:p></span></p>
    <p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
    <![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
    style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>touw</p>
    <p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'>1.&nbsp; dun touw</p>"""
    assert write_marks(read_html(html)) == "## De kade\n\nWij varen uit.\n\n- touw\n  1. dun touw"


def test_a_paste_from_google_docs_is_not_all_bold() -> None:
    html = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-9">'
        '<p dir="ltr" style="line-height:1.38"><span style="font-weight:400">Gewoon, </span>'
        '<span style="font-weight:700">vet</span> en <span style="font-style:italic">schuin</span>'
        "</p><br></b>"
    )
    assert write_marks(read_html(html)) == "Gewoon, **vet** en *schuin*"


def test_two_breaks_in_a_row_are_a_new_paragraph() -> None:
    assert write_html(read_html("een<br><br>twee<br>drie")) == "<p>een</p><p>twee<br>drie</p>"


def test_a_link_that_runs_something_is_only_its_words() -> None:
    assert write_html(read_html('<a href="java&#10;script:alert(1)">hier</a>')) == "<p>hier</p>"


def test_a_year_at_the_start_is_no_list() -> None:
    assert write_html(read_marks("1978\\. Een jaar")) == "<p>1978. Een jaar</p>"


def test_a_star_alone_is_a_star() -> None:
    assert read_marks("5 * 3 en 2* zo")[0].words == "5 * 3 en 2* zo"


def test_what_is_hidden_in_comments_that_never_end_stays_words() -> None:
    assert read_html("<p>voor <!-- na</p>")[0].words == "voor <!-- na"


def _seconds(html: str) -> float:
    before = time.process_time()
    read_html(html)
    return time.process_time() - before


def test_hostile_input_takes_no_longer_than_its_length() -> None:
    for piece in (
        "<a '",
        '<a "',
        "<!--",
        "<script>",
        "<li>",
        "<b>",
        "</b>",
        "<",
        "<p x=" + "y" * 99,
    ):
        assert _seconds(piece * 20_000) < 5
