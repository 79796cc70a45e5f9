from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_readers")]

    operations = [
        migrations.AddIndex(
            model_name="storyevent", index=models.Index(fields=["path"], name="story_event_path")
        ),
        migrations.CreateModel(
            name="Ping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "to",
                    models.CharField(choices=[("hub", "Hub"), ("index", "Index")], max_length=8),
                ),
                ("endpoint", models.CharField(max_length=300)),
                ("path", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("due", models.DateTimeField(db_index=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=40)),
            ],
            options={"ordering": ["due", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="ping",
            constraint=models.UniqueConstraint(
                models.F("endpoint"), models.F("path"), name="one_ping_an_address"
            ),
        ),
    ]
