"""Who can read it: pictures and letters that keep people out, long sentences, and how people talk
in the place it is meant for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.accessible import accessible
from merkwerk.engine.remark import Remark
from merkwerk.engine.text import shorten
from merkwerk.engine.tone import differences
from merkwerk.listening.models import ToneCard
from merkwerk.writing.actions.hints.asking import Asked
from merkwerk.writing.actions.hints.hint import Act, Hint, Kind, Point
from merkwerk.writing.models import Picture

PLAIN = ("long-sentences", "hard-words")
Say = Callable[[Remark], str]


def access(asked: Asked) -> list[Hint]:
    """Pictures without a description first, by itself; then letters, tags, emoji and links; then
    long sentences and office words."""
    rows = Picture.objects.filter(draft=asked.draft).values_list("description", flat=True)
    remarks = accessible(asked.read, list(rows))
    hints = [_bare(one) for one in remarks if one.code == "no-description"]
    return [*hints, *_readable(remarks)]


def readable(asked: Asked) -> list[Hint]:
    """Letters, tags, emoji and links, long sentences and office words of any words."""
    return _readable(accessible(asked.read, []))


def _readable(remarks: Sequence[Remark]) -> list[Hint]:
    hints: list[Hint] = []
    looks = [one for one in remarks if one.code not in (*PLAIN, "no-description")]
    plain = [one for one in remarks if one.code in PLAIN]
    if looks:
        why = _("With a small change more people can read it.")
        hints.append(_grouped(Kind.ACCESS, _("Hard to read for some"), why, looks, _LOOKS))
    if plain:
        why = _("Most people read this on a phone, in between.")
        hints.append(_grouped(Kind.PLAIN, _("Could it be plainer?"), why, plain, _PLAIN))
    return hints


def _bare(remark: Remark) -> Hint:
    number = int(remark.fact("number"))
    title = ngettext(
        "A picture without a description", "%(number)s pictures without a description", number
    )
    return Hint(
        Kind.ACCESS,
        title % {"number": number},
        _("Who can't see it only hears “picture”. One sentence is enough: what is there to see?"),
        about="no-description",
        acts=(Act(_("Describe it"), address="#pictures"), Act(_("I leave it so"), quick=True)),
        urgent=True,
    )


def _grouped(kind: Kind, title: str, why: str, remarks: list[Remark], say: dict[str, Say]) -> Hint:
    points = [
        Point(say[one.code](one), tuple(shorten(words.said, 90) for words in one.words))
        for one in remarks
    ]
    return Hint(
        kind,
        title,
        why,
        about=" ".join(one.code for one in remarks),
        points=tuple(points),
        acts=(Act(_("I leave it so"), quick=True),),
    )


def _fancy(one: Remark) -> str:
    return _("A screen reader spells these letters as signs. Plain ones read: “%(plain)s”.") % {
        "plain": str(one.fact("plain"))[:60]
    }


def _tags(one: Remark) -> str:
    return _("A capital for each word reads better: %(better)s") % {"better": one.fact("better")}


def _emoji(one: Remark) -> str:
    number = int(one.fact("number"))
    return ngettext(
        "%(number)s emoji is read out by its whole name.",
        "%(number)s emoji are read out one by one, by their whole names.",
        number,
    ) % {"number": number}


def _capitals(one: Remark) -> str:
    return _("Words in capitals look like shouting, and read slower.")


def _links(one: Remark) -> str:
    return _("Say what stands behind the link, instead of where to press.")


def _sentences(one: Remark) -> str:
    return _("A sentence of %(words)s words: can it be two?") % {"words": one.fact("words")}


def _words(one: Remark) -> str:
    pairs = ", ".join(
        _("%(hard)s → %(easy)s") % {"hard": hard, "easy": easy} for hard, easy in one.facts
    )
    return _("Plainer words: %(pairs)s") % {"pairs": pairs}


_LOOKS: dict[str, Say] = {
    "fancy-letters": _fancy,
    "tag-case": _tags,
    "emoji-wall": _emoji,
    "capitals": _capitals,
    "link-text": _links,
}
_PLAIN: dict[str, Say] = {"long-sentences": _sentences, "hard-words": _words}


def tone(asked: Asked) -> list[Hint]:
    """Where the words differ from how people talk on the network of this version; of a draft that
    is meant for one network only, there. No card, no hint."""
    networks = {account.network for account in asked.accounts}
    if len(networks) != 1:
        return []
    network = networks.pop()
    card = ToneCard.objects.visible_to(asked.by).filter(network=network, source=None).first()
    if card is None or not asked.read.strip():
        return []
    found = differences(card.figures.get("figures", []), asked.read, asked.language)
    if not found:
        return []
    points = tuple(Point(_TONES[one.code](one)) for one in found)
    return [
        Hint(
            Kind.TONE,
            _("How people talk here"),
            _("So it goes on %(network)s, measured in %(posts)s posts. You needn't do the same.")
            % {"network": card.get_network_display(), "posts": card.posts},
            about=" ".join([network, *(one.code for one in found)]),
            points=points,
            acts=(
                Act(_("The tone card"), address=reverse("listening:tone_network", args=[network])),
                Act(_("I leave it so"), quick=True),
            ),
        )
    ]


def _address(one: Remark) -> str:
    here = {"here": one.fact("here"), "yours": one.fact("yours")}
    return _("People say %(here)s here, you write %(yours)s.") % here


def _length(one: Remark) -> str:
    told = {"high": one.fact("high"), "yours": one.fact("yours")}
    return _("Most posts stay under %(high)s characters, yours has %(yours)s.") % told


def _hashtags(one: Remark) -> str:
    usual, yours = int(one.fact("usual")), int(one.fact("yours"))
    if not usual:
        return _("Hardly anybody uses hashtags here, you have %(yours)s.") % {"yours": yours}
    return ngettext(
        "People use %(usual)s hashtag, if any. You have %(yours)s.",
        "People use %(usual)s hashtags, if any. You have %(yours)s.",
        usual,
    ) % {"usual": usual, "yours": yours}


def _seldom_emoji(one: Remark) -> str:
    return _("Hardly anybody uses emoji here.")


def _seldom_links(one: Remark) -> str:
    return _("Hardly anybody posts links here.")


def _questions(one: Remark) -> str:
    return _("Many posts ask something here, yours doesn't. Is there something you want to know?")


_TONES: dict[str, Say] = {
    "address": _address,
    "length": _length,
    "hashtags": _hashtags,
    "emoji": _seldom_emoji,
    "links": _seldom_links,
    "questions": _questions,
}
