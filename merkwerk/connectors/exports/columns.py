"""What a column of a table holds: by its name in Dutch or English, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from merkwerk.connectors.exports import dates, reaching
from merkwerk.connectors.exports.sheets import folded
from merkwerk.connectors.exports.values import Way

FIELDS = (
    "name", "given", "between", "family", "nickname", "organisation", "function", "mail", "phone",
    "site", "mastodon", "bluesky", "linkedin", "x", "birthday", "note", "group", "since", "street",
    "code", "place", "country", "address", "key",
)  # fmt: skip
"""What a column can be. Those in ONCE stand in one column at most."""
ONCE = frozenset(("name", "given", "between", "family", "nickname", "birthday", "since", "key"))
_LOOKS = 0.6

_BEFORE, _AFTER = r"(?:.* )?", r"(?: \w+){0,2}"
_HEADERS: dict[str, str] = {
    "mail": _BEFORE + r"(?:e ?)?mail ?(?:adres|address)?" + _AFTER,
    "mastodon": _BEFORE + r"(?:mastodon|fediverse|activitypub)(?: .*)?",
    "bluesky": _BEFORE + r"(?:bluesky|bsky)(?: .*)?",
    "linkedin": _BEFORE + r"linked ?in(?: .*)?",
    "x": r"x|x handle|.*twitter.*",
    "given": r"voornaam|roepnaam|voornamen|first ?names?|given ?name|christian name|prénom|vorname",
    "between": r"tussenvoegsels?|tussen|voorvoegsels?|middle ?name|infix|middelste naam",
    "family": r"achternaam|familienaam|last ?name|surname|family ?name|nachname|nom",
    "nickname": r"bijnaam|nick ?name|alias",
    "phone": _BEFORE
    + r"(?:(?:tele|smart)?(?:foon|phone)(?: ?num(?:mer|ber))?|tel(?: nr)?|mobiele?(?: nummer)?"
    + r"|mobile|cell|gsm|fax|06)"
    + _AFTER,
    "organisation": r"organisatie(?:naam)?|bedrijf(?:snaam)?|werkgever|instelling|firma|gemeente"
    r"|organi[sz]ation(?: name)?|company(?: name)?|employer",
    "function": r"functie(?:naam)?|beroep|rol|function|job ?title|position|role|title|occupation",
    "birthday": r"geboortedatum|geboren(?: op)?|verjaardag|birth ?da(?:y|te)|date of birth|dob",
    "site": _BEFORE + r"(?:web ?site|web ?pagina|web ?page|home ?page|url|site|link|blog)(?: \d)?",
    "note": r"notities?|opmerking(?:en)?|notes?|comments?|remarks?|aantekening(?:en)?|toelichting",
    "group": r"groep(?:en)?|categorie(?:ën|en)?|lijst|labels?|tags?|groups?|categor(?:y|ies)|list",
    "since": r"(?:contact |klant )?(?:sinds|since)|connected on|datum contact|verbonden op",
    "street": _BEFORE
    + r"(?:straat(?:naam)?(?: en huisnummer)?|huisnummer|adres ?(?:regel)? ?1?"
    + r"|street(?: address)?|address ?(?:line )?1)",
    "code": _BEFORE + r"(?:postcode|zip(?: code)?|postal code)",
    "place": _BEFORE + r"(?:woonplaats|plaats(?:naam)?|stad|city|town)",
    "country": _BEFORE + r"(?:land|country)",
    "address": r"volledig adres|postadres|(?:postal |mailing |full )?address",
    "key": r"id|uid|nummer|relatienummer|contact id",
    "name": r"(?:volledige |weergave)?naam|wie|(?:contact)?persoon|contact|((full|display) ?)?name",
}
_KNOWN = tuple((field, re.compile(f"(?:{pattern})")) for field, pattern in _HEADERS.items())
_LABELS = (
    ("work", re.compile(r"\b(werk|work|zakelijk|business|kantoor|office)\b")),
    ("home", re.compile(r"\b(thuis|home|prive|privé|private|personal)\b")),
    ("fax", re.compile(r"\bfax\b")),
    ("cell", re.compile(r"\b(mobiele?|mobile|cell|gsm|06)\b")),
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:,? [\w.'’-]+){1,5}")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[ '’-][^\W\d_]+)*")


def by_name(header: str) -> str:
    """The field a column's name stands for, else empty."""
    name = folded(header)[:80]
    return next((field for field, known in _KNOWN if known.fullmatch(name)), "") if name else ""


def label_of(header: str) -> str:
    """Where this way reaches somebody, as far as the column's name says: work, home, cell, fax."""
    name = folded(header)
    return next((label for label, words in _LABELS if words.search(name)), "")


def by_look(cells: Sequence[str]) -> str:
    """The field that most of these cells look like: mail, phone, birthday, a handle, site, name,
    or `word` for single words (a given or a family name perhaps); else empty."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return ""
    kinds = [kind_of(cell) for cell in filled]
    best = max(sorted(set(kinds)), key=kinds.count)
    return best if best and kinds.count(best) >= _LOOKS * len(kinds) else ""


def kind_of(cell: str) -> str:
    """What one cell looks like, in the words of `by_look`."""
    word = cell.strip()[:300]
    if len(word.split()) > 8:
        return ""
    if (found := reaching.page(word)) and ("://" in word or word.startswith("www.")):
        return found.network if found.way == Way.HANDLE else "site"
    if "@" in word:
        named = "mastodon" if word.startswith("@") else "mail"
        return named if reaching.mail(word) else ""
    if dates.day(word) and sum(sign.isdecimal() for sign in word) >= 4:
        return "birthday"
    if re.fullmatch(r"[+(]?[\d ()./+-]{6,20}", word) and sum(map(str.isdecimal, word)) >= 8:
        return "phone"
    if _WORD.fullmatch(word) and " " not in word:
        return "word"
    return "name" if _PERSON.fullmatch(word) else ""


def is_data(cell: str) -> bool:
    """Whether a cell can be no column's name: an address, a number, a date."""
    return kind_of(cell) not in ("", "word", "name")
