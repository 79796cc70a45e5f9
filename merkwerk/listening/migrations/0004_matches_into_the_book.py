"""A match is not a row any more: what was found goes into the book of matches, what somebody did
with it becomes a reading, and what they said of it an interpretation in their name."""

from django.db import migrations

from merkwerk.engine import matchbook

STATES = ["answered", "passed", "kept", "rested"]
CHUNK = 20_000


def move(apps, schema_editor):
    matches = apps.get_model("listening", "Match").objects.order_by("pk")
    held = set()
    held |= move_readings(apps, matches.exclude(state="open"))
    held |= move_meanings(apps, matches.exclude(interpretation=""))
    posts = apps.get_model("networks", "Post").objects
    held = sorted(held)
    for start in range(0, len(held), 500):
        posts.filter(pk__in=held[start : start + 500]).update(held=True)
    write_book(apps, matches)


def move_readings(apps, matches):
    """The strongest thing that a colleague did with a post, whatever topic it came by."""
    done = {}
    for who, post, topic, state in matches.values_list(
        "topic__colleague", "post", "topic", "state"
    ).iterator():
        had = done.setdefault((who, post), [topic, set()])
        had[1].add(state)
    reading = apps.get_model("listening", "Reading")
    reading.objects.bulk_create(
        (
            reading(
                colleague_id=who,
                post_id=post,
                topic_id=topic,
                state=next(state for state in STATES if state in states),
                kept="kept" in states,
            )
            for (who, post), (topic, states) in done.items()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    return {post for _, post in done}


def move_meanings(apps, matches):
    """What a colleague said last of a post."""
    said = {
        (who, post): (text, edited)
        for who, post, text, edited in matches.values_list(
            "topic__colleague", "post", "interpretation", "post__edited"
        ).iterator()
    }
    meaning = apps.get_model("listening", "Interpretation")
    meaning.objects.bulk_create(
        (
            meaning(colleague_id=who, post_id=post, text=text, of_edit=edited)
            for (who, post), (text, edited) in said.items()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    return {post for _, post in said}


def write_book(apps, matches):
    chunk = []
    for pair in matches.order_by("post", "pk").values_list("topic", "post").iterator():
        chunk.append(pair)
        if len(chunk) == CHUNK:
            write_page(apps, chunk)
            chunk = []
    if chunk:
        write_page(apps, chunk)


def write_page(apps, pairs):
    page = matchbook.page(*zip(*pairs, strict=True))
    apps.get_model("listening", "MatchPage").objects.create(
        first_topic=int(page.topics[0]),
        last_topic=int(page.topics[-1]),
        first_post=page.first,
        last_post=page.last,
        matches=len(page),
        packed=matchbook.pack(page),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("listening", "0003_pages_cut_by_topic"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="Match"),
    ]
