"""Organisations under their many spellings, and a change of job that is really one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from merkwerk.engine.because import Because
from merkwerk.engine.identities.lists import words_of
from merkwerk.engine.identities.mails import plain_mail
from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold

_LONGEST = 200
_WORD = re.compile(r"[^\W_]+")
_NONE = words_of("no-organisation")
_PUBLIC = words_of("public-mail")


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody works: organisation and function as written, and the domains of their mail."""

    organisation: str = ""
    function: str = ""
    domains: Collection[str] = ()


def _key(name: str) -> str:
    return organisation_key(name).removeprefix("de ").removeprefix("het ")


def same_organisation(one: str, other: str) -> bool:
    """Whether two names are spellings of one: equal in their plain form, run together, by a slip in
    a longer word, one as the other's capitals (UvA), or one the beginning of the other."""
    mine, theirs = _key(one), _key(other)
    if not mine or not theirs:
        return False
    shorter, longer = sorted((mine.replace(" ", ""), theirs.replace(" ", "")), key=len)
    if shorter == longer or _capitals(one, theirs, other) or _capitals(other, mine, one):
        return True
    if len(shorter) > 6 and OSA.distance(shorter, longer, score_cutoff=1) <= 1:
        return not any(sign.isdecimal() for sign in shorter + longer)
    few, many = sorted((mine.split(), theirs.split()), key=len)
    return len(shorter) > 3 and many[: len(few)] == few and len(few[0]) > 3


def _capitals(short: str, plain: str, full: str) -> bool:
    """Whether the short name is made of the first letters of the full one's words."""
    letters = fold(short).replace(".", "").strip()
    words = _WORD.findall(fold(full[:_LONGEST]))
    return (
        2 < len(letters) < 8
        and letters.isalpha()
        and (
            letters == "".join(word[0] for word in words)
            or letters == "".join(word[0] for word in plain.split())
        )
    )


def is_public(domain: str) -> bool:
    """Whether anybody may have a mailbox at the domain (a large provider)."""
    return domain.lower().strip(".") in _PUBLIC


def works_at(domain: str, organisation: str) -> bool:
    """Whether a domain carries the organisation's name: `deltawerk.nl` and Deltawerk B.V."""
    labels = domain.lower().split(".")
    if len(labels) < 2 or is_public(domain):
        return False
    plain = organisation_key(organisation).replace(" ", "")
    whole = "".join(_WORD.findall(fold(organisation[:_LONGEST])))
    label = fold(labels[-2]).replace("-", "")
    if len(labels) > 2 and label in ("co", "com", "ac", "gov", "org", "gouv"):
        label = fold(labels[-3]).replace("-", "")
    return len(label) > 2 and (
        label in (plain, whole)
        or (len(label) > 4 and plain.startswith(label))
        or (len(plain) > 4 and label.startswith(plain))
    )


def domain_of(mail: str) -> str:
    """The domain of an address, "" for none and for one of a large provider."""
    domain = plain_mail(mail).rpartition("@")[2]
    return "" if is_public(domain) else domain


def changed_job(before: Post, after: Post) -> Because | None:
    """A change of job, or None: `new-employer` (before, after), `left` (before: out of work,
    retired or on their own), `new-function` (before, after; same organisation).

    Another spelling, a legal form, a longer name (`Deltawerk` and `Deltawerk Zuid`), a name that is
    missing on one side, and an organisation whose old domain is kept are no change. With no
    organisation on both sides it is the domains that tell: none in common and none public.
    """
    old, new = organisation_key(before.organisation), organisation_key(after.organisation)
    if old and new:
        if old not in _NONE and new in _NONE:
            return Because("left", {"before": before.organisation})
        if same_organisation(before.organisation, after.organisation):
            return _new_function(before, after)
        kept = {d for d in after.domains if works_at(d, before.organisation)}
        if kept and not any(works_at(domain, after.organisation) for domain in after.domains):
            return None
        return Because("new-employer", {"before": before.organisation, "after": after.organisation})
    if old or new:
        return None
    was, now = (
        {domain.lower() for domain in post.domains if not is_public(domain)}
        for post in (before, after)
    )
    if was and now and not was & now:
        return Because("new-employer", {"before": min(was), "after": min(now)})
    return None


def _new_function(before: Post, after: Post) -> Because | None:
    was, now = (" ".join(_WORD.findall(fold(post.function[:_LONGEST]))) for post in (before, after))
    if not was or not now or was in now or now in was:
        return None
    if OSA.normalized_similarity(was, now) > 0.8:
        return None
    return Because("new-function", {"before": before.function, "after": after.function})
