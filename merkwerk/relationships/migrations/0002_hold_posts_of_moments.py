"""A post that became a moment between two people does not expire."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def hold(apps: Any, schema_editor: Any) -> None:
    moments = apps.get_model("relationships", "Moment").objects
    noted = moments.exclude(post=None).values("post")
    apps.get_model("networks", "Post").objects.filter(pk__in=noted).update(held=True)


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0002_listening_at_scale"),
        ("relationships", "0001_initial"),
    ]
    operations = [migrations.RunPython(hold, migrations.RunPython.noop, elidable=True)]
