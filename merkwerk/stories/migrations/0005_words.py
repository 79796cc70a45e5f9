"""The words by which stories on the site are found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_interviews")]

    operations = [
        migrations.CreateModel(
            name="StoryWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.BinaryField(max_length=40)),
                ("in_title", models.BooleanField(default=False)),
                ("story", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="word_rows", to="stories.publicstory")),
            ],
            options={
                "indexes": [models.Index(fields=["word", "in_title", "story"], name="stories_word_in_title")],
                "constraints": [models.UniqueConstraint(models.F("story"), models.F("word"), name="one_row_a_word")],
            },
        ),
    ]
