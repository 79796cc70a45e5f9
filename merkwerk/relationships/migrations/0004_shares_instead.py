"""What was shared with everybody becomes a share, and what a colleague said of somebody that only
they know becomes their own card."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Count, Min, Q

from merkwerk.engine.organisations import organisation_key

A_BATCH = 500


def share(apps: Any, schema_editor: Any) -> None:
    shares = apps.get_model("relationships", "Share").objects
    shared = apps.get_model("relationships", "Relationship").objects.filter(is_shared=True)
    shares.bulk_create(
        [
            shares.model(relationship_id=number, everyone=True)
            for number in shared.values_list("pk", flat=True).iterator()
        ],
        batch_size=A_BATCH,
    )


def own(apps: Any, schema_editor: Any) -> None:
    """Only one colleague knows them, and somebody wrote something down."""
    contacts = apps.get_model("relationships", "Contact").objects
    belongings = apps.get_model("relationships", "Belonging").objects
    written = (
        Q(belongings=None)
        | Q(handles__isnull=False)
        | Q(belongings__because="handle")
        | ~Q(organisation="")
        | ~Q(function="")
    )
    alone = contacts.annotate(knowers=Count("relationships", distinct=True)).filter(knowers=1)
    said = alone.filter(written).annotate(whose=Min("relationships__colleague"))
    for number, whose in list(said.values_list("pk", "whose")):
        contacts.filter(pk=number).update(owner=whose)
        belongings.filter(contact=number).update(owner=whose)


def key(apps: Any, schema_editor: Any) -> None:
    contacts = apps.get_model("relationships", "Contact").objects
    named = list(contacts.exclude(organisation=""))
    for contact in named:
        contact.organisation_key = organisation_key(contact.organisation)
    contacts.bulk_update(named, ["organisation_key"], batch_size=A_BATCH)


class Migration(migrations.Migration):
    dependencies = [("relationships", "0003_own_cards")]
    operations = [
        migrations.RunPython(step, migrations.RunPython.noop, elidable=True)
        for step in (share, own, key)
    ]
