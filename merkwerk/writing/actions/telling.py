"""From draft to standing somewhere: a version for each own account, one press for each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Length
from merkwerk.engine.text import without_tricks
from merkwerk.networks import actions as networks
from merkwerk.networks.actions.saying import Attached, Part, Spoken
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.writing.actions.drafting import MOST
from merkwerk.writing.actions.pausing import is_pausing, pause, wishes_of
from merkwerk.writing.models import Draft, Picture, Version

BETWEEN = re.compile(r"^[ \t]*-{3}[ \t]*$", re.MULTILINE)
"""A line of three dashes stands between the parts of a thread."""
DASHES = "\n---\n"
SHOWN = 60
"""Parts that a page lays out; the outbox refuses such a thread in any case."""
WARNING = 300


class Pausing(Exception):
    """The writer is still thinking, as they wished; `fresh` when the pause begins with this
    press."""

    def __init__(self, until: datetime, *, fresh: bool) -> None:
        super().__init__(until)
        self.until, self.fresh = until, fresh


class NotAgreed(Exception):
    """A picture goes along only when whoever can be recognised in it said yes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a version as it will stand, and how long it is there."""

    text: str
    length: Length


def accounts_of(by: Colleague) -> list[ConnectedAccount]:
    """The accounts through which a colleague can tell something from here, their own first; also
    those that want to be connected again."""
    mine = ConnectedAccount.objects.spoken_for_by(by).select_related("identity")
    return sorted(mine, key=lambda one: (one.colleague_id != by.pk, one.pk))


def version_of(*, draft: Draft, account: ConnectedAccount) -> Version:
    """The draft's version for this account; one that nobody changed yet has no row."""
    found = Version.objects.filter(draft=draft, account=account).select_related("message").first()
    return found or Version(draft=draft, account=account)


def words_of(version: Version) -> str:
    """What this version says: its own words, or the draft's."""
    return version.text or version.draft.text


def parts_of(text: str) -> list[str]:
    """The parts of a thread, without the lines of dashes between them and without empty ones."""
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def pieces_of(
    text: str, *, account: ConnectedAccount, by: Colleague, warning: str = ""
) -> list[Piece]:
    """The parts as they will stand through this account, with their lengths; the last one signed
    when the account is a brand's. Sixty of them at most."""
    parts = parts_of(text)[:SHOWN]
    if parts:
        parts[-1] = networks.signed(parts[-1], account=account, by=by)
    lengths = networks.measured_parts(parts, account=account, warning=warning)
    return [Piece(part, length) for part, length in zip(parts, lengths, strict=True)]


def too_long_by(pieces: Sequence[Piece]) -> int:
    """How many signs the longest part has too many; 0 when all of them fit."""
    return max((-one.length.left for one in pieces if one.length.left < 0), default=0)


def divided(text: str, *, account: ConnectedAccount, warning: str = "") -> str:
    """The text with a line of dashes wherever one message would become too long: a proposal."""
    divided_parts = [
        piece.strip()
        for part in parts_of(text)
        for piece in networks.split(part, account=account, warning=warning)
    ]
    return DASHES.join(piece for piece in divided_parts if piece)


def save_version(
    *,
    draft: Draft,
    account: ConnectedAccount,
    by: Colleague,
    text: str,
    warning: str = "",
    language: str = "",
    quote: bool = False,
) -> Version:
    """Keeps how the draft is told through one account. The same words as the draft's are not kept
    twice, so that they change along. Refuses (PermissionError) another colleague's draft or an
    account one may not speak for."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    if not ConnectedAccount.objects.spoken_for_by(by).filter(pk=account.pk).exists():
        raise PermissionError("only through an account of one's own")
    text = without_tricks(text)[:MOST].strip()
    about = draft.about
    fits = about is not None and about.network == account.network
    version, _made = Version.objects.update_or_create(
        draft=draft,
        account=account,
        defaults={
            "text": "" if text == draft.text.strip() else text,
            "warning": " ".join(without_tricks(warning).split())[:WARNING],
            "language": language[:35],
            "quotes": about if quote and fits else None,
        },
    )
    version.draft = draft  # the words that were seen, whatever another device writes meanwhile
    return version


def attached(draft: Draft) -> tuple[Attached, ...]:
    """The pictures of a draft as the outbox takes them. Raises NotAgreed when one of them shows
    people who haven't said yes."""
    pictures = list(Picture.objects.filter(draft=draft))
    if not all(one.people_agreed for one in pictures):
        raise NotAgreed
    return tuple(
        Attached(
            file=one.file, description=one.description, width=one.width, height=one.height,
            type=one.kind,
        )
        for one in pictures
    )  # fmt: skip


