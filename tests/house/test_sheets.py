"""Templates say what a thing is; how it looks stands in the sheets, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.plan import ROOT

STATIC = ROOT / "merkwerk" / "static" / "merkwerk"
SITE = ROOT / "merkwerk" / "stories" / "static" / "site"
SHEETS = "".join(one.read_text() for one in STATIC.glob("*.css"))
SITE_SHEET = (SITE / "site.css").read_text()
# Words that only mark a place for a test, for htmx or for the reader of the source.
MARKERS = {"thread-end", "matches", "open"}
TEMPLATES = sorted(
    one
    for one in (ROOT / "merkwerk").glob("**/templates/**/*.html")
    if "/letters/" not in str(one) and "/mail/" not in str(one)
)


def classes(text: str) -> set[str]:
    """Every class a template may give, template code inside the attribute taken out."""
    found = set()
    for value in re.findall(r'class="((?:\{[%{].*?[%}]\}|[^"])*)"', text, re.DOTALL):
        plain = re.sub(r"\{%.*?%\}|\S*\{\{.*?\}\}\S*", " ", value, flags=re.DOTALL)
        found |= set(plain.split())
    return found


def names(sheet: str) -> set[str]:
    """Every class that a sheet knows."""
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"url\([^)]*\)", "", sheet)))


KNOWN, KNOWN_ON_SITE = names(SHEETS), names(SITE_SHEET)


def known(template: Path) -> set[str]:
    """Public pages of the site have a sheet of their own; looking after it has the house's."""
    on_site = "/templates/site/" in str(template) and "/site/desk/" not in str(template)
    return KNOWN_ON_SITE if on_site else KNOWN


def test_classes_are_found_behind_template_code() -> None:
    assert classes('<p class="a{% if x == "y" %} b{% endif %} c-{{ d }}">') == {"a", "b"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_every_class_is_in_a_sheet(template: Path) -> None:
    assert classes(template.read_text()) - known(template) - MARKERS == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_no_template_styles_or_scripts_by_itself(template: Path) -> None:
    text = re.sub(r"\{%.*?%\}", "", template.read_text(), flags=re.DOTALL)
    data = r"application/(?:ld\+)?json"
    assert not re.search(
        rf"<style|\sstyle=|\son[a-z]+=|\shx-on|<script(?![^>]*(?:\ssrc=|{data}))", text
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: f"{one.parent.name}/{one.name}")
def test_no_template_asks_a_foreign_host(template: Path) -> None:
    assert not re.search(r"""(?:src|srcset|action)=["']?(?:https?:)?//""", template.read_text())


def test_sheets_ask_no_foreign_host() -> None:
    assert not re.search(r"https?://|@import", SHEETS + SITE_SHEET)


def test_every_file_a_sheet_names_is_there() -> None:
    for folder, sheet in ((STATIC, SHEETS), (SITE, SITE_SHEET)):
        named = re.findall(r'url\("([^"]+)"\)', sheet)
        assert all((folder / name).is_file() for name in named)
