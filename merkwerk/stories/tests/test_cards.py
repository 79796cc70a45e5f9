"""The picture that stands beside a link to a story."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image, ImageChops

from merkwerk.accounts.models import Colleague
from merkwerk.pages.actions.marks import marks_of
from merkwerk.photos.actions import hide_outside
from merkwerk.stories.actions import found
from merkwerk.stories.actions.found import cards, lettering
from merkwerk.stories.actions.found.lettering import GROTESK, SERIF, Letters
from merkwerk.stories.models import PersonPage, PublicStory, Site
from merkwerk.stories.tests.photographed import a_photo
from merkwerk.stories.tests.told import open_site, teller, told

CARD = cards.Card(
    slug="x", title="Ik word zeeziek", author="Sanne Vos", site="Verhalen", organisation="Kade",
    ink="#1c3f94", accent="#f5a400", type="house", cover="", logo="", focus=(50, 50),
)  # fmt: skip
STRONG = Letters(GROTESK, 700)


def seen(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize(
    "title",
    [
        "Kort",
        "Een lange titel die maar doorgaat " * 6,
        "Arbeidsongeschiktheidsverzekeringsmaatschappijvertegenwoordiger" * 3,
        "Koffie ☕️ met 👩‍👩‍👧 in Łódź, coöperatie aan het Ĳ",
        "قصة من الميناء",
        "汉字",
        "😀",
        "",
        "\x00\ud800",
    ],
)
@pytest.mark.parametrize("kind", ["house", "serif"])
def test_whatever_the_title_it_is_a_small_picture(title: str, kind: str) -> None:
    data = cards.draw(replace(CARD, title=title, type=kind))
    assert seen(data).size == (1200, 630)
    assert len(data) < 60_000


def test_emoji_fall_away_and_accents_stay() -> None:
    assert lettering.sayable("Koffie ☕️ met coöperatie", STRONG) == "Koffie met coöperatie"
    assert lettering.sayable("Ĳsselmeer", Letters(SERIF, 600)) == "IJsselmeer"


def test_a_title_that_cannot_be_said_is_left_out() -> None:
    assert lettering.sayable("😀😀", STRONG) == ""
    assert lettering.sayable("汉字汉字", STRONG) == ""


@pytest.mark.parametrize("length", [1, 40, 200])
def test_every_line_fits(length: int) -> None:
    block = lettering.fitted("woord" * length, STRONG, width=600, height=330, sizes=(90, 60, 44))
    assert all(line.width <= 600 for line in block.lines)
    assert len(block.lines) * block.step <= 330


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    block = lettering.fitted("een woord " * 60, STRONG, width=600, height=200, sizes=(60, 44))
    assert block.lines[-1].pieces[-1][0].endswith("…")


def test_the_colours_are_those_of_the_site() -> None:
    top = seen(cards.draw(replace(CARD, ink="#aa0000"))).getpixel((600, 5))
    assert isinstance(top, tuple)
    assert (
        ImageChops.difference(
            Image.new("RGB", (1, 1), top), Image.new("RGB", (1, 1), (170, 0, 0))
        ).getbbox()
        is None
    )
    assert cards.draw(replace(CARD, ink="red;", accent="#12"))


def test_another_drawing_has_another_address() -> None:
    assert CARD.path != replace(CARD, title="Anders").path
    assert CARD.path.endswith(".png")
    assert replace(CARD, cover="/pictures/x-1.jpg").path.endswith(".jpg")


def test_a_photo_that_cannot_be_read_is_left_out() -> None:
    assert seen(cards.draw(replace(CARD, cover="/pictures/none-1280.jpg"))).size == (1200, 630)


@pytest.fixture
def sannes(sanne: Colleague) -> PersonPage:
    return teller(sanne)


@pytest.fixture
def story(sannes: PersonPage) -> PublicStory:
    open_site()
    return told(sannes)


@pytest.mark.django_db
def test_it_is_served_where_the_head_says(client: Client, story: PublicStory) -> None:
    head = found.head_of_story(story, site=Site.objects.get())
    assert head.picture
    answer = client.get(head.picture.address.removeprefix("http://localhost:8000"))
    assert (answer.status_code, answer["Content-Type"]) == (200, head.picture.type)
    assert f"story:{story.story_id}" in marks_of(answer)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_older_card_leads_to_the_one_of_now(client: Client, story: PublicStory) -> None:
    answer = client.get(f"/stories/{story.slug}/card-{'0' * 16}.png")
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.django_db
def test_a_photo_stands_on_it_until_it_is_taken_back(client: Client, sannes: PersonPage) -> None:
    open_site()
    assert sannes.colleague
    photo = a_photo(sannes.colleague)
    one = told(sannes, cover=photo)
    site = Site.objects.get()
    path = found.card_of_story(one, site=site).path
    answer = client.get(path)
    assert len(answer.content) < 60_000
    assert f"photo:{photo.pk}" in marks_of(answer)  # type: ignore[arg-type]
    hide_outside([photo.pk])
    assert client.get(path)["Location"].endswith(".png")


@pytest.mark.django_db
def test_the_mark_of_the_organisation_stands_on_it(sannes: PersonPage) -> None:
    assert sannes.colleague
    site, one = open_site(), told(sannes)
    plain = found.draw(found.card_of_story(one, site=site))
    site.mark = a_photo(sannes.colleague)
    card = found.card_of_story(one, site=site)
    assert f"photo:{site.mark.pk}" in found.marks_of_card(one, site=site)
    assert seen(plain).tobytes() != seen(found.draw(card)).tobytes()


@pytest.mark.django_db
def test_a_closed_site_has_no_cards(client: Client, story: PublicStory) -> None:
    path = found.card_of_story(story, site=Site.objects.get()).path
    open_site(is_open=False)
    assert client.get(path).status_code == 404
