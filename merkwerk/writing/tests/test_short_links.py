"""Short links: one for each person, piece and page; counted without knowing who; never a way to
somewhere nobody put down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from merkwerk.accounts.models import Colleague
from merkwerk.writing import actions
from merkwerk.writing.actions import short_links
from merkwerk.writing.actions.short_links import code_in, short_link
from merkwerk.writing.models import ShortLink

pytestmark = pytest.mark.django_db
PAGE = "https://krant.example/btw?utm_source=mail"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}
SignIn = Callable[[Colleague], Client]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def link(sanne: Colleague) -> ShortLink:
    return short_link(by=sanne, target=PAGE)


def clicks(link: ShortLink) -> int:
    return ShortLink.objects.get(pk=link.pk).clicks


# --- making --------------------------------------------------------------------------------------


def test_the_same_page_has_one_link_whatever_tracks_it(sanne: Colleague, link: ShortLink) -> None:
    assert short_link(by=sanne, target="https://www.krant.example/btw/#top").pk == link.pk
    assert link.target == PAGE
    assert link.canonical == "krant.example/btw"


def test_another_person_has_another_link(karim: Colleague, link: ShortLink) -> None:
    assert short_link(by=karim, target=PAGE).code != link.code


def test_another_piece_has_another_link(sanne: Colleague, link: ShortLink) -> None:
    draft = actions.begin(by=sanne)
    made = short_link(by=sanne, target=PAGE, draft=draft)
    assert made.pk != link.pk
    assert short_link(by=sanne, target=PAGE, draft=draft).pk == made.pk


def test_a_link_outlives_its_piece(sanne: Colleague, link: ShortLink) -> None:
    draft = actions.begin(by=sanne)
    made = short_link(by=sanne, target=PAGE, draft=draft)
    actions.throw_away(draft=draft, by=sanne)
    made.refresh_from_db()
    assert made.draft is None


def test_nobody_links_from_another_s_draft(sanne: Colleague, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        short_link(by=karim, target=PAGE, draft=actions.begin(by=sanne))


def test_an_address_without_its_beginning_is_understood(sanne: Colleague) -> None:
    assert short_link(by=sanne, target="krant.example/x").target == "https://krant.example/x"


def test_a_code_is_long_and_has_no_look_alikes(link: ShortLink) -> None:
    assert len(link.code) == 8
    assert not set(link.code) & set("01ilo")


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://krant.example/x",
        "mailto:x@krant.example",
        "https://sanne:geheim@krant.example/",
        "//krant.example/x",
        "https://localhost:9999/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://10.1.2.3/intranet",
        "http://169.254.169.254/latest/",
        "https://printer/",
        "https://nas.local/",
        "https://krant.example/" + "x" * 1100,
        "",
        "zomaar wat woorden",
    ],
)
def test_nothing_but_pages_of_the_open_web(sanne: Colleague, target: str) -> None:
    with pytest.raises(ValidationError):
        short_link(by=sanne, target=target)


@pytest.mark.parametrize(
    "path", ["/today/", "/relationships/1/", "/geen-pagina/", "/", "/health/live/"]
)
def test_our_own_closed_pages_are_refused(sanne: Colleague, path: str) -> None:
    with pytest.raises(ValidationError, match="colleagues only"):
        short_link(by=sanne, target=f"http://testserver{path}")


def test_our_handbook_for_everybody_may_be_shared(sanne: Colleague) -> None:
    assert short_link(by=sanne, target="http://testserver" + reverse("handbook:public"))


def test_a_link_to_a_link_is_refused(sanne: Colleague, link: ShortLink) -> None:
    for one in (f"http://testserver/l/{link.code}", f"http://testserver/l/{link.code.upper()}+"):
        with pytest.raises(ValidationError, match="short link already"):
            short_link(by=sanne, target=one)


def test_a_detour_that_is_known_to_come_back_is_refused(
    sanne: Colleague, link: ShortLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = {"https://kort.example/x": f"testserver.example/l/{link.code}"}
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["testserver.example"])
    monkeypatch.setattr("merkwerk.networks.actions.resolved", lambda _places: back)
    with pytest.raises(ValidationError, match="leads back"):
        short_link(by=sanne, target="https://kort.example/x")


# --- following -----------------------------------------------------------------------------------


def test_it_leads_on_and_tells_nobody_who(client: Client, link: ShortLink) -> None:
    answer = client.get(f"/l/{link.code}", headers=BROWSER)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    assert clicks(link) == 1


def test_large_letters_lead_on_too(client: Client, link: ShortLink) -> None:
    assert client.get(f"/l/{link.code.upper()}").status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"User-Agent": ""},
        {"User-Agent": "curl/8.4"},
        {"User-Agent": "Mastodon/4.3 (http.rb/5.2; +https://social.example/)"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "WhatsApp/2.23"},
        {"User-Agent": "Mozilla/5.0 (Macintosh) Slackbot-LinkExpanding 1.0"},
        BROWSER | {"Sec-Purpose": "prefetch;prerender"},
        BROWSER | {"Purpose": "prefetch"},
        BROWSER | {"X-Moz": "prefetch"},
        BROWSER | {"Sec-Fetch-Dest": "image"},
    ],
)
def test_machines_are_led_on_and_not_counted(
    client: Client, link: ShortLink, headers: dict[str, str]
) -> None:
    assert client.get(f"/l/{link.code}", headers=headers).status_code == 302
    assert clicks(link) == 0


def test_a_look_at_the_head_is_not_counted(client: Client, link: ShortLink) -> None:
    assert client.head(f"/l/{link.code}", headers=BROWSER).status_code == 302
    assert clicks(link) == 0


def test_one_s_own_press_is_not_counted(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn, link: ShortLink
) -> None:
    as_colleague(sanne).get(f"/l/{link.code}", headers=BROWSER)
    assert clicks(link) == 0
    as_colleague(karim).get(f"/l/{link.code}", headers=BROWSER)
    assert clicks(link) == 1


def test_a_busy_database_keeps_nobody_waiting(
    client: Client, link: ShortLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: Any, **_rest: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("merkwerk.writing.models.ways.ShortLinks.update", busy)
    assert client.get(f"/l/{link.code}", headers=BROWSER).status_code == 302


def test_nothing_but_its_total_is_kept(client: Client, link: ShortLink) -> None:
    before = set(ShortLink.objects.values().get(pk=link.pk).items())
    client.get(f"/l/{link.code}", headers=BROWSER | {"Referer": "https://elders.example/"})
    after = set(ShortLink.objects.values().get(pk=link.pk).items())
    assert after - before == {("clicks", 1)}


@pytest.mark.parametrize(
    "path", ["/l/", "/l/nietsdan", "/l/x", "/l/https://kwaad.example", "/l/a/b"]
)
def test_only_what_was_made_leads_anywhere(client: Client, link: ShortLink, path: str) -> None:
    assert client.get(path).status_code == 404


def test_where_it_leads_is_never_taken_from_the_address(client: Client, link: ShortLink) -> None:
    answer = client.get(f"/l/{link.code}?next=https://kwaad.example&url=https://kwaad.example")
    assert answer["Location"] == PAGE


def test_a_target_that_was_tampered_with_leads_nowhere(client: Client, link: ShortLink) -> None:
    ShortLink.objects.update(target="javascript:alert(1)")
    assert client.get(f"/l/{link.code}").status_code == 404


def test_nothing_changes_by_posting(client: Client, link: ShortLink) -> None:
    assert client.post(f"/l/{link.code}").status_code == 405


def test_a_plus_shows_where_it_leads_and_not_whose_it_is(client: Client, link: ShortLink) -> None:
    answer = client.get(f"/l/{link.code}+")
    assert PAGE.replace("&", "&amp;") in answer.content.decode()
    assert "Sanne" not in answer.content.decode()
    assert clicks(link) == 0


# --- stopping ------------------------------------------------------------------------------------


def test_a_stopped_link_says_so_kindly(client: Client, sanne: Colleague, link: ShortLink) -> None:
    short_links.stop(link=link, by=sanne, now=timezone.now(), because="Verhuisd.")
    answer = client.get(f"/l/{link.code}", headers=BROWSER)
    assert answer.status_code == 410
    assert "Verhuisd." in answer.content.decode()
    assert PAGE not in answer.content.decode()
    assert PAGE not in client.get(f"/l/{link.code}+").content.decode()
    assert clicks(link) == 0


def test_a_stopped_link_stays_stopped_when_asked_again(sanne: Colleague, link: ShortLink) -> None:
    short_links.stop(link=link, by=sanne, now=timezone.now())
    assert short_link(by=sanne, target=PAGE).stopped_at


def test_its_maker_lets_it_lead_on(sanne: Colleague, client: Client, link: ShortLink) -> None:
    short_links.stop(link=link, by=sanne, now=timezone.now())
    assert short_links.go_on(link=link, by=sanne)
    assert client.get(f"/l/{link.code}").status_code == 302


def test_what_a_keeper_stopped_only_a_keeper_lets_go_on(
    sanne: Colleague, administrator: Colleague, link: ShortLink
) -> None:
    short_links.stop(link=link, by=administrator, now=timezone.now(), because="Gekaapt.")
    assert not short_links.go_on(link=link, by=sanne)
    assert short_links.go_on(link=link, by=administrator)


def test_a_keeper_says_why(administrator: Colleague, link: ShortLink) -> None:
    with pytest.raises(ValidationError):
        short_links.stop(link=link, by=administrator, now=timezone.now(), because="  ")


def test_nobody_else_stops_it(karim: Colleague, link: ShortLink) -> None:
    with pytest.raises(PermissionError):
        short_links.stop(link=link, by=karim, now=timezone.now(), because="x")
    assert not short_links.go_on(link=link, by=karim)


def test_it_leads_on_when_its_maker_is_gone(
    client: Client, sanne: Colleague, link: ShortLink
) -> None:
    sanne.delete()
    link.refresh_from_db()
    assert link.colleague_id is None
    assert client.get(f"/l/{link.code}", headers=BROWSER)["Location"] == PAGE
    assert clicks(link) == 1


# --- spellings -----------------------------------------------------------------------------------


def test_an_own_address_is_known_in_every_spelling(link: ShortLink) -> None:
    whole = short_links.address_of(link)
    loud = whole.upper().replace("HTTP", "http")
    for spelt in (whole, whole + "+", loud, whole.partition("://")[2]):
        assert code_in(spelt) == link.code


@pytest.mark.parametrize(
    "address", ["https://bit.example/l/abcdefgh", "", "l/x", "https://[", PAGE]
)
def test_other_addresses_are_not_ours(address: str) -> None:
    assert code_in(address) == ""


@pytest.mark.parametrize("page", ["site:home", "handbook:public"])
def test_a_page_for_everybody_outside_may_be_shortened(sanne: Colleague, page: str) -> None:
    place = settings.SITE_URL + reverse(page)
    assert short_links.short_link(by=sanne, target=place).target.rstrip("/") == place.rstrip("/")
