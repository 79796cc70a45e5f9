"""Why a reaction was held back, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Facts = Mapping[str, object]


def why_held(because: Sequence[Sequence[object]]) -> list[str]:
    """A sentence for each reason of `engine.spam`; what has no sentence is left out."""
    said = []
    for code, facts in (one for one in because if len(one) == 2):
        sentence = _sentence(str(code), facts if isinstance(facts, dict) else {})
        if sentence:
            said.append(sentence)
    return said


def _sentence(code: str, facts: Facts) -> str:
    if code == "links":
        count = _number(facts, "count")
        return ngettext(
            "There is %(count)s link in it.", "There are %(count)s links in it.", count
        ) % {"count": count}
    if code == "said-elsewhere":
        stories = _number(facts, "stories")
        return ngettext(
            "The same words stand under %(stories)s other story.",
            "The same words stand under %(stories)s other stories.",
            stories,
        ) % {"stories": stories}
    if code == "phrase" and facts.get("words"):
        return _("Sellers use these words: %(words)s.") % {"words": facts["words"]}
    return _plain().get(code, "")


def _plain() -> dict[str, str]:
    return {
        "trap": _("Something was filled in that people don't see."),
        "too-quick": _("It was sent quicker than anybody types."),
        "only-link": _("There is hardly anything but a link."),
        "name-is-link": _("The name is the address of a site."),
        "markup": _("It has code for links in it, as robots write it."),
        "phrase": _("It speaks of large sums of money."),
        "flattery": _("It praises in words that fit any story."),
        "shouts": _("It is written in capitals."),
        "signs": _("It is mostly signs and hardly words."),
        "number": _("It asks to call or message a number."),
        "one-word-wall": _("It says the same over and over."),
    }


def _number(facts: Facts, name: str) -> int:
    value = facts.get(name, 0)
    return value if isinstance(value, int) else 0
