"""A request goes from one to one, is passed on or left, and "not me" is never asked."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Profile, Stance, Subject
from merkwerk.notifications.models import Notice
from merkwerk.writing import actions
from merkwerk.writing.models import Request

pytestmark = pytest.mark.django_db
Feeling = Stance.Feeling


@pytest.fixture
def subject() -> Subject:
    return Subject.objects.create(name="Stilte", folded="stilte")


def feels(colleague: Colleague, subject: Subject, feeling: str, *, found: bool = True) -> None:
    profile, _made = Profile.objects.get_or_create(colleague=colleague)
    Stance.objects.create(profile=profile, subject=subject, feeling=feeling, found=found)


def asked(sanne: Colleague, karim: Colleague, subject: Subject) -> Request:
    feels(karim, subject, Feeling.GLADLY)
    return actions.ask(by=sanne, asked=karim, subject=subject, words="Vertel jij dit?")


def test_who_gladly_tells_is_proposed(sanne: Colleague, karim: Colleague, subject: Subject) -> None:
    feels(karim, subject, Feeling.GLADLY)
    assert [one.colleague for one in actions.who_could(subject=subject, by=sanne)] == [karim]


@pytest.mark.parametrize("feeling", [Feeling.NOT_ME, Feeling.SOMETIMES])
def test_who_did_not_say_gladly_is_not_asked(
    sanne: Colleague, karim: Colleague, subject: Subject, feeling: str
) -> None:
    feels(karim, subject, feeling)
    with pytest.raises(actions.NotHere):
        actions.ask(by=sanne, asked=karim, subject=subject, words="Toch?")


def test_who_does_not_want_to_be_found_is_not_asked(
    sanne: Colleague, karim: Colleague, subject: Subject
) -> None:
    feels(karim, subject, Feeling.GLADLY, found=False)
    assert actions.who_could(subject=subject, by=sanne) == []


def test_somebody_who_left_is_not_proposed(
    sanne: Colleague, karim: Colleague, subject: Subject
) -> None:
    feels(karim, subject, Feeling.GLADLY)
    Colleague.objects.filter(pk=karim.pk).update(is_active=False)
    assert actions.who_could(subject=subject, by=sanne) == []


def test_asked_twice_is_one_request(sanne: Colleague, karim: Colleague, subject: Subject) -> None:
    first = asked(sanne, karim, subject)
    again = actions.ask(by=sanne, asked=karim, subject=subject, words="Vertel jij dit?")
    assert first == again
    assert Notice.objects.filter(colleague=karim, kind="request_asked").count() == 1


def test_who_has_two_open_requests_is_left_in_peace(
    sanne: Colleague, karim: Colleague, administrator: Colleague, subject: Subject
) -> None:
    other = Subject.objects.create(name="Btw", folded="btw")
    asked(sanne, karim, subject)
    asked(sanne, karim, other)
    assert actions.who_could(subject=subject, by=administrator) == []


def test_taking_it_up_gives_an_empty_draft(
    sanne: Colleague, karim: Colleague, subject: Subject
) -> None:
    request = asked(sanne, karim, subject)
    draft = actions.take_up(request=request, by=karim)
    assert draft is not None
    assert draft.colleague == karim
    assert draft.text == ""
    assert actions.take_up(request=request, by=karim) == draft
    assert Notice.objects.filter(colleague=sanne, kind="request_taken").exists()


def test_nobody_else_takes_it_up(sanne: Colleague, karim: Colleague, subject: Subject) -> None:
    assert actions.take_up(request=asked(sanne, karim, subject), by=sanne) is None


def test_it_is_passed_on_to_who_tells_it_rather(
    sanne: Colleague, karim: Colleague, administrator: Colleague, subject: Subject
) -> None:
    request = asked(sanne, karim, subject)
    feels(administrator, subject, Feeling.GLADLY)
    passed = actions.pass_on(request=request, by=karim, to=administrator)
    assert passed is not None
    assert (passed.asker, passed.asked) == (karim, administrator)
    request.refresh_from_db()
    assert request.state == Request.State.PASSED
    assert request.passed_on == passed


def test_it_is_not_passed_back_to_who_asked(
    sanne: Colleague, karim: Colleague, subject: Subject
) -> None:
    request = asked(sanne, karim, subject)
    feels(sanne, subject, Feeling.GLADLY)
    assert actions.pass_on(request=request, by=karim, to=sanne) is None


def test_leaving_it_tells_nobody_anything(
    sanne: Colleague, karim: Colleague, subject: Subject
) -> None:
    request = asked(sanne, karim, subject)
    assert actions.leave(request=request, by=karim)
    assert not Notice.objects.filter(colleague=sanne).exists()


def test_five_people_in_a_day_is_enough(
    sanne: Colleague, karim: Colleague, subject: Subject
) -> None:
    feels(karim, subject, Feeling.GLADLY)
    for number in range(5):
        other = Subject.objects.create(name=f"Onderwerp {number}", folded=f"onderwerp {number}")
        Request.objects.create(
            asker=sanne, asked=karim, subject=other, words="x", state=Request.State.LEFT
        )
    with pytest.raises(actions.TooMany):
        actions.ask(by=sanne, asked=karim, subject=subject, words="Nog een")
