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
from tests.house.secrets import WORD, life

# Address → whose it is: a colleague's own, so nobody else's (404 whoever asks and however).
OWN = {
    "handbook:agree": "named_example",
    "handbook:ask_also": "question",
    "handbook:decline": "named_example",
    "handbook:erase": "question",
    "handbook:let_help": "question",
    "handbook:propose": "question",
    "handbook:question": "question",
    "handbook:reply": "question",
    "handbook:take_back": "question",
    "listening:claim": "limited",
    "listening:correct": "limited",
    "listening:interpret": "limited",
    "listening:join": "topic",
    "listening:keep": "limited",
    "listening:leave": "topic",
    "listening:let_go": "limited",
    "listening:listen_on": "topic",
    "listening:meanings": "limited",
    "listening:mute": "limited",
    "listening:pass_on": "limited",
    "listening:post": "limited",
    "listening:propose": "topic",
    "listening:put_back": "topic",
    "listening:remove_tone_note": "tone_note",
    "listening:remove_topic": "topic",
    "listening:tone_source": "source",
    "listening:rest": "limited",
    "listening:set_resting": "topic",
    "listening:shares": "topic",
    "listening:topic": "topic",
    "listening:unclaim": "limited",
    "listening:undo": "limited",
    "listening:unmute": "topic",
    "networks:add_list": "list",
    "networks:again": "message",
    "networks:answer": "limited",
    "networks:back": "waiting",
    "networks:change_source": "source",
    "networks:connection": "connection",
    "networks:conversation": "limited",
    "networks:disconnect": "account",
    "networks:draft": "limited",
    "networks:elsewhere": "limited",
    "networks:follow": "correspondent",
    "networks:keep": "lookup",
    "networks:list": "list",
    "networks:listen": "account",
    "networks:lists": "account",
    "networks:lookup": "lookup",
    "networks:message": "message",
    "networks:read": "limited",
    "networks:ask_writer": "brand",
    "networks:brand": "brand",
    "networks:drop_registered": "registered",
    "networks:end_brand": "brand",
    "networks:keep_registered": "registered",
    "networks:leave_brand": "brand",
    "networks:registered": "registered",
    "networks:review": "review",
    "networks:review_picture": "review",
    "networks:write_for": "brand",
    "networks:source": "source",
    "networks:thread": "limited",
    "notifications:name_device": "device",
    "notifications:read": "notice",
    "notifications:switch_off": "device",
    "notifications:try_device": "device",
    "colleagues:feel": "stance",
    "colleagues:remove_stance": "stance",
    "relationships:add_address": "relationship",
    "relationships:agree_join": "join",
    "relationships:answer_introduction": "introduction",
    "relationships:ask": "relationship",
    "relationships:change_outcome": "outcome",
    "relationships:choose_import": "import",
    "relationships:claim_stray": "stray",
    "relationships:contact": "relationship",
    "relationships:correct_import": "import",
    "relationships:download": "copy",
    "relationships:drop_import": "import",
    "relationships:drop_stray": "stray",
    "relationships:end_introduction": "introduction",
    "relationships:group": "group",
    "relationships:group_people": "group",
    "relationships:import": "import",
    "relationships:introduction": "introduction",
    "relationships:join": "relationship",
    "relationships:keep_apart": "join",
    "relationships:keep_outcome_private": "outcome",
    "relationships:moment": "moment",
    "relationships:note": "relationship",
    "relationships:note_moment": "relationship",
    "relationships:outcome": "outcome",
    "relationships:part": "relationship",
    "relationships:person": "relationship",
    "relationships:remove": "relationship",
    "relationships:remove_address": "address",
    "relationships:remove_feeder": "feeder",
    "relationships:remove_group": "group",
    "relationships:remove_moment": "moment",
    "relationships:remove_outcome": "outcome",
    "relationships:rest": "relationship",
    "relationships:rhythm": "relationship",
    "relationships:share": "relationship",
    "relationships:shared": "relationship",
    "relationships:sharing": "relationship",
    "relationships:sheet": "relationship",
    "relationships:stray": "stray",
    "relationships:take_apart": "join",
    "relationships:tell_outcome": "relationship",
    "relationships:undo_import": "import",
    "relationships:unshare": "relationship",
    "relationships:wake": "relationship",
    "relationships:wake_feeder": "feeder",
    "today:drop": "occasion",
    "today:take_back": "occasion",
    "today:wake": "resting",
    "writing:ask_figures": "short_link",
    "writing:go_on_link": "short_link",
    "writing:remove_key": "key",
    "writing:stop_link": "short_link",
    "writing:again": "told_draft",
    "writing:answer_request": "request",
    "writing:away": "draft",
    "writing:call_off": "told_draft",
    "writing:change": "told_draft",
    "writing:draft": "draft",
    "writing:elsewhere": "told_draft",
    "writing:figures": "told_draft",
    "writing:hint_act": "draft",
    "writing:hints": "draft",
    "writing:mail": "draft",
    "writing:may_i": "draft",
    "writing:pause": "draft",
    "writing:picture": "picture",
    "writing:picture_file": "picture",
    "writing:place": "draft",
    "writing:refer": "draft",
    "writing:request": "request",
    "writing:seen_others": "draft",
    "writing:take_away": "told_draft",
    "writing:throw_away": "draft",
    "writing:told": "told_draft",
    "mfa_edit_webauthn": "passkey",
    "mfa_remove_webauthn": "passkey",
}
# For administrators: everybody else gets 403 (or 404), however they ask.
ADMINISTRATORS = {
    "accounts:colleague": "colleague",
    "accounts:link": "colleague",
    "accounts:withdraw": "invitation",
    "colleagues:department": "department",
    "colleagues:remove_department": "department",
    "jobs:again": "attempt",
    "jobs:drop": "attempt",
    "jobs:stop": "attempt",
    "relationships:certificate": "colleague",
    "worker:read_again": "public",
    "worker:settle": "trouble",
}
# For the social lead and administrators: everybody else gets 403 (or 404), however they ask.
KEEPERS = {
    "listening:forget": "author",
    "listening:outsider_copy": "author",
    "networks:mailbox": "mailbox",
    "writing:keeper_stops": "short_link",
}
# For who looks after the handbook (social lead, board member): everybody else gets 403 (or 404).
GUIDES = {
    "handbook:example": "example",
    "handbook:release_answerer": "answerer",
    "handbook:remove_example": "example",
    "handbook:remove_situation": "situation",
    "handbook:situation": "situation",
}
# For the keepers of confidential names: everybody else gets 403, administrators included.
CONFIDED = {
    "writing:confidence": "confidence",
    "writing:probing_seen": "probing",
    "writing:remove_confidence": "confidence",
}
# Everybody here may see these; what is private to others stays out of them (the WORD).
SHARED = {
    "handbook:edition": "edition",
    "colleagues:colleague": "colleague",
    "networks:conversation": "public",
    "networks:follow": "author",
    "networks:source": "shared_source",
    "networks:thread": "public",
    "listening:meanings": "public",
    "listening:pass_on": "public",
    "listening:post": "public",
    "listening:outsider": "author",
    "listening:tone_source": "shared_source",
    "listening:words": "author",
}
# Not a thing of anybody: a secret in the address opens it, or a word says which way.
BY_WORD = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "accounts:invitation",
    "accounts:sign_in_link",
    "listening:tone_network",
    "networks:connect",
    "networks:new_stream",
    "relationships:organisation",
    "today:feed",
    "today:stop_digest",
    "relationships:farewell",
    "short_link",
    "short_link_shown",
    "writing:api_draft",
}
MORE: dict[str, list[object]] = {
    "listening:correct": [1],
    "listening:mute": [1],
    "listening:unmute": [1],
    "networks:change_source": ["pause"],
    "networks:leave_brand": [1],
    "networks:review_picture": [0],
    "writing:again": [1],
    "writing:call_off": [1],
    "writing:change": [1],
    "writing:place": [1],
    "writing:take_away": [1],
}
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
    known |= GUIDES.keys()
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
