"""An author's answer to somebody on another server goes back there as a reply, and follows what
happens to it here."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.urls import reverse

from merkwerk.connectors.activitypub import translate
from merkwerk.connectors.activitypub.translate import Answered
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.outgoing import say
from merkwerk.fediverse.actions.people import actor_of
from merkwerk.fediverse.models import Activity, Actor, Brought, SentAnswer
from merkwerk.stories.actions import open_site, site_address
from merkwerk.stories.actions.readers.marks import plain_mark
from merkwerk.stories.models import PersonPage, PublicStory, Reaction, StoryEvent


def hear_answer(event: StoryEvent, now: datetime) -> int:
    """Leaves what is to be told of one answer: given, changed, or taken back, as it stands now.
    Returns how many activities were left. Heard again, nothing is said twice."""
    sent = SentAnswer.objects.select_related("actor").filter(key=event.name).first()
    reaction = _standing(event.name)
    if reaction is None:
        return _take_back(sent, event, now) if sent is not None else 0
    if sent is None:
        return _first(reaction, event, now)
    mark = _mark(reaction)
    if sent.gone_at is not None or sent.mark == mark:
        return 0
    SentAnswer.objects.filter(pk=sent.pk).update(mark=mark)
    return _say("Update", sent, event, now)


def take_answers_back(event: StoryEvent, now: datetime) -> int:
    """With a story that is taken down its author's answers go as well. Returns how many."""
    there = SentAnswer.objects.filter(story_key=event.story_key, gone_at=None)
    return sum(_take_back(sent, event, now) for sent in there.select_related("actor"))


def about_answer(activity: Activity) -> dict[str, Any] | None:
    """A Create or Update of an answer as it stands now; None when there is nothing to tell."""
    sent = activity.answer
    told = document(sent) if sent is not None and sent.gone_at is None else None
    if told is None:
        return None
    by = places.actor_address(activity.actor.handle)
    made = translate.says(
        activity.kind, address=activity.address, by=by, about=told, at=activity.made_at
    )
    return {**made, "to": told["to"], "cc": told["cc"]}


def document(sent: SentAnswer) -> dict[str, Any] | None:
    """The answer's own document, while it stands under its story and its author can be
    followed."""
    reaction = _standing(sent.key)
    page = _page_of(reaction) if reaction is not None else None
    if reaction is None or page is None or sent.gone_at is not None:
        return None
    story = PublicStory.objects.values_list("slug", flat=True).get(story=reaction.story_id)
    remote = sent.remote
    return translate.answer(
        Answered(
            address=places.answer_address(sent.key),
            actor=places.actor_address(sent.actor.handle),
            page=f"{site_address(reverse('site:story', args=[story]))}#reaction-{reaction.pk}",
            answers=sent.answers,
            words=reaction.words,
            language=reaction.language,
            published=reaction.at,
            changed=reaction.changed_at,
            to=remote.address if remote else "",
            handle=remote.handle if remote else "",
            to_page=remote.page if remote else "",
        )
    )


def standing_answer(key: str) -> dict[str, Any] | None:
    """The document of an answer by the last part of its address."""
    sent = SentAnswer.objects.select_related("actor", "remote").filter(key=key, gone_at=None)
    found = sent.filter(actor__closed_at=None).first()
    return document(found) if found is not None and open_site() is not None else None


def was_answered(key: str) -> bool:
    """Whether this answer was ever told to another server."""
    return SentAnswer.objects.filter(key=key).exists()


def _standing(key: str) -> Reaction | None:
    """The answer, while everybody can read it."""
    shown = Reaction.objects.shown().filter(key=key, is_answer=True, story__public__isnull=False)
    return shown.select_related("story", "answers").first()


def _page_of(reaction: Reaction) -> PersonPage | None:
    page = PersonPage.objects.filter(colleague=reaction.by_id).first() if reaction.by_id else None
    return page if page is not None and page.can_be_followed else None


def _first(reaction: Reaction, event: StoryEvent, now: datetime) -> int:
    brought, page = _brought(reaction), _page_of(reaction)
    actor = actor_of(page) if page is not None and open_site() is not None else None
    if brought is None or actor is None or actor.closed_at is not None:
        return 0
    return _say("Create", _kept(reaction, brought, actor), event, now)


def _kept(reaction: Reaction, brought: Brought, actor: Actor) -> SentAnswer:
    remote = brought.remote
    return SentAnswer.objects.get_or_create(
        key=reaction.key,
        defaults={
            "story_key": reaction.story.key,
            "actor": actor,
            "remote": remote,
            "answers": brought.about,
            "inbox": remote.inbox,
            "mark": _mark(reaction),
        },
    )[0]


def _brought(reaction: Reaction) -> Brought | None:
    """By whom and where the words that are answered were said."""
    if reaction.answers is None:
        return None
    there = Brought.objects.filter(story_key=reaction.story.key, kind="reply")
    for one in there.select_related("remote"):
        if plain_mark(one.key) == reaction.answers.key:
            return one
    return None


def _say(kind: str, sent: SentAnswer, event: StoryEvent, now: datetime) -> int:
    address = places.answer_event_address(sent.key, event, kind)
    body = {"id": address, "type": kind}
    say(sent.actor, body, [sent.inbox], now, answer=sent, keep_body=False)
    return 1


def _take_back(sent: SentAnswer, event: StoryEvent, now: datetime) -> int:
    if not SentAnswer.objects.filter(pk=sent.pk, gone_at=None).update(gone_at=now):
        return 0
    address = places.answer_event_address(sent.key, event, "Delete")
    by = places.actor_address(sent.actor.handle)
    about = translate.tombstone(places.answer_address(sent.key))
    body = translate.says("Delete", address=address, by=by, about=about, at=now)
    say(sent.actor, body, [sent.inbox], now, answer=sent)
    return 1


def _mark(reaction: Reaction) -> str:
    return hashlib.sha256(reaction.words.encode()).hexdigest()
