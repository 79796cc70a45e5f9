"""Every code of trouble as a sentence: what happened, and what to do. Used for sources, connected
accounts, lookups and messages alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.sentences.messages import OF_MESSAGES
from merkwerk.networks.sentences.pairs import Pair


@dataclass(frozen=True, slots=True)
class Trouble:
    """`says` is what happened, `do` what helps; `detail` is the other side's own reason."""

    code: str
    says: str
    do: str
    detail: str = ""


TROUBLES: dict[str, Pair] = {
    "unreachable": (
        _("The server could not be reached."),
        _("Check the spelling. If it is right, it is tried again by itself, later and later."),
    ),
    "too-slow": (
        _("The server took too long to answer."),
        _("It is tried again by itself, later and later."),
    ),
    "too-large": (
        _("What the server sent is far too large to read."),
        _("Perhaps it has a smaller feed. Look for another address there."),
    ),
    "private-address": (
        _("This address leads into a private network, so it was not opened."),
        _("Use an address that everybody on the internet can open."),
    ),
    "bad-address": (
        _("This is not an address that can be read."),
        _("Type it as your browser shows it, or as a name like @joris@social.example."),
    ),
    "not-found": (
        _("Nothing was found there."),
        _("Check the spelling, or look whether the name or page has changed."),
    ),
    "gone": (
        _("It has been taken away for good."),
        _("Remove it here, or look for its new place."),
    ),
    "forbidden": (
        _("The server does not want to show this."),
        _("Perhaps it shows it to a connected account. Connect one, or ask its owner."),
    ),
    "token-refused": (
        _("Your connection with this account is no longer accepted."),
        _("Connect the account again."),
    ),
    "invented": (
        _("This account belongs to the example: its server does not exist."),
        _("Connect an account of your own below, and add a real source."),
    ),
    "rate-limited": (
        _("The server asks us to wait."),
        _("That is fine. It goes on by itself as soon as it may."),
    ),
    "server-trouble": (
        _("The server has trouble of its own."),
        _("It is tried again by itself, later and later."),
    ),
    "unreadable": (
        _("What came back could not be read."),
        _("Check whether this is the right address. It is still tried now and then."),
    ),
    "rejected": (
        _("The network does not accept it."),
        _("Read its reason, change your text, and send it again."),
    ),
    "nothing-there": (
        _("The address works, but there is nothing there to listen to."),
        _("Look for a feed on that site, or take the address of an account or a hashtag."),
    ),
    "goes-round": (
        _("This address leads to another, and that one back again."),
        _("Open it in your browser, and take the address of the page you end at."),
    ),
    "too-far": (
        _("This address leads on and on to others."),
        _("Open it in your browser, and take the address of the page you end at."),
    ),
    "unexpected": (
        _("Something went wrong here, on our side."),
        _("It is tried again by itself. Your administrator sees it on the health page."),
    ),
    "declined": (
        _("You did not give permission on the server."),
        _("That is fine. Begin again whenever you like."),
    ),
    "too-late": (
        _("It took too long to come back from the server."),
        _("Begin again; you have half an hour."),
    ),
    "disconnected": (
        _("This account is not connected any more."),
        _("Choose another account, or connect it again. Your text is kept."),
    ),
    "gave-up": (
        _("It could not be sent within a day."),
        _("Your text is kept. Try again when the server answers."),
    ),
    "no-pictures": (
        _("Your connection with this account is older than pictures, so they were refused."),
        _("Connect the account again and say yes to pictures, then send it."),
    ),
    "picture-missing": (
        _("A picture of this message is not here any more."),
        _("Add it again, or leave it out, and send it again."),
    ),
    "not-yours": (
        _("You don't speak for this account any more."),
        _("Choose an account of your own. Your text is kept."),
    ),
    "brand-now": (
        _("This account speaks for the organisation now, so another writer looks at it first."),
        _("Your text is kept. Choose an account of your own, or ask for that look and press."),
    ),
    "part-before": (
        _("The part before this one was not sent, so this one waits."),
        _("Send the rest again when you have seen why."),
    ),
    "called-off": (
        _("You took it back before it went out."),
        _("Your text is in your draft."),
    ),
    "quoted-gone": (
        _("What you quote has been taken away."),
        _("Leave the quote out, and send it again."),
    ),
    "no-account": (
        _("For this you need a connected account."),
        _("Connect one, or copy your text and send it with your own tool."),
    ),
}

