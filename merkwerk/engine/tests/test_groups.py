"""The same thing said many times: one group, with its people."""

import csv
import random
from pathlib import Path

import pytest

from merkwerk.engine.echoes import Said, groups

GOLD = Path(__file__).parent.parent / "gold" / "echoes.csv"
LEAST_F1 = 0.9


def gold() -> dict[int, tuple[str, Said]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return {
            key: (row["group"], Said(key, row["text"], float(key), row["author"],
                                     tuple(row["links"].split())))
            for key, row in enumerate(csv.DictReader(file))
        }  # fmt: skip


def test_pairs_of_the_gold_set_come_together() -> None:
    rows = gold()
    same = {(a, b) for a in rows for b in rows if a < b and rows[a][0] == rows[b][0]}
    got = {
        (a, b)
        for group in groups(said for _, said in rows.values())
        for a in group.keys
        for b in group.keys
        if a < b
    }
    assert len(rows) >= 60
    right = len(same & got)
    assert 2 * right / (len(same) + len(got)) >= LEAST_F1, (same - got, got - same)


def test_a_group_names_its_people_once_in_order() -> None:
    said = [Said(at, "De brug bij Laren is tot maandag dicht", at, who) for at, who in
            ((3, "karim"), (1, "joris"), (2, "karim"), (4, "joris"))]  # fmt: skip
    (group,) = groups(said)
    assert group.people == ("joris", "karim")
    assert (group.first, group.keys, len(group)) == (1, (1, 2, 3, 4), 4)
    assert group.kind == "nearly"
    assert group.shared == "De brug bij Laren is tot maandag dicht"


def test_a_shared_page_is_one_group() -> None:
    one, two = groups([
        Said(1, "Lezen!", 1.0, "a", ("https://krant.example/x?utm_source=y",)),
        Said(2, "Hier klopt niets van", 2.0, "b", ("https://www.krant.example/x",)),
        Said(3, "Mooi weer", 3.0, "c"),
    ])  # fmt: skip
    assert (one.keys, one.kind, one.shared) == ((1, 2), "same-link", "krant.example/x")
    assert (two.keys, two.kind, two.shared) == ((3,), None, "")


def test_a_list_of_links_ties_nothing_together() -> None:
    many = tuple(f"https://krant.example/{page}" for page in range(9))
    said = [
        Said(1, "Dit las ik deze week", 1.0, "a", many),
        Said(2, "Een brug van hout", 2.0, "b", many[:1]),
        Said(3, "Zo bak je brood", 3.0, "c", many[1:2]),
    ]
    assert len(groups(said)) == 3


def test_small_changes_do_not_chain_different_things() -> None:
    words = "zon twee drie vier vijf zes zeven acht negen tien elf twaalf"
    other = "maan roos vis hok geit boom wei duif schaap muur gans lam"
    one, two = words.split(), other.split()
    said = [
        Said(step, " ".join(two[:step] + one[step:]), float(step), str(step)) for step in range(13)
    ]
    first = next(group for group in groups(said) if group.first == 0)
    assert 12 not in first.keys


def test_the_order_of_the_items_changes_nothing() -> None:
    said = [one for _, one in gold().values()]
    mixed = random.Random(1).sample(said, len(said))
    assert groups(mixed) == groups(said)


def test_every_post_is_in_one_group() -> None:
    said = [one for _, one in gold().values()]
    assert sorted(key for group in groups(said) for key in group.keys) == sorted(gold())


def test_one_key_for_two_posts_is_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        groups([Said(1, "a", 1.0), Said(1, "b", 2.0)])


def test_nothing_makes_no_groups() -> None:
    assert groups([]) == ()
