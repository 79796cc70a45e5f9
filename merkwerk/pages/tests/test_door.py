"""What the door sends itself, and what it hands on."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Organisation
from merkwerk.pages.actions import shows, touched
from merkwerk.pages.actions.stamp import put_stamp
from merkwerk.pages.front.door import Door
from merkwerk.pages.models import MadePage
from merkwerk.pages.tests import small_site as site
from merkwerk.pages.tests.conftest import Ask, Counting

pytestmark = pytest.mark.django_db
ONE = "/stories/one/"


def change(name: str) -> None:
    """As an action would, and its commit."""
    Organisation.objects.update(name=name)
    touched("story:1")
    put_stamp()


def test_a_live_answer_is_kept_and_sent_without_django(ask: Ask, django: Counting) -> None:
    first, second = ask(ONE), ask(ONE)
    assert django.count == 1
    assert first.body == second.body
    assert b"Kade en Kroon" in second.body


def test_a_page_that_is_held_costs_no_query(ask: Ask) -> None:
    ask(ONE)
    ask(ONE)
    with CaptureQueriesContext(connection) as queries:
        ask(ONE)
    assert len(queries) == 0


def test_it_sends_the_headers_that_django_sent(ask: Ask) -> None:
    live, made = ask(ONE).headers, ask(ONE).headers
    own = {"Vary", "ETag", "Last-Modified", "Content-Length", "Content-Security-Policy"}
    assert {k: v for k, v in live.items() if k not in own} == {
        k: v for k, v in made.items() if k not in own
    }
    assert made["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in made["Content-Security-Policy"]
    assert made["X-Own"] == "yes"


def test_caches_outside_keep_it_for_a_minute_at_most(ask: Ask) -> None:
    ask(ONE)
    assert ask(ONE).headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"


def test_it_differs_by_packing_only(ask: Ask) -> None:
    ask(ONE)
    assert ask(ONE).headers["Vary"] == "Accept-Encoding"


def test_it_packs_as_it_is_asked(ask: Ask) -> None:
    plain = ask(ONE).body
    zipped = ask(ONE, HTTP_ACCEPT_ENCODING="gzip, deflate")
    small = ask(ONE, HTTP_ACCEPT_ENCODING="gzip, br")
    assert (zipped.headers["Content-Encoding"], gzip.decompress(zipped.body)) == ("gzip", plain)
    assert (small.headers["Content-Encoding"], brotli.decompress(small.body)) == ("br", plain)
    assert len(small.body) == int(small.headers["Content-Length"]) < len(plain)


def test_what_packing_does_not_shorten_is_sent_as_it_is(ask: Ask) -> None:
    ask("/stories/two/")
    answer = ask("/stories/two/", HTTP_ACCEPT_ENCODING="br, gzip")
    assert answer.body == b"kort"
    assert "Content-Encoding" not in answer.headers


def test_each_packing_has_a_tag_of_its_own(ask: Ask) -> None:
    ask(ONE)
    tags = {ask(ONE, HTTP_ACCEPT_ENCODING=one).headers["ETag"] for one in ("", "gzip", "br")}
    assert len(tags) == 3


def test_who_has_it_already_hears_that_nothing_is_new(ask: Ask) -> None:
    ask(ONE)
    tag = ask(ONE, HTTP_ACCEPT_ENCODING="gzip").headers["ETag"]
    answer = ask(ONE, HTTP_IF_NONE_MATCH=f'"other", W/{tag}')
    assert (answer.status, answer.body) == (304, b"")
    assert "Content-Length" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")


def test_the_date_of_the_last_change_does_as_well(ask: Ask) -> None:
    ask(ONE)
    date = ask(ONE).headers["Last-Modified"]
    assert ask(ONE, HTTP_IF_MODIFIED_SINCE=date).status == 304
    assert ask(ONE, HTTP_IF_MODIFIED_SINCE="Thu, 01 Jan 1970 00:00:00 GMT").status == 200


def test_a_tag_of_before_the_change_brings_the_new_page(ask: Ask) -> None:
    ask(ONE)
    tag = ask(ONE).headers["ETag"]
    change("Nieuw")
    ask(ONE)
    answer = ask(ONE, HTTP_IF_NONE_MATCH=tag)
    assert answer.status == 200
    assert b"Nieuw" in answer.body


def test_head_gets_the_headers_alone(ask: Ask) -> None:
    ask(ONE)
    whole, head = ask(ONE), ask(ONE, method="HEAD")
    assert head.body == b""
    assert head.headers == whole.headers


def test_the_first_head_leaves_nothing_empty_behind(ask: Ask) -> None:
    ask(ONE, method="HEAD")
    assert b"Kade en Kroon" in ask(ONE).body


def test_after_a_change_the_next_who_asks_gets_the_new_page(ask: Ask) -> None:
    ask(ONE)
    ask(ONE)
    change("Nieuw")
    assert b"Nieuw" in ask(ONE).body


def test_another_page_stays_as_it_is(ask: Ask, django: Counting) -> None:
    ask("/stories/two/")
    change("Nieuw")
    ask("/stories/two/")
    assert django.count == 1


@pytest.mark.parametrize("page", ["cookie", "nonce", "unmarked", "gone", "broken"])
def test_it_never_keeps(ask: Ask, django: Counting, page: str) -> None:
    ask(f"/stories/{page}/")
    ask(f"/stories/{page}/")
    assert django.count == 2
    assert not MadePage.objects.exists()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_hands_on_every_other_method(ask: Ask, django: Counting, method: str) -> None:
    ask(ONE)
    ask(ONE, method=method)
    assert django.count == 2


def test_it_hands_on_a_question(ask: Ask, django: Counting) -> None:
    ask(ONE)
    ask(ONE, query="q=beton")
    assert django.count == 2
    assert MadePage.objects.count() == 1


@pytest.mark.parametrize("kind", ["application/activity+json", "application/ld+json; profile=x"])
def test_who_asks_for_data_reaches_the_view(ask: Ask, django: Counting, kind: str) -> None:
    ask(ONE, HTTP_ACCEPT=kind)
    ask(ONE, HTTP_ACCEPT=kind)
    assert django.count == 2
    assert not MadePage.objects.exists()


def test_it_refuses_a_host_that_is_not_ours(ask: Ask) -> None:
    ask(ONE)
    assert ask(ONE, HTTP_HOST="elders.example").status == 400


def test_it_hands_on_what_is_not_public(ask: Ask, django: Counting) -> None:
    ask("/desk/")
    assert django.count == 1


def test_a_signed_in_reader_is_a_stranger_to_a_public_page(ask: Ask) -> None:
    told = ask("/stories/who/", HTTP_COOKIE="sessionid=x", HTTP_ACCEPT_LANGUAGE="en").body
    assert told.decode() == "('AnonymousUser', 'nl', 'localhost:8000', 0)"


def test_the_workspace_still_hears_the_language(ask: Ask) -> None:
    assert ask("/desk/", HTTP_ACCEPT_LANGUAGE="en").body == b"en"


def test_an_address_with_other_letters_is_kept_too(ask: Ask, django: Counting) -> None:
    ask("/stories/café/")
    ask("/stories/café/")
    assert django.count == 1


def test_without_encryption_django_sends_on_to_it(ask: Ask, door: Door, settings: Settings) -> None:
    ask(ONE)
    settings.SECURE_SSL_REDIRECT = door.https = True
    door.django = get_wsgi_application()
    assert ask(ONE).headers["Location"] == f"https://localhost:8000{ONE}"


def test_an_encrypted_line_stays_encrypted(
    django: Counting, settings: Settings, door: Door, ask: Ask
) -> None:
    ask(ONE)
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD = 60, False
    strict = Door(django)
    strict._begun = True
    door.memory, door.https = strict.memory, True
    assert "Strict-Transport-Security" not in ask(ONE).headers
    told = ask(ONE, **{"wsgi.url_scheme": "https"}).headers["Strict-Transport-Security"]
    assert told.startswith("max-age=60")


def test_a_change_while_it_is_being_made_keeps_nothing(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(answer: object, *marks: str) -> object:
        change("Nieuw")
        return shows(answer, *marks)  # type: ignore[type-var]

    with monkeypatch.context() as patched:
        patched.setattr(site, "shows", late)
        assert b"Kade en Kroon" in ask(ONE).body
    assert not MadePage.objects.made().exists()
    assert b"Nieuw" in ask(ONE).body
