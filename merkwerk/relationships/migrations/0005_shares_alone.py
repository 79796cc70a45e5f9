from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("relationships", "0004_shares_instead")]
    operations = [migrations.RemoveField(model_name="relationship", name="is_shared")]
