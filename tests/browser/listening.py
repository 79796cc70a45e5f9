"""What stands in listening: a post that people say things about, a scrapbook, a team's topic."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department
from merkwerk.lib.style import HOSTILE
from merkwerk.listening import actions as listening
from merkwerk.listening.actions import tone
from merkwerk.listening.models import Echo, ToneNote, Topic
from merkwerk.networks.models import Post, Source
from merkwerk.networks.tests.people import identity, post


def listen(sanne: Colleague, karim: Colleague, asked: Post, topic: Topic) -> dict[str, int]:
    """Everything the reader can show, of a post by Joris and of the worst one."""
    now = timezone.now()
    worst = Post.objects.select_related("identity").get(text__startswith=HOSTILE[:40])
    for one, words in ((karim, HOSTILE[16:200]), (sanne, "Zij zoeken een verkoper.")):
        listening.interpret(post=asked, by=one, meaning=words)
    Post.objects.filter(pk=asked.pk).update(edited=now)
    listening.claim(post=worst, by=karim, now=now)
    return {
        "worst": worst.pk,
        "author": asked.identity_id,
        "kept": _kept(sanne, now),
        "gone": post("weg", identity("Ilse de Boer"), deleted_at=now).pk,
        "together": _together(sanne, karim, topic, asked).pk,
    }


def _kept(sanne: Colleague, now: datetime) -> int:
    for n in range(3):
        one = post(f"Bewaard {n}: " + HOSTILE, identity("Bo Bewaar"), now - timedelta(days=n))
        listening.keep(post=one, by=sanne, note=HOSTILE[:300] if n else "")
    taken = post("weg", identity("Ilse de Boer"))
    listening.keep(post=taken, by=sanne, note="Mijn noot")
    Post.objects.filter(pk=taken.pk).update(deleted_at=now)
    return one.pk


def _together(sanne: Colleague, karim: Colleague, topic: Topic, asked: Post) -> Topic:
    """A team's topic with ten corrections, words to take, and somebody left out."""
    for n in range(6):
        post(f"Wie weet hoe btw {n} op een fiets werkt?", identity(f"Piet {n}"))
    echo = post(asked.text + " Help!", identity("Nog Iemand"))
    Echo.objects.create(post=echo, of=asked, kind=Echo.Kind.NEARLY)
    department = Department.objects.get(name="Fiscaal")
    made = listening.save_topic(
        by=sanne, name="Fiets en btw", query="btw fiets", purpose=HOSTILE[:200], team=department
    )
    listening.join(topic=made, by=karim)
    for n in range(10):
        words = "btw fiets factuur" if n % 2 else "btw fiets stadion"
        one = post(f"{words} {n}", identity(f"Jan {n}"))
        listening.correct(topic=made, post=one, by=sanne, wanted=bool(n % 2))
    listening.mute(topic=made, identity=identity("Luide " + "L" * 80), by=sanne)
    found = Post.objects.filter(text__contains="btw").select_related("identity")
    listening.consider(posts=list(found), now=timezone.now())
    listening.correct(topic=topic, post=asked, by=sanne, wanted=True)
    return made


def talk(sanne: Colleague, feed: Source) -> dict[str, int]:
    """A place where enough was said, one where nothing is known, words on both cards."""
    for n in range(55):
        words = "Wat vind je hiervan? 🙂 #oost" if n % 3 else "U leest " + "veel " * 60
        post(f"{words} {n}", identity(f"Ann {n % 7}"), timezone.now() - timedelta(hours=n))
    loud = identity("Stille " + "S" * 80, discoverable=False, indexable=False, bio=HOSTILE)
    post("Wat niemand zoekt.", loud)
    listening.measure_places(now=timezone.now())
    for place in (None, feed):
        for kind in ToneNote.Kind:
            tone.write_note(
                network=feed.network if place else "mastodon",
                source=place,
                by=sanne,
                kind=kind,
                text=HOSTILE[:300],
            )
    return {"outsider": loud.pk}
