"""What the page of a person tells beside the timeline, and the sheet for a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.colleagues import actions as colleagues
from merkwerk.networks.models import Identity, Post
from merkwerk.relationships import actions
from merkwerk.relationships.models import (
    Address,
    Introduction,
    Moment,
    Position,
    Relationship,
)
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague()


@pytest.fixture
def joris() -> Identity:
    return people.identity("Joris Bakker", bio="Fietsen en subsidies.")


@pytest.fixture
def mine(sanne: Colleague, joris: Identity) -> Relationship:
    return Relationship.objects.create(colleague=sanne, contact=people.contact_of(joris))


@pytest.fixture
def client(sanne: Colleague) -> Client:
    return people.client_of(sanne)


def at(name: str, pk: int) -> str:
    return reverse(f"relationships:{name}", args=[pk])


def page(client: Client, mine: Relationship, name: str = "person", query: str = "") -> str:
    answer = client.get(at(name, mine.pk) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(joris: Identity, text: str, days: float = 1, **rest: Any) -> Post:
    return people.post(joris, text, written=timezone.now() - timedelta(days=days), **rest)


def noted(mine: Relationship, days: float, kind: str, direction: str = "", **rest: Any) -> Moment:
    now = timezone.now()
    return actions.note_moment(
        by=mine.colleague,
        relationship=mine,
        kind=kind,
        direction=direction,
        at=now - timedelta(days=days),
        now=now,
        **rest,
    )


def feels(sanne: Colleague, name: str, feeling: str = "gladly") -> None:
    colleagues.feel(by=sanne, name=name, feeling=feeling, found=False)


def test_common_ground_comes_from_what_they_say_and_are(
    client: Client, mine: Relationship, sanne: Colleague, joris: Identity
) -> None:
    feels(sanne, "btw")
    feels(sanne, "subsidie", "sometimes")
    feels(sanne, "fietsen", "not-me")
    said(joris, "De nieuwe btw-regels zijn er.")
    found = page(client, mine)
    ground = found[found.index("Common ground") : found.index("Only for you")]
    assert "btw" in ground
    assert "said in public" in ground
    assert "stands in their profile" in ground
    assert "fietsen" not in ground


def test_what_one_wrote_down_about_them_is_common_ground_too(
    client: Client, mine: Relationship, sanne: Colleague
) -> None:
    feels(sanne, "zeilen")
    actions.keep_note(relationship=mine, by=sanne, how_met="", note="", interests="Zeilt graag")
    assert "Common ground" not in page(client, mine)
    actions.keep_note(
        relationship=mine, by=sanne, how_met="", note="", interests="Houdt van zeilen"
    )
    assert "you wrote it down about them" in page(client, mine)


def test_whoever_wants_no_searching_is_known_by_tags_only(
    client: Client, mine: Relationship, sanne: Colleague, joris: Identity
) -> None:
    feels(sanne, "btw")
    Identity.objects.update(indexable=False)
    said(joris, "Over btw")
    assert "Common ground" not in page(client, mine)
    said(joris, "Kijk eens", tags=["btw"])
    assert "Common ground" in page(client, mine)


def test_their_question_about_a_subject_of_mine_is_something_to_give(
    client: Client, mine: Relationship, sanne: Colleague, joris: Identity
) -> None:
    feels(sanne, "btw")
    post = said(joris, "Wie weet hoe btw werkt voor platformen?")
    found = page(client, mine)
    assert "Joris asks about btw, and that is a subject of yours." in found
    assert reverse("networks:conversation", args=[post.pk]) in found


def test_a_question_that_one_answered_is_given(
    client: Client, mine: Relationship, sanne: Colleague, joris: Identity
) -> None:
    feels(sanne, "btw")
    people.sent(sanne, answers=said(joris, "Wie weet hoe btw werkt?"))
    assert "that is a subject of yours" not in page(client, mine)


def test_an_open_question_is_something_to_give(client: Client, mine: Relationship) -> None:
    noted(mine, 5, "met", asked="Een goede boekhouder")
    found = page(client, mine)
    assert "and it is still open" in found
    assert "Een goede boekhouder" in found


@pytest.mark.parametrize(
    ("kind", "direction", "rest"),
    [("called", "both", {}), ("wrote", "ours", {}), ("other", "both", {"given": "Een naam"})],
)
def test_what_was_answered_is_not_open(
    client: Client, mine: Relationship, kind: str, direction: str, rest: dict[str, str]
) -> None:
    noted(mine, 5, "met", asked="Een goede boekhouder")
    noted(mine, 2, kind, direction, **rest)
    assert "and it is still open" not in page(client, mine)


def test_an_old_question_is_let_go(client: Client, mine: Relationship) -> None:
    noted(mine, 300, "met", asked="Een goede boekhouder")
    assert "and it is still open" not in page(client, mine)


def test_a_promise_to_a_colleague_is_something_to_give(
    client: Client, mine: Relationship, sanne: Colleague
) -> None:
    Introduction.objects.create(
        asker=people.colleague("Karim"),
        knower=sanne,
        relationship=mine,
        state=Introduction.State.PROMISED,
        promised_for=date(2027, 1, 3),
    )
    assert "You promised Karim an introduction, before 3 January." in page(client, mine)


def test_own_words_about_giving_stand_there(client: Client, mine: Relationship) -> None:
    typed = {"how_met": "", "note": "", "could_give": "Het boek van Anna", "interests": ""}
    client.post(at("note", mine.pk), typed)
    assert "Het boek van Anna" in page(client, mine)


def test_through_whom_one_met_is_kept(client: Client, mine: Relationship, sanne: Colleague) -> None:
    mira = people.knows(sanne, "Mira Kaya")
    client.post(at("note", mine.pk), {"met_through": mira.contact_id})
    assert "Through <bdi>Mira Kaya</bdi>" in page(client, mine)


def test_through_somebody_one_doesn_t_know_is_refused(client: Client, mine: Relationship) -> None:
    stranger = people.knows(people.colleague("Karim"), "Vreemde")
    answer = client.post(
        at("note", mine.pk), {"met_through": stranger.contact_id, "note": "Blijft"}
    )
    assert answer.status_code == 422
    assert "Blijft" in answer.content.decode()
    assert "Vreemde" not in answer.content.decode()


def test_the_balance_is_told_in_words(client: Client, mine: Relationship) -> None:
    for days in (10, 20, 30, 40):
        noted(mine, days, "answered", "theirs")
    noted(mine, 50, "asked", "ours")
    found = page(client, mine)
    assert "Joris gave you something 4 times." in found
    assert "You asked once." in found
    assert "Is there something you could give?" in found


def test_what_was_given_by_hand_counts_in_the_balance(client: Client, mine: Relationship) -> None:
    noted(mine, 10, "met", given="Een introductie", asked="Een naam")
    found = page(client, mine)
    assert "You gave Joris something once." in found
    assert "Joris asked once." in found


def test_a_fresh_change_of_work_is_a_reason_to_write(client: Client, mine: Relationship) -> None:
    old = {"organisation": "Oud BV", "until": date(2026, 9, 1)}
    Position.objects.create(contact=mine.contact, **old)
    Position.objects.create(
        contact=mine.contact,
        organisation="Nieuw BV",
        since=date(2026, 9, 1),
        because="linkedin",
        noticed=timezone.now(),
    )
    found = page(client, mine)
    for words in (
        "a good reason to write",
        "At \u2068Nieuw BV\u2069 since September 2026.",
        "Before that at \u2068Oud BV\u2069.",
        "noticed in your LinkedIn file",
    ):
        assert words in found
    Position.objects.update(noticed=timezone.now() - timedelta(days=400))
    assert "a good reason to write" not in page(client, mine)


def test_a_moment_says_where_it_was_read(client: Client, mine: Relationship) -> None:
    Moment.objects.create(
        relationship=mine, kind="met", direction="both", at=timezone.now(), channel="calendar",
        key="x",
    )  # fmt: skip
    assert "from your calendar" in page(client, mine)


def test_what_was_asked_and_given_can_be_changed(client: Client, mine: Relationship) -> None:
    moment = noted(mine, 1, "met", asked="Een naam")
    assert "Een naam" in client.get(at("moment", moment.pk)).content.decode()
    typed = {"kind": "met", "day": str(timezone.localdate()), "given": "Een nummer"}
    client.post(at("moment", moment.pk), typed)
    moment.refresh_from_db()
    assert (moment.asked, moment.given) == ("", "Een nummer")


@pytest.mark.parametrize(
    ("way", "typed", "kept", "link"),
    [
        ("mail", "Joris@Oost.example", "joris@oost.example", 'href="mailto:joris@oost.example"'),
        ("phone", "06 12345678", "+31612345678", 'href="tel:+31612345678"'),
        ("site", "https://oost.example/", "https://oost.example/", 'href="https://oost.example/"'),
        ("post", "Kade 1, Arnhem", "Kade 1, Arnhem", "Kade 1, Arnhem"),
    ],
)
def test_an_address_is_written_down_and_taken_away(
    client: Client, mine: Relationship, way: str, typed: str, kept: str, link: str
) -> None:
    client.post(at("add_address", mine.pk), {"way": way, "value": typed, "label": "werk"})
    assert Address.objects.get().value == kept
    assert link in page(client, mine)
    client.post(at("remove_address", Address.objects.get().pk))
    assert not Address.objects.exists()


@pytest.mark.parametrize(
    ("told", "link"),
    [
        ("linkedin:joris b", "https://www.linkedin.com/in/joris%20b"),
        ("x:joris", "https://x.com/joris"),
        ("x:", "x:"),
        ('elders:"><b>', "elders:&quot;&gt;&lt;b&gt;"),
    ],
)
def test_a_profile_that_came_with_a_file_leads_to_its_page(
    client: Client, mine: Relationship, told: str, link: str
) -> None:
    actions.add_address(relationship=mine, by=mine.colleague, way="handle", value=told)
    assert link in page(client, mine)


@pytest.mark.parametrize(
    ("way", "typed", "sentence"),
    [
        ("mail", "joris", "Write the whole address"),
        ("mail", "", "Write an address or a number first."),
        ("phone", "bel me", "Write the number in digits"),
        ("site", "javascript:alert(1)", "with https:// in front"),
        ("fax", "1", "fax"),
    ],
)
def test_a_wrong_address_gets_a_sentence(
    client: Client, mine: Relationship, way: str, typed: str, sentence: str
) -> None:
    answer = client.post(at("add_address", mine.pk), {"way": way, "value": typed, "label": "Thuis"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Thuis" in answer.content.decode()
    assert not Address.objects.exists()


def test_addresses_are_unreadable_in_the_database(client: Client, mine: Relationship) -> None:
    client.post(at("add_address", mine.pk), {"way": "phone", "value": "06 12345678"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, mark FROM relationships_address")
        assert "12345678" not in str(cursor.fetchall())


def full(mine: Relationship, joris: Identity, length: int = 40) -> None:
    """Everything there can be, each of it long."""
    long = "Een heel lang verhaal over btw 😀 " * length
    sanne = mine.colleague
    feels(sanne, "btw")
    for n in range(12):
        said(joris, f"Wie weet {n} {long}?", n)
        noted(mine, n, "met", note=long, asked=long[:500], place="Een heel verre plaats")
        actions.share(
            relationship=people.knows(people.colleague(f"K{n}")), by=Colleague.objects.latest("pk")
        )
        friend = people.knows(sanne, f"Vriend {n} {long}"[:280])
        actions.met_through(relationship=friend, by=sanne, contact=mine.contact)
    words = {"interests": long[:4000], "could_give": long[:4000]}
    actions.keep_note(relationship=mine, by=sanne, how_met=long, note=long, **words)


def test_the_sheet_tells_what_one_needs(
    client: Client, mine: Relationship, sanne: Colleague, joris: Identity
) -> None:
    feels(sanne, "btw")
    said(joris, "Wie weet hoe btw werkt?")
    noted(mine, 3, "met", asked="Een boekhouder", note="Geheime koffie")
    friend = people.knows(sanne, "Mira Kaya")
    actions.met_through(relationship=friend, by=sanne, contact=mine.contact)
    actions.keep_note(relationship=mine, by=sanne, how_met="Op de boot", note="Alleen voor mij")
    found = page(client, mine, "sheet")
    for words in ("Joris Bakker", "You met", "Een boekhouder", "Mira Kaya", "Wie weet hoe btw"):
        assert words in found
    for words in ("Alleen voor mij", "Op de boot", "Geheime koffie"):
        assert words not in found
        assert words in page(client, mine, "sheet", "?notes=on")


def test_the_sheet_of_somebody_new_is_short(client: Client, mine: Relationship) -> None:
    found = page(client, mine, "sheet")
    assert "What you hear" in found
    assert "What happened last" not in found


@pytest.mark.parametrize("name", ["person", "sheet"])
def test_long_lives_ask_no_more_questions(
    client: Client,
    mine: Relationship,
    joris: Identity,
    name: str,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    full(mine, joris)
    client.get(at(name, mine.pk))
    with django_assert_max_num_queries(30):
        assert client.get(at(name, mine.pk)).status_code == 200


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.SOCIAL_LEAD, Role.ADVISER])
@pytest.mark.parametrize("name", ["person", "sheet", "rhythm"])
def test_nobody_else_opens_it(mine: Relationship, role: str, name: str) -> None:
    other = people.client_of(people.colleague("Ander", role))
    assert other.get(at(name, mine.pk)).status_code == 404


def test_what_karim_feels_is_not_sanne_s_ground(
    client: Client, mine: Relationship, joris: Identity
) -> None:
    feels(people.colleague("Karim"), "btw")
    said(joris, "Over btw gesproken")
    assert "Common ground" not in page(client, mine)
