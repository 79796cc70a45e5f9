"""A photo in a page: all formats, its place kept free, its focus in classes."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template

from merkwerk.photos import actions
from merkwerk.photos.models import Photo

EVIL = '"><script>evil()</script>'


def outside(**told: object) -> Photo:
    usual = {
        "pk": 7, "key": "a" * 32, "state": "ready", "width": 1500, "height": 1000,
        "sizes": [[320, 213], [640, 427], [1500, 1000]], "description": "a boat",
        "photographer": "Karim", "source": "archive", "placeholder": b"RIFFtiny",
        "outside_since": "2026-11-01",
    }  # fmt: skip
    return Photo(**usual | told)


def test_all_formats_and_sizes_are_offered() -> None:
    made = actions.picture(outside(), sizes="50vw")
    assert f"/pictures/{'a' * 32}-320.avif 320w, /pictures/{'a' * 32}-640.avif 640w" in made
    assert made.count('sizes="50vw"') == 2
    assert f'src="/pictures/{"a" * 32}-640.jpg"' in made


def test_its_place_is_free_before_it_is_there() -> None:
    made = actions.picture(outside())
    assert 'width="1500" height="1000" alt="a boat"' in made
    assert 'src="data:image/webp;base64,UklGRnRpbnk="' in made


def test_no_style_is_written() -> None:
    assert "style" not in actions.picture(outside())


@pytest.mark.parametrize(("focus", "classes"), [((0, 100), "fx-0 fy-10"), ((33, 67), "fx-3 fy-7")])
def test_the_focus_is_in_its_classes(focus: tuple[int, int], classes: str) -> None:
    assert classes in actions.picture(outside(focus_x=focus[0], focus_y=focus[1]))


def test_decoration_says_nothing() -> None:
    assert 'alt=""' in actions.picture(outside(decorative=True, placeholder=b""))


def test_the_one_on_top_hurries_and_others_wait() -> None:
    assert 'fetchpriority="high"' in actions.picture(outside(), eager=True)
    assert 'loading="lazy"' in actions.picture(outside())


def test_hostile_words_stay_words() -> None:
    evil = outside(description=EVIL, photographer=EVIL, source=EVIL)
    assert "<script" not in actions.picture(evil, sizes=EVIL) + actions.credit_line(evil)


@pytest.mark.parametrize(
    "told", [{"outside_since": None}, {"state": "waiting"}, {"state": "failed"}, {"sizes": []}]
)
def test_what_is_not_outside_gives_nothing(told: dict[str, object]) -> None:
    assert actions.picture(outside(**told)) == ""


def test_no_photo_gives_nothing() -> None:
    assert actions.picture(None) == actions.credit_line(None) == ""


def test_behind_the_door_it_has_private_addresses() -> None:
    made = actions.picture(outside(outside_since=None), inside=True)
    assert "/desk/photos/7/320.avif 320w" in made
    assert "/pictures/" not in made


def test_one_address_is_given_for_cards_and_feeds() -> None:
    assert actions.address_of(outside()) == f"/pictures/{'a' * 32}-640.jpg"
    assert actions.address_of(outside(), width=100) == f"/pictures/{'a' * 32}-320.jpg"
    assert actions.address_of(outside(outside_since=None)) == ""


def test_who_made_it_and_where_it_is_from_is_told_once() -> None:
    assert "<bdi>Karim / archive</bdi>" in actions.credit_line(outside())
    assert "<bdi>Karim</bdi>" in actions.credit_line(outside(source="Karim"))


def test_figures_of_a_story_are_filled() -> None:
    body = '<p>a</p><figure data-photo="7"><figcaption>De haven</figcaption></figure><p>b</p>'
    made = actions.with_pictures(body, shown={7: outside()})
    assert re.search(r"<p>a</p><figure><span class=\"photo.*<figcaption>De haven <span", made)
    assert made.endswith("</figure><p>b</p>")


def test_figures_whose_photo_may_not_be_shown_are_left_out_whole() -> None:
    body = '<p>a</p><figure data-photo="7"><figcaption>Sanne</figcaption></figure>'
    assert actions.with_pictures(body, shown={}) == "<p>a</p>"
    assert actions.with_pictures(body, shown={7: outside(outside_since=None)}) == "<p>a</p>"


def test_the_tags_draw_the_same() -> None:
    tags = '{% load photos %}{% photo p sizes="9rem" class="cut" %}{% photo_credit p %}'
    made = Template(tags).render(Context({"p": outside()}))
    assert made == actions.picture(outside(), sizes="9rem", classes="cut") + actions.credit_line(
        outside()
    )
