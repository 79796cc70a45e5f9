"""What others wrote is made safe, stays readable, and costs little."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.connectors import content
from merkwerk.connectors.content import block, clean, few, line, links_in, plain, safe_url, title

HOSTILE = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/pixel.gif'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='https://a.example' onclick=alert(1) style='position:fixed'>x</a>",
    "<a href='https://a.example' hx-get='/x' data-hx-post='/y' target=_blank rel=opener>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='evil.swf'></object><embed src='evil.swf'>",
    "<form action='https://evil.example'><input name=a><button>x</button></form>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<p id=main class=danger name=x>x</p>",
    "<table background='https://evil.example'><td>x</table>",
    "<video src=x onerror=alert(1)><source src=y></video>",
    "<details open ontoggle=alert(1)>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><?php echo 1 ?>",
    "<b <script>alert(1)</script>",
    "<a href=\"https://a.example/\" title=\"x\"onmouseover=\"alert(1)\">x</a>",
    "<xss onfocus=alert(1) tabindex=1 autofocus>x</xss>",
    "<p lang='\"><script>alert(1)</script>'>x</p>",
    "{{7*7}}{% load x %}<p v-html='x' x-data='y'>${1}</p>",
    "\ud800<p>\x00</p>",
    "<a href='https://a.example/\u202egpj.exe'>x</a>",
)  # fmt: skip


class Check(HTMLParser):
    """Fails at the first tag, field or address that is not allowed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in content._TAGS
        for name, value in attrs:
            assert name in {"href", "rel", "title", "lang", "dir"}
            if name == "href":
                assert (value or "").startswith(("https://", "http://", "mailto:"))
            if name == "rel":
                assert value == "noopener nofollow"

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")


def check(html: str) -> None:
    checker = Check()
    checker.feed(html)
    checker.close()


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_is_made_harmless(html: str) -> None:
    for near in ("", "https://site.example/a/"):
        check(clean(html, near=near))
        check(content.read(html, near=near).html)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_becomes_plain_words(html: str) -> None:
    words = plain(html)
    assert "onerror" not in words.replace("noscript", "")
    assert "evil.example/x.css" not in words


@pytest.mark.parametrize("html", HOSTILE)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    assert clean(clean(html)) == clean(html)


def test_the_check_would_find_a_script() -> None:
    with pytest.raises(AssertionError):
        check("<script>")


@given(st.text(alphabet="<>/=\"'& abhrefscriptimg!-[]:;#\x00\ud800", max_size=300))
def test_any_markup_is_made_harmless(html: str) -> None:
    check(clean(html))
    plain(html).encode()


