"""What colleagues answered before posts could expire stays, and so do our own words."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def hold(apps: Any, schema_editor: Any) -> None:
    post = apps.get_model("networks", "Post").objects
    messages = apps.get_model("networks", "Message").objects
    accounts = apps.get_model("networks", "ConnectedAccount").objects
    answered = messages.exclude(answers=None).values("answers")
    post.filter(pk__in=answered).update(held=True)
    post.filter(identity__in=accounts.values("identity")).update(held=True)


class Migration(migrations.Migration):
    dependencies = [("networks", "0002_listening_at_scale")]
    operations = [migrations.RunPython(hold, migrations.RunPython.noop, elidable=True)]
