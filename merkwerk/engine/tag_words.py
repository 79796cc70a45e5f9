"""Of which words a tag is made, so that it can be written as it is read: #TaxOnPlatforms."""

from __future__ import annotations

import re
from functools import cache

SHORTEST, LONGEST = 7, 60

_LITTLE = """
aan als bij dan dat de die dit door een en er geen geld goed groot het hoe ik in is je jij jouw
jong kan klant kom kracht land leer leren leven maar maak meer mensen met mij mijn na naar net niet
nieuw nieuwe nu of om omdat ons onze op open over plan samen slim stad start sterk team te tijd toe
trots tot uit van veel vind voor vraag vrij waar wat week weer werk werken werkt wij willen wonen
worden zaak zelf zo zonder zorg dag dagen vandaag morgen jaar maand duurzaam duurzame ondernemen
ondernemer ondernemers digitaal digitale toekomst belasting belastingen accountant accountants
advies onderwijs zijn hebben doen gaan komen zien weten delen helpen vertellen luisteren bouwen
nederland amsterdam rotterdam utrecht groningen den haag eindhoven collega collegas verhaal verhalen
vacature vacatures baan banen klimaat energie water natuur cultuur markt wet regels cijfers
about after all and are art at be best big book business can care change city climate data day days
design do education energy engineering event first for free friday future get global go good great
green growth happy have health help home how i in innovation is it job jobs law learn learning
leader leadership life like line live local love made make management market marketing me media
monday money more my new next night no not now of off office on one online open our out people plan
power project public read research safe school science search security service show smart social
start startup story strategy strong talk tax taxes team tech technology the thing things think
thursday time tips to today together top travel trust tuesday up us water way we web wednesday week
what when who why wish with women work working world year years you young your
"""


@cache
def _known() -> frozenset[str]:
    return frozenset(_LITTLE.split())


def camel_case(tag: str, text: str = "") -> str:
    """A tag (without its sign) with a capital for each word when it is all small letters and made
    of two known words or more: from our own short list, or words of the text it stands in. Empty
    when it is one word, written with capitals already, or not understood."""
    if not tag.islower() or not tag.isalpha() or not SHORTEST <= len(tag) <= LONGEST:
        return ""
    around = frozenset(re.findall(r"(?<![\w#@])[a-z]{3,}(?!\w)", text.lower()[:5_000]))
    if tag in around or tag in _known():
        return ""
    parts = _split(tag, around | _known())
    return "".join(part.capitalize() for part in parts) if len(parts) > 1 else ""


def _split(tag: str, words: frozenset[str]) -> list[str]:
    """The fewest words that make up the tag; none when they leave a rest. One of one letter counts
    only as `i`."""
    best: list[list[str] | None] = [[], *([None] * len(tag))]
    for end in range(1, len(tag) + 1):
        for start in range(max(0, end - 20), end):
            before = best[start]
            if before is None or tag[start:end] not in words:
                continue
            there = best[end]
            if there is None or len(before) + 1 < len(there):
                best[end] = [*before, tag[start:end]]
    return best[-1] or []
