"""Where people say in their own profile that they work, and when that is news."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from merkwerk.engine.because import Because
from merkwerk.engine.identities import Post, changed_job, same_organisation
from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold, without_tricks

LONGEST = 2000
_ROLES = (
    "accountant|actuaris|adviseu[rs]e?|adviser|advisor|advocaat|advocate|ambtenaar"
    "|analist|analyst|architecte?|archivaris|archivist|arts(?:en)?|attorney|barrister|beheerder"
    "|beleidsmaker|bibliothecaris|boekhouder|ceo|cfo|chef|chirurg|cio|ciso|cmo|coach|co-?founder"
    "|columnist|commissioner|communicatieadviseur|conservator|consultant|controller|coo|co[oö]rdinator"
    "|correspondent|cto|curator|designer|developer|developper|diplomaat|director|directeur|docente?"
    "|doctor|econoom|economist|editor|eindredacteur|engineer|fellow|founder|fysiotherapeut|geoloog"
    "|griffier|head|hoofd|hoofdredacteur|hoogleraar|huisarts|ingenieur|jurist|journaliste?|lawyer"
    "|leraar|lerares|lead|lecturer|librarian|loods|manager|marketeer|maintainer|medewerk(?:er|ster)"
    "|midwife|notaris|nurse|officer|official|onderwijzer(?:es)?|onderzoek(?:er|ster)|ontwerp(?:er|ster)"
    "|ontwikkelaar|operator|oprichter|organist|paralegal|partner|pastor|phd|physician|planner|planoloog"
    "|postdoc|predikant|presentator|president|principal|producer|professor|programmamaker"
    "|programmeur|programmer|projectleider|promovenda|promovendus|psycholoog|psychologist|rechter"
    "|recruiter|redact(?:eur|rice)|registrar|reporter|researcher|scientist|scrum ?master|sales"
    "|secretaris|socioloog|solicitor|specialist|statisticus|strateeg|strategist|sysadmin|teacher"
    "|technicus|techniek|therapeut|therapist|tolk|trainer|translator|urbanist|verloskundige"
    "|verpleegkundige|verslag(?:gever|geefster)|vertaler|vertaalster|voorlichter|vormgever"
    "|vormgeefster|webmaster|wetenschapper|woordvoerder|writer|zorgmanager"
)
_LEADING = (
    "burgemeester|ceo|cfo|cto|coo|co-?founder|director|directeur|eigenaar|founder|hoofdredacteur"
    "|owner|oprichter|wethouder"
)
_CAP = r"[A-ZÀ-ÖØ-Þ0-9][\w'’&.+-]*"
_SITE = r"[a-z0-9-]+\.(?:com|nl|org|io|be|eu|net|coop|social)"
_TIE = r"(?:van|de|der|den|het|voor|en|of|the|and|for|und|&|\+|in|op|aan|'t|’t)"
_ORG = (
    rf"(?:(?:de|het|the)\s+)?(?P<org>(?:{_CAP}|{_SITE})"
    rf"(?:\s+(?:{_TIE}\s+){{0,2}}(?:{_CAP}|{_SITE})){{0,5}})"
)
_HANDLE = r"@(?P<org>[A-Za-z0-9_][\w-]{2,})(?:@[\w.-]+|\.[\w.-]+)?"
_ROLE = (
    rf"(?<![\w'’&/+-])(?P<role>(?:[\w'’&/+-]{{1,30}}\s+){{0,3}}?[\w'’/-]{{0,30}}?(?:{_ROLES})"
    r"(?:\s+(?!bij\b|at\b|sinds\b|since\b)[a-zà-ÿ]+){0,3}?)"
)
_WORKS = (
    r"(?<!\w)(?:(?:i|ik)\s+)?(?:nu\s+|now\s+|currently\s+|tegenwoordig\s+)?"
    r"(?:werkzaam|werkend|werkt|werk|works|working|work|employed)"
)
_SINCE = r"(?:\s+(?:nu|now|sinds|since|currently|inmiddels)(?:\s+(?:\w+\s+)?\d{4})?)?"


def _ways() -> Iterator[re.Pattern[str]]:
    """The scoped flag leaves the signs of names as they are: a name begins with a capital."""
    yield re.compile(
        rf"(?i:{_WORKS}{_SINCE}(?:\s+(?:als|as)(?:\s+(?:an?|een))?\s+(?P<role>[\w/&' -]{{2,60}}?))?"
        rf"{_SINCE}\s+(?:bij|at|for|voor))\s+(?-i:{_ORG})"
    )
    yield re.compile(rf"(?i:{_ROLE}{_SINCE}\s+(?:bij|at))\s+(?-i:{_ORG})")
    yield re.compile(rf"(?i:{_ROLE}{_SINCE})\s*@\s+(?-i:{_ORG})")
    yield re.compile(rf"(?i:{_ROLE}{_SINCE}\s+(?:bij\s+|at\s+)?){_HANDLE}")
    yield re.compile(rf"(?<!\w)(?i:(?P<role>(?:{_LEADING})))(?i:\s+(?:van|of))\s+(?-i:{_ORG})")
    yield re.compile(rf"^(?i:nu\s+|now\s+)?@\s+{_ORG}\W*$")


_WAYS = tuple(_ways())
_PIECES = re.compile(r"[\n|•·;!?]+|(?<=[\w)])\.\s+|\s+[–—/]+\s+|\s{3,}")
_NOT_NOW = re.compile(
    r"(?i)(?<!\w)(?:voorheen|vroeger|eerder|ooit|gewezen|vml|vh|voormalige?|oud|ex|former|formerly"
    r"|previously|prev|past|once|was|were|werkte|worked|gewerkt|been|retired|emeritus|tot|until|till"
    r"|alumn\w+|binnenkort|straks|vanaf|soon|starting|from|incoming|upcoming|aankomend\w*|aspirant"
    r"|future|toekomstig\w*|wannabe|zoekt?|looking|seeking|hopes?|niet|not|never|nooit|geen|no|nor|fan"
    r"|stud\w+|stage\w*|intern|interns|trainee|vrijwillig\w*|volunt\w+|bestuurslid|board|advisory"
    r"|commissaris|toezichthouder|toezicht|gast\w*|guest|visiting|klant|client|customer"
    r"|getrouwd|married|partner van|wife|husband|parody|parodie|bot|vader|moeder|father|mother"
    r"|views|opinions|meningen|zoon|dochter|son|daughter|misschien|maybe|perhaps|as if|alsof)(?!\w)"
    r"|(?<!\w)(?:ex|oud|vice-ex|non)-"
)
_NOW_AGAIN = re.compile(r"(?i)(?<!\w)(?:nu|now|currently|tegenwoordig|thans|momenteel)(?!\w)")
_NO_ORGANISATION = frozenset(
    [
        *("home", "huis", "thuis", "large", "mijn", "my", "me", "mezelf", "myself", "ons", "our"),
        *("us", "een", "a", "an", "i", "ik", "en", "and", "de", "het", "the", "night", "nacht"),
        *("heart", "hart", "work", "werk", "monday", "maandag", "friday", "vrijdag", "januari"),
        *("january", "december", "freelance", "zzp", "eigen", "own", "self", "zichzelf", "jou"),
        *("you", "linkedin", "mastodon", "bluesky", "twitter", "github", "gmail"),
    ]
)
_EVENT = re.compile(r"(?i)\d{2}c3$|(?:conf|congres|camp|fest|fosdem|summit|20\d\d)\w*$")
_ROLE_START = re.compile(
    r"(?i)^(?:(?:ik|i|ben|am|i'm|een|an?|the|de|als|as|and|en|nu|now|currently|tegenwoordig|i’m"
    r"|is|my|mijn|day|job|werk|sinds \d{4}|since \d{4})\s+)+"
)


@dataclass(frozen=True, slots=True)
class Work:
    """Where somebody says to work: the organisation as written, the function or "", and the words
    of the profile that say so."""

    organisation: str
    function: str
    words: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody shows of themselves on a network: display name and words about themselves."""

    name: str = ""
    bio: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """Other work than before. `because` is `new-employer` (before, after), `new-function` (before,
    after), or `named` (after) when no work was known."""

    work: Work
    because: Because


