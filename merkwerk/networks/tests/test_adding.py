"""Much at once: streams, mailboxes, whole lists, and the lists of an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.connectors.errors import BadAddress, TokenRefused
from merkwerk.connectors.mail import client as mail
from merkwerk.networks import actions
from merkwerk.networks.actions import rhythm
from merkwerk.networks.models import Lookup, Mailbox, Source
from merkwerk.networks.tests.conftest import Connect, MakeSource
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import run_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture
def lead(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Lies Lead", Role.SOCIAL_LEAD)


@pytest.fixture
def browser(lead: Colleague, as_colleague: SignIn) -> Client:
    return as_colleague(lead)


# --- streams ---------------------------------------------------------------------------------


def test_the_usual_jetstream_is_in_the_settings(lead: Colleague, settings: Settings) -> None:
    settings.JETSTREAM = "wss://jet.example/subscribe"
    source = actions.add_jetstream(by=lead)
    assert (source.address, source.host) == ("wss://jet.example/subscribe", "jet.example")
    with override("en"):
        assert source.called == "Everything on Bluesky"


@pytest.mark.parametrize("typed", ["jet.example", "https://jet.example/", "wss://jet.example"])
def test_an_own_jetstream_may_be_typed_shortly(lead: Colleague, typed: str) -> None:
    source = actions.add_jetstream(by=lead, address=typed)
    assert source.address == "wss://jet.example/subscribe"


@pytest.mark.parametrize("typed", ["ftp://jet.example", "geen server", "wss://"])
def test_what_is_no_jetstream_is_refused(lead: Colleague, typed: str) -> None:
    with pytest.raises(BadAddress):
        actions.add_jetstream(by=lead, address=typed)


def test_the_same_stream_is_one_source(lead: Colleague) -> None:
    first = actions.add_public(by=lead, server="@joris@social.example")
    again = actions.add_public(by=lead, server="https://social.example/")
    assert first == again
    assert (first.address, first.server) == ("local@social.example", "https://social.example")


def test_a_stream_is_not_visited(lead: Colleague) -> None:
    source = actions.add_public(by=lead, server="social.example", everywhere=True)
    actions.pause(source=source, by=lead)
    actions.resume(source=source, by=lead)
    actions.look_now(source=source, by=lead)
    assert run_jobs() == []
    assert not Source.objects.due(timezone.now() + timedelta(days=1)).exists()


def test_a_colleague_adds_no_stream(sanne: Colleague, as_colleague: SignIn) -> None:
    with pytest.raises(PermissionError):
        actions.add_jetstream(by=sanne)
    for path in ("bluesky", "mastodon", "mailbox"):
        assert as_colleague(sanne).post(f"/networks/sources/new/{path}/").status_code == 403
    assert "mailbox" not in as_colleague(sanne).get("/networks/sources/new/").content.decode()


def test_the_social_lead_adds_a_stream_on_a_page(browser: Client) -> None:
    answer = browser.post("/networks/sources/new/bluesky/", {"address": "jet.example"}, follow=True)
    assert "Everything on Bluesky" in answer.content.decode()
    assert "Being connected" in answer.content.decode()


def test_a_typing_mistake_is_said_and_kept(browser: Client) -> None:
    typed = {"server": "geen server", "whose": "local"}
    answer = browser.post("/networks/sources/new/mastodon/", typed)
    assert answer.status_code == 422
    assert "geen server" in answer.content.decode()
    assert "Check the spelling" in answer.content.decode()


def test_there_is_no_other_kind_of_stream(browser: Client) -> None:
    assert browser.get("/networks/sources/new/twitter/").status_code == 404


# --- mailboxes -------------------------------------------------------------------------------

TYPED = {
    "host": "imap.example", "user": "nieuws@kade.example", "password": "geheim woord",
    "port": "993", "folder": "INBOX",
}  # fmt: skip


def test_a_mailbox_is_kept_with_its_password_encrypted(browser: Client) -> None:
    browser.post("/networks/sources/new/mailbox/", TYPED)
    kept = Mailbox.objects.get()
    assert kept.password == "geheim woord"
    assert kept.source.address == "nieuws@kade.example"
    with_locks = Mailbox.objects.extra(select={"raw": "password"}).values_list("raw", flat=True)
    assert "geheim" not in with_locks[0]


def test_a_mailbox_that_refuses_says_what_to_do(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_more: Any) -> None:
        raise TokenRefused("no")

    monkeypatch.setattr(mail, "collect", refuse)
    browser.post("/networks/sources/new/mailbox/", TYPED)
    run_jobs()
    source = Source.objects.get()
    page = browser.get(f"/networks/sources/{source.pk}/").content.decode()
    assert source.state == Source.State.STOPPED
    assert "does not accept this user name" in page
    assert f"/networks/sources/{source.pk}/mailbox/" in page


def test_the_way_in_can_be_changed_and_the_password_kept(browser: Client) -> None:
    browser.post("/networks/sources/new/mailbox/", TYPED)
    source = Source.objects.get()
    changed = TYPED | {"password": "", "folder": "Nieuws"}
    browser.post(f"/networks/sources/{source.pk}/mailbox/", changed)
    kept = Mailbox.objects.get()
    assert (kept.password, kept.folder) == ("geheim woord", "Nieuws")


@pytest.mark.parametrize("other", [{"host": "imap.evil.example"}, {"user": "iemand@evil.example"}])
def test_a_kept_password_is_told_to_no_other_server_or_for_nobody_else(
    browser: Client, other: dict[str, str]
) -> None:
    browser.post("/networks/sources/new/mailbox/", TYPED)
    source = Source.objects.get()
    answer = browser.post(
        f"/networks/sources/{source.pk}/mailbox/", TYPED | {"password": ""} | other
    )
    assert "type the password again" in answer.content.decode()
    kept = Mailbox.objects.get()
    assert (kept.host, kept.user) == (TYPED["host"], TYPED["user"])


def test_a_password_is_never_shown_again(browser: Client) -> None:
    browser.post("/networks/sources/new/mailbox/", TYPED)
    page = browser.get(f"/networks/sources/{Source.objects.get().pk}/mailbox/").content.decode()
    assert "geheim" not in page


def test_a_mailbox_is_visited_every_ten_minutes(source_of: MakeSource) -> None:
    source = source_of("a@kade.example", "mailbox", network="web")
    assert rhythm.rhythm_of(source, timezone.now()) == timedelta(minutes=10)


# --- whole lists -----------------------------------------------------------------------------


def opml(count: int = 3, folder: str = "Nieuws") -> bytes:
    rows = "".join(
        f'<outline type="rss" text="Bron {n}" xmlUrl="https://s{n}.example/feed"/>'
        for n in range(count)
    )
    return (
        '<opml version="2.0"><head><title>Mijn lijst</title></head><body>'
        f'<outline text="{folder}">{rows}</outline>'
        '<outline text="Los" xmlUrl="https://los.example/feed"/>'
        '<outline type="rss" text="Stuk"/></body></opml>'
    ).encode()


def take_in(browser: Client, body: bytes) -> Any:
    file = SimpleUploadedFile("lijst.opml", body, "text/x-opml")
    return browser.post("/networks/sources/new/list/", {"file": file}, follow=True)


@pytest.fixture
def sannes(sanne: Colleague, as_colleague: SignIn) -> Client:
    return as_colleague(sanne)


def test_a_list_is_shown_before_anything_is_added(sannes: Client, source_of: MakeSource) -> None:
    source_of("https://s1.example/feed")
    page = take_in(sannes, opml()).content.decode()
    assert "3 feeds are new here" in page
    assert "1 is listened to already" in page
    assert "1 entry has no address" in page
    assert Source.objects.count() == 1


def test_a_list_is_no_single_thing_that_was_looked_up(sanne: Colleague, sannes: Client) -> None:
    told = actions.read_list(by=sanne, body=opml())
    assert sannes.get(f"/networks/lookups/{told.pk}/").status_code == 404
    kept = sannes.post(f"/networks/lookups/{told.pk}/keep/", {"choice": "1"})
    assert kept.status_code in (403, 404)


def test_only_the_chosen_folders_are_added(sannes: Client) -> None:
    take_in(sannes, opml())
    told = Lookup.objects.get()
    sannes.post(f"/networks/sources/lists/{told.pk}/add/", {"folder": "0"})
    assert (
        "Being added: 4 feeds" in sannes.get(f"/networks/sources/lists/{told.pk}/").content.decode()
    )
    assert run_jobs(1) == ["finish_list"]
    assert set(Source.objects.values_list("title", flat=True)) == {"Bron 0", "Bron 1", "Bron 2"}


def test_nothing_chosen_is_said(sannes: Client) -> None:
    take_in(sannes, opml())
    answer = sannes.post(f"/networks/sources/lists/{Lookup.objects.get().pk}/add/", follow=True)
    assert "Choose at least one folder" in answer.content.decode()


def test_thousands_come_in_and_their_visits_are_spread(sanne: Colleague) -> None:
    lookup = actions.read_list(by=sanne, body=opml(3000))
    actions.add_list(by=sanne, lookup=lookup, folders=[0, 1])
    run_jobs(1)
    assert Source.objects.count() == 3001
    last = Source.objects.order_by("-next_check")[0]
    assert last.next_check > timezone.now() + timedelta(minutes=5)


def test_added_twice_is_added_once(sanne: Colleague) -> None:
    for _ in range(2):
        lookup = actions.read_list(by=sanne, body=opml())
        actions.add_list(by=sanne, lookup=lookup, folders=[0, 1])
        run_jobs(1)
    assert Source.objects.count() == 4


def test_a_removed_feed_comes_back(sanne: Colleague, source_of: MakeSource) -> None:
    source_of("https://s1.example/feed", state="removed")
    lookup = actions.read_list(by=sanne, body=opml())
    actions.add_list(by=sanne, lookup=lookup, folders=[0])
    run_jobs(1)
    assert Source.objects.get(address="https://s1.example/feed").state == Source.State.ACTIVE


def test_what_is_no_list_is_said(sannes: Client) -> None:
    answer = take_in(sannes, b"<html>geen lijst</html>")
    assert answer.status_code == 422
    assert "no list of feeds" in answer.content.decode()


def test_a_list_that_is_far_too_large_is_not_read(sannes: Client) -> None:
    assert take_in(sannes, b"x" * (9 * 1024 * 1024)).status_code == 413


def test_a_list_without_a_file_is_said(sannes: Client) -> None:
    answer = sannes.post("/networks/sources/new/list/")
    assert "Choose a file first" in answer.content.decode()


def test_a_list_from_another_site_is_refused(sanne: Colleague) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sanne)
    assert take_in(browser, opml()).status_code == 403


def test_the_list_of_another_colleague_is_not_found(
    sannes: Client, karim: Colleague, as_colleague: SignIn
) -> None:
    take_in(sannes, opml())
    path = f"/networks/sources/lists/{Lookup.objects.get().pk}/"
    assert as_colleague(karim).get(path).status_code == 404


def test_our_feeds_are_handed_out(sannes: Client, source_of: MakeSource) -> None:
    source_of("https://a.example/feed", title="Eén")
    source_of("https://b.example/feed", state="removed")
    answer = sannes.get("/networks/sources/feeds.opml")
    assert "https://a.example/feed" in answer.content.decode()
    assert "https://b.example/feed" not in answer.content.decode()


# --- lists of an account ---------------------------------------------------------------------


def test_the_lists_of_an_account_are_offered_and_kept(
    connect: Connect, mastodon: Mastodon, sanne: Colleague, sannes: Client
) -> None:
    own = connect(sanne)
    mastodon.trouble = lambda asked: (
        reply([{"id": "12", "title": "Notarissen"}]) if asked.path == "/api/v1/lists" else None
    )
    page = sannes.post(f"/networks/accounts/{own.pk}/lists/", follow=True)
    assert "Asking your server" in page.content.decode()
    run_jobs()
    told = Lookup.objects.get()
    assert told.state == "found", (told.error, told.error_detail, told.findings)
    assert "Notarissen" in sannes.get(f"/networks/lookups/{told.pk}/").content.decode()
    sannes.post(f"/networks/lookups/{told.pk}/keep/", {"choice": "0"})
    source = Source.objects.get()
    assert (source.kind, source.account) == ("mastodon-list", own)
    assert source.address == f"12@{mastodon.host}"


def test_an_account_without_lists_is_said(
    connect: Connect, mastodon: Mastodon, sanne: Colleague
) -> None:
    mastodon.trouble = lambda asked: reply([]) if asked.path == "/api/v1/lists" else None
    actions.look_up_lists(account=connect(sanne), by=sanne)
    run_jobs()
    assert Lookup.objects.get().error == "nothing-there"


def test_anothers_lists_are_not_asked(connect: Connect, sanne: Colleague, karim: Colleague) -> None:
    assert actions.look_up_lists(account=connect(sanne), by=karim) is None
