"""What a letter to a moment address notes."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from merkwerk.connectors.mail.heads import head
from merkwerk.connectors.mail.moments import Means, Missed, Noted, read

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADDRESS = "moments@merkwerk.example"
MINE = "moments+geheim1234@merkwerk.example"


def letter(body: str = "Dag.", to: str = MINE, **more: str) -> bytes:
    fields = {
        "From": "Ik <ik@mijn.example>", "To": to, "Subject": "Over btw", "Message-ID": "<m1@x>",
        "Date": "Sat, 21 Nov 2026 10:00:00 +0100", **more,
    }  # fmt: skip
    head = "".join(f"{name.replace('_', '-')}: {told}\n" for name, told in fields.items() if told)
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def told(raw: bytes) -> Noted | Missed:
    return read(raw, address=ADDRESS, received=NOW, now=NOW)


def noted(raw: bytes) -> Noted:
    found = told(raw)
    assert isinstance(found, Noted)
    return found


def test_a_hidden_copy_notes_to_whom_one_wrote() -> None:
    raw = letter(to="Anna <Anna@x.example>", Cc="b@y.example, ik@mijn.example", Delivered_To=MINE)
    found = noted(raw)
    assert (found.token, found.means, found.direction) == ("geheim1234", Means.COPY, "ours")
    assert [one.mail for one in found.people] == ["anna@x.example", "b@y.example"]
    assert (found.subject, found.words, found.message_id) == ("Over btw", "Dag.", "m1@x")
    assert found.at == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_a_sentence_is_what_was_written_to_the_address_alone() -> None:
    found = noted(letter("\n> oud\nkoffie met Joris over btw, dinsdag\n\n-- \nIk"))
    assert (found.means, found.direction, found.people) == (Means.SENTENCE, "both", ())
    assert found.sentence == "koffie met Joris over btw, dinsdag"


def test_without_words_the_subject_is_the_sentence() -> None:
    assert noted(letter("")).sentence == "Over btw"


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Anna de Wit <anna@x.example>\n"
    "Date: Tue, 3 Nov 2026 at 10:00\nSubject: Offerte\nTo: <ik@mijn.example>\n\nHoi!",
    "gmail, Dutch": "---------- Forwarded message ---------\nVan: Anna de Wit <anna@x.example>\n"
    "Date: di 3 nov 2026 om 10:00\nSubject: Offerte\nTo: Ik <ik@mijn.example>\n\n\nHoi!",
    "outlook": "Van: Anna de Wit <anna@x.example>\nVerzonden: dinsdag 3 november 2026 10:00\n"
    "Aan: Ik <ik@mijn.example>\nOnderwerp: Offerte\n\nHoi!",
    "outlook, English": "-----Original Message-----\nFrom: Anna de Wit [mailto:anna@x.example]\n"
    "Sent: Tuesday, November 3, 2026 10:00 AM\nTo: Ik; Joris\nSubject: Offerte\n\nHoi!",
    "apple": "Begin doorgestuurd bericht:\n\n> Van: Anna de Wit <anna@x.example>\n"
    "> Onderwerp: Offerte\n> Datum: 3 november 2026 om 10:00:00 CET\n> Aan: ik@mijn.example\n>\n"
    "> Hoi!",
    "thunderbird": "-------- Doorgestuurd bericht --------\nOnderwerp: \tOfferte\n"
    "Datum: \tTue, 3 Nov 2026 10:00:00 +0100\nVan: \tAnna de Wit <anna@x.example>\n"
    "Aan: \tik@mijn.example\n\nHoi!",
    "bold": "*Van:* Anna de Wit <anna@x.example>\n*Verzonden:* 3 november 2026 10:00\n"
    "*Aan:* Ik\n*Onderwerp:* Offerte\n\nHoi!",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_a_forwarded_letter_is_from_who_wrote_it(program: str) -> None:
    found = noted(letter(f"gebeld hierover\n\n{FORWARDS[program]}", Subject="Fwd: Offerte"))
    assert (found.means, found.direction) == (Means.FORWARD, "theirs")
    assert [one.mail for one in found.people] == ["anna@x.example"]
    assert (found.subject, found.words, f"{found.at:%m-%d}") == ("Offerte", "Hoi!", "11-03")
    assert found.sentence == "gebeld hierover"


def test_a_forwarded_letter_of_ones_own_is_to_whom_it_went() -> None:
    body = FORWARDS["outlook"].replace("anna@x", "IK@mijn").replace("<ik@mijn", "<joris@y")
    found = noted(letter(body))
    assert (found.direction, [one.mail for one in found.people]) == ("ours", ["joris@y.example"])


def test_a_letter_forwarded_as_an_attachment_is_read() -> None:
    raw = (
        "From: ik@mijn.example\nTo: " + MINE + "\nSubject: Fwd\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nkijk\n"
        "--x\nContent-Type: message/rfc822\n\nFrom: anna@x.example\nTo: ik@mijn.example\n"
        "Subject: Offerte\nMessage-ID: <in@x>\nDate: Tue, 3 Nov 2026 10:00:00 +0000\n\n"
        "Hoi!\n--x--\n"
    ).encode()
    found = noted(raw)
    assert [one.mail for one in found.people] == ["anna@x.example"]
    assert (found.subject, found.in_reply_to, found.words) == ("Offerte", "in@x", "Hoi!")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"to": ADDRESS}, Missed.NO_ADDRESS),
        ({"to": "moments+kort@merkwerk.example"}, Missed.NO_ADDRESS),
        ({"to": MINE.replace("merkwerk", "ander")}, Missed.NO_ADDRESS),
        ({"to": f"{MINE}, moments+eenander99@merkwerk.example"}, Missed.NO_ADDRESS),
        ({"Auto_Submitted": "auto-replied"}, Missed.AUTOMATIC),
        ({"Return_Path": "<>"}, Missed.AUTOMATIC),
        ({"Subject": "Automatic reply: weg"}, Missed.AUTOMATIC),
        ({"From": "niemand"}, Missed.UNREADABLE),
        ({"body": "", "Subject": ""}, Missed.NOBODY),
        ({"to": ", ".join(f"p{n}@x.example" for n in range(20)), "Cc": MINE}, Missed.MANY),
    ],
)
def test_what_notes_nothing_says_why(fields: dict[str, str], why: Missed) -> None:
    assert told(letter(**fields)) is why


def test_the_secret_shows_in_no_log() -> None:
    assert "geheim1234" not in repr(noted(letter()))


def test_it_is_never_later_than_now() -> None:
    late = letter(
        FORWARDS["outlook"].replace("2026", "2031"), Date="Sat, 21 Nov 2099 10:00:00 +0100"
    )
    assert noted(late).at <= NOW


def test_no_bytes_at_all_raise() -> None:
    chance = random.Random(3)
    whole = letter(FORWARDS["apple"]) + FORWARDS["gmail"].encode()
    for _ in range(300):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 50)):
            raw[chance.randrange(len(raw))] = chance.choice(b"<>:@=?\n \xff\x00a;,")
        assert told(bytes(raw)) is not None


def test_brackets_a_thousand_deep_stop_no_mailbox() -> None:
    deep = "(" * 20_000
    told = head(f"From: {deep}\r\nTo: {deep} joris@oost.nl\r\n\r\nHallo".encode())
    assert [one.mail for one in told.addresses("from", "to")] in ([], ["joris@oost.nl"])
    assert [one.mail for one in head(f"To: joris@oost.nl {deep}\r\n\r\n".encode()).addresses("to")]
