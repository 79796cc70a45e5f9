"""What is shared can be found by its words, without reading what isn't."""

from __future__ import annotations

import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold

A_BATCH = 500


def fill(apps: Any, schema_editor: Any) -> None:
    words = apps.get_model("relationships", "SharedWord").objects
    contacts = apps.get_model("relationships", "Contact").objects
    shared = contacts.filter(relationships__shares__isnull=False).distinct()
    for contact in shared.iterator():
        told = f"{contact.name} {contact.organisation} {contact.function}"
        found = {*re.findall(r"\w+", fold(told)), *organisation_key(told).split()}
        words.bulk_create(
            [words.model(contact_id=contact.pk, word=word[:60]) for word in sorted(found)],
            batch_size=A_BATCH,
        )


class Migration(migrations.Migration):
    dependencies = [("relationships", "0006_taking_along")]
    operations = [
        migrations.CreateModel(
            name="SharedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_index=True, max_length=60)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_words",
                        to="relationships.contact",
                    ),
                ),
            ],
            options={"ordering": ["word"]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
