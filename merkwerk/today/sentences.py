"""The greeting, and why you, why now: the engine's reasons in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from merkwerk.engine.because import Because
from merkwerk.lib import wording
from merkwerk.relationships.models import Moment
from merkwerk.today.actions.choosing import Place
from merkwerk.today.models import Occasion


def heading(place: Place) -> str:
    """Who, and what they do: one line, the person first."""
    occasion = place.occasion
    facts = {"name": name_of(place), "colleague": occasion.facts.get("colleague", "")}
    if occasion.consent_id is not None:
        return _("Somebody's yes for a photo ends soon")
    if occasion.reaction_id is not None:
        return _("%(name)s says something about your story") % facts
    if occasion.question_id is not None:
        return _("%(colleague)s asks you: may I say this?") % facts
    if occasion.request_id is not None:
        return _("%(colleague)s asks whether you would tell something") % facts
    if occasion.kind == Occasion.Kind.REACTION:
        return _reaction(str(occasion.facts.get("did", ""))) % facts
    return _headings()[Occasion.Kind(occasion.kind)] % facts


def _by_colleague(occasion: Occasion) -> bool:
    """Whether it is about a colleague themselves, who asks something."""
    return occasion.question_id is not None or occasion.request_id is not None


def _reaction(did: str) -> str:
    """What they did with what the colleague told."""
    if did == Moment.Kind.FOLLOWED:
        return _("%(name)s follows you now")
    if did == Moment.Kind.SHARED:
        return _("%(name)s passes on what you told")
    return _("%(name)s likes what you told")


def name_of(place: Place) -> str:
    """The name to show: as the contact is called, else as the identity is."""
    if place.relationship:
        return place.relationship.contact.name
    if place.occasion.reaction is not None:
        return place.occasion.reaction.name
    if place.occasion.consent_id is not None:
        return _("Somebody in a photo")
    if _by_colleague(place.occasion):
        return str(place.occasion.facts.get("colleague", ""))
    return place.occasion.identity.called if place.occasion.identity else ""


def _headings() -> dict[str, str]:
    return {
        Occasion.Kind.WAITING: _("%(name)s is talking to you"),
        Occasion.Kind.COLLEAGUE: _("A colleague thinks of you for %(name)s"),
        Occasion.Kind.QUESTION: _("%(name)s asks something that you know about"),
        Occasion.Kind.SAID: _("%(name)s speaks about your subject"),
        Occasion.Kind.PROMISE: _("You promised %(colleague)s to introduce %(name)s"),
        Occasion.Kind.INTRODUCE: _("%(colleague)s would like to meet %(name)s"),
        Occasion.Kind.NEWS: _("%(name)s has another job"),
        Occasion.Kind.QUIET: _("It is quiet between you and %(name)s"),
        Occasion.Kind.UPKEEP: _("You wanted to stay in touch with %(name)s"),
    }


def why_you(place: Place) -> str:
    """Why this colleague: the reasons in one sentence, for behind "Why you:"."""
    if place.occasion.consent_id is not None:
        return _("you brought the photo.")
    if place.occasion.question_id is not None:
        return _("you answer questions.")
    if place.occasion.request_id is not None:
        return _("they thought of you.")
    reasons = list(dict.fromkeys(filter(None, map(_why_you, place.why_you))))
    return f"{get_text_list(reasons, _('and'))}." if reasons else ""


def why_now(place: Place) -> str:
    """Why today, in whole sentences."""
    if place.occasion.consent_id is not None:
        return _ends(place)
    if place.occasion.question_id is not None:
        day = date_format(date.fromisoformat(place.occasion.facts["due"]), "j F")
        return _("An answer was promised before the end of %(day)s.") % {"day": day}
    if place.occasion.request_id is not None:
        waited = wording.span(timezone.now() - place.occasion.at)
        return _("They have been waiting for %(span)s. “Not this time” is an answer too.") % {
            "span": waited
        }
    wished = place.occasion.kind == Occasion.Kind.UPKEEP
    told = (
        _wished(place, reason) if wished and reason.code == "silent" else _why_now(reason)
        for reason in place.why_now
    )
    said = [sentence for sentence in (_news(place), *told) if sentence]
    if place.answered_by:
        names = get_text_list(sorted(set(place.answered_by)), _("and"))
        said.append(_("%(names)s answered already.") % {"names": names})
    return " ".join(said)


def _ends(place: Place) -> str:
    """When a yes ends, and what to do before."""
    day = date_format(date.fromisoformat(place.occasion.facts["due"]), "j F")
    return _("After %(day)s the photo goes away. Ask once more if it may stay.") % {"day": day}


def _news(place: Place) -> str:
    """The new job in words; empty for every other kind."""
    if place.occasion.kind != Occasion.Kind.NEWS:
        return ""
    facts: dict[str, str] = {"organisation": "", "function": ""} | place.occasion.facts
    if facts["organisation"] and facts["function"]:
        return _("Now: %(function)s at %(organisation)s.") % facts
    return _("Now: %(what)s.") % {"what": facts["organisation"] or facts["function"]}


def _wished(place: Place, reason: Because) -> str:
    """A rhythm that the colleague chose, and how long it has been."""
    rhythm = wording.every(int(reason.facts["rhythm_days"]))
    if place.occasion.facts.get("never"):
        return _("You wanted to be in touch %(every)s, and nothing is noted yet.") % {
            "every": rhythm
        }
    said = _("You wanted to be in touch %(every)s; the last time was %(span)s ago.")
    return said % {"every": rhythm, "span": _days(int(reason.facts["silent_days"]))}


def _why_you(reason: Because) -> str:
    facts = dict(reason.facts)
    sentences = {
        "asks-you": _("they ask you"),
        "you-promised": _("you promised it"),
        "colleague-asks": _("%(colleague)s passed it on to you"),
        "wants-introduction": _("%(colleague)s asks you"),
        "you-know-them": _("you know each other"),
        "your-subject": _("it is about your topic “%(subjects)s”"),
        "names-you": _("they name you"),
        "you-told": _("it is about something you told"),
        "your-relationship": _("you know each other"),
    }
    return sentences[reason.code] % facts if reason.code in sentences else ""


def _why_now(reason: Because) -> str:
    facts = dict(reason.facts)
    if reason.code == "waiting":
        waited = wording.span(timedelta(minutes=int(facts["minutes"])))
        return _("They have been waiting for %(span)s.") % {"span": waited}
    if reason.code == "nobody-answered":
        return _("None of us has answered yet.")
    if reason.code == "silent":
        said = _("Usually you are in touch %(every)s; now it has been quiet for %(span)s.")
        return said % {
            "every": wording.every(int(facts["rhythm_days"])),
            "span": _days(int(facts["silent_days"])),
        }
    if reason.code == "overdue":
        return _("It should have been done %(span)s ago.") % {"span": _days(int(facts["days"]))}
    if reason.code == "due":
        return _("It is due in %(span)s.") % {"span": _days(int(facts["days"]))}
    return ""


def _days(number: int) -> str:
    return wording.span(timedelta(days=max(number, 1)))


def greeting(now: datetime, name: str) -> str:
    """A greeting that fits the hour where the reader is."""
    hour = timezone.localtime(now).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s.") % {"name": name}
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}
