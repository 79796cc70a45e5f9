"""How things are, for administrators: states and codes, never whose message or who takes part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs.models import Attempt, Trouble, Worker
from merkwerk.networks import actions as networks
from merkwerk.networks.models import ConnectedAccount, Message, Post, Source
from merkwerk.notifications import actions as notifications
from merkwerk.pages import actions as pages
from merkwerk.relationships.models import MomentBox
from merkwerk.writing.models import WritingBox

SHOWN = 50
MANY = 10


@dataclass(frozen=True, slots=True)
class Refused:
    """So many things of one server (of several, when `server` is empty) went wrong in one way."""

    server: str
    code: str
    count: int
    says: str
    do: str


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox of the house that can't be read since some looks: the setting that names it."""

    setting: str
    says: str
    do: str


@dataclass(frozen=True, slots=True)
class Health:
    """What the health page shows; every list is cut at 50, every number is whole."""

    workers: QuerySet[Worker]
    listeners: QuerySet[Worker]
    streams_wanted: bool
    waiting: int
    oldest: datetime | None
    jobs_aside: int
    unread: int
    sources: list[Source]
    own_sources: list[Refused]
    posts_aside: int
    posts: list[Post]
    unsent: list[Refused]
    letters: int
    mail_is_set_up: bool
    boxes: list[Box]
    pages: pages.Making
    troubles: list[Trouble]

    @property
    def is_well(self) -> bool:
        """Whether nobody has to do anything."""
        wrong = self.sources or self.own_sources or self.posts or self.troubles or self.jobs_aside
        deaf = self.streams_wanted and not self.listeners
        return (
            bool(self.workers)
            and not wrong
            and not deaf
            and not self.boxes
            and not self.pages.given_up
            and (self.mail_is_set_up or not self.letters)
        )


def health(*, now: datetime) -> Health:
    """Looks everything over; a dozen short queries. Sources and messages of one colleague's own
    account are counted by kind of trouble, and by server where that names nobody."""
    ready = DBTaskResult.objects.ready()
    own = Source.objects.in_trouble().exclude(account=None)
    shared = Source.objects.in_trouble().filter(account=None)
    refused = Message.objects.filter(state=Message.State.REFUSED)
    aside = Post.objects.set_aside()
    return Health(
        workers=Worker.objects.alive(now).taking_jobs().order_by("started"),
        listeners=Worker.objects.alive(now).listening().order_by("started"),
        streams_wanted=networks.streams_are_wanted(),
        waiting=ready.count(),
        oldest=ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first(),
        jobs_aside=Attempt.objects.filter(state=Attempt.State.DEAD).count(),
        unread=Post.objects.unread(now).count(),
        sources=list(shared.order_by("-errors_in_a_row")[:SHOWN]),
        own_sources=_counted(own.values_list("server", "error"), Source),
        posts_aside=aside.count(),
        posts=list(aside.order_by("-pk")[:SHOWN]),
        unsent=_counted(refused.values_list("account__server", "error"), Message),
        letters=notifications.waiting_letters(),
        mail_is_set_up=notifications.mail_is_set_up(),
        boxes=list(_boxes()),
        pages=pages.how_many(),
        troubles=list(Trouble.objects.filter(settled_at=None)[:SHOWN]),
    )


def _boxes() -> Iterator[Box]:
    """The mailboxes for moments and for drafts that failed more than once in a row."""
    for kind, setting in ((MomentBox, "MERKWERK_MOMENTS"), (WritingBox, "MERKWERK_WRITING")):
        box = kind.objects.filter(failures__gt=1).first()
        trouble = networks.trouble_of(box.error, about="mailbox") if box else None
        if trouble is not None:
            yield Box(setting, trouble.says, trouble.do)


def _counted(
    pairs: QuerySet[Source | Message, tuple[str, str]], about: type[Source] | type[Message]
) -> list[Refused]:
    """A server is named where it names nobody: some people have one of their own."""
    named = _servers_of_many()
    counts: Counter[tuple[str, str]] = Counter()
    for server, code, count in pairs.annotate(count=Count("pk")):
        counts[server if server in named else "", code] += count
    found = []
    for (server, code), count in counts.most_common(SHOWN):
        trouble = about(error=code).trouble
        says, do = (trouble.says, trouble.do) if trouble else ("", "")
        found.append(Refused(server, code, count, says, do))
    return found


def _servers_of_many() -> set[str]:
    """Servers that everybody here listens to, or that ten colleagues or more are on."""
    shared = Source.objects.filter(account=None).exclude(server="").values_list("server", flat=True)
    on_it = ConnectedAccount.objects.filter(removed_at=None).values("server")
    many = on_it.annotate(people=Count("colleague", distinct=True)).filter(people__gte=MANY)
    return {*shared, *many.values_list("server", flat=True)}
