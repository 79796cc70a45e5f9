"""The words of a sentence that name people, places and subjects. What is found is masked, so that
nothing is read twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from merkwerk.engine.jotting.words import ACTIVE, PRONOUNS, SAW, STOPS

MASK = "¦"
MOST = 12
_TITLE = (
    r"(?:(?:[Mm]evr(?:ouw)?|[Mm]w|[Dd]hr|[Mm]eneer|[Dd]e heer|[Dd]rs?|[Pp]rof(?:essor)?|[Ii]r"
    r"|[Ii]ng|M[Rr]s?|M[Ss]|Miss|[Tt]ante|[Oo]om|[Bb]uurman|[Bb]uurvrouw|[Ww]ethouder"
    r"|[Bb]urgemeester)\.?\s+)"
)
_CAP = r"(?>[A-ZÀ-ÖØ-ÞĀŁŚŠŻŽČÇĆĐĞİŞ][\w'’-]*[\w]\.?|[A-Z]\.(?:\s?[A-Z]\.){0,3}|[A-ZÀ-Þ](?![\w.]))"
_SMALL = (
    r"(?:(?:van|von|de|der|den|het|ten|ter|la|le|el|al|bin|ben|di|da|dos|du|del|della|v\.d\.|vd"
    r"|op den|in ['’]t|['’]t|van ['’]t|d['’]|from|zu|of)\s+)"
)
# Names are matched whole or not at all: no way to take long for a row of capitals.
NAME = rf"(?>{_TITLE}?{_CAP}(?:\s+{_SMALL}{{0,3}}{_CAP}){{0,4}})"
_AND = r"(?:\s*,\s*(?:en\s+|and\s+)?|\s+en\s+|\s+and\s+|\s*&\s*|\s*\+\s*|\s+plus\s+)"
_HANDLE = r"@[\w.-]+(?:@[\w.-]+)?"
_WHO = rf"(?:{NAME}|{_HANDLE})"
_NAMES = rf"(?>{_WHO}(?:{_AND}{_WHO}){{0,{MOST}}})"
_PREP = (
    r"(?<![\w-])(?:[Mm]et|MET|[Ww]ith|[Aa]an|[Nn]aar|[Vv]an|[Ff]rom|[Tt]o|[Dd]oor|[Bb]y|[Tt]egen"
    r"|[Ii]nto|[Nn]aast|[Vv]oor)\s+"
)
_AT = r"(?<![\w-])(?:[Ll]angs(?:gegaan)?\s+bij|[Bb]ezoek(?:je)?\s+(?:bij|aan)|by\s+to\s+see)\s+"
_VERB = (
    r"(?<![\w-])(?i:called(?: back)?|phoned|rang|mailed|e-?mailed|texted|messaged|dm'd|pinged|saw"
    r"|met|visited|asked|told|thanked|congratulated|helped|sent|gave|lent|wrote|invited|answered"
    r"|zag|ontmoette|sprak|bezocht|belde|mailde|appte|schreef|vroeg|bedankte|feliciteerde|hielp"
    r"|gaf|tipte|stuurde|bel|seen|saw|ontmoet|gesproken|gezien|gebeld|gemaild|geappt|bedankt"
    r"|gefeliciteerd|tegengekomen|geholpen|gesmst|opgebeld|teruggebeld)[:\s]+(?:ik\s+)?[¦\s]*"
)
_DONE = (
    r"(?i:gebeld|gemaild|geappt|gesproken|ontmoet|gezien|bezocht|geschreven|bedankt|gefeliciteerd"
    r"|teruggebeld|opgebeld|tegengekomen|geholpen|gevraagd|ge-?sms't|teruggemaild|getipt|gecondoleerd"
    r"|een\s+[\w-]+\s+(?:gestuurd|gegeven)|[\w-]+\s+(?:gestuurd|gegeven))"
)
_BUSY = r"(?:(?i:even|nog|net|kort|weer|uitgebreid|heeft|has|had|ons|me|mij)\s+)*"
_KIN = (
    r"(?:(?i:mijn|onze|my|our|oude?|collega|oud-collega|ex-collega|colleague|vriend(?:in)?|friend"
    r"|neef|nicht|broer|zus|buurman|buurvrouw|neighbou?r|klant|client|former|de|the|stagiair)\s+"
    r"|oud-\w+\s+){1,3}"
)
_STARTS = r"^\W*(?:(?:[Ii]k|I|[Ww]e|[Ww]ij|[Hh]eb|[Hh]ebben|[Hh]ave|'ve)\s+)*"
_ARTICLE = r"(?:de|het|mijn|onze|een|the|my|our|a|an)\s+"
_ROLE = (
    rf"{_ARTICLE}(?:(?!(?:{STOPS})\b)[a-zà-ÿ][\w'’-]*)"
    rf"(?:\s+(?!(?:{STOPS})\b)[a-zà-ÿ][\w'’-]*){{0,2}}"
    rf"(?:\s+(?:van|of|from|bij|at)\s+(?:de\s+|the\s+)?{_CAP}(?:\s+{_CAP})?)?"
)
_WAYS = (
    ("with", rf"(?<![\w-])(?:[Mm]et|MET|[Ww]ith)\s+(?:{_KIN})?(?P<names>{_NAMES})"),
    ("with", rf"(?<![\w-])(?:[Mm]et|[Ww]ith)\s+(?P<names>{_ROLE})"),
    ("verb", rf"{_AT}(?P<names>{_NAMES})"),
    (
        "active",
        rf"^\W*(?P<names>{_NAMES})\s+{_BUSY}(?:(?:en|and)\s+(?:ik|I)\s+)?(?i:{ACTIVE}|{SAW})(?!\w)",
    ),
    (
        "active",
        rf"^\W*(?P<names>{_NAMES})\s+(?i:heeft|has)\s+{_BUSY}[{MASK}\s]*{_DONE}(?!\w)",
    ),
    ("verb", rf"{_STARTS}(?P<names>{_NAMES})\s+{_BUSY}[{MASK}\s]*{_DONE}(?!\w)"),
    ("verb", rf"{_STARTS}{_VERB}(?P<names>{_NAMES})"),
    ("other", rf"{_PREP}(?:{_KIN})?(?P<names>{_NAMES})"),
    ("verb", rf"{_VERB}(?P<names>{_NAMES})"),
    ("active", rf"(?P<names>{_NAMES})\s+{_BUSY}(?i:{ACTIVE})(?!\w)"),
    (
        "with",
        rf"(?<![\w-])(?i:bij)\s+(?P<names>{_TITLE}?{_CAP}(?:\s+{_CAP})?)"
        r"(?=\s+(?:op bezoek|langs|thuis|geweest))",
    ),
)
_FINDERS = tuple((way, re.compile(pattern)) for way, pattern in _WAYS)
_LESS = rf"(?!(?:{STOPS}|en|and)\b)[a-zà-ÿ][\w'’-]*"
_LOWER = re.compile(
    r"(?<![\w-])(?:met|with|aan|naar|van|from|to|door|by|into|naast)\s+"
    rf"(?P<names>(?:de |den |der )?{_LESS}"
    rf"(?:\s+(?:(?:van|de|der|den|ter|ten|het)\s+)*{_LESS}){{0,2}}"
    rf"(?:(?:\s+(?:en|and|&)\s+|,\s*){_LESS}){{0,3}})",
    re.IGNORECASE,
)
_LOWER_VERB = re.compile(
    r"^\W*(?:called|phoned|mailed|e-?mailed|texted|messaged|saw|met|visited|asked|thanked|zag|sprak"
    r"|ontmoette|pinged)\s+(?P<names>[a-zà-ÿ][\w'’-]+)(?!\w)",
    re.IGNORECASE,
)
_ROLES = re.compile(rf"(?<![\w-])(?:aan|van|from|to|door|by)\s+(?P<names>{_ROLE})")
_SPLIT = re.compile(_AND)
_PLACE_NOUN = (
    r"(?:caf[eé]|restaurant|hotel|station|kantoor|office|bibliotheek|library|congres|conference|beurs"
    r"|fair|festival|park|museum|bar|pub|kroeg|school|universiteit|university|gemeentehuis|stadhuis"
    r"|trein|train|markt|market|kerk|church|ziekenhuis|hospital|bruiloft|wedding|borrel|feestje|party"
    r"|airport|strand|beach|theater|theatre|gym|sportschool|werkplaats|workshop|opening|vakbeurs"
    r"|netwerkborrel|symposium|seminar|meetup|kantine|canteen|campus|lunchroom|koffietent|terras"
    r"|bakery|bakkerij|sauna|zwembad|cursus|training|buurthuis|dorpshuis|clubhuis)"
)
_PLACE = re.compile(
    r"(?<![\w-])(?i:bij|in|op|at|@|on)\s*(?P<place>"
    r"(?:(?i:de|het|een|the|a|an|onze|our|mijn|my|hun|their|zijn|haar|his|her)\s+)?"
    rf"(?:(?i:{_PLACE_NOUN})\w*(?:\s+(?:(?i:de|het|van|of|the|in|op)\s+)*{_CAP})*"
    rf"|{_CAP}(?:\s+(?:(?i:de|den|der|het|van|of|the|aan)\s+)*{_CAP})*(?:\s+(?i:{_PLACE_NOUN})(?!\w))?))"
)
_HOME = re.compile(
    r"(?<!\w)(?P<place>(?i:bij (?:mij|ons|hem|haar|hen) thuis|op kantoor|op het werk|at the office"
    r"|at work|at home|on the train|in the train|in de trein|op straat|in de stad|in town"
    r"|at (?:my|his|her|their) place|op school|in de tram|in de kroeg|langs de lijn))(?!\w)"
)
_SUBJECT = re.compile(
    r"(?<!\w)(?i:over|about|betreffende|betreft|inzake|regarding|concerning|m\.?b\.?t\.?"
    r"|i\.?v\.?m\.?|vanwege|rondom|rond|naar aanleiding van|n\.?a\.?v\.?|re"
    r"|on the subject of|to discuss|to talk about|om te praten over|onderwerp|subject|topic)"
    r"(?::\s*|\s+)(?P<subject>[^¦,;.!?]+(?:[.](?=\w)[^¦,;.!?]*)*)"
)
_AFTER = re.compile(r"(?<=[\w¦]):\s+(?P<subject>[^¦;!?]+)")
_TAIL = re.compile(
    r"\s+(?i:gehad|gedronken|gesproken|gepraat|gebeld|gemaild|geappt|overlegd|gestuurd|geschreven"
    r"|gegeten|vergaderd|gevraagd|bijgepraat|gekletst|gekregen|ontvangen|geluncht|gewandeld|gespard"
    r"|gehoord|gebrainstormd|(?:en|and|want|maar|but)\s*)$"
)


def masked(text: str, start: int, end: int) -> str:
    """The text with a part taken away, every other sign where it was."""
    return text[:start] + MASK * (end - start) + text[end:]


def people(text: str) -> tuple[tuple[str, ...], str, str]:
    """The words that name people, the text without them, and how they were found: `with`, `active`
    (they did it), `verb` (it was done to them), `other` or ""."""
    for way, pattern in _FINDERS:
        for found in pattern.finditer(text):
            names = _split(found["names"])
            if names:
                return names, masked(text, found.start("names"), found.end("names")), way
    for way, pattern in (("other", _LOWER), ("verb", _LOWER_VERB), ("other", _ROLES)):
        for found in pattern.finditer(text):
            names = _split(found["names"].strip())
            if names:
                how = "with" if found[0][:4].lower() in ("met ", "with") and way == "other" else way
                return names, masked(text, found.start("names"), found.end("names")), how
    return (), text, ""


def _split(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_clean(_SPLIT.split(words))))[:MOST]


def _clean(parts: list[str]) -> Iterator[str]:
    for part in parts:
        name = part.strip(" ,.;:'’").removesuffix("'s").removesuffix("’s")
        if name and name.lower() not in PRONOUNS:
            yield name


def place(text: str) -> tuple[str, str]:
    """The words that name where it was, and the text without them."""
    for pattern in (_HOME, _PLACE):
        found = pattern.search(text)
        if found:
            return found["place"].strip(" .,"), masked(text, found.start(), found.end())
    return "", text


def subject(text: str) -> tuple[str, str]:
    """The words that say what it was about, and the text without them."""
    for pattern in (_SUBJECT, _AFTER):
        found = pattern.search(text)
        if found:
            words = _TAIL.sub("", found["subject"].rstrip(" ,.-")).strip()
            if words:
                return words, masked(text, found.start(), found.end())
    return "", text


PLACE_BEHIND = re.compile(
    rf"\s+(?i:at|bij|in|@)\s*(?P<place>(?:(?i:de|het|een|the|a)\s+)?(?i:{_PLACE_NOUN})(?!\w).*)$"
)
