"""What readers say under a story, everyday and at its worst, and letters they asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing

from merkwerk.accounts.models import Colleague
from merkwerk.lib.style import HOSTILE
from merkwerk.stories.actions import readers
from merkwerk.stories.actions.readers.subscribing import CONFIRM
from merkwerk.stories.models import (
    MentionIn,
    MentionOut,
    PublicStory,
    Reaction,
    Subscriber,
    SubscriberWish,
)

State = Reaction.State


def read(sanne: Colleague, now: datetime) -> dict[str, object]:
    """Under "Zeeziek": reactions, answers, footnotes; beside it what is held, hidden and told."""
    story = PublicStory.objects.get(slug="zeeziek")
    shown = _said(story, "Joris Bakker", "Wij hebben precies zo'n pomp.", now, answers=None)
    _said(story, "نور الدين", "كم استغرقت الرحلة؟", now, answers=shown)
    _said(story, HOSTILE[:80], HOSTILE * 4, now, answers=None)
    words = "Hoe krijg jij hem aan de praat?"
    back = readers.answer(reaction=shown, by=sanne, words=words, now=now)
    held = _said(story, "Bonus", f"Casino {HOSTILE}", now, state=State.HELD)
    held.because = [["links", {"count": 3}], ["phrase", {"kind": "casino", "words": "casino"}]]
    held.save()
    waits = _said(story, "Mira", "Mag ik dit voorlezen?", now, state=State.WAITING)
    hidden = _said(story, "Piet", "Er stond een naam in.", now, state=State.HIDDEN)
    Reaction.objects.filter(pk=hidden.pk).update(settled=True)
    for kind in ("like", "share", "mention"):
        for number, name in enumerate(["Thomas Dijkstra", HOSTILE[:80], "Ilse"]):
            readers.note_sign(
                story=story.story, kind=kind, name=name, address="https://social.example/@a",
                key=f"{kind} {number}", at=now,
            )  # fmt: skip
    _told(story, now)
    return {
        "reader_reaction": shown.pk,
        "reader_answer_back": back.pk,
        "reader_held": held.pk,
        "reader_story": story.story_id,
        "reader_token": readers.token_of(shown),
        "reader_waits": readers.token_of(waits),
        **_letters(now),
    }


def _said(
    story: PublicStory,
    name: str,
    words: str,
    now: datetime,
    state: str = State.SHOWN,
    answers: Reaction | None = None,
) -> Reaction:
    waits = state == State.WAITING
    return Reaction.objects.create(
        story=story.story, name=name, words=words, email="joris@lezer.example", email_mark="x",
        state=state, answers=answers, at=now - timedelta(hours=3), wishes_answer=True,
        confirmed_at=None if waits else now,
    )  # fmt: skip


def _told(story: PublicStory, now: datetime) -> None:
    for number, state in enumerate(MentionOut.State.values):
        place = f"https://blad.example/{'lang-' * 20}{number}"
        MentionOut.objects.create(
            story=story.story, source="https://a.example/", target=place, mark=str(number),
            state=state, next_try=now, told_at=now if state == "told" else None,
        )  # fmt: skip
        MentionIn.objects.create(
            story=story.story, key=str(number), source=place, target="https://a.example/",
            received_at=now, next_try=now, error="no-link" if number else "",
            state="refused" if number else "taken",
        )  # fmt: skip


def _letters(now: datetime) -> dict[str, object]:
    reader = Subscriber.objects.create(email="l@a.example", mark="x", since=now, told_until=now)
    wish = SubscriberWish.objects.create(
        subscriber=reader, what="all", asked_at=now, confirmed_at=now
    )
    story = PublicStory.objects.get(slug="zeeziek")
    SubscriberWish.objects.create(
        subscriber=reader, what=f"person:{story.person_id}", person=story.person, asked_at=now,
        confirmed_at=now,
    )  # fmt: skip
    return {
        "reader_wish": signing.dumps([wish.key, "weekly"], salt=CONFIRM),
        "reader_stop": readers.stop_token(reader),
    }
