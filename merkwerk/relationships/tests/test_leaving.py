"""When somebody leaves: they take it along, and then nothing of it is left here, provably."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts import actions as accounts
from merkwerk.accounts.models import Colleague, Role
from merkwerk.networks.tests.people import account
from merkwerk.notifications.models import Letter
from merkwerk.relationships import actions
from merkwerk.relationships.actions import importing
from merkwerk.relationships.actions.leaving import belongings, farewell_path
from merkwerk.relationships.models import (
    Contact,
    Erasure,
    Feeder,
    Introduction,
    MomentAddress,
    NewWork,
    Outcome,
    Relationship,
    StrayEvent,
    Takeaway,
)
from merkwerk.relationships.tests.files import read, taken, vcard
from merkwerk.relationships.tests.people import (
    NOW,
    client_of,
    colleague,
    identity,
    knows,
    met,
    post,
)
from merkwerk.relationships.tests.test_exporting import life_of

pytestmark = pytest.mark.django_db
WORD = "Zwijgzaam"
PRIVATE = "prive@thuis.example"


def whole_life(by: Colleague) -> None:
    """Something in every table that holds what is somebody's own."""
    life_of(by)
    karim = colleague("Karim")
    one = taken(by, vcard(WORD, f"NOTE:{WORD}", f"EMAIL:{WORD.lower()}@x.example")).arrived.get()
    seen = identity(f"{WORD} gezien")
    actions.join(relationship=one, by=by, handle=seen.handle)
    NewWork.objects.create(
        colleague=by, identity=seen, organisation=WORD, words=WORD, key="x", noticed=NOW
    )
    read(by, vcard(f"{WORD} wacht"))
    met(one, place=WORD, note=WORD)
    Outcome.objects.create(relationship=one, kind="idea", title=WORD, on=NOW.date(), is_shared=True)
    theirs = knows(karim, "Mira")
    Introduction.objects.create(asker=by, knower=karim, relationship=theirs, words=WORD)
    Introduction.objects.create(asker=karim, knower=by, relationship=one, words=WORD)
    StrayEvent.objects.create(colleague=by, event=WORD, key="x", at=NOW, channel="mail")
    Feeder.objects.create(
        colleague=by, kind="calendar", name=WORD, address=WORD, secret=WORD, next_check=NOW
    )
    MomentAddress.objects.create(colleague=by, token=WORD, mark="x")
    other = knows(by, f"{WORD} openbaar")
    met(other)
    actions.join_people(kept=one, other=other, by=by)
    actions.share(relationship=one, by=by, moments=True)
    copy = actions.ask_takeaway(by=by, now=NOW)
    assert actions.make_takeaway(takeaway_id=copy.pk, now=NOW)
    actions.keep_farewell_address(by=by, address=PRIVATE)


def gone(by: Colleague, days: float = 0) -> Colleague:
    Colleague.objects.filter(pk=by.pk).update(is_active=False, left_at=NOW - timedelta(days=days))
    by.refresh_from_db()
    return by


def every_row() -> list[tuple[str, dict[str, Any]]]:
    """All rows of all tables, opened: encrypted columns are read as their owner would."""
    return [
        (model.__name__, row)
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.values()
    ]


def test_no_row_of_theirs_and_no_word_is_left_in_any_table(private: Any) -> None:
    sanne = colleague()
    whole_life(sanne)
    assert any(WORD in str(row) for _table, row in every_row())
    assert all(rows.exists() for rows in belongings(sanne).values())
    gone(sanne, days=15)
    actions.erase(colleague=sanne, now=NOW)
    left = [table for table, row in every_row() if WORD in str(row) and table != "Identity"]
    assert not left
    assert not [name for name, rows in belongings(sanne).items() if rows.exists()]
    assert not list(private.iterdir())


def test_nothing_points_at_them_but_their_account() -> None:
    sanne = colleague()
    whole_life(sanne)
    gone(sanne, days=15)
    actions.erase(colleague=sanne, now=NOW)
    kept = {"Erasure", "Farewell", "Duty", "DBTaskResult"}
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("relationships").get_models()
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is Colleague
        and not field.auto_created
        and model.__name__ not in kept
        and model._default_manager.filter(**{field.name: sanne}).exists()
    ]
    assert not pointing


def test_what_others_have_stays() -> None:
    sanne, karim = colleague(), colleague("Karim")
    public = knows(sanne, "Mira").contact
    theirs = Relationship.objects.create(colleague=karim, contact=public)
    life_of(karim)
    before = Relationship.objects.filter(colleague=karim).count()
    gone(sanne, days=15)
    actions.erase(colleague=sanne, now=NOW)
    assert Relationship.objects.filter(colleague=karim).count() == before
    assert theirs.contact == public
    assert Contact.objects.filter(pk=public.pk).exists()


