"""Nobody reads or changes what is another's by guessing its number: every address that names a
thing, for every kind of stranger. An address that isn't in the matrix fails this test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.relationships.models import Introduction, Outcome, Relationship
from tests.house.consenting import BY_LINK, KEPT, LOOKED_AT, THEIRS
from tests.house.finding import FOR_EVERYBODY
from tests.house.matrix import ADMINISTRATORS, BY_WORD, CONFIDED, GUIDES, KEEPERS, MORE, OWN, SHARED
from tests.house.on_the_site import READ_BY_ALL
from tests.house.secrets import WORD, life

# Allauth first asks who changes keys to prove it is them; even then another's key is not found.
ASKS_FIRST = {"mfa_edit_webauthn", "mfa_remove_webauthn"}

SignIn = Callable[[Colleague], Client]


def named(resolver: URLResolver, space: str = "", above: bool = False) -> list[tuple[str, bool]]:
    """(full name, whether its address names something) of every page."""
    found: list[tuple[str, bool]] = []
    for entry in resolver.url_patterns:
        names = above or bool(entry.pattern.regex.groups)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += named(entry, inner, names)
        elif isinstance(entry, URLPattern):
            found.append((f"{space}{entry.name}", names))
    return found


PAGES = named(get_resolver())
NAMING = {name for name, names in PAGES if names}
PLAIN = sorted({name for name, names in PAGES if not names} - {"account_logout"})


@pytest.fixture
def strangers(
    karim: Colleague,
    administrator: Colleague,
    colleague_named: MakeColleague,
    as_colleague: SignIn,
) -> dict[str, Client]:
    adviser = colleague_named("Ad Viseur", Role.ADVISER)
    lead = colleague_named("Lies Lead", Role.SOCIAL_LEAD, Role.EDITOR, Role.BOARD_MEMBER)
    return {one.name: as_colleague(one) for one in (karim, administrator, adviser, lead)}


def where(name: str, number: int) -> str:
    return reverse(name, args=[number, *MORE.get(name, [])])


def test_every_address_that_names_a_thing_is_in_the_matrix() -> None:
    known = (
        OWN.keys()
        | ADMINISTRATORS.keys()
        | KEEPERS.keys()
        | CONFIDED.keys()
        | SHARED.keys()
        | BY_WORD
    )
    known |= GUIDES.keys() | KEPT.keys() | THEIRS.keys() | LOOKED_AT.keys() | BY_LINK
    known |= FOR_EVERYBODY | READ_BY_ALL
    assert sorted(NAMING - known) == []
    assert sorted(known - NAMING) == []


def test_a_strangers_number_opens_nothing(sanne: Colleague, strangers: dict[str, Client]) -> None:
    numbers = life(sanne)
    opened = [
        f"{who}: {method} {name} → {answer.status_code}"
        for who, browser in strangers.items()
        for name, thing in OWN.items()
        for method in ("get", "post", "head", "put", "delete")
        if (answer := getattr(browser, method)(where(name, numbers[thing]))).status_code != 404
        and not (answer.status_code == 405 and method != "post")
        and not (answer.status_code == 403 and who == "Ad Viseur")
        and not (name in ASKS_FIRST and "/reauthenticate/" in answer.headers.get("Location", ""))
    ]
    assert not opened


def test_a_strangers_press_changes_nothing(sanne: Colleague, strangers: dict[str, Client]) -> None:
    numbers = life(sanne)
    before = _belongings(sanne)
    for browser in strangers.values():
        for name, thing in OWN.items():
            browser.post(where(name, numbers[thing]), {"text": "x", "rest": "day", "until": "week"})
    assert _belongings(sanne) == before


def _belongings(sanne: Colleague) -> list[object]:
    own = {"colleague": sanne}
    return [
        list(Relationship.objects.filter(**own).values()),
        list(Message.objects.filter(**own).values()),
        list(ConnectedAccount.objects.filter(**own).values()),
        list(sanne.topics.values()),
        list(sanne.readings.values()),
        list(sanne.occasions.values()),
        list(sanne.notices.values()),
        list(sanne.push_devices.values()),
        list(sanne.imports.values()),
        list(sanne.takeaways.values()),
        list(sanne.handbook_questions.values()),
        list(sanne.drafts.values()),
        list(sanne.requests_to_tell.values()),
        list(Outcome.objects.filter(relationship__colleague=sanne).values()),
        list(Introduction.objects.visible_to(sanne).order_by("pk").values()),
    ]


def test_only_administrators_open_their_pages(
    sanne: Colleague, strangers: dict[str, Client]
) -> None:
    numbers = life(sanne)
    opened = [
        f"{who}: {method} {name} → {answer.status_code}"
        for who, browser in strangers.items()
        if who != "Ada Beheer"
        for name, thing in ADMINISTRATORS.items()
        for method in ("get", "post")
        if (answer := getattr(browser, method)(where(name, numbers[thing]))).status_code
        not in {403, 404, 405}
    ]
    assert not opened


def test_only_keepers_open_their_pages(sanne: Colleague, strangers: dict[str, Client]) -> None:
    numbers = life(sanne)
    opened = [
        f"{who}: {method} {name} → {answer.status_code}"
        for who, browser in strangers.items()
        if who not in {"Ada Beheer", "Lies Lead"}
        for name, thing in KEEPERS.items()
        for method in ("get", "post")
        if (answer := getattr(browser, method)(where(name, numbers[thing]))).status_code
        not in {403, 405}
    ]
    assert not opened


def test_only_guides_open_their_pages(sanne: Colleague, strangers: dict[str, Client]) -> None:
    numbers = life(sanne)
    opened = [
        f"{who}: {method} {name} → {answer.status_code}"
        for who, browser in strangers.items()
        if who != "Lies Lead"
        for name, thing in GUIDES.items()
        for method in ("get", "post")
        if (answer := getattr(browser, method)(where(name, numbers[thing]))).status_code
        not in {403, 405}
    ]
    assert not opened


def test_only_their_keepers_open_confidences(
    sanne: Colleague, strangers: dict[str, Client], as_colleague: SignIn
) -> None:
    numbers = life(sanne)
    opened = [
        f"{who}: {method} {name} → {answer.status_code}"
        for who, browser in {**strangers, "Sanne": as_colleague(sanne)}.items()
        for name, thing in CONFIDED.items()
        for method in ("get", "post", "head", "put")
        if (answer := getattr(browser, method)(where(name, numbers[thing]))).status_code
        not in {403, 405}
    ]
    assert not opened


@pytest.mark.parametrize("htmx", [False, True])
def test_no_page_tells_what_is_anothers(
    sanne: Colleague, strangers: dict[str, Client], htmx: bool
) -> None:
    numbers = life(sanne)
    headers = {"HX-Request": "true"} if htmx else {}
    places = [reverse(name) for name in PLAIN if name != "style"]
    places += [where(name, numbers[thing]) for name, thing in SHARED.items()]
    places += [where(name, numbers[thing]) for name, thing in ADMINISTRATORS.items()]
    places += [where(name, numbers[thing]) for name, thing in KEEPERS.items()]
    places += [where(name, numbers[thing]) for name, thing in GUIDES.items()]
    places += [where(name, numbers[thing]) for name, thing in CONFIDED.items()]
    places += [reverse("networks:conversations") + "?show=to-me"]
    places += [reverse("relationships:organisation", args=["stilte"])]
    places += [reverse("relationships:knows") + "?at=contact"]
    places += [reverse("relationships:outcomes") + "?show=colleagues"]
    places += [reverse("networks:sources") + "?show=trouble", "/colleagues/?q=" + WORD]
    told = [
        f"{who}: {place}"
        for who, browser in strangers.items()
        for place in places
        if WORD.lower() in browser.get(place, headers=headers).content.decode().lower()
        and not place.endswith(WORD)
    ]
    assert not told


def test_a_topic_tried_finds_nothing_of_anothers_letters(
    sanne: Colleague, strangers: dict[str, Client]
) -> None:
    life(sanne)
    for browser in strangers.values():
        answer = browser.post(reverse("listening:try_query"), {"query": "btw OR gezegd"})
        assert "Wie kent de nieuwe" in answer.content.decode()
        assert WORD not in answer.content.decode()


def test_its_owner_reads_it(sanne: Colleague, as_colleague: SignIn) -> None:
    numbers = life(sanne)
    own = as_colleague(sanne)
    for name in ("networks:conversation", "relationships:person", "listening:topic"):
        assert WORD in own.get(where(name, numbers[OWN[name]])).content.decode()