def works_in(text: str) -> tuple[Work, ...]:
    """The present work that a profile names, in its order: "werkt bij", "works at", a function with
    "bij", "at" or "@". What was, is to come, is a study, a seat on a board or voluntary is left
    out, and so is all in doubt: it is better to miss one than to invent one. Dutch and English.
    Takes time linear in the text, of which 2,000 signs are read."""
    found: dict[str, Work] = {}
    for piece in _PIECES.split(without_tricks(text[:LONGEST])):
        for work in _in_piece(piece.strip()):
            found.setdefault(organisation_key(work.organisation), work)
    return tuple(found.values())


def _in_piece(piece: str) -> Iterator[Work]:
    taken: list[tuple[int, Work]] = []
    for way in _WAYS:
        for match in way.finditer(piece):
            organisation = _organisation(match["org"])
            if organisation and _is_now(piece, match):
                role = match.groupdict().get("role") or ""
                words = piece if len(piece) <= 160 else match[0]
                taken.append((match.start("org"), Work(organisation, _function(role), words[:160])))
    for _place, work in sorted(taken, key=lambda one: (one[0], not one[1].function)):
        yield work


def _is_now(piece: str, match: re.Match[str]) -> bool:
    """What is said before it in the same piece counts until a "now"; a year that ends it too."""
    before = piece[: match.start("org")]
    again = [one.end() for one in _NOW_AGAIN.finditer(before)]
    before = before[again[-1] :] if again else before
    after = piece[match.end("org") :][:20]
    return not _NOT_NOW.search(before) and not re.match(
        r"(?i)[\s,(]*(?:tot|until|till|t/m|-\s*(?:19|20)\d\d|(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d)",
        after,
    )


