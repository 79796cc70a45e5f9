"""Occasions from readers of stories, and from a yes that ends soon."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("today", "0002_upkeep_and_ways"),
        ("stories", "0006_names_elsewhere"),
        ("photos", "0003_grown_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="occasion",
            name="reaction",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.reaction"),
        ),
        migrations.AddField(
            model_name="occasion",
            name="consent",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="photos.person"),
        ),
    ]