@pytest.mark.parametrize(
    "piece",
    ["<", "&", "<b>", "<div>", "<a ", "<!--", "<![CDATA[", "<p>", "<b><i><u><p>", "<table>",
     "<select><option>", "<svg><g>", "<li><ul>", "<a><p>", "<x-y>", "&a;", "<b x=1 ", "\u0301",
     '<a href="http://a.b/">x</a>', "<template>", "<pre>", "\n", " ", "]]>", "<br>"],
)  # fmt: skip
def test_a_long_hostile_text_costs_little(piece: str) -> None:
    started = time.process_time()
    reading = content.read(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 3
    assert len(reading.text) <= content.TEXT
    assert len(reading.links) <= content.LINKS


def test_ordinary_markup_stays() -> None:
    html = '<p>Dag <strong>Anna</strong>,<br>kijk <a href="https://a.example/b">hier</a>.</p>'
    assert clean(html) == html.replace('/b"', '/b" rel="noopener nofollow"')


def test_plain_keeps_lines_and_paragraphs() -> None:
    html = "<h2>Kop</h2><p>Een\n  twee<br>drie</p><ul><li>a</li><li>b</li></ul>slot"
    assert plain(html) == "Kop\n\nEen twee\ndrie\n\n- a\n- b\n\nslot"


def test_plain_keeps_code_as_it_is() -> None:
    assert plain("<pre>a\n  b</pre>") == "a\nb"


def test_a_shortened_address_is_written_out() -> None:
    html = '<a href="https://a.example/long/way">https://a.example/lon…</a>'
    assert plain(html) == "https://a.example/long/way"


def test_the_words_of_a_link_stay() -> None:
    assert plain('<a href="https://s.example/tags/x">#<span>zon</span></a>') == "#zon"


def test_a_link_that_pretends_keeps_its_words_only() -> None:
    html = '<a href="https://evil.example/">https://bank.example</a>'
    assert plain(html) == "https://bank.example"


def test_relative_links_are_resolved_or_dropped() -> None:
    html = '<a href="../x">x</a>'
    assert content.read(html, near="https://a.example/b/c/").links == ("https://a.example/b/x",)
    assert links_in(html) == ()


def test_links_are_few_and_each_once() -> None:
    html = "".join(f'<a href="https://a.example/{n % 60}">x</a>' for n in range(5000))
    assert len(links_in(html)) == content.LINKS


def test_pictures_are_told_with_their_words_but_not_the_pixels() -> None:
    html = (
        '<img src="/a.png" alt="Een boot"><img src="/p.gif" width="1" height="1">'
        '<img src="data:image/png;base64,xx">'
    )
    reading = content.read(html, near="https://a.example/")
    assert reading.pictures == (("https://a.example/a.png", "Een boot"),)
    assert "img" not in reading.html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\u2066b\u2069", "ab"),
        ("ze\u200bro", "zero"),
        ("\x00a\x07b\x9fc\ufeff", "abc"),
        ("a\r\nb\u2028c\rd", "a\nb\nc\nd"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("x\U000e0067\U000e0062", "x"),
        ("Z" + "\u0301" * 50, "Z" + "\u0301" * 8),
        ("\ud800x", "\ufffdx"),
        ("café", "café"),
    ],
)
def test_tricks_are_taken_out(text: str, kept: str) -> None:
    assert block(text, 100) == kept


def test_a_line_is_one_line_and_not_too_long() -> None:
    assert line("  a\n\tb  ", 10) == "a b"
    assert line("a" * 10_000_000, 20) == "a" * 19 + "…"
    assert len(title("<b>" + "word " * 1_000_000)) <= content.TITLE


def test_a_block_keeps_at_most_one_empty_line() -> None:
    assert block("a \n\n\n\n  b\tc\n", 50) == "a\n\nb c"


@pytest.mark.parametrize(
    ("given_title", "read_title"),
    [
        ("Jan &amp; Piet", "Jan & Piet"),
        ("<b>Vet</b> goed", "Vet goed"),
        ("a < b", "a < b"),
        ("Fish &chips", "Fish &chips"),
        ("{{7*7}}", "{{7*7}}"),
        ("", ""),
    ],
)
def test_a_title_is_plain(given_title: str, read_title: str) -> None:
    assert title(given_title) == read_title


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b#c", "https://a.example/b#c"),
        (" HTTPS://A.example ", "https://a.example/"),
        ("https://a.example/#!/x?y", "https://a.example/#!/x?y"),
        ('https://a.example/#"><script>', "https://a.example/"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.nl", ""),
        ("//a.example", ""),
        ("/relative", ""),
        ("https://user:pw@a.example/", ""),
        ("https://a.example/\u202e", "https://a.example/%E2%80%AE"),
        ("https://a.example/" + "a" * 3000, ""),
        ("https://a.example:8080/x", "https://a.example:8080/x"),
        ("", ""),
    ],
)
def test_an_address_is_safe_or_empty(url: str, safe: str) -> None:
    assert safe_url(url) == safe


def test_few_is_short_and_each_once() -> None:
    assert few(["a", "", "b", "a", "c"], 2) == ("a", "b")


def test_tags_are_short_and_each_once() -> None:
    assert content.tags(["#Zon", "zon", " open data ", "a" * 500, "R&amp;D"]) == (
        "Zon",
        "open data",
        "a" * 99 + "…",
        "R&D",
    )
    assert len(content.tags(str(n) for n in range(1000))) == content.TAGS