def test_the_certificate_counts_and_tells_no_more() -> None:
    sanne = colleague()
    life_of(sanne)
    gone(sanne, days=15)
    erasure = actions.erase(colleague=sanne, now=NOW)
    assert erasure is not None
    assert (erasure.counts["relationships"], erasure.counts["moments"]) == (2, 2)
    assert all(isinstance(count, int) for count in erasure.counts.values())
    assert actions.erase(colleague=sanne, now=NOW) is None
    assert Erasure.objects.count() == 1


def test_who_is_here_is_not_erased() -> None:
    sanne = colleague()
    life_of(sanne)
    with pytest.raises(ValueError, match="left"):
        actions.erase(colleague=sanne, now=NOW)


def test_the_days_of_grace_are_kept(settings: Settings) -> None:
    sanne = colleague()
    life_of(sanne)
    gone(sanne, days=13.9)
    assert not actions.leavers_to_erase(now=NOW)
    assert actions.leavers_to_erase(now=NOW + timedelta(days=1)) == [sanne]
    settings.LEAVER_DAYS = 30
    assert not actions.leavers_to_erase(now=NOW + timedelta(days=1))


def test_a_leaver_gets_one_letter_where_they_asked_for_it() -> None:
    sanne = colleague()
    life_of(sanne)
    actions.keep_farewell_address(by=sanne, address=PRIVATE)
    gone(sanne)
    assert (actions.bid_farewell(now=NOW), actions.bid_farewell(now=NOW)) == (1, 0)
    told = _letters()
    assert len(told) == 1
    assert PRIVATE in told[0]
    assert "/relationships/farewell/" in told[0]


def test_without_a_private_address_no_link_is_sent_where_others_read() -> None:
    sanne = colleague()
    life_of(sanne)
    accounts.leave(colleague=sanne, by=sanne)
    assert actions.bid_farewell() == 0
    assert not [one for one in _letters() if "farewell" in one]


def _letters() -> list[str]:
    sent = [f"{one.to} {one.body}" for one in getattr(mail, "outbox", [])]
    return sent + [f"{one.recipients} {one.source}" for one in Letter.objects.all()]


def test_the_link_gives_the_copy_until_the_erasure() -> None:
    sanne = colleague()
    life_of(sanne)
    actions.keep_farewell_address(by=sanne, address=PRIVATE)
    accounts.leave(colleague=sanne, by=sanne)
    assert actions.bid_farewell() == 1
    where = farewell_path(sanne)
    assert b"being made" in Client().get(where, headers={"accept-language": "en"}).content
    assert actions.make_takeaway(takeaway_id=Takeaway.objects.get().pk)
    assert Client().post(where).getvalue()[:2] == b"PK"
    long_ago = timezone.now() - timedelta(days=15)
    Colleague.objects.filter(pk=sanne.pk).update(left_at=long_ago)
    sanne.refresh_from_db()
    assert Client().post(farewell_path(sanne)).status_code == 410


def test_a_link_of_an_earlier_leaving_opens_nothing() -> None:
    sanne = colleague()
    life_of(sanne)
    old = farewell_path(gone(sanne, days=3)).rsplit("/", 2)[1]
    assert actions.leaver_of(old, now=NOW) == sanne
    accounts.welcome_back(colleague=sanne, by=sanne)
    assert actions.leaver_of(old, now=NOW) is None
    gone(sanne, days=1)
    assert actions.leaver_of(old, now=NOW) is None
    assert actions.leaver_of("verzonnen", now=NOW) is None


def test_an_administrator_reads_when_and_how_much_and_never_what() -> None:
    sanne, ada = colleague(), colleague("Ada", Role.ADMINISTRATOR)
    whole_life(sanne)
    gone(sanne, days=15)
    actions.erase(colleague=sanne, now=NOW)
    page = client_of(ada).get(reverse("relationships:certificate", args=[sanne.pk]))
    assert "erased on 21 November 2026" in page.content.decode()
    assert WORD not in page.content.decode()


def test_only_an_administrator_reads_it() -> None:
    sanne, karim = colleague(), colleague("Karim")
    gone(sanne)
    where = reverse("relationships:certificate", args=[sanne.pk])
    assert client_of(karim).get(where).status_code == 403


def test_the_database_holds_no_private_word_as_it_is() -> None:
    sanne = colleague()
    account(sanne)
    post(identity("Iemand"))
    text = vcard("Mira Kaya", f"NOTE:{WORD}", f"EMAIL:{WORD.lower()}@x.example")
    read(sanne, text, f"{WORD}.vcf")
    taken(sanne, text, f"{WORD}.vcf")
    actions.keep_farewell_address(by=sanne, address=f"{WORD}@thuis.example")
    importing.sweep(now=NOW)
    assert not [table for table, dump in _dump() if WORD.lower() in dump]


def _dump() -> list[tuple[str, str]]:
    """Every table as a copy of the database would show it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found.append((table, str(cursor.fetchall()).lower()))
    return found
