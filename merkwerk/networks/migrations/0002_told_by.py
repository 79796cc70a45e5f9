from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="identity",
            name="told_by",
            field=models.CharField(blank=True, max_length=255),
        ),
    ]
