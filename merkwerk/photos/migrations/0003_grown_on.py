"""The day on which a child in a photo turns 16 and is asked themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_consent")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="grown_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
