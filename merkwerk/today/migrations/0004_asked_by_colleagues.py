"""Occasions from what colleagues ask: a question at the desk, and a request to tell."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("today", "0003_readers_and_consent"),
        ("handbook", "0002_agree_to_outside"),
        ("writing", "0006_brought_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="occasion",
            name="question",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="handbook.question"),
        ),
        migrations.AddField(
            model_name="occasion",
            name="request",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="writing.request"),
        ),
    ]
