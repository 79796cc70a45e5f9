"""What we write is what we read: every card comes back equal."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merkwerk.connectors.exports import reaching, vcard, vcards
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.values import YEARLESS, Card, Reach, Way

JORIS = Card(
    key="urn:uuid:1",
    where="card 1",
    name="Joris van den Berg",
    given="Joris",
    family="van den Berg",
    organisation="Gemeente; Water, Land & Lucht",
    function="Beleidsmedewerker",
    reaches=(
        Reach(Way.MAIL, "joris@example.org", label="work"),
        Reach(Way.PHONE, "+31612345678", label="cell"),
        Reach(Way.PHONE, "toestel 4711"),
        Reach(Way.SITE, "https://joris.example/a,b;c"),
        Reach(Way.HANDLE, "joris@social.example", "mastodon", "https://social.example/users/joris"),
        Reach(Way.HANDLE, "joris.example", "bluesky", "did:plc:abcdefghijklmnopqrstuvwx"),
        Reach(Way.POST, "Dorpsstraat 1, 1234 AB Ons Dorp", label="home"),
    ),
    birthday=date(YEARLESS, 2, 29),
    note="Eerste regel\n\nTweede, met \\ en ; en “aanhalingstekens” " + "é🙂" * 60,
    groups=("Water, algemeen", "Vrienden"),
    since=datetime(2024, 3, 12, 12, 0, tzinfo=UTC),
    following="both",
)


def again(*cards: Card) -> list[Card]:
    written = "".join(vcards.write(cards)).encode()
    return [one for one in vcard.of_stream(io.BytesIO(written)) if isinstance(one, Card)]


def test_a_full_card_comes_back_equal() -> None:
    assert again(JORIS) == [JORIS]


def test_no_line_is_longer_than_75_octets() -> None:
    written = "".join(vcards.write([JORIS])).encode()
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


def test_no_line_break_of_another_kind_is_written() -> None:
    written = "".join(vcards.write([JORIS]))
    assert "\n" not in written.replace("\r\n", "")


WORDS = st.text(max_size=120)
REACHES = st.one_of(
    st.emails().map(reaching.mail),
    st.text("0123456789+- ()", max_size=15).map(reaching.phone),
    st.builds(reaching.handle, st.sampled_from(["x", "linkedin", "signal"]), WORDS, WORDS, WORDS),
    st.builds(lambda n: reaching.page(f"https://{n}.example/x?y=1"), st.from_regex(r"[a-z]{1,9}")),
    st.builds(reaching.post, WORDS, st.from_regex(r"[a-z ]{0,20}", fullmatch=True)),
)
CARDS = st.builds(
    Draft,
    where=st.just("card 1"),
    key=WORDS,
    name=WORDS,
    given=WORDS,
    family=WORDS,
    nickname=WORDS,
    organisation=WORDS,
    function=WORDS,
    note=WORDS,
    birthday=st.none() | st.dates(date(1850, 1, 1)),
    since=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda one: one.replace(tzinfo=UTC)
    ),
    following=st.sampled_from(["", "ours", "theirs", "both"]),
    groups=st.lists(WORDS, max_size=4),
    reaches=st.lists(REACHES, max_size=6).map(lambda all_: [one for one in all_ if one]),
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(CARDS)
def test_whatever_a_card_says_comes_back_equal(draft: Draft) -> None:
    card = draft.card()
    if card is not None:
        assert again(card) == [card]
