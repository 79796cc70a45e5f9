from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("writing", "0002_ways_in")]

    operations = [
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(fields=["state", "next_try"], name="references_due"),
        ),
    ]
