"""Letters go out: claimed one by one, sent outside any transaction, tried again later and later.

SMTP has no way to ask whether a letter has arrived. When a worker dies between sending and writing
that down, the letter is sent once more after its claim ran out; it carries the same Message-ID, by
which mail programs recognise a double."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import F, QuerySet

from merkwerk.jobs.actions import note_trouble
from merkwerk.notifications.models import Letter

AT_ONCE = 50
CLAIM = timedelta(minutes=10)
TRIES = 12
LONGEST_WAIT = timedelta(hours=4)
STALE = timedelta(days=3)
KEPT = timedelta(days=30)
SECONDS = 20
OF_THIS_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPResponseException,
    smtplib.SMTPNotSupportedError,
)
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "smtp+ssl": 465}


class LettersStuck(Exception):
    """The mail server refuses letters, or isn't there; `code` says which, never whose letter."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mail_is_set_up() -> bool:
    """Whether MERKWERK_MAIL names a mail server. Without one letters wait, and whoever makes a
    link passes it on by hand."""
    return urlsplit(settings.MAIL_URL).scheme in PORTS


def waiting_letters() -> int:
    """How many letters wait for the post, for the health page."""
    return Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.SENDING]).count()


def post_letters(*, now: datetime) -> int:
    """Posts what is due, at most 50 letters, and says how many went out.

    Never call it inside a transaction: it waits for the network. Two at once share the work: a
    letter is claimed by one. A letter that is refused for good, failed 12 times (about 20 hours)
    or waited for three days is set aside, and its text, which may hold a link that lets somebody
    in, is emptied, as that of a sent letter is.
    """
    _tidy(now)
    if not mail_is_set_up():
        return 0
    due = list(Letter.objects.due(now).order_by("next_try").values_list("pk", flat=True)[:AT_ONCE])
    mine = [pk for pk in due if _claim(pk, now)]
    if not mine:
        return 0
    post_office = _post_office()
    try:
        post_office.open()
        return sum(_post(letter, post_office, now) for letter in _claimed(mine))
    except (OSError, smtplib.SMTPException) as error:
        _put_back(_claimed(mine), "unreachable", error, now)
        return 0
    finally:
        post_office.close()


def _tidy(now: datetime) -> None:
    """Claims of dead workers are freed, what waited too long is set aside, old rows go."""
    rows = Letter.objects
    rows.filter(state=Letter.State.SENDING, next_try__lte=now).update(state=Letter.State.WAITING)
    rows.filter(state=Letter.State.WAITING, created__lte=now - STALE).update(
        state=Letter.State.REFUSED, error="too-old", source=""
    )
    rows.filter(
        state__in=[Letter.State.SENT, Letter.State.REFUSED], created__lte=now - KEPT
    ).delete()


def _claim(pk: int, now: datetime) -> bool:
    """One UPDATE with its condition: of two workers one gets the letter."""
    won = Letter.objects.due(now).filter(pk=pk)
    return bool(won.update(state=Letter.State.SENDING, tries=F("tries") + 1, next_try=now + CLAIM))


def _claimed(pks: list[int]) -> QuerySet[Letter]:
    return Letter.objects.filter(pk__in=pks, state=Letter.State.SENDING).order_by("pk")


def _post_office() -> EmailBackend:
    """Django's own SMTP backend, made from MERKWERK_MAIL: `smtps` and `smtp+ssl` speak TLS from
    the first byte, `smtp+tls` after STARTTLS, `smtp` not at all."""
    wish = urlsplit(settings.MAIL_URL)
    return EmailBackend(
        host=wish.hostname or "localhost",
        port=wish.port or PORTS[wish.scheme],
        username=unquote(wish.username or ""),
        password=unquote(wish.password or ""),
        use_tls=wish.scheme == "smtp+tls",
        use_ssl=wish.scheme in {"smtps", "smtp+ssl"},
        timeout=SECONDS,
    )


def _post(letter: Letter, post_office: EmailBackend, now: datetime) -> bool:
    """One letter. A refusal of this letter stays with it; a lost connection is the caller's."""
    wire = post_office.connection
    assert wire is not None  # noqa: S101  (open() raised otherwise)
    try:
        wire.sendmail(parseaddr(letter.sender)[1], letter.recipients, letter.source.encode())
    except OF_THIS_LETTER as error:
        _refused(letter, error, now)
        return False
    letter.state, letter.sent_at, letter.source, letter.error = Letter.State.SENT, now, "", ""
    letter.save(update_fields=["state", "sent_at", "source", "error"])
    return True


def _refused(letter: Letter, error: Exception, now: datetime) -> None:
    code = _code(error)
    if code >= 500 or letter.tries >= TRIES:
        _set_aside(letter, f"refused-{code}", error)
    else:
        _later(letter, f"later-{code}", now)


def _code(error: Exception) -> int:
    """The answer of the server: 4xx means later, 5xx never."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((answer[0] for answer in error.recipients.values()), default=550)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 550


def _put_back(letters: QuerySet[Letter], why: str, error: Exception, now: datetime) -> None:
    for letter in letters:
        if letter.tries >= TRIES:
            _set_aside(letter, why, error)
        else:
            _later(letter, why, now)


def _later(letter: Letter, why: str, now: datetime) -> None:
    wait = min(timedelta(minutes=2.0 ** (letter.tries - 1)), LONGEST_WAIT)
    letter.state, letter.error, letter.next_try = Letter.State.WAITING, why, now + wait
    letter.save(update_fields=["state", "error", "next_try"])


def _set_aside(letter: Letter, why: str, error: Exception) -> None:
    letter.state, letter.error, letter.source = Letter.State.REFUSED, why, ""
    letter.save(update_fields=["state", "error", "source"])
    stuck = LettersStuck("refused" if why.startswith("refused") else why)
    stuck.__cause__ = error
    note_trouble(place="notifications.post_letters", error=stuck)
