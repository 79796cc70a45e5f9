"""Who may be the same human, held against invented people."""

import json
from pathlib import Path
from typing import Any

import pytest

from merkwerk.engine.identities import Join, Known, judge, proposals

GOLD = Path(__file__).parent.parent / "gold" / "identities.json"
LEAST_F1 = 0.88


def known(key: str, told: dict[str, Any]) -> Known:
    lists = (tuple(told.get(what, ())) for what in ("mails", "phones", "links", "organisations"))
    handles = tuple((network, handle) for network, handle in told.get("handles", ()))
    return Known(key, tuple(told.get("names", ())), handles, *lists)


def named(name: str, **more: tuple[str, ...]) -> Known:
    return Known(name, (name,), **more)  # type: ignore[arg-type]


def codes(join: Join | None) -> list[str]:
    return [because.code for because in join.because] if join else []


def found() -> tuple[list[int], list[Join]]:
    rows = json.loads(GOLD.read_text(encoding="utf-8"))
    people = [known(str(at), row) for at, row in enumerate(rows)]
    return [row["human"] for row in rows], list(proposals(people))


def test_proposals_find_who_is_the_same() -> None:
    humans, joins = found()
    wanted = sum(humans[one] == humans[other] for one in range(len(humans)) for other in range(one))
    right = sum(humans[int(join.left)] == humans[int(join.right)] for join in joins)
    assert wanted >= 30
    assert 2 * right / (wanted + len(joins)) >= LEAST_F1


def test_what_is_joined_without_asking_is_right() -> None:
    humans, joins = found()
    sure = [join for join in joins if join.sure]
    assert len(sure) >= 3
    assert all(humans[int(join.left)] == humans[int(join.right)] for join in sure)


def test_every_proposal_says_why_and_how_certain() -> None:
    for join in found()[1]:
        assert join.because
        assert 0 < join.certainty <= 1


def test_the_same_personal_mail_address_joins_by_itself() -> None:
    join = judge(
        named("Jan Zwart", mails=("Jan@zwart.example",)),
        named("J. Zwart", mails=("jan@zwart.example",)),
    )
    assert join is not None
    assert join.sure
    assert join.because[0].code == "same-mail"


def test_the_same_verified_link_joins_by_itself() -> None:
    join = judge(
        named("Sanne Appelhof", links=("https://www.sanne.example/",)),
        named("Sanne", links=("sanne.example",)),
    )
    assert join is not None
    assert join.sure


@pytest.mark.parametrize("front", ["info", "sales", "noreply", "no-reply", "info.nl", "support2"])
def test_a_shared_mailbox_joins_nobody_by_itself(front: str) -> None:
    mail = (f"{front}@veer.example",)
    join = judge(named("Tess Molenkamp", mails=mail), named("Tess Molenkamp", mails=mail))
    assert join is None or not join.sure


def test_a_familys_mailbox_is_asked_about() -> None:
    mail = ("familie@terpstra-thuis.example",)
    join = judge(named("Joke Terpstra", mails=mail), named("Sjoerd Terpstra", mails=mail))
    assert join is not None
    assert not join.sure


def test_two_of_one_name_in_one_organisation_are_never_joined_by_themselves() -> None:
    join = judge(
        named("Jan de Vries", organisations=("Gemeente Oostrand",)),
        named("Jan de Vries", organisations=("gemeente oostrand",)),
    )
    assert join is not None
    assert not join.sure


def test_the_account_of_an_organisation_is_no_human() -> None:
    mail = ("piet@deltawerk.example",)
    one = named("Deltawerk B.V.", mails=mail, organisations=("Deltawerk",))
    join = judge(one, named("Piet Deltawerk", mails=mail))
    assert join is None or not join.sure


