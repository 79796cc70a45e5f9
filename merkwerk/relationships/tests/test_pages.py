"""The list of relationships, the page of one person, and what one does there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.relationships import actions
from merkwerk.relationships.forms import HandleForm
from merkwerk.relationships.models import Contact, Moment, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.tests.people import NOW

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202eevil\u2066",
    "😀" * 300,
    "a\x00b",
    "{{ 7|add:7 }}{% now 'Y' %}",
]


@pytest.fixture
def mine() -> Relationship:
    return people.knows(people.colleague())


@pytest.fixture
def client(mine: Relationship) -> Client:
    return people.client_of(mine.colleague)


def at(name: str, pk: int) -> str:
    return reverse(f"relationships:{name}", kwargs={"pk": pk})


def words(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nobody_yet_gets_first_steps() -> None:
    page = words(people.client_of(people.colleague()), reverse("relationships:people"))
    assert "Add somebody you know" in page


def test_the_list_shows_who_and_what_was_last(client: Client, mine: Relationship) -> None:
    people.met(mine, 2, kind="called", direction="theirs")
    page = words(client, reverse("relationships:people"))
    assert "Joris Bakker" in page
    assert "Joris called you" in page


def test_the_list_is_searched(client: Client, mine: Relationship) -> None:
    people.knows(mine.colleague, "Zoë Brûlé")
    page = words(client, reverse("relationships:people") + "?q=zoe")
    assert "Zoë Brûlé" in page
    assert "Joris Bakker" not in page
    assert "Nobody found" in words(client, reverse("relationships:people") + "?q=niemand")


def test_htmx_gets_only_what_was_found(client: Client) -> None:
    answer = client.get(reverse("relationships:people"), headers={"HX-Request": "true"})
    assert "Joris" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_quiet_and_resting_ones_have_their_list(client: Client, mine: Relationship) -> None:
    quiet, resting = (f"{reverse('relationships:people')}?show={w}" for w in ("quiet", "resting"))
    assert "Nobody has gone quiet" in words(client, quiet)
    assert "Nobody is at rest" in words(client, resting)
    Relationship.objects.update(quiet_days=90)
    assert "Joris Bakker" in words(client, quiet)
    client.post(at("rest", mine.pk), {"until": "month"})
    assert "Joris Bakker" in words(client, resting)
    assert "Joris Bakker" not in words(client, quiet)


@pytest.mark.parametrize("count", [10, 500])
def test_the_list_asks_a_fixed_number_of_questions(
    count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    sanne = people.colleague()
    contacts = Contact.objects.bulk_create(Contact(name=f"N{n}") for n in range(count))
    rows = Relationship.objects.bulk_create(
        Relationship(colleague=sanne, contact=one, last_moment=NOW) for one in contacts
    )
    Moment.objects.bulk_create(
        Moment(relationship=row, kind="met", direction="both", at=NOW, key="k") for row in rows
    )
    client = people.client_of(sanne)
    client.get(reverse("relationships:people"))
    with django_assert_max_num_queries(10):
        assert client.get(reverse("relationships:people")).status_code == 200


@pytest.mark.parametrize("count", [5, 300])
def test_the_page_asks_a_fixed_number_of_questions(
    count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    own = people.account(people.colleague())
    joris = people.identity()
    posts = [people.post(joris, mentions=[own.identity.handle]) for _ in range(count)]
    actions.remember_posts(posts=posts, now=NOW)
    actions.remember_message(message=people.sent(own.colleague, answers=posts[0]), now=NOW)
    client, where = people.client_of(own.colleague), at("person", Relationship.objects.get().pk)
    client.get(where)
    with django_assert_max_num_queries(26):
        assert client.get(where).status_code == 200


def test_a_long_timeline_has_pages(client: Client, mine: Relationship) -> None:
    for n in range(25):
        people.met(mine, n, place=f"Plek {n};")
    first, second = (words(client, f"{at('person', mine.pk)}?page={n}") for n in (1, 2))
    assert "Plek 0;" in first
    assert "Plek 24;" not in first
    assert "Plek 24;" in second


def test_the_page_shows_what_happened_and_where_it_stands() -> None:
    own = people.account(people.colleague())
    said = people.post(
        people.identity("Joris Bakker"), "Hoe doen jullie dat?", mentions=[own.identity.handle]
    )
    actions.remember_posts(posts=[said], now=NOW)
    page = words(people.client_of(own.colleague), at("person", Relationship.objects.get().pk))
    assert "Joris asked" in page
    assert "on Mastodon" in page
    assert "Hoe doen jullie dat?" in page
    assert reverse("networks:conversation", kwargs={"pk": said.pk}) in page


def test_an_own_answer_stands_on_the_timeline() -> None:
    message = people.sent(people.colleague(), answers=people.post(people.identity()))
    actions.remember_message(message=message, now=NOW)
    page = words(people.client_of(message.colleague), at("person", Relationship.objects.get().pk))
    assert "Mijn antwoord." in page


def test_what_they_said_to_the_world_stands_in_the_margin() -> None:
    joris = people.identity("Joris")
    mine = Relationship.objects.create(
        colleague=people.colleague(), contact=people.contact_of(joris)
    )
    people.post(joris, "Aan iedereen")
    people.post(joris, "Ingetrokken", deleted_at=NOW)
    page = words(people.client_of(mine.colleague), at("person", mine.pk))
    assert "Aan iedereen" in page
    assert "Ingetrokken" not in page


def test_somebody_can_be_added(client: Client) -> None:
    answer = client.post(
        reverse("relationships:add"),
        {"name": "Zoë", "organisation": "Oost", "how_met": "Borrel", "handle": ""},
    )
    made = Relationship.objects.get(contact__name="Zoë")
    assert answer["Location"] == at("person", made.pk)
    assert made.how_met == "Borrel"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e"])
def test_adding_without_a_name_gets_a_sentence_and_loses_nothing(client: Client, name: str) -> None:
    answer = client.post(reverse("relationships:add"), {"name": name, "how_met": "Op de borrel"})
    assert answer.status_code == 422
    assert "Give at least a name." in answer.content.decode()
    assert "Op de borrel" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@Joris@social.example", "joris@social.example"),
        ("joris.bsky.social", "joris.bsky.social"),
        ("https://social.example/@joris", "joris@social.example"),
        ("https://bsky.app/profile/joris.bsky.social", "joris.bsky.social"),
    ],
)
def test_a_handle_may_be_typed_in_several_ways(
    client: Client, mine: Relationship, typed: str, kept: str
) -> None:
    client.post(at("join", mine.pk), {"handle": typed})
    mine.refresh_from_db()
    assert mine.contact.handles.get().handle == kept


@pytest.mark.parametrize("typed", ["", "joris", "@joris", "een twee"])
def test_half_a_handle_gets_a_sentence(client: Client, mine: Relationship, typed: str) -> None:
    answer = client.post(at("join", mine.pk), {"handle": typed})
    assert answer.status_code == 422
    assert "handle" in answer.content.decode()


def test_a_handle_can_be_taken_apart(client: Client, mine: Relationship) -> None:
    client.post(at("join", mine.pk), {"handle": "joris@social.example"})
    assert "joris@social.example" in words(client, at("contact", mine.pk))
    client.post(at("part", mine.pk), {"handle": "joris@social.example"})
    assert not mine.contact.handles.exists()


def test_the_name_page_says_whose_card_it_is(client: Client, mine: Relationship) -> None:
    assert "your own card" in words(client, at("contact", mine.pk))
    client.post(at("contact", mine.pk), {"name": "J. Bakker", "organisation": "Oost"})
    assert Contact.objects.get().organisation == "Oost"


def test_a_note_is_kept_and_shown_to_its_writer(client: Client, mine: Relationship) -> None:
    client.post(at("note", mine.pk), {"note": "Houdt van\r\nzeilen", "how_met": "Borrel"})
    page = words(client, at("person", mine.pk))
    assert "zeilen" in page
    assert "Borrel" in page


def noted(client: Client, mine: Relationship, **typed: str) -> Any:
    return client.post(
        at("note_moment", mine.pk), {"kind": "met", "day": str(timezone.localdate()), **typed}
    )


def test_a_moment_is_two_taps_away(client: Client, mine: Relationship) -> None:
    noted(client, mine, place="Arnhem", note="Over btw")
    page = words(client, at("person", mine.pk))
    for shown in ("You met", "in Arnhem", "Over btw"):
        assert shown in page
    mine.refresh_from_db()
    assert mine.stage == "met"


def test_a_button_pressed_twice_makes_one_moment(client: Client, mine: Relationship) -> None:
    for _ in range(2):
        noted(client, mine, key="8c2b1f2e-8a67-4a5e-9a50-0d9f3ad0f6a1")
    assert Moment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": str(timezone.localdate() + timedelta(days=3))}, "still to come"),
        ({"day": "0001-01-01"}, "very long ago"),
        ({"day": "gisteren"}, "Write the day as"),
        ({"day": ""}, "Choose a day."),
        ({"kind": ""}, "Choose what happened."),
        ({"kind": "asked"}, "asked"),
        ({"place": "x" * 500}, "120"),
    ],
)
def test_a_wrong_moment_gets_a_sentence_and_loses_nothing(
    client: Client, mine: Relationship, typed: dict[str, str], sentence: str
) -> None:
    answer = noted(client, mine, **{"note": "Dit had ik getypt", **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Dit had ik getypt" in answer.content.decode()
    assert not Moment.objects.exists()


def test_an_own_moment_can_be_changed_and_taken_away(client: Client, mine: Relationship) -> None:
    moment = people.met(mine, 3, note="oud")
    assert "oud" in words(client, at("moment", moment.pk))
    client.post(at("moment", moment.pk), {"kind": "wrote", "day": "2026-03-01", "note": "nieuw"})
    moment.refresh_from_db()
    assert (moment.kind, moment.note) == ("wrote", "nieuw")
    assert timezone.localdate(moment.at) == date(2026, 3, 1)
    client.post(at("remove_moment", moment.pk))
    assert not Moment.objects.exists()


def test_the_time_stays_when_the_day_stays(client: Client, mine: Relationship) -> None:
    moment = people.met(mine, 3)
    day = str(timezone.localdate(moment.at))
    client.post(at("moment", moment.pk), {"kind": "called", "day": day})
    assert Moment.objects.get().at == moment.at


def test_what_happened_on_a_network_has_no_change_page() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), mentions=[own.identity.handle])
    actions.remember_posts(posts=[said], now=NOW)
    client = people.client_of(own.colleague)
    for name in ("moment", "remove_moment"):
        assert client.post(at(name, Moment.objects.get().pk)).status_code == 404
    assert Moment.objects.exists()


@pytest.mark.parametrize(("until", "rests"), [("week", 7), ("month", 30)])
def test_a_relationship_rests_for_a_while(
    client: Client, mine: Relationship, until: str, rests: int
) -> None:
    client.post(at("rest", mine.pk), {"until": until})
    mine.refresh_from_db()
    assert mine.rest_until is not None
    assert (mine.rest_until - timezone.now()).days in {rests - 1, rests}
    assert "Wake it" in words(client, at("person", mine.pk))


def test_a_relationship_rests_for_good_until_it_is_woken(
    client: Client, mine: Relationship
) -> None:
    client.post(at("rest", mine.pk), {"until": "good"})
    assert Relationship.objects.get().rests(NOW)
    client.post(at("wake", mine.pk))
    assert not Relationship.objects.get().rests(NOW)


def test_a_rest_of_an_unknown_length_is_refused(client: Client, mine: Relationship) -> None:
    answer = client.post(at("rest", mine.pk), {"until": "x"}, follow=True)
    assert "Choose a week" in answer.content.decode()
    assert not Relationship.objects.get().rests(NOW)


def test_sharing_can_be_taken_back(client: Client, mine: Relationship) -> None:
    client.post(at("share", mine.pk), {"whom": "everybody", "moments": "no"})
    assert Relationship.objects.get().shares.exists()
    client.post(at("unshare", mine.pk))
    assert not Relationship.objects.get().shares.exists()


def test_removing_asks_once_and_erases(client: Client, mine: Relationship) -> None:
    assert "It cannot be undone. Sure?" in words(client, at("person", mine.pk))
    client.post(at("remove", mine.pk))
    assert not Relationship.objects.exists()


@pytest.mark.parametrize("name", ["share", "unshare", "rest", "wake", "remove", "join", "part"])
def test_reading_changes_nothing(client: Client, mine: Relationship, name: str) -> None:
    assert client.get(at(name, mine.pk)).status_code == 405


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_harmless(client: Client, mine: Relationship, text: str) -> None:
    client.post(at("contact", mine.pk), {"name": text[:300], "organisation": text[:100]})
    client.post(at("note", mine.pk), {"note": text, "how_met": text})
    noted(client, mine, place=text[:100], note=text)
    for where in (
        reverse("relationships:people"),
        at("person", mine.pk),
        at("contact", mine.pk),
        at("note", mine.pk),
    ):
        page = words(client, where)
        for trick in ("<script>alert", "<img src=x", "\u202e", "\u2066", "\x00"):
            assert trick not in page


def test_ten_thousand_emoji_fit_a_note(client: Client, mine: Relationship) -> None:
    client.post(at("note", mine.pk), {"note": "😀" * 10_000, "how_met": ""})
    assert Relationship.objects.get().note == "😀" * 10_000
    assert words(client, at("person", mine.pk))


def test_an_endless_handle_is_refused_at_once() -> None:
    for endless in ("a." * 20_000 + "@", "a@" + "." * 20_000 + "@"):
        assert "handle" in HandleForm({"handle": endless}).errors
