"""Who each person in a file is: new, known, perhaps known, twice, a colleague, yourself, nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Card, Reach, Way
from merkwerk.engine.identities import Known, proposals, same_mail
from merkwerk.engine.text import fold
from merkwerk.relationships.actions.contacts import clean_handle
from merkwerk.relationships.actions.importing.knowing import Book, known_of, mark_of
from merkwerk.relationships.models import ImportRow

Verdict = ImportRow.Verdict
LEFT_OUT = frozenset(
    (Verdict.MAYBE, Verdict.NAMESAKE, Verdict.COLLEAGUE, Verdict.OWNER, Verdict.APART)
)
"""What is not taken over unless it is chosen."""

ROW = "row:"
"""Before the position of the row that somebody is again."""
NAMED, OTHER = "name:", "apart:"
"""Before that of the row that has the same name; and of the one that is said to be another."""


@dataclass(slots=True)
class Person:
    """One row in the making: no more than is needed to tell who it is. `marks` are those of what
    somebody alone is reached by; `has_card` is false for who stands in moments only."""

    position: int
    key: str
    known: Known
    marks: tuple[tuple[str, str], ...]
    handles: tuple[str, ...]
    has_card: bool = True
    both_ways: bool = False
    verdict: str = Verdict.NEW
    match: int | None = None
    because: list[str] = field(default_factory=list)
    twin: Person | None = None

    @property
    def chosen(self) -> bool:
        """Whether it is taken over when the colleague changes nothing. Of who only wrote, or was
        only written to, nobody makes a contact by accident."""
        if self.verdict in LEFT_OUT:
            return False
        if self.twin is not None:
            return self.twin.chosen
        return self.has_card or self.both_ways or self.verdict == Verdict.SAME

    def settle(self, verdict: str, because: Sequence[str], match: int | None = None) -> None:
        self.verdict, self.because, self.match = verdict, list(because), match


def person_of(
    card: Card, *, colleague: int, position: int, key: str, has_card: bool = True
) -> Person:
    """What of a card tells who it is."""
    alone = [one for one in card.reaches if is_ones_own(one)]
    return Person(
        position=position,
        key=key,
        known=known_of(f"n:{position}", card),
        marks=tuple((one.way.value, mark_of(colleague, one)) for one in alone),
        handles=tuple(clean_handle(one.value) for one in alone if one.way == Way.HANDLE),
        has_card=has_card,
    )


def is_ones_own(reach: Reach) -> bool:
    """A shared mailbox, a telephone or a postal address may be of several people."""
    if reach.way == Way.MAIL:
        return same_mail(reach.value, reach.value)
    return reach.way == Way.HANDLE


def judge_all(people: Sequence[Person], *, book: Book, by: Colleague, mine: frozenset[str]) -> None:
    """Settles each, in the order of the file: what is certain first, then what the engine holds
    likely. Only `by`'s own people are looked at, and the names of colleagues."""
    colleagues = _Colleagues(by)
    seen: dict[tuple[str, str], Person] = {}
    open_ones = []
    for person in people:
        if not _settled(person, book, colleagues, mine) and not _is_twin(person, seen):
            open_ones.append(person)
        for mark in person.marks:
            seen.setdefault(mark, person)
    _ask(open_ones, book)


class _Colleagues:
    """Who works here, by mail address and by whole name."""

    def __init__(self, by: Colleague) -> None:
        here = list(Colleague.objects.here().exclude(pk=by.pk).values_list("email", "name"))
        self.mails = {mail.lower() for mail, _name in here}
        self.names = {fold(name) for _mail, name in here if " " in name.strip()}


def _settled(person: Person, book: Book, colleagues: _Colleagues, mine: frozenset[str]) -> bool:
    told = person.known
    if mine & {*told.mails, *person.handles}:
        person.settle(Verdict.OWNER, ["owner"])
    elif colleagues.mails & set(told.mails):
        person.settle(Verdict.COLLEAGUE, ["colleague-mail"])
    elif person.key in book.rows:
        person.settle(Verdict.SAME, ["imported-before"], book.rows[person.key])
    elif found := _certain(person, book):
        person.settle(Verdict.SAME, [found[0]], found[1])
    elif colleagues.names & {fold(name) for name in told.names}:
        person.settle(Verdict.COLLEAGUE, ["colleague-name"])
    elif not person.has_card and told.mails and not person.marks:
        person.settle(Verdict.APART, ["shared-mailbox"])
    else:
        return False
    return True


def _certain(person: Person, book: Book) -> tuple[str, int] | None:
    for way, mark in person.marks:
        if (way, mark) in book.marks:
            return ("same-mail" if way == Way.MAIL else "same-handle"), book.marks[way, mark]
    for handle in person.handles:
        if handle in book.handles:
            return "same-handle", book.handles[handle]
    return None


def _is_twin(person: Person, seen: dict[tuple[str, str], Person]) -> bool:
    first = next((seen[mark] for mark in person.marks if mark in seen), None)
    if first is None:
        return False
    first = first.twin or first
    _twin(person, first, ["same-mail" if person.marks[0][0] == Way.MAIL else "same-handle"])
    return True


def _twin(person: Person, first: Person, because: Sequence[str]) -> None:
    """Goes the way of the one it is again."""
    if first.verdict in (Verdict.OWNER, Verdict.COLLEAGUE):
        person.settle(first.verdict, first.because)
    else:
        person.twin = first
        person.settle(Verdict.TWICE, [*because, f"{ROW}{first.position}"])


def _ask(people: Sequence[Person], book: Book) -> None:
    """The engine's word about those of whom nothing is certain. The best proposal counts."""
    by_key = {person.known.key: person for person in people}
    best: dict[str, float] = {}
    joins = proposals(book.people, [person.known for person in people])
    for join in sorted(joins, key=lambda one: -one.certainty):
        codes = [one.code for one in join.because][:4]
        pair = [by_key[key] for key in (join.left, join.right) if key in by_key]
        if len(pair) == 2:
            first, second = sorted(pair, key=lambda one: one.position)
            if join.sure and second.verdict == Verdict.NEW:
                _twin(second, first, codes)
            continue
        if not pair or pair[0].known.key in best or pair[0].verdict == Verdict.TWICE:
            continue
        (person,) = pair
        best[person.known.key] = join.certainty
        other = join.left if join.right == person.known.key else join.right
        verdict = Verdict.SAME if join.sure else Verdict.MAYBE
        person.settle(verdict, codes, int(other.removeprefix("r:")))
    _see_namesakes(people)


def _see_namesakes(people: Sequence[Person]) -> None:
    """Two that are new and of one name: whether they are one is asked, and not decided."""
    seen: dict[str, Person] = {}
    for person in sorted(people, key=lambda one: one.position):
        name = " ".join(fold(person.known.names[0]).split()) if person.known.names else ""
        if not name or person.verdict != Verdict.NEW:
            continue
        first = seen.setdefault(name, person)
        if first is not person:
            person.settle(Verdict.NAMESAKE, [f"{NAMED}{first.position}"])
