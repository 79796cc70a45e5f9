"""Invitations keep only a hash of their secret; rate limits get a table that every process shares."""

from django.core.management import call_command
from django.db import migrations, models


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RenameField("invitation", "token", "secret_hash"),
        migrations.AlterField(
            "invitation", "secret_hash", models.CharField(max_length=64, unique=True)
        ),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