ABOUT: dict[tuple[str, str], Pair] = {
    **OF_MESSAGES,
    ("mailbox", "token-refused"): (
        _("The mail server does not accept this user name and password."),
        _("Type them again. Many servers want a password made for one program only."),
    ),
    ("mailbox", "not-found"): (
        _("The mailbox has no folder of this name."),
        _("Look up its name in your mail program, and change it here. INBOX always exists."),
    ),
    ("mailbox", "unreachable"): (
        _("The mail server could not be reached."),
        _("Check its name and port. If they are right, it is tried again by itself."),
    ),
    ("mailbox", "unreadable"): (
        _("What answers there does not speak as a mail server should."),
        _("Check the name and the port: 993 is the usual one for reading mail (IMAP)."),
    ),
    ("stream", "unreachable"): (
        _("The stream broke off, or the server could not be reached."),
        _("It is opened again by itself, and goes on where it stopped."),
    ),
    ("stream", "too-slow"): (
        _("The stream was silent for too long."),
        _("It is opened again by itself, and goes on where it stopped."),
    ),
    ("stream", "forbidden"): (
        _("This server does not let strangers listen."),
        _("Choose another server, or connect an account there and listen to whom you follow."),
    ),
    ("stream", "not-found"): (
        _("There is no stream at this address."),
        _("Check the address, or choose another server."),
    ),
    ("stream", "unreadable"): (
        _("What answers there is no stream."),
        _("Check the address, or choose another server."),
    ),
    ("follow", "forbidden"): (
        _("The server does not let you follow this person from here."),
        _("Connect your account again, so that it may. Or follow them with your own tool."),
    ),
    ("follow", "not-found"): (
        _("Your server could not find this person."),
        _("Perhaps the account is gone. Look them up with your own tool."),
    ),
    ("follow", "rejected"): (
        _("The network does not accept it."),
        _("Perhaps they don't want to be followed from your server. Leave it."),
    ),
    ("follow", "gave-up"): (
        _("It could not be done within a day."),
        _("Try again when the server answers."),
    ),
    ("calendar", "too-large"): (
        _("This calendar is far too large to read."),
        _("Does it have an address for the last years only? Use that one."),
    ),
    ("calendar", "nothing-there"): (
        _("There is a page at this address, but no calendar."),
        _("Look in your calendar's settings for its secret address; it often ends in .ics."),
    ),
    ("calendar", "bad-address"): (
        _("This is not the address of a calendar."),
        _("It begins with https:// or webcal://, and often ends in .ics."),
    ),
    ("calendar", "forbidden"): (
        _("The server does not want to show this calendar."),
        _("Look in your calendar's settings for its secret address, and type that one."),
    ),
    ("lookup", "unreachable"): (
        _("The server could not be reached."),
        _("Check the spelling, or try again in a few minutes."),
    ),
    ("lookup", "too-slow"): (
        _("The server took too long to answer."),
        _("Try again in a few minutes."),
    ),
    ("lookup", "server-trouble"): (
        _("The server has trouble of its own."),
        _("Try again in a few minutes."),
    ),
    ("lookup", "rate-limited"): (
        _("The server asks us to wait."),
        _("Try again in a few minutes."),
    ),
    ("lookup", "unreadable"): (
        _("What came back could not be read."),
        _("Check whether this is the right address."),
    ),
    ("lookup", "too-large"): (
        _("What the server sent is far too large to read."),
        _("Perhaps the site has a smaller feed. Look for another address there."),
    ),
}

REFUSALS: dict[str, Pair] = {
    "no-identity": (_("An entry without an address or number of its own."), ""),
    "no-author": (_("An entry that does not say who wrote it."), ""),
    "no-date": (_("An entry without a date that can be read."), ""),
    "no-text": (_("An entry without words."), ""),
    "empty": (_("An entry without words."), ""),
    "too-long": (_("An entry whose address is too long to keep."), ""),
    "no-newsletter": (_("A letter that is no newsletter; it was left where it is."), ""),
    "limited": (_("An entry that was not meant for everybody."), ""),
}

UNREADABLE: Pair = (_("An entry that could not be read."), "")


def trouble_of(code: str, detail: str = "", *, about: str = "source") -> Trouble | None:
    """The sentences for an error's code, in today's language; None when there is no error.
    `about` is what went wrong: "source", "stream", "mailbox", "calendar", "lookup", "follow",
    "message" (an answer), "own-message", "change" or "take-away"."""
    if not code:
        return None
    says, do = ABOUT.get((about, code)) or TROUBLES.get(code) or TROUBLES["unexpected"]
    return Trouble(code, str(says), str(do), detail)


def refusal_of(code: str) -> Trouble:
    """Why one entry of a source could not be read."""
    says, do = REFUSALS.get(code, UNREADABLE)
    return Trouble(code, str(says), str(do))


ON_TIME, LATE = timedelta(minutes=1), timedelta(minutes=10)


def stream_says(since: datetime | None, until: datetime | None, now: datetime) -> str:
    """How a stream is doing: connected and on time, how far behind, or not connected."""
    if since is None:
        return str(_("Being connected …"))
    behind = now - (until or since)
    if behind <= LATE:
        return str(_("Listening, as it happens.") if behind <= ON_TIME else _("Listening."))
    how_far = timesince(now - behind, now, depth=1)
    return str(_("Catching up: %(time)s behind.")) % {"time": how_far}
