"""Answers that go back to where a reaction came from, words that are told by their address, and
what a story was called when it was told."""

import django.db.models.deletion
from django.db import migrations, models


def names(apps, schema_editor):
    """A story was named after how often its end was told; from now on after how often it was taken
    down. What is told already keeps its name."""
    story = apps.get_model("stories", "Story")
    activity = apps.get_model("fediverse", "Activity")
    ends = activity.objects.filter(kind="Delete").exclude(story_key="")
    counted = ends.values("story_key").annotate(times=models.Count("pk")).order_by()
    for row in counted.iterator():
        story.objects.filter(key=row["story_key"]).update(times_taken_down=row["times"])


class Migration(migrations.Migration):

    dependencies = [
        ('fediverse', '0001_initial'),
        ('stories', '0006_names_elsewhere'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('story_key', models.CharField(db_index=True, max_length=32)),
                ('answers', models.CharField(max_length=500)),
                ('inbox', models.CharField(max_length=500)),
                ('mark', models.CharField(max_length=64)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='fediverse.actor')),
                ('remote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='fediverse.remote')),
            ],
        ),
        migrations.AddField(
            model_name='activity',
            name='answer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='fediverse.sentanswer'),
        ),
        migrations.CreateModel(
            name='Pointer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('activity', models.CharField(blank=True, max_length=500)),
                ('about', models.CharField(max_length=500)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('next_try', models.DateTimeField(db_index=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('remote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pointers', to='fediverse.remote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('remote'), models.F('kind'), models.F('about'), name='pointed_at_once')],
            },
        ),
        migrations.RunPython(names, migrations.RunPython.noop),
    ]
