"""The tags that draw the pieces of a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from merkwerk.lib.templatetags.look import initials


def drawn(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template("{% load look %}" + source).render(Context(context))


class Letter(forms.Form):
    name = forms.CharField(help_text="As people call you.")
    agreed = forms.BooleanField()
    pace = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    text = forms.CharField(required=False, widget=forms.Textarea)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Joris Bakker", "JB"),
        ("Sanne de Vries", "SV"),
        ("@joris@social.example", "J"),
        ("nina", "N"),
        ("", "·"),
        ("🦄 ✨", "·"),
        ("🦄 Ilse ✨", "I"),
        ("ßeta", "S"),
    ],
)
def test_a_face_shows_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def ring(source: str) -> float:
    """Which part of the whole ring is drawn."""
    arc, whole = re.findall(r'dasharray="([\d.]+) ([\d.]+)"', drawn(source))[0]
    return round(float(arc) / float(whole), 2)


@pytest.mark.parametrize("size", ["sm", "md", "lg"])
def test_a_ring_is_as_long_as_the_warmth(size: str) -> None:
    assert ring('{% face "Joris" warmth=64 size="' + size + '" %}') == 0.64


def test_a_ring_is_said_in_words_too() -> None:
    assert ">warm</span>" in drawn('{% face "Joris" warmth=64 %}')


def test_no_warmth_at_all_has_no_arc() -> None:
    assert "dasharray" not in drawn('{% face "Joris" warmth=0 %}')


def test_a_colleague_has_no_ring() -> None:
    assert "<svg" not in drawn('{% face "Karim" %}')


def test_a_ring_never_gets_longer_than_a_circle() -> None:
    assert ring('{% face "Joris" warmth=140 %}') == 1


def test_numbers_in_a_ring_keep_their_point_in_dutch() -> None:
    with translation.override("nl"):
        made = Template('{% load look %}{% face "J" warmth=4 size="lg" %}').render(Context())
    assert 'r="48"' in made
    assert "," not in made.split("</svg>")[0]


def test_a_face_that_links_carries_the_name_escaped() -> None:
    assert "&lt;i&gt;" in drawn('{% face name href="/x/" %}', name="<i>")


def test_nothing_is_drawn_with_inline_style() -> None:
    assert "style=" not in drawn('{% face "J" warmth=4 %}{% dots 1 2 %}{% progress 1 2 "x" %}')


def test_dots_say_how_far_you_are() -> None:
    made = drawn("{% dots 1 4 %}")
    assert made.count("<i") == 4
    assert made.count('class="on"') == 1
    assert "1 of 4 done" in made


def test_nothing_to_do_has_no_dots() -> None:
    assert drawn("{% dots 0 0 %}").strip() == ""


def test_foreign_words_are_cleaned_where_they_are_shown() -> None:
    made = drawn("{{ html|own_words }}", html="<p>Hoi<script>alert(1)</script></p>")
    assert "<p>Hoi" in made
    assert "script" not in made


def test_a_field_has_its_label_above_and_its_hint_wired() -> None:
    made = drawn("{% field form.name %}", form=Letter())
    assert made.index("<label") < made.index("<input")
    assert 'aria-describedby="id_name_helptext"' in made
    assert 'id="id_name_helptext"' in made


def test_a_mistake_is_wired_to_its_field() -> None:
    made = drawn("{% field form.name %}", form=Letter({}))
    assert 'aria-invalid="true"' in made
    assert 'id="id_name_error"' in made


def test_choices_are_a_group_with_a_legend() -> None:
    made = drawn("{% field form.pace %}", form=Letter())
    assert "<legend>" in made
    assert made.count('id="id_pace"') == 1


def test_a_tick_has_its_words_beside_it() -> None:
    made = drawn("{% field form.agreed %}", form=Letter())
    assert made.index("<input") < made.index("Agreed")


def test_what_may_stay_empty_says_so() -> None:
    assert "(if you like)" in drawn("{% field form.text %}", form=Letter())


def test_fields_draws_the_hidden_ones_too() -> None:
    assert 'type="hidden"' in drawn("{% fields form %}", form=Letter())


def test_general_mistakes_come_first() -> None:
    form = Letter({"name": "x"})
    form.add_error(None, "These two don't agree.")
    made = drawn("{% fields form %}", form=form)
    assert made.index("agree") < made.index("<label")


def test_a_counter_says_the_length_without_script() -> None:
    form = Letter({"text": "Hallo"})
    assert "5 of 500 characters" in drawn("{% counter form.text limit=500 %}", form=form)


def test_a_counter_says_how_many_are_too_many() -> None:
    form = Letter({"text": "Hallo"})
    made = drawn("{% counter form.text limit=3 %}", form=form)
    assert "2 too many" in made
    assert 'class="counter over"' in made


def test_a_pager_keeps_what_was_searched_for() -> None:
    request = RequestFactory().get("/x/?q=btw&page=2")
    made = drawn("{% pager page %}", page=Paginator(range(9), 3).page(2), request=request)
    assert "?q=btw&amp;page=3" in made
    assert "?q=btw&amp;page=1" in made


def test_one_page_needs_no_pager() -> None:
    made = drawn("{% pager page %}", page=Paginator(range(2), 3).page(1))
    assert made.strip() == ""


def test_a_draft_says_whether_it_is_kept() -> None:
    made = drawn("{% autosave_state %}")
    assert "data-autosave-state" in made
    assert 'data-saved="Saved. Only you see it."' in made
    assert 'role="status"' in made


def test_a_time_keeps_its_exact_moment_for_machines() -> None:
    made = drawn("{% ago moment %}", moment=None)
    assert made == ""
    kept = datetime(2026, 11, 22, 19, 57, 5, 656416, tzinfo=UTC)
    assert drawn("{{ moment|exactly }}", moment=kept) == "2026-11-22T20:57:05+01:00"
    assert drawn("{{ moment|exactly }}", moment=None) == ""
