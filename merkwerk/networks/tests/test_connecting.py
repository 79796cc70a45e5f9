"""Connecting an account: no page waits for a network, no secret stays longer than needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.networks import actions
from merkwerk.networks.models import (
    ConnectedAccount,
    Identity,
    PendingConnection,
    ServerApp,
    Source,
)
from merkwerk.networks.tests.bluesky_stand_in import DID, Bluesky
from merkwerk.networks.tests.conftest import Connect
from merkwerk.networks.tests.mastodon_stand_in import TOKEN, Mastodon, reply
from merkwerk.networks.tests.steps import run_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def begun(mastodon: Mastodon, by: Colleague) -> PendingConnection:
    pending = actions.begin(by=by, way="mastodon", server=mastodon.address)
    actions.prepare(pending_id=pending.pk)
    pending.refresh_from_db()
    return pending


def come_back(pending: PendingConnection, by: Colleague, code: str = "goede-code") -> None:
    actions.come_back(by=by, state=pending.state, answer={"code": code, "state": pending.state})
    actions.finish(pending_id=pending.pk)
    pending.refresh_from_db()


def test_the_way_out_carries_state_and_the_right_way_back(
    mastodon: Mastodon, sanne: Colleague, settings: Settings
) -> None:
    settings.SITE_URL = "https://merk.example"
    pending = begun(mastodon, sanne)
    asked = parse_qs(urlsplit(pending.go_to).query)
    assert pending.stage == "ready"
    assert asked["state"] == [pending.state]
    assert asked["redirect_uri"] == ["https://merk.example/networks/accounts/back/"]


def test_coming_back_connects_and_listens_to_mentions(mastodon: Mastodon, sanne: Colleague) -> None:
    pending = begun(mastodon, sanne)
    come_back(pending, sanne)
    account = ConnectedAccount.objects.get()
    assert (pending.stage, pending.account, pending.secrets, pending.go_to) == (
        "done", account, "", "",
    )  # fmt: skip
    assert (account.limit, account.identity.handle) == (600, f"sanne@{mastodon.host}")
    assert Source.objects.get().kind == "mastodon-mentions"


def test_the_token_is_not_readable_in_the_database(mastodon: Mastodon, sanne: Colleague) -> None:
    come_back(begun(mastodon, sanne), sanne)
    with database.cursor() as cursor:
        cursor.execute("SELECT token FROM networks_connectedaccount")
        assert TOKEN not in cursor.fetchone()[0]


def test_one_registration_a_server(mastodon: Mastodon, sanne: Colleague, karim: Colleague) -> None:
    begun(mastodon, sanne)
    begun(mastodon, karim)
    assert (mastodon.apps, ServerApp.objects.count()) == (1, 1)


def test_a_new_address_of_the_house_registers_anew(
    mastodon: Mastodon, sanne: Colleague, settings: Settings
) -> None:
    begun(mastodon, sanne)
    settings.SITE_URL = "https://elders.example"
    pending = begun(mastodon, sanne)
    assert (mastodon.apps, ServerApp.objects.count()) == (2, 1)
    assert "app-2" in pending.go_to


def test_a_no_is_a_no(mastodon: Mastodon, sanne: Colleague) -> None:
    pending = begun(mastodon, sanne)
    actions.come_back(by=sanne, state=pending.state, answer={"error": "access_denied"})
    pending.refresh_from_db()
    assert (pending.stage, pending.error, pending.secrets) == ("failed", "declined", "")


def test_a_wrong_code_is_told(mastodon: Mastodon, sanne: Colleague) -> None:
    pending = begun(mastodon, sanne)
    come_back(pending, sanne, "verkeerd")
    assert (pending.stage, pending.error) == ("failed", "token-refused")
    assert not ConnectedAccount.objects.exists()


def test_somebody_elses_answer_is_not_taken(
    mastodon: Mastodon, sanne: Colleague, karim: Colleague
) -> None:
    pending = begun(mastodon, sanne)
    assert actions.come_back(by=karim, state=pending.state, answer={"code": "goede-code"}) is None
    assert actions.come_back(by=sanne, state="geraden", answer={"code": "goede-code"}) is None


def test_coming_back_after_an_hour_is_too_late(
    mastodon: Mastodon, sanne: Colleague, now: datetime
) -> None:
    pending = begun(mastodon, sanne)
    late = now + timedelta(hours=1)
    actions.come_back(by=sanne, state=pending.state, answer={"code": "goede-code"}, now=late)
    pending.refresh_from_db()
    assert pending.error == "too-late"


def test_a_worker_killed_after_the_exchange_loses_no_token(
    mastodon: Mastodon, sanne: Colleague
) -> None:
    pending = begun(mastodon, sanne)
    mastodon.trouble = lambda asked: reply({}, 503) if "verify_credentials" in asked.path else None
    come_back(pending, sanne)
    assert (pending.stage, pending.error) == ("back", "server-trouble")
    mastodon.trouble = lambda asked: reply({}, 400) if "oauth/token" in asked.path else None
    actions.finish(pending_id=pending.pk)
    assert ConnectedAccount.objects.get().token


def test_connecting_again_renews_and_wakes_what_had_stopped(
    mastodon: Mastodon, sanne: Colleague, connect: Connect
) -> None:
    account = connect(sanne, state="refused", error="token-refused", token="oud")
    actions.listen(account=account, by=sanne, what="mastodon-mentions")
    Source.objects.update(state="stopped", error="token-refused")
    come_back(begun(mastodon, sanne), sanne)
    account.refresh_from_db()
    assert (account.state, account.error) == ("working", "")
    assert TOKEN in account.token
    assert Source.objects.get().state == "active"


def test_two_colleagues_may_connect_the_same_account(
    mastodon: Mastodon, sanne: Colleague, karim: Colleague
) -> None:
    come_back(begun(mastodon, sanne), sanne)
    come_back(begun(mastodon, karim), karim)
    assert (ConnectedAccount.objects.count(), Identity.objects.count()) == (2, 1)
    assert Source.objects.count() == 2
    assert ConnectedAccount.objects.visible_to(karim).count() == 1


def test_lost_steps_are_taken_again_and_old_attempts_end(
    mastodon: Mastodon, sanne: Colleague, now: datetime
) -> None:
    pending = actions.begin(by=sanne, way="mastodon", server=mastodon.address)
    assert actions.go_on(now=now + timedelta(minutes=2)) == 1
    actions.prepare(pending_id=pending.pk)
    actions.go_on(now=now + timedelta(hours=1))
    pending.refresh_from_db()
    assert pending.error == "too-late"


# --- Bluesky -----------------------------------------------------------------------------------


def by_app_password(sanne: Colleague, password: str) -> PendingConnection:
    pending = actions.begin(
        by=sanne, way="app-password", server="sanne.test", app_password=password
    )
    actions.prepare(pending_id=pending.pk)
    pending.refresh_from_db()
    return pending


def test_an_app_password_connects_and_is_forgotten(bluesky: Bluesky, sanne: Colleague) -> None:
    pending = by_app_password(sanne, "abcd-efgh")
    account = ConnectedAccount.objects.get()
    assert (pending.stage, pending.secrets) == ("done", "")
    assert (account.identity.uid, account.server, account.limit) == (DID, bluesky.address, 300)
    assert Source.objects.get().address == DID


def test_a_wrong_app_password_is_told_and_forgotten(bluesky: Bluesky, sanne: Colleague) -> None:
    pending = by_app_password(sanne, "fout")
    assert (pending.stage, pending.error, pending.secrets) == ("failed", "token-refused", "")


def test_a_server_that_speaks_for_somebody_else_is_not_believed(
    bluesky: Bluesky, sanne: Colleague
) -> None:
    def forged(asked: Asked) -> Reply | None:
        told = {"did": "did:plc:" + "b" * 24, "handle": "sanne.test", "accessJwt": "x",
                "refreshJwt": "y"}  # fmt: skip
        return reply(told) if asked.path.endswith(".createSession") else None

    bluesky.trouble = forged
    pending = by_app_password(sanne, "abcd-efgh")
    assert (pending.stage, pending.error) == ("failed", "token-refused")
    assert not ConnectedAccount.objects.exists()


def test_the_document_about_this_house_is_open(
    client: Client, settings: Settings, organisation: object
) -> None:
    settings.SITE_URL = "https://merk.example"
    told = client.get(reverse("networks:client_metadata")).json()
    assert told["client_id"] == "https://merk.example/networks/bluesky/client-metadata.json"
    assert told["redirect_uris"] == ["https://merk.example/networks/accounts/back/"]


def test_blueskys_answer_on_this_machine_is_led_to_where_one_is_signed_in(
    client: Client, settings: Settings, organisation: object
) -> None:
    settings.SITE_URL = "http://localhost:8000"
    answer = client.get(reverse("networks:came_back") + "?state=x", HTTP_HOST="127.0.0.1:8000")
    assert answer["Location"] == "http://localhost:8000/networks/accounts/back/?state=x"


# --- letting go --------------------------------------------------------------------------------


def test_disconnecting_gives_the_token_back(mastodon: Mastodon, sanne: Colleague) -> None:
    come_back(begun(mastodon, sanne), sanne)
    account = ConnectedAccount.objects.get()
    actions.disconnect(account=account, by=sanne)
    run_jobs()
    account.refresh_from_db()
    assert (mastodon.revoked, account.token) == ([TOKEN], "")
    assert not Source.objects.exists()
    assert not ConnectedAccount.objects.visible_to(sanne).exists()


def test_nobody_disconnects_anothers_account(
    connect: Connect, sanne: Colleague, karim: Colleague
) -> None:
    account = connect(sanne)
    actions.disconnect(account=account, by=karim)
    assert ConnectedAccount.objects.visible_to(sanne).exists()


def test_who_leaves_takes_the_keys_along(
    mastodon: Mastodon, sanne: Colleague, karim: Colleague, now: datetime
) -> None:
    come_back(begun(mastodon, sanne), sanne)
    come_back(begun(mastodon, karim), karim)
    sanne.left_at = now
    sanne.save()
    assert actions.disconnect_leavers(now=now) == 1
    run_jobs()
    assert mastodon.revoked == [TOKEN]
    assert ConnectedAccount.objects.visible_to(karim).exists()


# --- the pages ---------------------------------------------------------------------------------


def test_the_walk_through_the_pages(
    mastodon: Mastodon, sanne: Colleague, as_colleague: SignIn
) -> None:
    client = as_colleague(sanne)
    form = {"mastodon-server": mastodon.address}
    asked = client.post(reverse("networks:connect", args=["mastodon"]), form)
    assert b"Asking" in client.get(asked["Location"]).content
    run_jobs()
    page = client.get(asked["Location"], headers={"HX-Request": "true"}).content.decode()
    assert f'href="{mastodon.address}/oauth/authorize?' in page
    state = PendingConnection.objects.get().state
    back = client.get(reverse("networks:came_back"), {"code": "goede-code", "state": state})
    run_jobs()
    page = client.get(back["Location"]).content.decode()
    assert f"Connected as @sanne@{mastodon.host}" in page
    assert "up to 600 characters" in client.get(reverse("networks:accounts")).content.decode()


def test_something_that_is_no_server_is_told_at_its_field(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    answer = as_colleague(sanne).post(
        reverse("networks:connect", args=["mastodon"]), {"mastodon-server": "wat?"}
    )
    assert answer.status_code == 422
    assert b"This is not the name of a server." in answer.content
    assert b"wat?" in answer.content


def test_an_answer_to_nothing_is_told_kindly(sanne: Colleague, as_colleague: SignIn) -> None:
    page = as_colleague(sanne).get(
        reverse("networks:came_back"), {"code": "x", "state": "y"}, follow=True
    )
    assert b"does not belong to an attempt of yours" in page.content


def test_an_attempt_and_an_account_are_not_for_others(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    pending, account = begun(mastodon, sanne), connect(sanne)
    client = as_colleague(karim)
    assert client.get(reverse("networks:connection", args=[pending.pk])).status_code == 404
    assert client.post(reverse("networks:disconnect", args=[account.pk])).status_code == 404
    assert client.post(reverse("networks:listen", args=[account.pk])).status_code == 404


def test_the_page_of_accounts_offers_what_each_may_listen_to(
    connect: Connect, sanne: Colleague, as_colleague: SignIn
) -> None:
    account = connect(sanne)
    client = as_colleague(sanne)
    client.post(reverse("networks:listen", args=[account.pk]), {"what": "mastodon-home"})
    page = client.get(reverse("networks:accounts")).content.decode()
    assert "Listens to whom you follow." in page
    assert "Listen to who speaks to you" in page
    client.post(
        reverse("networks:listen", args=[account.pk]), {"what": "mastodon-home", "stop": "1"}
    )
    assert Source.objects.get().state == "paused"
