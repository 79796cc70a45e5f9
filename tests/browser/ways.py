"""Short links in every state, keys for other programs, and an address for drafts."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.lib.style import HOSTILE
from merkwerk.writing.actions import keys, mail_in, short_links
from merkwerk.writing.models import Key, ShortLink


def ways(sanne: Colleague, now: datetime) -> dict[str, int | str]:
    """Codes for the addresses of short links; somebody else keeps the links."""
    lead = Colleague.objects.create_user("lies.links@kade.example", name="Lies Links")
    Duty.objects.create(colleague=lead, role=Role.SOCIAL_LEAD)
    lively = _link(sanne, "https://krant.example/btw-voor-platformen")
    ShortLink.objects.filter(pk=lively.pk).update(clicks=17, made=now - timedelta(days=3))
    _link(sanne, "https://blog.example/" + "heel-lang-adres-" * 30)
    own = _link(sanne, "https://blog.example/weg")
    short_links.stop(link=own, by=sanne, now=now)
    abused = _link(sanne, "https://gekaapt.example/")
    short_links.stop(link=abused, by=lead, now=now, because=HOSTILE[:300])
    keys.make_key(by=sanne, name="Mijn schrijfprogramma")
    worst, _secret = keys.make_key(by=sanne, name=HOSTILE[:80], may_register=False)
    Key.objects.filter(pk=worst.pk).update(used_on=now.date())
    mail_in.make_writing_address(by=sanne)
    return {"short": lively.code, "short_stopped": abused.code}


def _link(by: Colleague, target: str) -> ShortLink:
    return short_links.short_link(by=by, target=target)
