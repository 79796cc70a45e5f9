"""What another program may ask with a key: drafts, and that something was said elsewhere. There is
nothing here that sends, changes or takes away anything on a network, and there must not be: a
program has no press of its person behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.shapes import language
from merkwerk.lib.limits import wait_for
from merkwerk.lib.pictures import NoPicture, Readable
from merkwerk.writing.actions.carrying import bring_picture
from merkwerk.writing.actions.drafting import MOST, begin, save
from merkwerk.writing.actions.keys import key_of
from merkwerk.writing.actions.marks import mark
from merkwerk.writing.models import BroughtPicture, Draft, Key

CALLS_A_MINUTE = 60
DRAFTS_A_DAY = 200
PICTURES_A_DAY = 200
FIELDS = ("text", "facts", "language")


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """Why a call is answered with no, as a status of HTTP, a code (RFC 6750, Micropub) and one
    sentence; `wait` in seconds with 429."""

    status: int
    code: str
    says: str
    wait: int = 0


def bearer(header: str) -> str:
    """The secret in an `Authorization` header (RFC 6750), or ""."""
    way, _space, secret = header.strip().partition(" ")
    return secret.strip() if way.lower() == "bearer" else ""


def caller(secret: str, *, may: str) -> Key:
    """The key of who calls, which may do this ("draft", "register"). Raises Refused: 401 without a
    good key, 403 when it wasn't made for this, 429 after sixty calls in a minute."""
    if not secret:
        raise Refused(401, "unauthorized", _("Send your key along: Authorization: Bearer mw_…"))
    key = key_of(secret, today=timezone.localdate())
    if key is None:
        raise Refused(401, "unauthorized", _("This key opens nothing, or not any more."))
    if not (key.may_draft if may == "draft" else key.may_register):
        raise Refused(403, "insufficient_scope", _("This key was not made for that."))
    wait = wait_for("call", key.colleague_id, most=CALLS_A_MINUTE, seconds=60)
    if wait:
        raise Refused(429, "too_many", _("That is a lot at once. Wait a little."), wait)
    return key


def new_draft(*, by: Colleague, told: Mapping[str, str], came_from: str, once: str = "") -> Draft:
    """A draft of what the program sends: `text` and `facts` are the colleague's own words, `link`
    what it is about. With the same `once` it is made once. Raises Refused: too long, too many in a
    day."""
    fits(told)
    wait = wait_for("draft", by.pk, most=DRAFTS_A_DAY, seconds=24 * 3600)
    if wait:
        raise Refused(429, "too_many", _("That many drafts in one day: try again tomorrow."), wait)
    return begin(
        by=by,
        text=told.get("text", ""),
        facts=told.get("facts", ""),
        link=told.get("link", ""),
        language=language(told.get("language", "")),
        came_from=came_from,
        key=mark("once", f"{by.pk} {once}")[:32] if once else "",
    )


def new_picture(*, by: Colleague, file: Readable) -> BroughtPicture:
    """A picture that a draft can name. Raises Refused: none that can be kept, too many in a day."""
    wait = wait_for("picture", by.pk, most=PICTURES_A_DAY, seconds=24 * 3600)
    if wait:
        raise Refused(429, "too_many", _("That many pictures in one day: try tomorrow."), wait)
    try:
        return bring_picture(by=by, file=file)
    except NoPicture as trouble:
        raise Refused(400, "invalid_request", trouble.says) from None


def change_draft(
    *, draft: Draft, by: Colleague, told: Mapping[str, str], version: int = -1
) -> Draft:
    """Changes the words of an own draft that is still being written. What another page holds
    meanwhile is kept beside, unless the program says which `version` it saw. Raises Refused."""
    fits(told)
    if draft.told_at or draft.put_away_at:
        raise Refused(409, "invalid_request", _("That draft is not being written any more."))
    kept = save(
        draft=draft,
        by=by,
        text=told.get("text", draft.text),
        facts=told.get("facts"),
        desk="program",
        version=version,
    )
    spoken = language(told.get("language", ""))
    if spoken:
        Draft.objects.visible_to(by).filter(pk=draft.pk).update(language=spoken)
        kept.language = spoken
    return kept


def fits(told: Mapping[str, str]) -> None:
    """Raises Refused when a text is longer than a draft can be: it is never cut silently."""
    for words in told.values():
        if len(words) > MOST:
            raise Refused(413, "invalid_request", _("That is longer than a draft can be."))


def page_of(draft: Draft) -> str:
    """The whole address of the page on which its writer goes on."""
    return str(settings.SITE_URL) + reverse("writing:draft", args=[draft.pk])


def state_of(draft: Draft) -> str:
    """ "open", "put-away", or "told" when something of it stands outside or is on its way."""
    return "told" if draft.told_at else "put-away" if draft.put_away_at else "open"
