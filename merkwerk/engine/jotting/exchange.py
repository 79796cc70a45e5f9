"""What somebody asked, and what was given, in the words of a sentence."""

from __future__ import annotations

import re

from merkwerk.engine.jotting.naming import masked

_ASKED = re.compile(
    r"(?<!\w)(?i:vroeg(?:en)?|vraagt|vragen|wil(?:de)?(?: graag)?|zoekt|zocht|vraag|verzoek"
    r"|heeft (?=[^,;.¦]* nodig)|asked(?: me| us)?|asks|asking|wants?(?: me)?|wanted|would like"
    r"|is looking|looking|needs|needed|request(?:ed)?)"
    r"(?:\s+(?i:mij|me|ons|us|nog|ook|meteen|weer|hem|haar))*"
    r"(?:\s+(?i:om|naar|for|about|to)(?!\w))?\s+(?P<asked>[^¦,;.!?]+)"
)
_ASKED_OF = re.compile(
    r"(?<!\w)(?i:gevraagd)\s+(?i:om|naar|of|voor|aan)\s+(?P<asked>[^¦,;.!?]+)"
    r"|(?<!\w)(?i:om|naar)\s+(?P<before>[^¦,;.!?]{2,60}?)\s+(?i:gevraagd)(?!\w)"
)
_THING = r"(?:(?:een|de|het|mijn|ons|onze|wat|twee|drie|a|an|the|my|our|some|two)\s+)?"
_GIVEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)(?i:gaf|stuurde|leende|gave|lent|sent)\s+(?:ik\s+)?(?i:hem|haar|ze|hen|him|her|them|¦+)\s+"
        r"(?P<given>[^¦,;.!?]+)",
        rf"(?P<given>{_THING}[\w'’-]+(?:\s+(?!(?i:aan|naar|to)\b)[\w'’-]+){{0,3}}?)\s+"
        r"(?i:gestuurd|opgestuurd|doorgestuurd|toegestuurd|verstuurd|gegeven|uitgeleend|geleend"
        r"|meegegeven|gebracht|gemaild)\s+(?i:aan|naar)(?!\w)",
        r"(?<!\w)(?i:gave|lent|sent|mailed|emailed|forwarded)\s+(?P<given>[^¦,;.!?]+?)\s+(?i:to)\s+¦",
        rf"¦\s+(?P<given>{_THING}[\w'’-]+(?:\s+[\w'’-]+){{0,3}}?)\s+"
        r"(?i:gestuurd|opgestuurd|doorgestuurd|toegestuurd|gegeven|uitgeleend|geleend|meegegeven)(?!\w)",
        rf"(?i:aan)\s+¦+\s+(?P<given>{_THING}[\w'’-]+(?:\s+[\w'’-]+){{0,3}}?)\s+"
        r"(?i:gestuurd|gegeven|uitgeleend|meegegeven)(?!\w)",
        r"(?<!\w)(?i:beloofd?|beloofde|promised)(?:\s+(?i:hem|haar|him|her|them|to send))*\s+"
        r"(?P<given>[^¦,;.!?]+)",
    )
)
_LETTERS = re.compile(
    r"(?i:^(?:(?:een|de|the|a|mijn|my)\s+)?(?:(?:handgeschreven|lange|lieve|korte|quick|short|long)\s+)?"
    r"(?:mail|mailtje|e-?mail|brief|briefje|kaart|kaartje|bericht|berichtje|app|appje|sms|sms'je|dm|letter"
    r"|card|postcard|message|text|note|kerstkaart|ansichtkaart|verjaardagskaart|bedankkaart|bedankkaartje"
    r"|bedankbriefje|reactie|antwoord|christmas card|birthday card|thank-you note|thank-you card"
    r"|connectieverzoek|kerstkaartje|verjaardagskaartje|felicitatiekaart|beterschapskaart)\b.*$)"
)
_ENDS = re.compile(
    r"\s+(?i:(?:en|and|maar|but|want|omdat|because|toen)\s+(?:ik|i|we|wij|hij|ze|zij|he|she|they)(?!\w).*"
    r"|nodig)$"
)
LONGEST = 200


def asked(text: str) -> tuple[str, str]:
    """The words that were asked for, and the text without them."""
    for pattern in (_ASKED, _ASKED_OF):
        found = pattern.search(text)
        if found:
            words = next(filter(None, found.groups()), "")
            words = _ENDS.sub("", words.strip(" -"))[:LONGEST]
            if words:
                return words, masked(text, found.start(), found.end())
    return "", text


def given(text: str) -> tuple[str, str]:
    """What the writer gave, sent or lent, and the text without it; a letter or a message is no
    gift but the thing itself."""
    for pattern in _GIVEN:
        found = pattern.search(text)
        if found:
            words = _ENDS.sub("", found["given"].strip(" -"))[:LONGEST]
            if words and not _LETTERS.match(words):
                return words, masked(text, found.start("given"), found.end("given"))
    return "", text
