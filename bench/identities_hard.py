"""The strict bar of identities held against hard cases: who shares an address and is another.

Made from the names of the files, since those have too few pairs with one address in both. *One
human*: the same person written in two ways, with one address or verified link. *Two*: relatives,
couples, namesakes and colleagues who share that address, and people of one name or one handle
without any proof. Names are real ones drawn together at random; who shares what is made up, and so
is how often. Only figures are printed, never a name.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import OSA

from bench.identities_data import authors, rows
from bench.table import last_line, show
from merkwerk.engine.identities import Known, judge
from merkwerk.engine.text import fold

Pair = tuple[Known, Known]
Way = Callable[[random.Random, Sequence["Name"]], Pair]
Name = tuple[str, str]
"""Given and family name."""

TIMES, SEED = 2_000, 5


def names(folder: Path) -> list[Name]:
    """Given and family names of the people of all files, of two words or more."""
    told = [person["name"] for person in rows(folder / "openstack.csv")]
    told += [author.name for author in authors(folder)]
    found = [(words[0], words[-1]) for name in told if len(words := name.split()) > 1]
    found += [(person["first"], person["last"]) for person in rows(folder / "congress.csv")]
    return sorted({(a, b) for a, b in found if a.isalpha() and b.isalpha() and len(a) > 2})


def both(name: str, other: str, mail: str) -> Pair:
    return Known("a", (name,), mails=(mail,)), Known("b", (other,), mails=(mail,))


def address(given: str, family: str) -> str:
    return f"{given}.{family}@huis.example".lower()


def as_written(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    return both(f"{given} {family}", f"{family}, {given}", address(given, family))


def given_alone(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    return both(f"{given} {family}", given, address(given, family))


def with_initial(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    return both(f"{given} {family}", f"{given[0]}. {family}", address(given, family))


def middle_name(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    return both(
        f"{given} {family}", f"{given} {draw.choice(known)[0]} {family}", address(given, family)
    )


def link_in_both(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    link = (f"https://{family.lower()}.example",)
    handle = (("mastodon", f"{given}@s.example".lower()),)
    return Known("a", (f"{given} {family}",), links=link), Known("b", (given,), handle, links=link)


def relatives(draw: random.Random, known: Sequence[Name]) -> Pair:
    (given, family), other = draw.choice(known), draw.choice(known)[0]
    while other == given:
        other = draw.choice(known)[0]
    return both(f"{given} {family}", f"{other} {family}", address("wij", family))


def same_initial(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    return both(f"{given} {family}", f"{given[0]}. {family}", address("thuis", family))


def a_letter_apart(draw: random.Random, known: Sequence[Name]) -> Pair:
    """Marina and Martina: two given names of the files, long, and one slip apart."""
    while True:
        one, family = draw.choice(known)
        near = sorted({o for o, _ in known if OSA.distance(fold(one), fold(o)) == 1})
        if near and len(one) > 5:
            return both(f"{one} {family}", f"{draw.choice(near)} {family}", "wij.thuis@a.example")


def junior(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    mark = draw.choice(("jr.", "Jr", "II", "junior"))
    return both(f"{given} {family}", f"{given} {family} {mark}", address("thuis", family))


def couple(draw: random.Random, known: Sequence[Name]) -> Pair:
    (given, family), other = draw.choice(known), draw.choice(known)[0]
    several = draw.choice((f"{given} en {other} {family}", f"{given} & {other} {family}"))
    return both(f"{given} {family}", several, address("thuis", family))


def family_card(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    card = draw.choice((f"Familie {family}", f"Fam. {family}", family))
    return both(f"{given} {family}", card, address("thuis", family))


def anothers_handle(draw: random.Random, known: Sequence[Name]) -> Pair:
    (given, family), other = draw.choice(known), draw.choice(known)[0]
    while other[:3] == given[:3]:
        other = draw.choice(known)[0]
    mail = (address("thuis", family),)
    handle = (("mastodon", f"{other}{draw.choice('._-')}{family}@s.example".lower()),)
    return Known("a", (f"{given} {family}",), mails=mail), Known("b", (), handle, mail)


def same_given(draw: random.Random, known: Sequence[Name]) -> Pair:
    (given, family), other = draw.choice(known), draw.choice(known)[1]
    while other == family:
        other = draw.choice(known)[1]
    return both(f"{given} {family}", f"{given} {other}", f"{given}@zaak.example".lower())


def namesakes(draw: random.Random, known: Sequence[Name]) -> Pair:
    given, family = draw.choice(known)
    name = (f"{given} {family}",)
    return Known("a", name, mails=("a@a.example",)), Known("b", name, mails=("b@b.example",))


def handle_elsewhere(draw: random.Random, known: Sequence[Name]) -> Pair:
    (given, family), handle = draw.choice(known), draw.choice(known)[1].lower()
    one = Known("a", (f"{given} {family}",), (("x", handle),))
    return one, Known("b", (), (("bluesky", f"{handle}.bsky.social"),))


ONE: tuple[Way, ...] = (as_written, given_alone, with_initial, middle_name, link_in_both)
TWO: tuple[Way, ...] = (
    *(relatives, same_initial, a_letter_apart, junior, couple, family_card, anothers_handle),
    *(same_given, namesakes, handle_elsewhere),
)


def joined(way: Way, known: Sequence[Name], times: int) -> float:
    """The share of such pairs that is joined without asking."""
    draw = random.Random(SEED)
    found = (judge(*way(draw, known)) for _ in range(times))
    return sum(join is not None and join.sure for join in found) / times


def measured(known: Sequence[Name], times: int) -> Iterator[dict[str, object]]:
    for human, ways in ((True, ONE), (False, TWO)):
        for way in ways:
            told = way.__name__.replace("_", " ")
            yield {"one human": human, "how": told, "joined unasked": joined(way, known, times)}


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.identities_hard")
    parser.add_argument("--data", type=Path, required=True, help="the folder of bench.identities")
    parser.add_argument("--times", type=int, default=TIMES, help="so many pairs of each kind")
    told = parser.parse_args(given)
    found = list(measured(names(told.data), told.times))
    show("Joined without asking, by kind of pair", found)
    right, wrong = (
        sum(float(str(row["joined unasked"])) for row in found if row["one human"] is human)
        for human in (True, False)
    )
    precision = right / max(right + wrong, 1e-9)
    show(
        "All kinds equally often",
        [{"right": right * told.times, "wrong": wrong * told.times, "precision": precision}],
    )
    last_line("identities_hard", {"kinds": found, "precision": precision})
    return 0


if __name__ == "__main__":
    sys.exit(main())
