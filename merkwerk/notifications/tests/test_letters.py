"""Letters become rows, and go out once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string

import pytest
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.jobs.models import Trouble
from merkwerk.notifications import actions
from merkwerk.notifications.models import Letter
from merkwerk.notifications.tests.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def letter_box(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "merkwerk.notifications.mail.LetterBox"
    settings.MAIL_URL = ""


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    with open_post_office() as office:
        settings.MAIL_URL = office.url
        yield office


def write(to: str = "joris@example.org", body: str = "Dag Joris, één regel.") -> Letter:
    send_mail("Hallo", body, "Merkwerk <merkwerk@example.org>", [to])
    return Letter.objects.latest("pk")


def post(after: timedelta = LATER) -> int:
    return actions.post_letters(now=timezone.now() + after)


def test_a_letter_is_kept_as_a_row() -> None:
    letter = write()
    assert (letter.state, letter.recipients) == (Letter.State.WAITING, ["joris@example.org"])
    assert "één regel" in letter.source


def test_the_database_doesn_t_see_the_text() -> None:
    write(body="https://merkwerk.example/me/sign-in/secret/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM notifications_letter")
        assert "secret" not in cursor.fetchone()[0]


def test_a_page_that_fails_leaves_no_letter() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_a_letter_to_nobody_is_no_letter() -> None:
    send_mail("Hallo", "Dag", None, [])
    assert not Letter.objects.exists()


def test_without_mail_set_up_letters_wait() -> None:
    letter = write()
    assert not actions.mail_is_set_up()
    assert post() == 0
    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING
    assert actions.waiting_letters() == 1


def test_a_wrong_kind_of_address_is_no_mail_server(settings: Settings) -> None:
    settings.MAIL_URL = "https://example.org"
    assert not actions.mail_is_set_up()


def test_a_letter_goes_out_whole(office: PostOffice) -> None:
    write(body="Dag Joris, één regel.\n.punt vooraan")
    assert post() == 1
    read = message_from_string(office.letters[0])
    assert read["To"] == "joris@example.org"
    assert "één regel.\r\n..punt vooraan" in office.letters[0]


def test_it_goes_out_once(office: PostOffice) -> None:
    write()
    assert [post(), post()] == [1, 0]
    assert len(office.letters) == 1


def test_the_text_is_gone_once_sent(office: PostOffice) -> None:
    letter = write()
    post()
    letter.refresh_from_db()
    assert (letter.state, letter.source) == (Letter.State.SENT, "")
    assert letter.sent_at


def test_a_letter_in_the_hands_of_another_worker_is_left_alone(office: PostOffice) -> None:
    write()
    Letter.objects.update(state=Letter.State.SENDING, next_try=timezone.now() + timedelta(hours=1))
    assert post() == 0


def test_a_letter_of_a_dead_worker_goes_out_with_the_same_number(office: PostOffice) -> None:
    letter = write()
    number = message_from_string(letter.source)["Message-ID"]
    Letter.objects.update(state=Letter.State.SENDING, next_try=timezone.now())
    assert post() == 1
    assert message_from_string(office.letters[0])["Message-ID"] == number


def test_not_now_is_tried_again_later(office: PostOffice) -> None:
    office.answer_to["joris"] = "451 later please"
    letter = write()
    assert post() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (Letter.State.WAITING, "later-451")
    assert letter.next_try > timezone.now() + timedelta(seconds=55)
    office.answer_to.clear()
    assert post(timedelta(minutes=2)) == 1


def test_never_is_set_aside_and_told(office: PostOffice) -> None:
    office.answer_to["joris"] = "550 no such person"
    letter = write()
    assert post() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.error, letter.source) == (Letter.State.REFUSED, "refused-550", "")
    trouble = Trouble.objects.get()
    assert "joris" not in trouble.summary + trouble.traceback


def test_one_refused_letter_doesn_t_stop_the_next(office: PostOffice) -> None:
    office.answer_to["joris"] = "550 no such person"
    write()
    write("hanna@example.org")
    assert post() == 1


def test_a_server_that_is_away_costs_no_letter(settings: Settings) -> None:
    with open_post_office() as office:
        settings.MAIL_URL = office.url
    letter = write()
    assert post() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.error, letter.tries) == (Letter.State.WAITING, "unreachable", 1)


def test_after_many_tries_it_gives_up(settings: Settings) -> None:
    with open_post_office() as office:
        settings.MAIL_URL = office.url
    letter = write()
    Letter.objects.update(tries=11)
    post()
    letter.refresh_from_db()
    assert letter.state == Letter.State.REFUSED
    assert Trouble.objects.count() == 1


def test_a_stale_letter_is_never_sent(office: PostOffice) -> None:
    letter = write()
    Letter.objects.update(created=timezone.now() - timedelta(days=4))
    assert post() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.source) == (Letter.State.REFUSED, "")
    assert not office.letters


def test_old_rows_go_away(office: PostOffice) -> None:
    write()
    post()
    Letter.objects.update(created=timezone.now() - timedelta(days=31))
    post()
    assert not Letter.objects.exists()
