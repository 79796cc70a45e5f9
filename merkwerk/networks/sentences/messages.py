"""Every code of trouble with a message: answered, said of one's own accord, changed, taken away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from merkwerk.networks.sentences.pairs import Pair

OF_MESSAGES: dict[tuple[str, str], Pair] = {
    ("message", "unreachable"): (
        _("The server could not be reached, so your answer waits here."),
        _("It is tried again by itself, for a day at most. You need not do anything."),
    ),
    ("message", "not-found"): (
        _("The message you answer could not be found on your server."),
        _("Perhaps it was taken away. Your text is kept: copy it, or send it another way."),
    ),
    ("message", "forbidden"): (
        _("The server does not let you answer this message."),
        _("Perhaps its author allows answers only from some people. Your text is kept."),
    ),
    ("message", "token-refused"): (
        _("Your connection with this account is no longer accepted, so it was not sent."),
        _("Connect the account again, then send it. Your text is kept."),
    ),
    ("message", "gone"): (
        _("The message you answer has been taken away by its author."),
        _("Your text is kept: copy it, or leave it."),
    ),
    ("own-message", "unreachable"): (
        _("The server could not be reached, so your message waits here."),
        _("It is tried again by itself, for a day at most. You need not do anything."),
    ),
    ("own-message", "forbidden"): (
        _("The server does not let you say this."),
        _("Look on the server whether your account may post. Your text is kept."),
    ),
    ("own-message", "not-found"): (
        _("The server no longer knows a picture of this message, or the part before it."),
        _("Send it again. If that doesn't help, add the pictures once more."),
    ),
    ("own-message", "token-refused"): (
        _("Your connection with this account is no longer accepted, so it was not sent."),
        _("Connect the account again, then send it. Your text is kept."),
    ),
    ("own-message", "empty"): (
        _("There is nothing in it yet."),
        _("Write something, or add a picture."),
    ),
    ("own-message", "too-long"): (
        _("This is longer than the network takes."),
        _("Make it shorter, or divide it into a thread."),
    ),
    ("own-message", "too-many-parts"): (
        _("This thread has more than 25 parts."),
        _("Perhaps it is a story: tell it in one place, and say where it stands."),
    ),
    ("own-message", "too-many-pictures"): (
        _("There are more pictures in it than the network takes."),
        _("Leave some out, or give them to the next part of the thread."),
    ),
    ("own-message", "description-too-long"): (
        _("The description of a picture is longer than the network takes."),
        _("Say in it what matters, and the rest in your text."),
    ),
    ("own-message", "quote-limited"): (
        _("What you quote was not said to everybody."),
        _("Leave the quote out, or ask its author."),
    ),
    ("own-message", "said-through-another"): (
        _("You just said these words on this network through another account."),
        _("The same people would read them twice. Say something else here, or leave it at that."),
    ),
    ("change", "unreachable"): (
        _("The server could not be reached, so your change waits here."),
        _("It is tried again by itself, for a day at most. Until then the old words stand there."),
    ),
    ("change", "not-found"): (
        _("Your message does not stand there any more, so it could not be changed."),
        _("Tell it anew if you still want to."),
    ),
    ("change", "forbidden"): (
        _("The server does not let you change this message."),
        _("Take it away, and tell it anew."),
    ),
    ("change", "rejected"): (
        _("The network does not accept the change, so the old words stand there."),
        _("Read its reason, and change it once more."),
    ),
    ("change", "token-refused"): (
        _("Your connection with this account is no longer accepted, so the old words stand there."),
        _("Connect the account again, then change it once more."),
    ),
    ("change", "disconnected"): (
        _("This account is not connected any more, so the old words stand there."),
        _("Change it there, with your own tool."),
    ),
    ("change", "gave-up"): (
        _("It could not be changed within a day, so the old words stand there."),
        _("Try again when the server answers."),
    ),
    ("take-away", "unreachable"): (
        _("The server could not be reached, so your message still stands there."),
        _("It is tried again by itself, for a day at most."),
    ),
    ("take-away", "forbidden"): (
        _("The server does not let you take this message away from here."),
        _("Take it away there, with your own tool."),
    ),
    ("take-away", "rejected"): (
        _("The network does not take it away, so your message still stands there."),
        _("Read its reason, and take it away there, with your own tool."),
    ),
    ("take-away", "token-refused"): (
        _("Your connection with this account is no longer accepted, so your message stands there."),
        _("Connect the account again, or take it away there, with your own tool."),
    ),
    ("take-away", "disconnected"): (
        _("This account is not connected any more, so your message still stands there."),
        _("Take it away there, with your own tool."),
    ),
    ("take-away", "gave-up"): (
        _("It could not be taken away within a day, so your message still stands there."),
        _("Try again, or take it away there, with your own tool."),
    ),
}
