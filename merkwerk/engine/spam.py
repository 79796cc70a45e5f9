"""Whether a reader's reaction is sent by a robot or to sell something. No foreign service is asked:
the words, the way they came in, and whether they stood elsewhere are enough to hold one back. A
person looks at what is held; nothing is thrown away by this judgement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from merkwerk.engine.because import Because
from merkwerk.engine.folding import fold

HELD = 5.0
"""From this weight on it is held back."""
QUICK = 4.0
"""Nobody reads a story's form, thinks and types in fewer seconds."""
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+|\[url[=\]]|<a\s", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![@\w.])[a-z0-9-]{2,40}\.(?:com|net|biz|xyz|top|shop|online|site|click|info|live|win|vip)\b"
)
_MARKUP = re.compile(r"\[/?url|\[link=|<a\s+href|</a>", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w\s.,;:!?'\"()@/&%€+*=-]")
_MONEY = re.compile(r"[$€£]\s?\d[\d.,]{2,}|\b\d[\d.,]{2,}\s?(?:usd|dollars?|eur(?:o)?|btc)\b")
_NUMBER = re.compile(r"(?:whats\s?app|telegram|signal|bel|call)\W{0,6}(?:\+?\d[\d\s()-]{7,})")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CASINO = (
    "casino|jackpot|slots?|roulette|poker online|gokkast(?:en)?|gratis spins|free spins|betting|"
    "bookmaker|sportsbook|wedden zonder|togel|judi"
)
_PILLS = (
    "viagra|cialis|kamagra|xanax|tramadol|ozempic|pills|pillen zonder recept|zonder recept|"
    "without prescription|erectie|erection|penis|weight loss|afvallen zonder|keto|cbd (?:oil|olie)"
)
_CASH = (
    "crypto|bitcoin|forex|invest(?:ment)? (?:platform|opportunity|plan)|passive income|"
    "passief inkomen|earn (?:money|cash|\\W?\\d)|make money|geld verdienen|snel geld|quick cash|"
    "payday|loan|lening|geldlening|binary options|recover(?:ed)? my (?:lost )?(?:funds|money|btc)|"
    "trading signals|rendement gegarandeerd|guaranteed (?:profit|return)s?|credit score"
)
_SEARCH = (
    "seo|backlinks?|linkbuilding|link building|guest post|gastblog(?:s)? plaatsen|rank(?:ing)? "
    "(?:on|in|your)|hoger in google|top of google|first page of google|domain authority|"
    "website traffic|bezoekers naar (?:je|uw) (?:site|website)|web ?design (?:services|agency)"
)
_SELLS = (
    "buy now|order now|bestel nu|koop nu|click here|klik hier|check (?:out )?my (?:site|website|"
    "blog|profile|page)|visit my|bezoek mijn (?:site|website|profiel)|"
    "kijk op mijn (?:site|website)|limited offer|special offer|aanbieding|korting(?:scode)?|"
    "discount|promo ?code|cheap|goedkope?|replica|rolex|free shipping|gratis verzending|"
    "best price|beste prijs|100% (?:free|gratis|legit)|"
    "act now|sign up (?:now|here)|meld je nu aan|subscribe to my|followers|volgers kopen|iptv|"
    "escort|hot girls|sexy|nudes|onlyfans|dating site|adult|porn|xxx|spell ?caster|love spell|"
    "hacker for hire|hire a hacker|essay writing|diploma kopen|buy (?:a )?diploma|rijbewijs kopen"
)
_FLATTERY = (
    "(?:great|nice|awesome|amazing|excellent|wonderful|fantastic|good) (?:post|article|blog|site|"
    "website|content|write-?up|read)|keep up the (?:good|great) work|thanks for sharing this|"
    "i (?:really )?(?:like|love|enjoy) (?:your|this) (?:blog|site|website|web site)|"
    "very informative|bookmarked|i will definitely (?:be back|return|bookmark)|"
    "(?:geweldige|mooie|goede|interessante|leuke) (?:blog|site|website|content)|ga zo door|"
    "heel informatief|zeer informatief|this (?:blog|site|website) is"
)
_PHRASES = {
    "casino": re.compile(rf"\b(?:{_CASINO})\b"),
    "pills": re.compile(rf"\b(?:{_PILLS})\b"),
    "cash": re.compile(rf"\b(?:{_CASH})"),
    "search": re.compile(rf"\b(?:{_SEARCH})\b"),
    "sells": re.compile(rf"\b(?:{_SELLS})\b"),
}
_FLATTERS = re.compile(rf"\b(?:{_FLATTERY})\b")
_WEIGHTS = {"casino": 3.0, "pills": 3.0, "cash": 3.0, "search": 3.0, "sells": 2.0}


@dataclass(frozen=True, slots=True)
class Judgement:
    """`weight` from 0 up; `because` says what it is made of, heaviest first. Codes: `trap`,
    `too-quick` (seconds), `links` (count), `only-link`, `name-is-link`, `markup`, `said-elsewhere`
    (stories), `phrase` (kind, words), `flattery`, `shouts`, `signs`, `number`, `one-word-wall`."""

    weight: float
    because: tuple[Because, ...]

    @property
    def held(self) -> bool:
        """Whether a person should look before it is shown."""
        return self.weight >= HELD


def links_of(words: str) -> int:
    """How many addresses of sites stand in the words, with or without `https://`."""
    low = words[:20_000].lower()
    full = len(_LINK.findall(low))
    return full + len(_BARE.findall(_LINK.sub(" ", low)))


def judge(
    *,
    name: str,
    words: str,
    seconds: float | None = None,
    trap: bool = False,
    elsewhere: int = 0,
    links: int | None = None,
    from_web: bool = False,
) -> Judgement:
    """Weighs one reaction. `seconds`: how long the form was open (None: not by a form); `trap`: a
    field people don't see was filled in; `elsewhere`: under how many other stories the same words
    stood lately; `from_web`: it came from another site, where links are ordinary. Linear in the
    words, of which the first 20,000 signs are looked at."""
    words = words[:20_000]
    many = links_of(words) if links is None else links
    found = [
        *_way(seconds, trap, elsewhere),
        *_linked(name, words, many, from_web),
        *_said(name, words, many),
        *_looks(words),
    ]
    found.sort(key=lambda one: -one[0])
    return Judgement(sum(weight for weight, _ in found), tuple(reason for _, reason in found))


Weighed = tuple[float, Because]


def _way(seconds: float | None, trap: bool, elsewhere: int) -> list[Weighed]:
    found: list[Weighed] = []
    if trap:
        found.append((6.0, Because("trap")))
    if seconds is not None and seconds < QUICK:
        found.append((3.0, Because("too-quick", {"seconds": max(0, int(seconds))})))
    if elsewhere:
        weight = 5.0 if elsewhere > 1 else 3.0
        found.append((weight, Because("said-elsewhere", {"stories": elsewhere})))
    return found


def _linked(name: str, words: str, many: int, from_web: bool) -> list[Weighed]:
    found: list[Weighed] = []
    if _LINK.search(name) or _BARE.search(name.lower()):
        found.append((5.0, Because("name-is-link")))
    if _MARKUP.search(words):
        found.append((4.0, Because("markup")))
    if many and not from_web:
        weight = 1.5 if many == 1 else 3.0 if many == 2 else 5.0
        found.append((weight, Because("links", {"count": many})))
        rest = _WORD.findall(_BARE.sub(" ", _LINK.sub(" ", words.lower())))
        if len(rest) < 6:
            found.append((3.5, Because("only-link")))
    elif many > 8:
        found.append((3.0, Because("links", {"count": many})))
    return found


def _said(name: str, words: str, many: int) -> list[Weighed]:
    found: list[Weighed] = []
    said = fold(f"{name}\n{words}")
    for kind, pattern in _PHRASES.items():
        hits = list(dict.fromkeys(hit[0] for hit in pattern.finditer(said)))
        if hits:
            weight = _WEIGHTS[kind] + min(len(hits) - 1, 3) * 1.5
            facts: dict[str, int | str] = {"kind": kind, "words": ", ".join(hits[:3])[:80]}
            found.append((weight, Because("phrase", facts)))
    if _NUMBER.search(said):
        found.append((3.0, Because("number")))
    if _MONEY.search(said) and (found or many):
        found.append((1.5, Because("phrase", {"kind": "money", "words": ""})))
    if _FLATTERS.search(said):
        found.append((3.5 if many or found else 1.5, Because("flattery")))
    return found


def _looks(words: str) -> list[Weighed]:
    found: list[Weighed] = []
    letters = [sign for sign in words if sign.isalpha()]
    loud = sum(sign.isupper() for sign in letters)
    if len(letters) > 20 and loud > len(letters) * 0.7:
        found.append((2.0, Because("shouts")))
    odd = sum(1 for sign in _SIGNS.findall(words) if not sign.isalpha())
    if odd > 12 and odd > len(letters):
        found.append((5.0, Because("signs")))
    tokens = words.lower().split()
    if len(tokens) >= 8 and len(set(tokens)) <= 2:
        found.append((5.0, Because("one-word-wall")))
    return found
