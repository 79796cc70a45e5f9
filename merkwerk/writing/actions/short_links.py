"""Short addresses on the own domain: made, followed, counted without knowing who, and stopped."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.http.request import validate_host
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from merkwerk.accounts.models import KEEPERS, Colleague
from merkwerk.connectors.content import safe_url
from merkwerk.connectors.http.addresses import is_public, literal
from merkwerk.engine.echoes import canonical
from merkwerk.lib.postbox import SIGNS
from merkwerk.networks import actions as networks
from merkwerk.writing.models import Draft, ShortLink
from merkwerk.writing.models.ways import ShortLinks

LENGTH = 8
"""31 signs each: a million links fill less than a millionth of what could be guessed."""
WAIT = timedelta(hours=24)
"""So long figures stay away, unless somebody asks."""
FOR_EVERYBODY = frozenset(
    ("handbook:public", "site:home", "site:story", "site:person", "site:series", "site:subject")
)
"""The only pages of this house that a short link may lead to: everybody outside reads them."""

_CODE = re.compile(r"/l/([a-z0-9]{4,16})\+?", re.IGNORECASE)
_INSIDE = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".onion")
_BROWSER = re.compile(r"(?:Mozilla|Opera)/\d")
_MACHINE = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|preview|prefetch|fetch|scan|monitor|validat|checker|archive"
    r"|headless|lighthouse|phantom|facebookexternal|facebot|whatsapp|telegram|slack|discord|skype"
    r"|linkedin|embedly|iframely|pinterest|cardyb|mastodon|pleroma|misskey|akkoma|friendica|gotosocial"
    r"|curl|wget|python|java/|go-http|okhttp|axios|libwww|ruby|perl|php/|http-?client|google-inspection"
    r"|googleother|google-read-aloud|bingpreview|yandex|baidu|duckduckgo-favicons|applebot|gptbot|claude"
    r"|feed|rss|w3c|nagios|pingdom|uptime|proofpoint|barracuda|mimecast|safelinks|urldefense",
    re.IGNORECASE,
)


def short_link(*, by: Colleague, target: str, draft: Draft | None = None) -> ShortLink:
    """The colleague's own short address for a page, one for each piece they write and page; asked
    again it is the same. Raises ValidationError, with a sentence, for what is no address of the
    open web: other schemes, names and passwords inside, this network's own machines, pages of this
    house, short addresses of this house, also when another shortener is known to lead there. A link
    that was stopped stays so. Asks no network."""
    if draft is not None and draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    place = _allowed(target)
    whole = canonical(place) or place
    told = {
        "colleague": by,
        "piece": draft.key if draft else "",
        "mark": sha256(whole.encode()).hexdigest(),
    }
    for _again in range(5):
        found = ShortLink.objects.filter(**told).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return ShortLink.objects.create(
                    code=_new_code(), target=place, canonical=whole, draft=draft, **told
                )
        except IntegrityError:
            continue
    raise ValidationError(_("That didn't work just now. Try it once more."))


def _new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def _allowed(target: str) -> str:
    """The address in its one spelling. Raises ValidationError."""
    typed = target.strip()
    if re.match(r"[\w-]+(\.[\w-]+)+(?:[/?:]|$)", typed):
        typed = f"https://{typed}"
    place = safe_url(typed)
    if not place:
        raise ValidationError(
            _("That is no address of a page. It begins with https:// and has at most 1,000 signs.")
        )
    host = urlsplit(place).hostname or ""
    number = literal(host)
    inside = is_public(number) is False if number else "." not in host or host.endswith(_INSIDE)
    if _is_ours(place):
        _check_own(place)
    elif inside:
        raise ValidationError(_("That page stands inside a network: nobody outside can open it."))
    elif code_in(networks.resolved([place]).get(place, "")):
        raise ValidationError(_("That leads back to a short link of ours. Use that one as it is."))
    return place


def _is_ours(place: str) -> bool:
    host = (urlsplit(place).hostname or "").removeprefix("www.")
    names = [name.removeprefix("www.") for name in settings.ALLOWED_HOSTS if name != "*"]
    return validate_host(host, names)


def _check_own(place: str) -> None:
    if code_in(place):
        raise ValidationError(_("That is a short link already. Use it as it is."))
    try:
        page = resolve(urlsplit(place).path or "/").view_name
    except Resolver404:
        page = ""
    if page not in FOR_EVERYBODY:
        raise ValidationError(
            _("That page is for colleagues only: a link to it would lead others to a closed door.")
        )


def address_of(link: ShortLink) -> str:
    """The whole short address, as it is shared."""
    return str(settings.SITE_URL) + reverse("short_link", args=[link.code])


def code_in(address: str) -> str:
    """The code in one of our short addresses, with or without scheme and plus; "" for others."""
    typed = address.strip()
    place = typed if "://" in typed else f"https://{typed}"
    try:
        found = _CODE.fullmatch(urlsplit(place).path.rstrip("/"))
        ours = bool(found) and _is_ours(place)
    except ValueError:
        return ""
    return found[1].lower() if found and ours else ""


def link_of(code: str) -> ShortLink | None:
    """The link behind a code, large or small letters."""
    return ShortLink.objects.filter(code=code.lower()).first()


def was_a_person(*, method: str, headers: Mapping[str, str]) -> bool:
    """Whether a call looks like somebody who pressed: not a look at the head, not fetched ahead,
    not a preview, not a program that says so or says nothing. Nothing of it is kept."""
    agent = headers.get("User-Agent", "")
    if method != "GET" or not _BROWSER.match(agent) or _MACHINE.search(agent):
        return False
    ahead = " ".join(headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose"))
    if re.search("prefetch|prerender|preview", ahead, re.IGNORECASE) or headers.get("X-Moz"):
        return False
    return headers.get("Sec-Fetch-Dest", "document") == "document"


def count(link: ShortLink) -> None:
    """One more. A single statement of its own, so that nobody waits for somebody else's page: the
    row is held for as long as that takes. When the database is too busy the reader goes on
    uncounted."""
    try:
        ShortLink.objects.filter(pk=link.pk).update(clicks=F("clicks") + 1)
    except OperationalError:
        return


def stop(*, link: ShortLink, by: Colleague, now: datetime, because: str = "") -> None:
    """From now on the address tells kindly that it leads nowhere. Its maker may, and a keeper, who
    says why. Refuses (PermissionError) everybody else."""
    own = link.colleague_id == by.pk
    if not own and by.roles.isdisjoint(KEEPERS):
        raise PermissionError("a link is stopped by its maker or a keeper")
    if not own and not because.strip():
        raise ValidationError(_("Say why, so that its maker and its readers know."))
    ShortLink.objects.filter(pk=link.pk, stopped_at=None).update(
        stopped_at=now, stopped_because=because.strip()[:300], stopped_by_keeper=not own
    )


def go_on(*, link: ShortLink, by: Colleague) -> bool:
    """Lets a stopped link lead on again: what its maker stopped its maker, what a keeper stopped a
    keeper. False when it isn't theirs to say."""
    stopped = ShortLink.objects.filter(pk=link.pk).exclude(stopped_at=None)
    if by.roles.isdisjoint(KEEPERS):
        stopped = stopped.filter(colleague=by, stopped_by_keeper=False)
    elif link.colleague_id != by.pk:
        stopped = stopped.filter(stopped_by_keeper=True)
    return bool(stopped.update(stopped_at=None, stopped_because="", stopped_by_keeper=False))


def shows_figures(link: ShortLink, *, by: Colleague, now: datetime) -> bool:
    """Whether a link's total may be seen: by its maker alone, after the first day or when asked."""
    return link.colleague_id == by.pk and (link.figures_asked or link.made <= now - WAIT)


def ask_figures(*, link: ShortLink, by: Colleague) -> None:
    """The maker wants to see the figures of the first day."""
    ShortLink.objects.visible_to(by).filter(pk=link.pk).update(figures_asked=True)


def found_by(words: str) -> ShortLinks:
    """For a keeper: links by their own short address or code, or by the page they lead to or a part
    of its address; at least four signs, else none. Newest first, without who made them."""
    typed = words.strip()
    if len(typed) < 4:
        return ShortLink.objects.none()
    place = safe_url(typed)
    whole = canonical(place) if place else ""
    code = code_in(typed) or typed.lower()
    return ShortLink.objects.filter(
        Q(code=code)
        | Q(mark=sha256(whole.encode()).hexdigest())
        | Q(target__icontains=typed)
        | Q(canonical__icontains=whole or typed)
    )