def _organisation(text: str) -> str:
    name = text.strip(" .,'’-&+")
    key = organisation_key(name)
    words = key.split()
    if len(key) < 2 or not words or all(word in _NO_ORGANISATION for word in words):
        return ""
    if words[0] in ("mijn", "my", "our") or _EVENT.search(name) or key.isdecimal():
        return ""
    return name[:200]


def _function(text: str) -> str:
    told = _ROLE_START.sub("", " ".join(text.split()).strip(" ,.-")).strip()
    return told[:200]


def new_work(before: Profile, after: Profile, known: Post) -> News | None:
    """Other work that a changed profile names, against what it named before and what the reader's
    own card says (`known`). None when the words that tell of it stood there before, when the work
    that is known is still named beside it, when more than one organisation is new, and when it is
    only another spelling."""
    was, now = _works(before), _works(after)
    names = [work.organisation for work in was]
    fresh = [work for work in now if not _is_among(work.organisation, names)]
    if not fresh:
        return _promoted(was, now, known)
    if len(fresh) > 1 or _is_told(fresh[0].organisation, before):
        return None
    work = fresh[0]
    others = [one.organisation for one in now if one is not work]
    if known.organisation:
        if same_organisation(known.organisation, work.organisation):
            return None
        if _is_among(known.organisation, others) or _is_told(known.organisation, after):
            return None
        old = known.organisation
    elif others:
        return None
    else:
        old = names[0] if names else ""
    if not old:
        return News(work, Because("named", {"after": work.organisation}))
    change = changed_job(Post(old), Post(work.organisation))
    return News(work, change) if change is not None and change.code == "new-employer" else None


def _works(profile: Profile) -> tuple[Work, ...]:
    return works_in(f"{profile.bio}\n{profile.name}")


def _is_among(organisation: str, names: Sequence[str]) -> bool:
    return any(same_organisation(organisation, one) for one in names)


def _is_told(organisation: str, profile: Profile) -> bool:
    """Whether the name stands in a profile in whatever words, the past left aside."""
    key = organisation_key(organisation).removeprefix("de ").removeprefix("het ")
    return any(
        bool(key)
        and not _NOT_NOW.search(piece)
        and f" {key} " in f" {' '.join(organisation_key(piece).split())} "
        for piece in _PIECES.split(f"{profile.bio}\n{profile.name}"[:LONGEST])
    )


def _promoted(was: Sequence[Work], now: Sequence[Work], known: Post) -> News | None:
    """Another function with the same employer, where both were written in the same way."""
    if len(was) != 1 or len(now) != 1 or not was[0].function or not now[0].function:
        return None
    if known.organisation and not same_organisation(known.organisation, now[0].organisation):
        return None
    change = changed_job(
        Post(was[0].organisation, was[0].function), Post(now[0].organisation, now[0].function)
    )
    if change is None or change.code != "new-function":
        return None
    if known.function and fold(now[0].function) == fold(known.function):
        return None
    return News(now[0], change)
