"""What a reader said under a story and is shown to nobody else yet, with the private word in it."""

from __future__ import annotations

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.stories.models import Reaction, Sign, Story, Subscriber, SubscriberWish


def reacting(sanne: Colleague, story: Story, word: str) -> dict[str, int]:
    """A reaction that waits for the author, an answer, a name in a footnote, a subscriber."""
    now = timezone.now()
    said = {"story": story, "name": word, "words": word, "email": f"{word}@a.example", "at": now}
    asked = Reaction.objects.create(
        **said, html=f"<p>{word}</p>", kind_note=word, state=Reaction.State.ASKED, confirmed_at=now
    )
    answer = Reaction.objects.create(
        story=story, name=word, words=word, answers=asked, by=sanne, is_answer=True, at=now,
        state=Reaction.State.HIDDEN,
    )  # fmt: skip
    sign = Sign.objects.create(
        story=story, key="none", kind="like", name=word, is_hidden=True, at=now
    )
    reader = Subscriber.objects.create(
        email=f"{word}@a.example", mark="none", since=now, told_until=now
    )
    SubscriberWish.objects.create(subscriber=reader, what="all", asked_at=now)
    return {"reaction": asked.pk, "reader_answer": answer.pk, "reader_sign": sign.pk}
