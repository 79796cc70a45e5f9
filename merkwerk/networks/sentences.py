"""Every code of trouble as a sentence: what happened, and what to do. Used for sources, connected
accounts, lookups and messages alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Trouble:
    """`says` is what happened, `do` what helps; `detail` is the other side's own reason."""

    code: str
    says: str
    do: str
    detail: str = ""


Pair = tuple[str | Promise, str | Promise]
_l = gettext_lazy

TROUBLES: dict[str, Pair] = {
    "unreachable": (
        _l("The server could not be reached."),
        _l("Check the spelling. If it is right, it is tried again by itself, later and later."),
    ),
    "too-slow": (
        _l("The server took too long to answer."),
        _l("It is tried again by itself, later and later."),
    ),
    "too-large": (
        _l("What the server sent is far too large to read."),
        _l("Perhaps it has a smaller feed. Look for another address there."),
    ),
    "private-address": (
        _l("This address leads into a private network, so it was not opened."),
        _l("Use an address that everybody on the internet can open."),
    ),
    "bad-address": (
        _l("This is not an address that can be read."),
        _l("Type it as your browser shows it, or as a name like @joris@social.example."),
    ),
    "not-found": (
        _l("Nothing was found there."),
        _l("Check the spelling, or look whether the name or page has changed."),
    ),
    "gone": (
        _l("It has been taken away for good."),
        _l("Remove it here, or look for its new place."),
    ),
    "forbidden": (
        _l("The server does not want to show this."),
        _l("Perhaps it shows it to a connected account. Connect one, or ask its owner."),
    ),
    "token-refused": (
        _l("Your connection with this account is no longer accepted."),
        _l("Connect the account again."),
    ),
    "rate-limited": (
        _l("The server asks us to wait."),
        _l("That is fine. It goes on by itself as soon as it may."),
    ),
    "server-trouble": (
        _l("The server has trouble of its own."),
        _l("It is tried again by itself, later and later."),
    ),
    "unreadable": (
        _l("What came back could not be read."),
        _l("Check whether this is the right address. It is still tried now and then."),
    ),
    "rejected": (
        _l("The network does not accept it."),
        _l("Read its reason, change your text, and send it again."),
    ),
    "nothing-there": (
        _l("The address works, but there is nothing there to listen to."),
        _l("Look for a feed on that site, or take the address of an account or a hashtag."),
    ),
    "unexpected": (
        _l("Something went wrong here, on our side."),
        _l("It is tried again by itself. Your administrator sees it on the health page."),
    ),
    "declined": (
        _l("You did not give permission on the server."),
        _l("That is fine. Begin again whenever you like."),
    ),
    "too-late": (
        _l("It took too long to come back from the server."),
        _l("Begin again; you have half an hour."),
    ),
    "disconnected": (
        _l("This account is not connected any more."),
        _l("Choose another account, or connect it again. Your text is kept."),
    ),
    "gave-up": (
        _l("It could not be sent within a day."),
        _l("Your text is kept. Try again when the server answers."),
    ),
    "no-account": (
        _l("For this you need a connected account."),
        _l("Connect one, or copy your text and send it with your own tool."),
    ),
}

ABOUT: dict[tuple[str, str], Pair] = {
    ("message", "unreachable"): (
        _l("The server could not be reached, so your answer waits here."),
        _l("It is tried again by itself, for a day at most. You need not do anything."),
    ),
    ("message", "not-found"): (
        _l("The message you answer could not be found on your server."),
        _l("Perhaps it was taken away. Your text is kept: copy it, or send it another way."),
    ),
    ("message", "forbidden"): (
        _l("The server does not let you answer this message."),
        _l("Perhaps its author allows answers only from some people. Your text is kept."),
    ),
    ("message", "token-refused"): (
        _l("Your connection with this account is no longer accepted, so it was not sent."),
        _l("Connect the account again, then send it. Your text is kept."),
    ),
    ("message", "gone"): (
        _l("The message you answer has been taken away by its author."),
        _l("Your text is kept: copy it, or leave it."),
    ),
    ("lookup", "unreachable"): (
        _l("The server could not be reached."),
        _l("Check the spelling, or try again in a few minutes."),
    ),
    ("lookup", "too-slow"): (
        _l("The server took too long to answer."),
        _l("Try again in a few minutes."),
    ),
    ("lookup", "server-trouble"): (
        _l("The server has trouble of its own."),
        _l("Try again in a few minutes."),
    ),
    ("lookup", "rate-limited"): (
        _l("The server asks us to wait."),
        _l("Try again in a few minutes."),
    ),
    ("lookup", "unreadable"): (
        _l("What came back could not be read."),
        _l("Check whether this is the right address."),
    ),
    ("lookup", "too-large"): (
        _l("What the server sent is far too large to read."),
        _l("Perhaps the site has a smaller feed. Look for another address there."),
    ),
}

REFUSALS: dict[str, Pair] = {
    "no-identity": (_l("An entry without an address or number of its own."), ""),
    "no-author": (_l("An entry that does not say who wrote it."), ""),
    "no-date": (_l("An entry without a date that can be read."), ""),
    "no-text": (_l("An entry without words."), ""),
    "empty": (_l("An entry without words."), ""),
    "too-long": (_l("An entry whose address is too long to keep."), ""),
    "limited": (_l("An entry that was not meant for everybody."), ""),
}


def trouble_of(code: str, detail: str = "", *, about: str = "source") -> Trouble | None:
    """The sentences for an error's code, in today's language; None when there is no error.
    `about` is what went wrong: "source", "lookup" or "message"."""
    if not code:
        return None
    says, do = ABOUT.get((about, code)) or TROUBLES.get(code) or TROUBLES["unexpected"]
    return Trouble(code, str(says), str(do), detail)


def refusal_of(code: str) -> Trouble:
    """Why one entry of a source could not be read."""
    says, do = REFUSALS.get(code, (_("An entry that could not be read."), ""))
    return Trouble(code, str(says), str(do))
