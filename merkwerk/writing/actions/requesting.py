"""One colleague asks another to tell about something: taken up, passed on to who tells it rather,
or left. Nobody is asked about what is "not me" to them, and nobody learns why."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.colleagues.models import Profile, Stance, Subject
from merkwerk.connectors.content import safe_url
from merkwerk.engine.text import without_tricks
from merkwerk.notifications.actions import tell
from merkwerk.writing.actions.drafting import begin
from merkwerk.writing.models import Draft, Request

LONGEST = 2000
A_WHILE = timedelta(days=14)
OPEN_AT_ONCE = 2
"""How many open requests one colleague can have at a time; who has more is not proposed."""
A_DAY = 5
"""How many requests one colleague makes in a day: an invitation by a person, no mass mail."""
State = Request.State


class TooMany(Exception):
    """This colleague asked enough people for one day."""


class NotHere(Exception):
    """Somebody who isn't among those who can be asked about this just now."""


def who_could(*, subject: Subject, by: Colleague, now: datetime | None = None) -> list[Profile]:
    """Who may be asked about a subject, at most seven: those who gladly speak about it and let
    themselves be found by it, and who have not been asked much lately."""
    now = now or timezone.now()
    glad = Stance.objects.shown().filter(subject=subject).values("profile")
    found = (
        Profile.objects.visible_to(by)
        .filter(pk__in=glad)
        .exclude(colleague=by)
        .select_related("colleague", "department")
        .annotate(
            lately=Count(
                "colleague__requests_to_tell",
                filter=Q(colleague__requests_to_tell__made__gt=now - A_WHILE),
            ),
            waiting=Count(
                "colleague__requests_to_tell",
                filter=Q(colleague__requests_to_tell__state=State.ASKED),
            ),
        )
        .filter(waiting__lt=OPEN_AT_ONCE)
        .order_by("lately", "words", "pk")
    )
    return list(found[:7])


def subjects_to_ask_about(by: Colleague) -> QuerySet[Subject]:
    """The subjects by which somebody else lets themselves be found."""
    others = Stance.objects.shown().exclude(profile__colleague=by)
    here = others.filter(works_here("profile__colleague"))
    return Subject.objects.filter(pk__in=here.values("subject"))


def ask(
    *,
    by: Colleague,
    asked: Colleague,
    subject: Subject,
    words: str,
    link: str = "",
    passed_from: Request | None = None,
    now: datetime | None = None,
) -> Request:
    """Asks one colleague to tell about something. Asked twice with the same subject and link it is
    one request. Raises NotHere for somebody who isn't proposed for this subject, TooMany after
    five in one day."""
    now = now or timezone.now()
    with transaction.atomic():
        Colleague.objects.select_for_update().get(pk=by.pk)
        before = Request.objects.filter(
            asker=by, asked=asked, subject=subject, state=State.ASKED
        ).first()
        if before is not None:
            return before
        if asked.pk not in {one.colleague_id for one in who_could(subject=subject, by=by, now=now)}:
            raise NotHere
        if Request.objects.filter(asker=by, made__gt=now - timedelta(days=1)).count() >= A_DAY:
            raise TooMany
        made = Request.objects.create(
            asker=by,
            asked=asked,
            subject=subject,
            words=without_tricks(words)[:LONGEST].strip(),
            link=safe_url(link)[:2000],
        )
        if passed_from is not None:
            Request.objects.filter(pk=passed_from.pk).update(passed_on=made)
        tell(
            colleague=asked,
            kind="request_asked",
            key=f"request-{made.pk}",
            facts={"by": by.name},
            link=reverse("writing:request", args=[made.pk]),
        )
    return made


def _settle(request: Request, by: Colleague, state: str, now: datetime) -> bool:
    waiting = Request.objects.waiting_for(by).filter(pk=request.pk)
    return bool(waiting.update(state=state, answered_at=now))


def take_up(*, request: Request, by: Colleague, now: datetime | None = None) -> Draft | None:
    """The asked colleague tells it: an empty draft with what was asked beside it. The same draft
    when pressed twice; None when the request isn't theirs or was settled otherwise."""
    now = now or timezone.now()
    with transaction.atomic():
        mine = Request.objects.select_for_update().filter(pk=request.pk, asked_id=by.pk).first()
        if mine is None:
            return None
        if mine.draft is not None:
            return mine.draft
        if not _settle(mine, by, State.TAKEN, now):
            return None
        draft = begin(by=by, link=mine.link, came_from=Draft.Way.REQUEST)
        Request.objects.filter(pk=mine.pk).update(draft=draft)
        _answered(mine, "request_taken", {"by": by.name})
    return draft


def pass_on(
    *,
    request: Request,
    by: Colleague,
    to: Colleague,
    words: str = "",
    now: datetime | None = None,
) -> Request | None:
    """ "I support it, others tell it": the request goes on to another colleague, from the one who
    passes it. Who asked learns that it was passed on, and to whom. None when the request isn't
    theirs or has no subject any more; raises as `ask` does."""
    now = now or timezone.now()
    with transaction.atomic():
        mine = Request.objects.select_for_update().filter(pk=request.pk, asked_id=by.pk).first()
        if mine is None or mine.subject is None or to.pk == mine.asker_id:
            return None
        if not _settle(mine, by, State.PASSED, now):
            return mine.passed_on
        made = ask(
            by=by, asked=to, subject=mine.subject, words=words or mine.words, link=mine.link,
            passed_from=mine, now=now,
        )  # fmt: skip
        _answered(mine, "request_passed", {"by": by.name, "to": to.name})
    return made


def leave(*, request: Request, by: Colleague, now: datetime | None = None) -> bool:
    """Not this time; no reason is asked, and none is told."""
    return _settle(request, by, State.LEFT, now or timezone.now())


def withdraw(*, request: Request, by: Colleague, now: datetime | None = None) -> bool:
    """Who asked needs it no more."""
    mine = Request.objects.filter(pk=request.pk, asker_id=by.pk, state=State.ASKED)
    return bool(mine.update(state=State.WITHDRAWN, answered_at=now or timezone.now()))


def _answered(request: Request, kind: str, facts: dict[str, str]) -> None:
    tell(
        colleague=request.asker,
        kind=kind,
        key=f"{kind}-{request.pk}",
        facts=facts,
        link=reverse("writing:request", args=[request.pk]),
    )