def as_parts(version: Version) -> tuple[Part, ...]:
    """The version as the outbox takes it, which signs a brand's words itself: the pictures go with
    the first part. Raises NotAgreed as `attached` does."""
    texts = parts_of(words_of(version)) or [""]
    pictures = attached(version.draft)
    return tuple(Part(text, pictures if place == 0 else ()) for place, text in enumerate(texts))


def tell(
    *,
    version: Version,
    by: Colleague,
    desk: str,
    now: datetime | None = None,
) -> Spoken:
    """The writer pressed: this version, through this account, now. Pressed twice it is told once.

    Raises Pausing when the writer wished to think first, NotAgreed for a picture of people who
    didn't say yes, Unsayable (with its sentence) for what the network can't take, PermissionError
    for somebody else's draft or account, and NeedsReview for a brand's words nobody reviewed.
    """
    now = now or timezone.now()
    draft, account = version.draft, version.account
    if draft.colleague_id != by.pk or account is None:
        raise PermissionError("only its writer tells it")
    _think_first(draft, by, now)
    parts = as_parts(version)
    with transaction.atomic():
        if version.pk is None:
            version, _made = Version.objects.get_or_create(draft=draft, account=account)
        spoken = networks.say(
            by=by,
            account=account,
            parts=parts,
            desk=desk,
            piece=version.key,
            language=version.language or draft.language,
            warning=version.warning,
            quotes=version.quotes,
            now=now,
        )
        Version.objects.filter(pk=version.pk).update(message=spoken.message)
        Draft.objects.filter(pk=draft.pk, told_at=None).update(told_at=now)
        Draft.objects.filter(pk=draft.pk).update(pause_until=None, put_away_at=None)
    return spoken


def _think_first(draft: Draft, by: Colleague, now: datetime) -> None:
    minutes = wishes_of(by).pause_minutes
    if is_pausing(draft, now):
        assert draft.pause_until is not None  # noqa: S101
        raise Pausing(draft.pause_until, fresh=False)
    if minutes and draft.pause_until is None and draft.told_at is None:
        pause(draft=draft, by=by, minutes=minutes, now=now)
        draft.refresh_from_db(fields=["pause_until"])
        assert draft.pause_until is not None  # noqa: S101
        raise Pausing(draft.pause_until, fresh=True)


def register(
    *, by: Colleague, address: str, draft: Draft | None = None, about: str = "",
    now: datetime | None = None,
) -> Message:  # fmt: skip
    """The colleague said something elsewhere, with a tool of their own: noted with its address
    alone; the worker reads what stands there. Raises BadAddress for what is no address of the
    web, PermissionError for another colleague's draft."""
    now = now or timezone.now()
    if draft is not None and draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    with transaction.atomic():
        version = Version.objects.create(draft=draft) if draft is not None else None
        message = networks.register(
            by=by, address=address, about=about or (draft.link if draft else ""),
            piece=version.key if version else "", now=now,
        )  # fmt: skip
        if draft is None or version is None:
            return message
        twice = Version.objects.filter(draft=draft, message=message).exists()
        if twice:
            version.delete()
        else:
            Version.objects.filter(pk=version.pk).update(message=message)
        Draft.objects.filter(pk=draft.pk, told_at=None).update(told_at=now)
    return message


def change_told(
    *, message: Message, by: Colleague, text: str, now: datetime | None = None
) -> Message:
    """Other words for what stands there, where the network can; its writer alone may. Raises
    ValueError where it can't, Unsayable for what it won't take."""
    return networks.change(message=message, by=by, text=text, now=now or timezone.now())


def messages_of(drafts: Sequence[Draft]) -> dict[int, list[Message]]:
    """Everything these drafts became, by draft, the parts of a thread in their order. Two
    queries, however many."""
    versions = list(Version.objects.filter(draft__in=drafts).values_list("key", "draft", "message"))
    of_key = {key: draft for key, draft, _message in versions}
    of_message = {message: draft for _key, draft, message in versions if message}
    rows = Message.objects.filter(piece__in=of_key) | Message.objects.filter(pk__in=of_message)
    found: dict[int, list[Message]] = {draft.pk: [] for draft in drafts}
    for row in rows.select_related("account__identity").order_by("asked_at", "place", "pk"):
        draft = of_key.get(row.piece, of_message.get(row.pk))
        if draft is not None:
            found[draft].append(row)
    return found
