"""The pages of sources: what is shared, what is one's own, and how each is doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.connectors.errors import ALL
from merkwerk.networks import actions
from merkwerk.networks.models import Identity, Post, Sighting, Source
from merkwerk.networks.sentences import TROUBLES, trouble_of
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource
from merkwerk.networks.tests.steps import run_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.mark.parametrize("code", [error.code for error in ALL if error.code != "trouble"])
def test_every_error_has_a_sentence_that_says_what_to_do(code: str) -> None:
    assert code in TROUBLES
    for about in ("source", "lookup", "message"):
        trouble = trouble_of(code, about=about)
        assert trouble is not None
        assert trouble.says.endswith(".")
        assert trouble.do.endswith(".")


def test_an_unknown_error_still_has_words() -> None:
    trouble = trouble_of("iets-nieuws")
    assert trouble is not None
    assert trouble.says


def test_shared_sources_are_everybodys_and_own_ones_are_not(
    source_of: MakeSource, connect: Connect, sanne: Colleague, karim: Colleague,
    as_colleague: SignIn,
) -> None:  # fmt: skip
    source_of("https://gedeeld.example/", title="Gedeeld")
    own = source_of("x", "mastodon-home", account=connect(sanne), title="@sanne")
    his = as_colleague(karim)
    assert b"Gedeeld" in his.get(reverse("networks:sources")).content
    assert b"@sanne" not in his.get(reverse("networks:sources")).content
    assert his.get(reverse("networks:source", args=[own.pk])).status_code == 404
    for what in ("pause", "remove"):
        where = reverse("networks:change_source", args=[own.pk, what])
        assert his.post(where).status_code == 404
    hers = as_colleague(sanne).get(reverse("networks:sources"), {"show": "own"}).content.decode()
    assert "Whom @sanne follows" in hers


def test_a_source_in_trouble_says_what_to_do(
    source_of: MakeSource, sanne: Colleague, as_colleague: SignIn
) -> None:
    source = source_of(error="forbidden", error_detail="<i>403</i>", errors_in_a_row=2)
    client = as_colleague(sanne)
    shown = client.get(reverse("networks:source", args=[source.pk])).content.decode()
    assert "The server does not want to show this." in shown
    assert "Connect one, or ask its owner." in shown
    assert "<i>403" not in shown
    assert b"Een bron" in client.get(reverse("networks:sources"), {"show": "trouble"}).content


def test_a_refused_entry_is_shown_with_its_reason(
    source_of: MakeSource, sanne: Colleague, as_colleague: SignIn
) -> None:
    source = source_of(refused_entries=[{"code": "no-date", "where": "bericht 7"}])
    shown = as_colleague(sanne).get(reverse("networks:source", args=[source.pk])).content.decode()
    assert "An entry without a date that can be read." in shown
    assert "bericht 7" in shown


def change(client: Client, source: Source, what: str) -> Any:
    answer = client.post(reverse("networks:change_source", args=[source.pk, what]), follow=True)
    source.refresh_from_db()
    return answer


def test_pausing_and_going_on(
    source_of: MakeSource, karim: Colleague, as_colleague: SignIn
) -> None:
    source, client = source_of(error="too-slow", errors_in_a_row=3), as_colleague(karim)
    change(client, source, "pause")
    assert source.state == "paused"
    assert not Source.objects.due(source.next_check).exists()
    change(client, source, "resume")
    assert (source.state, source.error) == ("active", "")


def test_only_who_added_it_or_leads_removes_a_shared_source(
    source_of: MakeSource, sanne: Colleague, karim: Colleague,
    colleague_named: Callable[..., Colleague],
) -> None:  # fmt: skip
    lead = colleague_named("Lies Lead", Role.SOCIAL_LEAD)
    source = source_of(added_by=sanne)
    assert [actions.may_remove(source, who) for who in (sanne, karim, lead)] == [True, False, True]
    assert not actions.remove(source=source, by=karim)


def test_a_guest_changes_nothing(
    source_of: MakeSource, colleague_named: Callable[..., Colleague], as_colleague: SignIn
) -> None:
    source = source_of()
    answer = change(as_colleague(colleague_named("Gast", Role.ADVISER)), source, "pause")
    assert source.state == "active"
    assert b"You can&#x27;t change this source." in answer.content


def test_removing_clears_away_but_keeps_what_was_said(
    source_of: MakeSource, post_by: MakePost, sanne: Colleague
) -> None:
    source, post = source_of(added_by=sanne), post_by()
    Sighting.objects.create(source=source, post=post)
    actions.remove(source=source, by=sanne)
    run_jobs()
    assert not Source.objects.exists()
    assert Post.objects.filter(pk=post.pk).exists()


def test_an_unknown_wish_is_not_found(
    source_of: MakeSource, sanne: Colleague, as_colleague: SignIn
) -> None:
    assert change(as_colleague(sanne), source_of(), "ontplof").status_code == 404


@pytest.mark.parametrize("show", ["", "own", "trouble"])
def test_each_empty_list_is_kind(show: str, sanne: Colleague, as_colleague: SignIn) -> None:
    shown = as_colleague(sanne).get(reverse("networks:sources"), {"show": show}).content
    assert b'class="empty"' in shown


def test_the_list_costs_the_same_however_long(
    source_of: MakeSource, sanne: Colleague, as_colleague: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    client = as_colleague(sanne)
    for size in (1, 28):
        for number in range(size):
            source_of(f"https://{size}.example/{number}", added_by=sanne)
        with django_assert_max_num_queries(8):
            assert client.get(reverse("networks:sources")).status_code == 200


def test_a_source_with_many_posts_costs_the_same(
    source_of: MakeSource, post_by: MakePost, sanne: Colleague, as_colleague: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    source, client = source_of(added_by=sanne), as_colleague(sanne)
    for size in (1, 12):
        for number in range(size):
            Sighting.objects.create(source=source, post=post_by(f"Naam {size} {number}"))
        with django_assert_max_num_queries(9):
            page = client.get(reverse("networks:source", args=[source.pk]))
        assert f"Naam {size} " in page.content.decode()


def test_a_paused_source_promises_nothing(
    source_of: MakeSource, sanne: Colleague, as_colleague: SignIn
) -> None:
    source = source_of(error="unreachable", errors_in_a_row=2, state="paused")
    page = as_colleague(sanne).get(reverse("networks:source", args=[source.pk])).content.decode()
    trouble = trouble_of("unreachable")
    assert trouble
    assert "Paused." in page
    assert str(trouble.do) not in page


@pytest.mark.parametrize(
    ("address", "called"),
    [
        ("local@s.example", "Wat mensen van s.example zeggen"),
        ("public@s.example", "Alles wat openbaar is op s.example"),
    ],
)
def test_a_public_timeline_says_which_one_it_is(
    source_of: MakeSource, address: str, called: str
) -> None:
    source = source_of(address, "mastodon-public", title="s.example")
    assert (source.called, source.place) == (called, "s.example")


def test_who_has_only_a_site_has_no_handle() -> None:
    assert Identity(network="web", handle="Joris (blog.example)").at == "Joris (blog.example)"
    assert Identity(network="mastodon", handle="joris@s.example").at == "@joris@s.example"
