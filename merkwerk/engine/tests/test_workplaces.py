"""Where people say that they work, against a gold set and one by one."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from merkwerk.engine.identities import Post
from merkwerk.engine.workplaces import News, Profile, new_work, works_in

GOLD = Path(__file__).parents[1] / "gold" / "workplaces.csv"
PRECISION, RECALL = 1.0, 0.93


def gold() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read(row: dict[str, str]) -> News | None:
    return new_work(Profile("", row["before"]), Profile("", row["after"]), Post(row["known"]))


def test_the_gold_set_is_judged_well() -> None:
    right = wrong = wanted = 0
    for row in gold():
        found = read(row)
        told = found.work.organisation if found else ""
        wanted += bool(row["organisation"])
        right += bool(told) and told == row["organisation"]
        wrong += bool(told) and told != row["organisation"]
    assert right / (right + wrong) >= PRECISION
    assert right / wanted >= RECALL


def test_functions_are_read_as_they_are_written() -> None:
    told = [row for row in gold() if row["function"] and read(row)]
    right = [row for row in told if (found := read(row)) and found.work.function == row["function"]]
    assert len(right) / len(told) >= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "", "@", "bij", "werkt bij", "adviseur @", "Werkt bij de", "\u202eAdviseur bij \u202c",
        "Views are not those of my employer Contoso", "Alumnus of Hill School", "Bij Kleine Bron",
    ],
)  # fmt: skip
def test_nothing_is_read_where_nothing_is_said(text: str) -> None:
    assert works_in(text) == ()


def test_the_display_name_is_read_too() -> None:
    news = new_work(
        Profile("Joris"), Profile("Joris | adviseur bij Kleine Bron"), Post("Deltawerk")
    )
    assert news is not None
    assert news.work.organisation == "Kleine Bron"
    assert news.because.code == "new-employer"


def test_an_event_in_a_display_name_is_no_work() -> None:
    assert new_work(Profile("Joris"), Profile("Joris @ FOSDEM"), Post("Deltawerk")) is None


def test_without_anything_known_it_is_named() -> None:
    news = new_work(Profile("", "Fietst"), Profile("", "Fietst. Werkt bij Kleine Bron"), Post())
    assert news is not None
    assert news.because.code == "named"


def test_a_higher_function_is_news_at_the_same_place() -> None:
    news = new_work(
        Profile("", "Adviseur bij Deltawerk"), Profile("", "Directeur bij Deltawerk"), Post()
    )
    assert news is not None
    assert news.because.code == "new-function"


def test_a_function_that_the_card_tells_already_is_no_news() -> None:
    known = Post("Deltawerk", "directeur")
    before, after = Profile("", "Adviseur bij Deltawerk"), Profile("", "Directeur bij Deltawerk")
    assert new_work(before, after, known) is None


def test_the_same_profile_is_no_news() -> None:
    same = Profile("Joris", "Adviseur bij Kleine Bron")
    assert new_work(same, same, Post("Deltawerk")) is None


@pytest.mark.parametrize("piece", ["adviseur bij ", "A ", "works as ", "@ ", "manager-", "de het "])
def test_a_hostile_profile_takes_no_time(piece: str) -> None:
    before = time.process_time()
    works_in(piece * (2000 // len(piece)))
    assert time.process_time() - before < 1
