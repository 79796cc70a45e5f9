"""What a story is called on other servers, and that an author answered."""

from django.db import migrations, models

WHAT = [
    ("published", "Published"),
    ("changed", "Changed"),
    ("taken-down", "Taken Down"),
    ("answered", "Answered"),
]


class Migration(migrations.Migration):
    dependencies = [("stories", "0005_words")]

    operations = [
        migrations.AddField(
            model_name="story",
            name="times_taken_down",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="storyevent",
            name="name",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="storyevent",
            name="what",
            field=models.CharField(choices=WHAT, max_length=12),
        ),
    ]
