"""The words that somebody reads before they answer: plain, short, in their own language. What
stands on the page is what the proof points to."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.photos.models import Person, Place

HOLD_DAYS = 30
# From 16 somebody decides alone (Dutch GDPR implementation act, article 5): so say the words below.


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked and promised, in sentences: first who asks and for what, then a sentence for
    each place, then what happens after. `digest` is the SHA-256 of all of it."""

    language: str
    beginning: tuple[str, ...]
    places: dict[str, str]
    after: tuple[str, ...]

    @property
    def words(self) -> str:
        """Everything, a sentence a line."""
        return "\n".join((*self.beginning, *self.places.values(), *self.after))

    @property
    def digest(self) -> str:
        return sha256(self.words.encode()).hexdigest()


def terms_for(person: Person) -> Terms:
    """What this person is asked, in their language, as it is at this moment. Their own name is not
    in it, since the words are kept when it is erased."""
    with translation.override(person.language):
        facts = {
            "by": _asker(person.marked_by),
            "organisation": Organisation.objects.get().name,
            "days": HOLD_DAYS,
        }
        return Terms(
            language=person.language,
            beginning=tuple(line % facts for line in _beginning(person)),
            places={place: line for place, line in _places().items() if place in person.asks_for},
            after=tuple(line % facts for line in _after(person)),
        )


def _asker(colleague: Colleague | None) -> str:
    return colleague.name if colleague else _("A colleague")


def _beginning(person: Person) -> list[str]:
    who = _("%(by)s of %(organisation)s would like to use this photo. You are in it.")
    if person.is_minor:
        who = _(
            "%(by)s of %(organisation)s would like to use this photo. Your child is in it, and is "
            "not 16 yet. That is why you decide, as parent or guardian."
        )
    return [
        who,
        _("You decide. Everything is fine: yes, yes to a part, or no. You don’t have to say why."),
    ]


def _places() -> dict[str, str]:
    return {
        Place.SITE: _("On our website: in stories that everybody can read, find and follow."),
        Place.NETWORKS: _("On social networks, such as Mastodon, Bluesky, LinkedIn and Instagram."),
        Place.MAGAZINE: _("In our magazine: on paper and as a file."),
        Place.CAMPAIGN: _("In a campaign: on posters, in folders and in advertisements."),
    }


def _after(person: Person) -> list[str]:
    lines = [
        _("You can change your mind at any time, with this same link. So keep the link."),
        _("Say stop, and the photo is gone from our website within a minute."),
        _(
            "What has been printed, or copied by others, we can’t get back. After you say stop, "
            "you see here where the photo was."
        ),
        _("When your time is over, the photo goes away by itself."),
        _(
            "We keep your name, your answer and the moment of your answer. With that we can show "
            "that you said yes. We don’t give it to others, and we don’t keep from which phone or "
            "computer you answered."
        ),
    ]
    if person.colleague_id:
        lines.append(
            _(
                "If you stop working at %(organisation)s, we ask you again. Without a new yes the "
                "photo goes away after %(days)s days."
            )
        )
    return lines
