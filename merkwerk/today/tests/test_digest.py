"""Today by mail: at the colleague's own rhythm, once, never empty, ended by one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import Letter
from merkwerk.today import actions
from merkwerk.today.actions.digest import due_for, stop_token
from merkwerk.today.models import DigestWish, Occasion
from merkwerk.today.tests.people import knows

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # half past eight in Amsterdam
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def letter_box(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    settings.SITE_URL = "https://merkwerk.example"


def wants(colleague: Colleague, rhythm: str = "working", **rest: object) -> DigestWish:
    return DigestWish.objects.create(colleague=colleague, rhythm=rhythm, **rest)


def busy(colleague: Colleague, name: str = "Mira Kaya") -> Occasion:
    return Occasion.objects.create(
        colleague=colleague,
        kind="quiet",
        relationship=knows(colleague, name),
        at=MONDAY - timedelta(hours=6),
        facts={"rhythm_days": 21, "silent_days": 77},
        key=f"quiet:{name}",
    )


def letter() -> EmailMessage:
    read = message_from_string(Letter.objects.get().source, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def part(kind: str) -> str:
    found = letter().get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_nobody_gets_one_unasked(sanne: Colleague) -> None:
    busy(sanne)
    assert actions.write_digests(now=MONDAY) == 0


def test_it_says_who_why_and_where(sanne: Colleague) -> None:
    wants(sanne)
    occasion = busy(sanne)
    assert actions.write_digests(now=MONDAY) == 1
    text = part("plain")
    assert "Good morning, Sanne." in text
    assert "It is quiet between you and Mira Kaya" in text
    assert "Usually you are in touch every 3 weeks" in text
    assert f"https://merkwerk.example/today/#moment-{occasion.pk}" in text


def test_it_is_there_as_html_too_and_loads_nothing(sanne: Colleague) -> None:
    wants(sanne)
    busy(sanne, "Mira <b>Kaya</b>")
    actions.write_digests(now=MONDAY)
    page = part("html")
    assert "Mira &lt;b&gt;Kaya&lt;/b&gt;" in page
    assert not any(word in page for word in ("<img", "src=", "<link", "<script", "style="))


def test_it_goes_to_its_colleague_alone(sanne: Colleague, karim: Colleague) -> None:
    wants(sanne)
    wants(karim)
    busy(sanne)
    actions.write_digests(now=MONDAY)
    assert Letter.objects.get().recipients == [sanne.email]
    assert "Karim" not in part("plain")


def test_an_empty_day_brings_no_letter_and_is_over(sanne: Colleague) -> None:
    wish = wants(sanne)
    assert actions.write_digests(now=MONDAY) == 0
    busy(sanne)
    assert actions.write_digests(now=MONDAY + timedelta(minutes=5)) == 0
    wish.refresh_from_db()
    assert wish.sent_for == date(2026, 11, 23)


def test_one_day_brings_one_letter(sanne: Colleague) -> None:
    wants(sanne)
    busy(sanne)
    written = [actions.write_digests(now=MONDAY + timedelta(minutes=n)) for n in (0, 5, 50)]
    assert written == [1, 0, 0]
    assert actions.write_digests(now=MONDAY + A_DAY) == 1


def test_a_worker_that_saw_an_old_wish_writes_no_second_letter(sanne: Colleague) -> None:
    wants(sanne)
    busy(sanne)
    old = DigestWish.objects.select_related("colleague").get()
    actions.write_digests(now=MONDAY)
    assert due_for(old, MONDAY) is not None
    assert actions.write_digests(now=MONDAY) == 0
    assert Letter.objects.count() == 1


def test_it_comes_at_the_chosen_hour_of_the_own_clock(sanne: Colleague) -> None:
    wants(sanne, hour=8)
    busy(sanne)
    assert actions.write_digests(now=MONDAY - timedelta(minutes=31)) == 0
    Colleague.objects.update(time_zone="America/New_York")
    assert actions.write_digests(now=MONDAY) == 0
    assert actions.write_digests(now=MONDAY + timedelta(hours=6)) == 1


def test_what_was_missed_for_hours_is_let_be(sanne: Colleague) -> None:
    wants(sanne, hour=8)
    busy(sanne)
    assert actions.write_digests(now=MONDAY + timedelta(hours=4)) == 0


def test_the_weekend_has_none_on_working_days(sanne: Colleague) -> None:
    wish = wants(sanne)
    assert due_for(wish, MONDAY - A_DAY) is None
    assert due_for(wish, MONDAY - 3 * A_DAY) == date(2026, 11, 20)


def test_once_a_week_is_on_the_chosen_day(sanne: Colleague) -> None:
    wish = wants(sanne, "weekly", weekday=2)
    due = [number for number in range(7) if due_for(wish, MONDAY + number * A_DAY)]
    assert due == [2]


def test_a_leaver_gets_none(sanne: Colleague) -> None:
    wants(sanne)
    busy(sanne)
    Colleague.objects.update(left_at=timezone.now())
    assert actions.write_digests(now=MONDAY) == 0


def test_without_mail_nothing_piles_up(sanne: Colleague, settings: Settings) -> None:
    settings.MAIL_URL = ""
    wants(sanne)
    busy(sanne)
    assert actions.write_digests(now=MONDAY) == 0
    assert not Letter.objects.exists()


def test_it_speaks_the_colleagues_language(sanne: Colleague) -> None:
    Colleague.objects.update(language="nl")
    wants(sanne)
    busy(sanne)
    actions.write_digests(now=MONDAY)
    assert "Goedemorgen" in part("plain")


def test_a_mail_program_can_end_it_with_one_press(sanne: Colleague, client: Client) -> None:
    wants(sanne)
    busy(sanne)
    actions.write_digests(now=MONDAY)
    read = letter()
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = (
        str(read["List-Unsubscribe"]).strip().strip("<>").removeprefix("https://merkwerk.example")
    )
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert DigestWish.objects.get().rhythm == "never"


def test_looking_at_the_link_ends_nothing(sanne: Colleague, client: Client) -> None:
    wants(sanne)
    where = reverse("today:stop_digest", args=[stop_token(sanne)])
    page = client.get(where, headers={"Accept-Language": "en"})
    assert "Stop these letters" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert DigestWish.objects.get().rhythm == "working"


def test_the_page_of_the_link_tells_nobodys_name(sanne: Colleague, client: Client) -> None:
    page = client.post(reverse("today:stop_digest", args=[stop_token(sanne)]))
    assert "Sanne" not in page.content.decode()


@pytest.mark.parametrize("token", ["x", "MQ", "MQ:x:y", "a" * 300])
def test_a_link_that_is_not_ours_ends_nothing(sanne: Colleague, client: Client, token: str) -> None:
    wants(sanne)
    for answer in (client.get, client.post):
        assert answer(reverse("today:stop_digest", args=[token])).status_code == 404
    assert DigestWish.objects.get().rhythm == "working"


def test_one_colleagues_link_ends_nothing_of_another(
    sanne: Colleague, karim: Colleague, client: Client
) -> None:
    wants(sanne)
    client.post(reverse("today:stop_digest", args=[stop_token(karim)]))
    assert DigestWish.objects.get(colleague=sanne).rhythm == "working"


def test_the_wish_is_kept_on_the_page(sanne: Colleague, as_colleague: SignIn) -> None:
    where = reverse("today:digest")
    as_colleague(sanne).post(where, {"rhythm": "weekly", "weekday": "4", "hour": "16"})
    wish = DigestWish.objects.get()
    assert (wish.colleague, wish.rhythm, wish.weekday, wish.hour) == (sanne, "weekly", 4, 16)


def test_an_hour_that_is_none_comes_back(sanne: Colleague, as_colleague: SignIn) -> None:
    where = reverse("today:digest")
    answer = as_colleague(sanne).post(where, {"rhythm": "weekly", "weekday": "4", "hour": "30"})
    assert answer.status_code == 422
    assert not DigestWish.objects.exists()
