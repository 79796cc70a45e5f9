"""Stories by mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import Letter
from merkwerk.stories.actions import readers
from merkwerk.stories.actions.readers.issues import period_of
from merkwerk.stories.models import (
    PersonPage,
    PublicStory,
    Series,
    Site,
    Subscriber,
    SubscriberIssue,
    SubscriberWish,
)
from merkwerk.stories.tests.reading import letters, link_in, words_of
from merkwerk.stories.tests.told import open_site, teller, told

WHO = "lezer@huis.example"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday, after eight
BEFORE = NOW - timedelta(days=12)


@pytest.fixture
def page(sanne: Colleague, settings: Settings) -> PersonPage:
    settings.MAIL_URL = "smtp://localhost"
    open_site()
    return teller(sanne)


def wants(thing: object = None, rhythm: str = "weekly", email: str = WHO) -> Subscriber:
    """Somebody who confirmed, twelve days ago."""
    wish = readers.subscribe(
        email=email, thing=thing, rhythm=rhythm, language="nl", now=BEFORE,  # type: ignore[arg-type]
    )  # fmt: skip
    SubscriberWish.objects.filter(pk=wish.pk).update(confirmed_at=BEFORE)
    Subscriber.objects.filter(pk=wish.subscriber_id).update(rhythm=rhythm)
    mail.outbox.clear()
    return wish.subscriber


def form(**other: str) -> dict[str, str]:
    then = datetime.now(UTC) - timedelta(minutes=1)
    token = readers.sheet_token(story=0, now=then)
    return {"sheet": token, "what": "all", "rhythm": "weekly", "email": WHO, **other}


def test_asking_brings_one_letter_and_nothing_else(client: Client, page: PersonPage) -> None:
    assert client.get("/stories/subscribe/").status_code == 200
    assert client.post("/stories/subscribe/", form())["Location"].endswith("?sent=1")
    told(page)
    readers.send_due(now=datetime.now(UTC) + timedelta(days=8))
    assert len(letters(WHO)) == 1


def test_a_press_on_the_page_of_the_letter_confirms(client: Client, page: PersonPage) -> None:
    client.post("/stories/subscribe/", form(rhythm="monthly"))
    link = link_in(letters(WHO)[0], "confirm")
    client.get(link)
    assert not Subscriber.objects.confirmed().exists()
    client.post(link)
    assert Subscriber.objects.confirmed().get().rhythm == "monthly"


def test_the_address_is_encrypted(client: Client, page: PersonPage) -> None:
    client.post("/stories/subscribe/", form())
    assert WHO not in str(Subscriber.objects.values_list("mark"))
    assert Subscriber.objects.get().email == WHO


def test_a_robot_is_thanked_and_nothing_is_sent(client: Client, page: PersonPage) -> None:
    client.post("/stories/subscribe/", form(homepage="x"))
    assert not letters()
    assert not Subscriber.objects.exists()


def test_a_wrong_address_comes_back(client: Client, page: PersonPage) -> None:
    assert client.post("/stories/subscribe/", form(email="niets")).status_code == 422


def test_about_one_person(client: Client, page: PersonPage) -> None:
    assert "Sanne Vos" in client.get(f"/stories/subscribe/?person={page.pk}").content.decode()
    client.post("/stories/subscribe/", form(what="this", person=str(page.pk)))
    assert SubscriberWish.objects.get().person == page


def test_a_closed_page_of_a_person_is_not_offered(client: Client, page: PersonPage) -> None:
    PersonPage.objects.update(is_open=False)
    assert "Sanne Vos" not in client.get(f"/stories/subscribe/?person={page.pk}").content.decode()


def test_a_letter_has_title_opening_teller_and_link(page: PersonPage) -> None:
    wants()
    told(page, opening="Over een bestand van negentien jaar oud.")
    assert readers.send_due(now=NOW) == 1
    (letter,) = letters(WHO)
    for word in ("De spreadsheet", "negentien jaar", "Sanne Vos", "/stories/de-spreadsheet"):
        assert word in words_of(letter)


def test_it_can_be_ended_by_the_mail_program(client: Client, page: PersonPage) -> None:
    wants()
    told(page)
    readers.send_due(now=NOW)
    (letter,) = letters(WHO)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit("".join(str(letter["List-Unsubscribe"]).split()).strip("<>")).path
    assert client.get(path).status_code == 200
    assert Subscriber.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_nothing_in_it_watches_the_reader(page: PersonPage) -> None:
    wants()
    told(page)
    readers.send_due(now=NOW)
    html = next(part for part in letters(WHO)[0].walk() if part.get_content_type() == "text/html")
    text = html.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert b"<img" not in text
    assert b"?" not in text.replace(b"<!doctype", b"")


def test_without_news_nothing_comes(page: PersonPage) -> None:
    wants()
    assert readers.send_due(now=NOW) == 0
    assert not letters()


def test_a_letter_is_never_written_twice(page: PersonPage) -> None:
    wants()
    told(page)
    assert [readers.send_due(now=NOW + timedelta(hours=hour)) for hour in (0, 1, 30)] == [1, 0, 0]


def test_a_story_is_told_once(page: PersonPage) -> None:
    wants()
    told(page)
    readers.send_due(now=NOW)
    assert readers.send_due(now=NOW + timedelta(days=7)) == 0


def test_one_letter_for_everything_somebody_follows(page: PersonPage) -> None:
    wants()
    wants(page)
    told(page)
    told(page, "Een tweede verhaal")
    assert readers.send_due(now=NOW) == 1
    assert words_of(letters(WHO)[0]).count("/stories/de-spreadsheet") == 1


def test_only_what_was_asked_for(
    colleague_named: object, karim: Colleague, page: PersonPage
) -> None:
    series = Series.objects.create(title="De kade", slug="kade")
    wants(series)
    told(page)
    told(teller(karim), "Uit de reeks", series=series)
    readers.send_due(now=NOW)
    assert "Uit de reeks" in words_of(letters(WHO)[0])
    assert "spreadsheet" not in words_of(letters(WHO)[0])


def test_stories_from_before_are_not_sent(page: PersonPage) -> None:
    told(page, days=30)
    wants()
    assert readers.send_due(now=NOW) == 0


def test_with_each_story_at_most_once_a_day(page: PersonPage) -> None:
    wants(rhythm="each")
    told(page)
    assert readers.send_due(now=NOW) == 1
    second = told(page, "Nog een verhaal")
    PublicStory.objects.filter(pk=second.pk).update(published_at=NOW + timedelta(hours=1))
    assert readers.send_due(now=NOW + timedelta(hours=2)) == 0
    assert readers.send_due(now=NOW + timedelta(hours=25)) == 1


@pytest.mark.parametrize(
    ("rhythm", "when", "period"),
    [
        ("weekly", datetime(2026, 11, 23, 6, 59, tzinfo=UTC), "2026-W47"),
        ("weekly", datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "2026-W48"),
        ("monthly", datetime(2026, 12, 1, 6, 59, tzinfo=UTC), "2026-11"),
        ("monthly", datetime(2026, 12, 1, 7, 0, tzinfo=UTC), "2026-12"),
        ("each", datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "2026-11-23"),
        ("weekly", datetime(2027, 1, 1, 12, tzinfo=UTC), "2026-W53"),
    ],
)
def test_a_period_begins_at_eight_by_the_clock_here(
    rhythm: str, when: datetime, period: str
) -> None:
    assert period_of(rhythm, when) == period


def test_a_translation_is_not_a_second_story(page: PersonPage) -> None:
    wants()
    first = told(page)
    told(page, "The spreadsheet that saved a school", language="en", translates=first)
    readers.send_due(now=NOW)
    assert "saved a school" not in words_of(letters(WHO)[0])


def test_a_killed_worker_leaves_all_of_it_or_nothing(
    page: PersonPage, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"
    wants()
    Letter.objects.all().delete()
    told(page)

    def dies(*given: object, **named: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.attach_alternative", dies)
        with pytest.raises(SystemExit):
            readers.send_due(now=NOW)
    assert not SubscriberIssue.objects.exists()
    assert readers.send_due(now=NOW) == Letter.objects.count() == 1


def test_a_closed_site_sends_nothing(page: PersonPage) -> None:
    wants()
    told(page)
    Site.objects.update(is_open=False)
    assert readers.send_due(now=NOW) == 0


def test_letters_that_cannot_go_are_not_piled_up(page: PersonPage, settings: Settings) -> None:
    wants()
    told(page)
    settings.MAIL_URL = ""
    assert readers.send_due(now=NOW) == 0
    assert not SubscriberIssue.objects.exists()


def test_another_rhythm_and_fewer_things(client: Client, page: PersonPage) -> None:
    subscriber = wants()
    wants(page)
    path = f"/stories/unsubscribe/{readers.stop_token(subscriber)}/"
    client.post(path, {"do": "rhythm", "rhythm": "monthly"})
    wish = SubscriberWish.objects.get(what="all")
    client.post(path, {"do": "drop", "wish": wish.pk})
    assert Subscriber.objects.get().rhythm == "monthly"
    assert [one.what for one in SubscriberWish.objects.all()] == [f"person:{page.pk}"]


def test_with_the_last_thing_the_address_is_forgotten(client: Client, page: PersonPage) -> None:
    subscriber = wants()
    path = f"/stories/unsubscribe/{readers.stop_token(subscriber)}/"
    client.post(path, {"do": "drop", "wish": SubscriberWish.objects.get().pk})
    assert not Subscriber.objects.exists()


def test_what_nobody_confirms_is_forgotten(client: Client, page: PersonPage) -> None:
    readers.subscribe(email=WHO, thing=None, rhythm="weekly", language="nl", now=BEFORE)
    readers.tidy(now=NOW)
    assert not Subscriber.objects.exists()
