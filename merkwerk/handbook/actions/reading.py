"""The handbook as somebody reads it: an edition, with who agreed to be named, and searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.engine.encouragement import reading_seconds
from merkwerk.engine.text import fold
from merkwerk.handbook.actions.naming import mentions
from merkwerk.handbook.models import (
    Agreement,
    Edition,
    Example,
    Handbook,
    ReadingMark,
    Stand,
    digest,
)

MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class ReadExample:
    """`colleague` and `name` are of whoever agreed to be named with these words, else empty."""

    pk: int
    what: str
    why: str
    colleague: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReadSituation:
    pk: int
    name: str
    lead: str
    examples: tuple[ReadExample, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """One edition for a reader. `minutes` is how long all of it takes, whatever was searched for;
    `names` are all situations, by number; `found` says whether anything met the search."""

    edition: Edition
    guideline: str
    clause: str
    clause_link: str
    situations: tuple[ReadSituation, ...]
    stands: tuple[Stand, ...]
    minutes: int
    names: tuple[tuple[int, str], ...]
    found: bool


@dataclass(frozen=True, slots=True)
class Renewed:
    """What is new since somebody last read: one sentence an edition, the newest first."""

    number: int
    published: datetime
    news: tuple[str, ...]
    is_first: bool


def current() -> Edition | None:
    """The edition that stands; None until one was published."""
    return Edition.objects.select_related("published_by").order_by("-number").first()


def read(edition: Edition, *, words: str = "", situation: int | None = None) -> Read:
    """An edition as colleagues read it. `words` (each has to stand in an example, or in the name
    of its situation) and `situation` (by number) narrow it. Three queries."""
    contents = edition.contents
    consent = _consent(contents)
    stands = tuple(Stand.objects.told().select_related("colleague"))
    whole = tuple(_situation(one, consent) for one in contents["situations"])
    wanted = fold(words).split()[:MOST_WORDS]
    shown = tuple(filter(None, (_narrowed(one, wanted, situation) for one in whole)))
    own = () if situation else tuple(one for one in stands if _meets(wanted, one.words))
    return Read(
        edition=edition,
        guideline=contents["guideline"],
        clause=contents["clause"],
        clause_link=contents["clause_link"],
        situations=shown,
        stands=own,
        minutes=_minutes(edition, whole, stands),
        names=tuple((one.pk, one.name) for one in whole),
        found=bool(shown or own),
    )


def renewed_for(colleague: Colleague) -> Renewed | None:
    """What is new in the handbook for this colleague, for one calm line anywhere; None when they
    read the last edition, or there is none. Two queries; nothing is noted by looking."""
    mark = ReadingMark.objects.visible_to(colleague).select_related("edition").first()
    since = mark.edition.number if mark else 0
    fresh = Edition.objects.filter(number__gt=since).order_by("-number")
    found = list(fresh.values_list("number", "published", "news")[:5])
    if not found:
        return None
    number, published, _news = found[0]
    return Renewed(number, published, tuple(news for *_rest, news in found), is_first=not since)


def mark_read(*, edition: Edition, by: Colleague) -> None:
    """ "I have read it": for oneself; nobody else sees or counts it. An older edition doesn't take
    the place of a newer one."""
    mark, made = ReadingMark.objects.get_or_create(colleague=by, defaults={"edition": edition})
    if not made and mark.edition.number < edition.number:
        mark.edition = edition
        mark.save(update_fields=["edition"])


def outside() -> Read | None:
    """What everybody outside may read: the guideline, what the clause means, and the examples that
    are for outside, then and now. Nobody is named: words in which the name of whom they are about
    stands are left out, unless that colleague agreed to it. None unless the public page is on."""
    if not Handbook.objects.filter(pk=1, is_public=True).exists():
        return None
    edition = Edition.objects.order_by("-number").first()
    if edition is None:
        return None
    consent = _consent(edition.contents, is_outside=True)
    whole = tuple(_situation(one, consent) for one in edition.contents["situations"])
    shown = tuple(one for one in whole if one.examples)
    return Read(
        edition=edition,
        guideline=edition.contents["guideline"],
        clause=edition.contents["clause"],
        clause_link="",
        situations=shown,
        stands=(),
        minutes=_minutes(edition, shown, ()),
        names=(),
        found=bool(shown),
    )


@dataclass(frozen=True, slots=True)
class _Yes:
    colleague: int
    name: str
    outside: bool


@dataclass(frozen=True, slots=True)
class _Consent:
    """What may be shown today of an edition: `about` says of each example that nobody took back
    whom it would like to name; `yes` who agreed to which words, and is here."""

    about: dict[int, str]
    yes: dict[tuple[int, str], _Yes]
    is_outside: bool = False


def _consent(contents: dict[str, Any], *, is_outside: bool = False) -> _Consent:
    """Two queries."""
    numbers = [example["pk"] for one in contents["situations"] for example in one["examples"]]
    there = Example.objects.filter(pk__in=numbers, withdrawn=None)
    if is_outside:
        there = there.filter(outside=True)
    agreed = Agreement.objects.filter(
        Q(example__named=F("colleague")), works_here("colleague"), example__in=numbers
    )
    rows = agreed.values_list("example", "words", "colleague", "colleague__name", "outside")
    return _Consent(
        about={pk: name or "" for pk, name in there.values_list("pk", "named__name")},
        yes={(pk, words): _Yes(who, name, out) for pk, words, who, name, out in rows},
        is_outside=is_outside,
    )


def _situation(told: dict[str, Any], consent: _Consent) -> ReadSituation:
    found = tuple(filter(None, (_example(one, consent) for one in told["examples"])))
    return ReadSituation(told["pk"], told["name"], told["lead"], found)


def _example(told: dict[str, Any], consent: _Consent) -> ReadExample | None:
    """None when it was taken back, or isn't for outside, or when its words name somebody who
    didn't agree to that."""
    pk, what, why = told["pk"], told["what"], told["why"]
    if pk not in consent.about or (consent.is_outside and not told["outside"]):
        return None
    yes = consent.yes.get((pk, digest(what, why)))
    may_name = yes is not None and (yes.outside or not consent.is_outside)
    if not may_name and mentions(f"{what} {why}", consent.about[pk]):
        return None
    if yes is None or consent.is_outside:
        return ReadExample(pk, what, why)
    return ReadExample(pk, what, why, yes.colleague, yes.name)


def _narrowed(one: ReadSituation, wanted: list[str], situation: int | None) -> ReadSituation | None:
    if situation and one.pk != situation:
        return None
    head = f"{one.name} {one.lead}"
    found = tuple(e for e in one.examples if _meets(wanted, f"{head} {e.what} {e.why} {e.name}"))
    if wanted and not found:
        return None
    return ReadSituation(one.pk, one.name, one.lead, found)


def _meets(wanted: list[str], text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in wanted)


def _minutes(
    edition: Edition, situations: tuple[ReadSituation, ...], stands: tuple[Stand, ...]
) -> int:
    """Whole minutes, at least one."""
    text = "\n".join(_texts(edition.contents, situations, stands))
    return max(1, round(reading_seconds(text, edition.language) / 60))


def _texts(
    contents: dict[str, Any], situations: tuple[ReadSituation, ...], stands: tuple[Stand, ...]
) -> Iterator[str]:
    yield contents["guideline"]
    yield contents["clause"]
    for situation in situations:
        yield f"{situation.name} {situation.lead}"
        yield from (f"{one.what} {one.why}" for one in situation.examples)
    yield from (one.words for one in stands)