def test_an_address_of_many_proves_nothing() -> None:
    names = ("Ada Brug", "Bo Sluis", "Cas Kade", "Ada Brug")
    people = [
        Known(str(at), (name,), mails=("wij@haven.example",)) for at, name in enumerate(names)
    ]
    assert not [join for join in proposals(people) if join.sure]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Joris Wiersinga", "joris wiersinga", "same-name"),
        ("Wiersinga, Joris", "Joris Wiersinga", "same-name"),
        ("Xiaoming Ouyang", "Ouyang Xiaoming", "same-words"),
        ("Cornelis Haverkamp", "Kees Haverkamp", "short-name"),
        ("Abigail Thornbury", "Abby Thornbury", "short-name"),
        ("P. Hoekwater", "Pieter Hoekwater", "initial"),
        ("Luca Bernardelli", "Luca Bernardeli", "near-name"),
        ("Sterre Buitenhuis", "Sterre Buitenhuis-Ploeg", "same-words"),
        ("Jürgen Brückmüller", "Juergen Brueckmueller", "same-name"),
        ("Dr. ir. Gijs Nieuwenkamp", "Gijs Nieuwenkamp MSc", "same-name"),
        ("Борис Петров", "Boris Petrov", "same-name"),
    ],
)
def test_names_are_the_same_in_many_ways(one: str, other: str, code: str) -> None:
    assert code in codes(judge(named(one), named(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pieter Hoekwater", "Karel Hoekwater"),
        ("Noor Appelhof", "Noor Appelman"),
        ("Joris", "Joris Wiersinga"),
        ("Xiao Zhang", "Xiaohua Zhang"),
        ("", ""),
        ("😀😀", "😀😀"),
        ("12345", "12345"),
        ("\u202e\u200f", "\u202e\u200f"),
    ],
)
def test_others_are_not_proposed(one: str, other: str) -> None:
    assert judge(named(one), named(other)) is None


@pytest.mark.parametrize(
    ("name", "handle", "code"),
    [
        ("Sterre Buitenhuis", "sterre.buitenhuis", "handle-name"),
        ("Sterre Buitenhuis", "RepSterreBuitenhuis", "handle-name"),
        ("Sterre Buitenhuis", "buitenhuis_sterre88", "handle-name"),
        ("Willem van der Ploegmaker", "wvdploegmaker", "handle-initial"),
        ("Willem van der Ploegmaker", "wimvanderploegmaker", "handle-short"),
        ("Hans Brückmüller", "hans-brueckmueller", "handle-name"),
        ("Meiling Ouyang", "ouyangml@kunst.example", "handle-initial"),
    ],
)
def test_a_handle_holds_a_name(name: str, handle: str, code: str) -> None:
    assert code in codes(judge(named(name), Known("x", handles=(("mastodon", handle),))))


def test_an_odd_handle_on_two_networks_is_asked_about() -> None:
    one = Known("a", handles=(("x", "nachtegaalzang"),))
    other = Known("b", handles=(("bluesky", "nachtegaalzang.bsky.social"),))
    assert codes(judge(one, other)) == ["handle-elsewhere"]


def test_it_has_no_sides() -> None:
    one, other = named("Kees Haverkamp", mails=("kees@h.example",)), named("Cornelis Haverkamp")
    there, back = judge(one, other), judge(other, one)
    assert there is not None
    assert back is not None
    assert there.certainty == back.certainty


def test_names_of_a_megabyte_are_read_to_a_line() -> None:
    big, other = "ab " * 400_000, "xy" * 400_000
    one = named(big, mails=(big,), links=(big,), phones=(big,), organisations=(big,))
    assert judge(one, Known("x", handles=(("x", other),), mails=(other,))) is None


def test_newcomers_are_only_held_against_people_and_each_other() -> None:
    book = [Known("a", ("Joris Wiersinga",)), Known("b", ("Joris Wiersinga",))]
    new = [Known("n", ("Joris Wiersinga",)), Known("m", ("Tess Molenkamp",))]
    pairs = {frozenset((join.left, join.right)) for join in proposals(book, new)}
    assert pairs == {frozenset("an"), frozenset("bn")}


def test_each_pair_is_proposed_once() -> None:
    pairs = [frozenset((join.left, join.right)) for join in found()[1]]
    assert len(pairs) == len(set(pairs))


def test_the_more_namesakes_the_less_certain() -> None:
    crowd = [Known(f"c{at}", ("Bo Zand",)) for at in range(20)]
    few = next(iter(proposals(crowd[:2])))
    many = max(proposals(crowd), key=lambda join: join.certainty, default=None)
    assert many is None or many.certainty < few.certainty


def test_a_handle_is_asked_about_for_whom_it_fits_best() -> None:
    book = [
        Known("a", ("Joris Wiersinga",)),
        Known("b", ("Tess Wiersinga",)),
        Known("h", handles=(("mastodon", "joriswiersinga@oost.example"),)),
        Known("k", handles=(("mastodon", "twiersinga@oost.example"),)),
    ]
    pairs = [{join.left, join.right} for join in proposals(book)]
    assert pairs == [{"a", "h"}, {"b", "k"}]


def test_a_handle_that_fits_two_alike_is_asked_about_for_both() -> None:
    book = [
        Known("a", ("Sterre Buitenhuis",)),
        Known("b", ("Sanne Buitenhuis",)),
        Known("h", handles=(("mastodon", "sbuitenhuis@oost.example"),)),
    ]
    pairs = [{join.left, join.right} for join in proposals(book)]
    assert pairs == [{"a", "h"}, {"b", "h"}]
