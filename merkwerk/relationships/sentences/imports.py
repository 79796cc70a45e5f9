"""Words about files that are brought: what kinds there are, who is in them, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Format
from merkwerk.relationships.actions.importing import Shown

FORMATS = {
    Format.VCARD: gettext_lazy("An address book (vCard)"),
    Format.TABLE: gettext_lazy("A table (CSV)"),
    Format.LINKEDIN: gettext_lazy("LinkedIn, your data"),
    Format.GOOGLE: gettext_lazy("Google, contacts and calendar"),
    Format.OUTLOOK: gettext_lazy("Outlook, contacts and calendar"),
    Format.MASTODON: gettext_lazy("Mastodon, whom you follow"),
    Format.BLUESKY: gettext_lazy("Bluesky, your repository (CAR)"),
    Format.X: gettext_lazy("X, your archive"),
    Format.MBOX: gettext_lazy("Letters (mbox)"),
    Format.CALENDAR: gettext_lazy("A calendar (ICS)"),
    Format.OWN: gettext_lazy("Merkwerk, what you took along"),
}
VERDICTS = {
    "new": gettext_lazy("New"),
    "same": gettext_lazy("You know them"),
    "maybe": gettext_lazy("Perhaps known"),
    "twice": gettext_lazy("Twice in this file"),
    "namesake": gettext_lazy("Same name twice"),
    "colleague": gettext_lazy("Work here"),
    "owner": gettext_lazy("Yourself"),
    "apart": gettext_lazy("No person"),
}
FIELDS = {
    "": gettext_lazy("leave out"),
    "name": gettext_lazy("name"),
    "given": gettext_lazy("given name"),
    "between": gettext_lazy("between the names"),
    "family": gettext_lazy("family name"),
    "nickname": gettext_lazy("nickname"),
    "organisation": gettext_lazy("organisation"),
    "function": gettext_lazy("what they do there"),
    "mail": gettext_lazy("mail address"),
    "phone": gettext_lazy("telephone"),
    "site": gettext_lazy("site"),
    "mastodon": gettext_lazy("Mastodon"),
    "bluesky": gettext_lazy("Bluesky"),
    "linkedin": gettext_lazy("LinkedIn"),
    "x": gettext_lazy("X"),
    "birthday": gettext_lazy("birthday"),
    "note": gettext_lazy("note"),
    "group": gettext_lazy("group"),
    "since": gettext_lazy("known since"),
    "street": gettext_lazy("street"),
    "code": gettext_lazy("postal code"),
    "place": gettext_lazy("place"),
    "country": gettext_lazy("country"),
    "address": gettext_lazy("whole address"),
    "key": gettext_lazy("number or code"),
}
BECAUSE = {
    "new": gettext_lazy("Nobody of yours looks like this."),
    "owner": gettext_lazy("This is you."),
    "colleague-mail": gettext_lazy("This is the mail address of a colleague here."),
    "colleague-name": gettext_lazy("A colleague here has this name."),
    "imported-before": gettext_lazy("You took them over before."),
    "shared-mailbox": gettext_lazy("A mailbox of several people, or of a machine."),
    "you-said": gettext_lazy("You said so."),
    "same-mail": gettext_lazy("The same mail address."),
    "same-handle": gettext_lazy("The same handle."),
    "same-link": gettext_lazy("The same page."),
    "same-phone": gettext_lazy("The same telephone number."),
    "same-name": gettext_lazy("The same name."),
    "same-words": gettext_lazy("The same words in the name."),
    "short-name": gettext_lazy("A short form of the same name."),
    "initial": gettext_lazy("The same initial and family name."),
    "handle-name": gettext_lazy("The handle holds the name."),
    "handle-initial": gettext_lazy("The handle holds the initial and the family name."),
    "handle-part": gettext_lazy("The handle holds part of the name."),
    "handle-short": gettext_lazy("The handle holds a short form of the name."),
    "near-name": gettext_lazy("Almost the same name."),
    "same-organisation": gettext_lazy("The same organisation."),
    "domain": gettext_lazy("An address at the same organisation."),
    "same-domain": gettext_lazy("An address at the same place."),
    "linked": gettext_lazy("The one names the page of the other."),
    "handle-elsewhere": gettext_lazy("The same handle on another network."),
    "part-name": gettext_lazy("Part of the name is the same."),
    "other-name": gettext_lazy("But the name is another one."),
    "other-mail": gettext_lazy("But the mail address is another one."),
    "other-account": gettext_lazy("But the account is another one."),
}
AGAIN = gettext_lazy("Download the file once more and bring it again.")
FAILURES = {
    Whole.UNKNOWN: (
        gettext_lazy("We don't know this kind of file."),
        gettext_lazy("Look at the list of what can be brought, and how to get it."),
    ),
    "unknown-file": (
        gettext_lazy("We don't know this kind of file."),
        gettext_lazy("Look at the list of what can be brought, and how to get it."),
    ),
    Whole.EMPTY: (gettext_lazy("There is nothing in this file."), AGAIN),
    Whole.BROKEN: (gettext_lazy("This file is damaged, or a part of it is missing."), AGAIN),
    Whole.LOCKED: (
        gettext_lazy("There is a password on this archive."),
        gettext_lazy("Unpack it yourself, and bring the file that is in it."),
    ),
    Whole.BOMB: (
        gettext_lazy("This archive unpacks to far more than it seems, so we leave it closed."),
        gettext_lazy("Unpack it yourself, and bring the file that you need."),
    ),
    Whole.TOO_LARGE: (
        gettext_lazy("This file is larger than we can read in one go."),
        gettext_lazy("Export it in parts, and bring these one by one."),
    ),
    Whole.NOT_PEOPLE: (
        gettext_lazy("These are people or words that you blocked, nobody to keep up with."),
        gettext_lazy("Bring the list of whom you follow instead."),
    ),
    Whole.NEWER: (
        gettext_lazy("This was taken along from a newer Merkwerk than this one."),
        gettext_lazy("Ask your administrator to bring this Merkwerk up to date."),
    ),
    "no-file": (gettext_lazy("The file is not here any more."), gettext_lazy("Bring it again.")),
    "gave-up": (
        gettext_lazy("Reading it broke off several times."),
        gettext_lazy("Try a smaller part of it. Your administrator sees on Health what happened."),
    ),
}
TROUBLES = {
    Part.BAD_CARD: gettext_lazy("nobody in it: no name and no address"),
    Part.BAD_LINE: gettext_lazy("a line that makes no sense; the rest was read"),
    Part.BAD_ROW: gettext_lazy("a row that can't be cut into cells"),
    Part.BAD_DATE: gettext_lazy("a date that can't be understood"),
    Part.BAD_RECORD: gettext_lazy("a piece of another shape than expected"),
    Part.DAMAGED: gettext_lazy("a damaged piece"),
    Part.TOO_LARGE: gettext_lazy("a piece that is too large"),
    Part.TOO_MANY: gettext_lazy("more than we take in at once; the rest was left out"),
    Part.NAMELESS: gettext_lazy("people with a number only, without name or handle"),
    Part.OWNER_UNKNOWN: gettext_lazy("it isn't clear whose letters these are"),
    Part.APART: gettext_lazy("a piece to bring as a file of its own"),
    Part.NO_GROUP: gettext_lazy("a group, not a person"),
    "owner-unknown": gettext_lazy("it isn't clear whose letters these are"),
    "mail-automatic": gettext_lazy("letters by machines and newsletters, left out"),
    "mail-many": gettext_lazy("letters to many people at once, left out"),
    "mail-nobody": gettext_lazy("letters without anybody on the other side, left out"),
    "mail-unreadable": gettext_lazy("letters that can't be read"),
    "no-letters": gettext_lazy("no letters in this file"),
    "no-calendar": gettext_lazy("no calendar in this file"),
    "calendar-unreadable": gettext_lazy("a meeting that can't be read"),
    "calendar-repeats": gettext_lazy("a meeting whose repeats make no sense: the first counts"),
    "calendar-gathering": gettext_lazy("gatherings of many people, left out"),
    "calendar-not-yours": gettext_lazy("meetings that you are not in, left out"),
    "calendar-too-many": gettext_lazy("more meetings than we take in at once"),
}


def failure_in_words(code: str) -> tuple[str, str]:
    """What is the matter with a file as a whole, and what to do."""
    said = FAILURES.get(code) or FAILURES[Whole.BROKEN]
    return str(said[0]), str(said[1])


def trouble_in_words(trouble: Mapping[str, Any]) -> str:
    """What could not be read, how much of it, and where."""
    said = str(TROUBLES.get(trouble["code"], TROUBLES[Part.BAD_RECORD]))
    count = trouble["facts"].get("count")
    if isinstance(count, int):
        said = f"{count} × {said}"
    return f"{trouble['where']}: {said}" if trouble["where"] else said


def because_in_words(row: Shown) -> str:
    """Why somebody is thought to be new, known, twice, or not to be taken over."""
    codes: Sequence[str] = row.because or ("new",)
    told = [str(BECAUSE[code]) for code in codes if code in BECAUSE]
    told += [
        _("Number %(number)s in this file is the same person.") % {"number": code[4:]}
        for code in codes
        if code.startswith("row:")
    ]
    told += [
        _("Number %(number)s in this file has the same name. Is it the same person?")
        % {"number": code[5:]}
        for code in codes
        if code.startswith("name:")
    ]
    return " ".join(told)


def counted(kinds: Mapping[str, int]) -> str:
    """How many moments of which kind: "31 letters, 2 meetings"."""
    letters, met = kinds.get("wrote", 0), kinds.get("met", 0)
    follows = kinds.get("followed", 0)
    rest = sum(kinds.values()) - letters - met - follows
    told = [
        ngettext("%(n)s letter", "%(n)s letters", letters) % {"n": letters} if letters else "",
        ngettext("%(n)s meeting", "%(n)s meetings", met) % {"n": met} if met else "",
        ngettext("%(n)s follow", "%(n)s follows", follows) % {"n": follows} if follows else "",
        ngettext("%(n)s other moment", "%(n)s other moments", rest) % {"n": rest} if rest else "",
    ]
    return ", ".join(filter(None, told))


def moments_in_words(row: Shown) -> str:
    """What happened with somebody, and in which time."""
    told = counted(row.kinds)
    if not told or row.first is None or row.last is None:
        return told
    first, last = date_format(row.first, "F Y"), date_format(row.last, "F Y")
    span = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return f"{told}, {span}"


def erased_in_words(counts: Mapping[str, int]) -> str:
    """What a certificate counts."""
    people, moments = counts.get("relationships", 0), counts.get("moments", 0)
    others = sum(counts.values()) - people - moments
    return ", ".join(
        (
            ngettext("%(n)s relationship", "%(n)s relationships", people) % {"n": people},
            ngettext("%(n)s moment", "%(n)s moments", moments) % {"n": moments},
            ngettext("%(n)s other thing", "%(n)s other things", others) % {"n": others},
        )
    )
