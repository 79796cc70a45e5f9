"""What labels of addresses, names of feeders and reasons of joins hold is private too."""

from typing import Any

from django.db import migrations, models

import merkwerk.lib.encrypted
from merkwerk.lib.encrypted import lock, unlock

PRIVATE = (("address", "label"), ("feeder", "name"), ("join", "because"))


NONE = {"because": "[]"}
"""What nothing is written as where it isn't encrypted."""


def _each(apps: Any, change: Any) -> None:
    for model, field in PRIVATE:
        rows = apps.get_model("relationships", model)._default_manager
        for pk, text in rows.values_list("pk", field).order_by("pk").iterator(chunk_size=1000):
            rows.filter(pk=pk).update(**{field: change(text or "", NONE.get(field, ""))})


def hide(apps: Any, editor: Any) -> None:
    _each(apps, lambda text, none: "" if text == none else lock(text))


def show(apps: Any, editor: Any) -> None:
    _each(apps, lambda text, none: unlock(text) or none)


def _plain() -> list[Any]:
    return [migrations.AlterField(one, name, models.TextField(blank=True)) for one, name in PRIVATE]


class Migration(migrations.Migration):
    dependencies = [("relationships", "0008_moment_box")]

    operations = [
        *_plain(),
        migrations.RunPython(hide, show),
        migrations.AlterField(
            "address",
            "label",
            merkwerk.lib.encrypted.EncryptedTextField(blank=True, verbose_name="label"),
        ),
        migrations.AlterField(
            "feeder", "name", merkwerk.lib.encrypted.EncryptedTextField(verbose_name="name")
        ),
        migrations.AlterField(
            "join",
            "because",
            merkwerk.lib.encrypted.EncryptedJSONField(blank=True, default=list),
        ),
    ]
