"""What the page of a person and the sheet for a meeting both tell, beside the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from merkwerk.lib.requests import Request
from merkwerk.networks.models import Identity, Post
from merkwerk.relationships import actions
from merkwerk.relationships.actions.ground import (
    Common,
    Exchange,
    exchange_of,
    ground_of,
    job_of,
    lately_said,
    promised,
)
from merkwerk.relationships.models import Moment, Relationship
from merkwerk.relationships.sentences import (
    balance_sentences,
    birthday_in_words,
    came_from,
    happened,
    job_in_words,
    noticed_in_words,
    promise_in_words,
    shared_in_words,
    short_name,
    warmth_in_words,
    where,
)

LATELY = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One moment as the timeline shows it. `quote` is what was said, `post` where it stands;
    `origin` where it was read, when that needs saying."""

    moment: Moment
    words: str
    where: str
    quote: str
    post: int | None
    origin: str


@dataclass(frozen=True, slots=True)
class Gift:
    """Something one could give, as a fact: why, with their own words and where these stand."""

    words: str
    quote: str = ""
    post: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A common subject, and where it shows."""

    subject: str
    words: str
    post: int | None


def line(moment: Moment, name: str) -> Line:
    said, stands = "", None
    if moment.post:
        said, stands = moment.post.text or moment.post.title, moment.post.pk
    elif moment.message:
        said, stands = moment.message.text, moment.message.answers_id
    return Line(
        moment=moment,
        words=happened(moment.kind, moment.direction, name),
        where=where(moment.channel, moment.place),
        quote=said,
        post=stands,
        origin=came_from(moment),
    )


def facts_of(request: Request, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """All of it, in a fixed number of questions."""
    by, contact = request.user, relationship.contact
    name = short_name(contact.name)
    identities = list(contact.identities.order_by("network", "handle"))
    posts = lately_said(by=by, identities=identities)
    commons = ground_of(relationship=relationship, by=by, identities=identities, posts=posts)
    exchange = exchange_of(relationship=relationship, by=by, now=now)
    job = job_of(relationship=relationship, now=now)
    return {
        "relationship": relationship,
        "contact": contact,
        "short": name,
        "warmth": warmth_in_words(relationship, now),
        "identities": identities,
        "lately": posts[:LATELY],
        "ground": _ground(commons, name),
        "asked": [line(moment, contact.name) for moment in exchange.asked],
        "gifts": [
            *_questions(exchange, name),
            *(Gift(promise_in_words(one)) for one in promised(relationship=relationship, by=by)),
            *_subjects(commons, exchange, name),
        ],
        "balance": balance_sentences(exchange.balance, name),
        "job": job_in_words(job.now, job.before) if job else "",
        "job_noticed": noticed_in_words(job.now) if job else "",
        "job_fresh": bool(job and job.fresh),
        "birthday": birthday_in_words(relationship.birthday),
        "others": _others(request, identities, relationship.contact_id),
        "rests": relationship.rests(now),
    }


def _ground(commons: Sequence[Common], name: str) -> list[Ground]:
    return [
        Ground(
            one.shared.subject, shared_in_words(one.shared, name), _number(one.asked or one.post)
        )
        for one in commons
    ]


def _number(post: Post | None) -> int | None:
    return post.pk if post else None


def _questions(exchange: Exchange, name: str) -> Iterator[Gift]:
    """What they asked, to which nothing came back yet."""
    for moment in exchange.asked:
        day = date_format(localdate(moment.at), "j F")
        words = _("%(name)s asked something on %(day)s, and it is still open.")
        quote = moment.asked or (moment.post.text or moment.post.title if moment.post else "")
        yield Gift(words % {"name": name, "day": day}, quote, _number(moment.post))


def _subjects(commons: Sequence[Common], exchange: Exchange, name: str) -> Iterator[Gift]:
    """What they ask the world about that one knows, each question once."""
    told = {moment.post_id for moment in exchange.asked}
    for one in commons:
        if one.asked is None or one.asked.pk in told:
            continue
        told.add(one.asked.pk)
        words = _("%(name)s asks about %(subject)s, and that is a subject of yours.")
        facts = {"name": name, "subject": one.shared.subject}
        yield Gift(words % facts, one.asked.text or one.asked.title, one.asked.pk)


def _others(request: Request, identities: Sequence[Identity], contact: int) -> list[Relationship]:
    """Colleagues who share that they know this contact too. A guest isn't told."""
    numbers = [one.pk for one in identities]
    return actions.others_who_know(by=request.user, identities=numbers, contact=contact)
