"""Keeping the list: who may, what is refused, a table of names, and leave that runs out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.notifications.models import Notice
from merkwerk.writing.actions import bringing, registering
from merkwerk.writing.models import Confidence

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def keeper(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Kee Bewaard", Role.KEEPER)


def keep(by: Colleague, name: str, **told: Any) -> Confidence:
    return registering.keep(by=by, **{"kind": "client", "name": name, **told})


def test_nobody_else_keeps_anything(sanne: Colleague, administrator: Colleague) -> None:
    for somebody in (sanne, administrator):
        with pytest.raises(PermissionError):
            keep(somebody, "Waterbedrijf Noord")
        with pytest.raises(PermissionError):
            bringing.bring(by=somebody, data=b"naam\nX BV")
        with pytest.raises(PermissionError):
            registering.found_on_list(by=somebody)
        assert not Confidence.objects.visible_to(somebody).exists()
    assert not Confidence.objects.exists()


def test_a_name_stands_there_once_however_it_is_written(keeper: Colleague) -> None:
    keep(keeper, "Waterbedrijf Noord")
    with pytest.raises(registering.StandsThere):
        keep(keeper, "WATERBEDRIJF-NOORD")


def test_one_letter_is_refused(keeper: Colleague) -> None:
    with pytest.raises(registering.TooShort):
        keep(keeper, "X.")


@pytest.mark.parametrize(("kind", "name"), [("figure", "de omzet"), ("date", "volgend jaar")])
def test_a_figure_needs_a_figure(keeper: Colleague, kind: str, name: str) -> None:
    with pytest.raises(registering.Unreadable):
        keep(keeper, name, kind=kind)


def test_the_list_is_found_by_a_part_of_a_name(keeper: Colleague) -> None:
    one = keep(keeper, "Waterbedrijf Noord", aliases=["Noordwater"])
    keep(keeper, "Gasbedrijf Zuid")
    assert registering.found_on_list(by=keeper, query="noordw") == [one.pk]
    assert len(registering.found_on_list(by=keeper)) == 2
    assert registering.found_on_list(by=keeper, kind="project") == []


def bring(keeper: Colleague, text: str, encoding: str = "utf-8") -> bringing.Brought:
    return bringing.bring(by=keeper, data=text.encode(encoding))


TABLE = (
    "Klant;Ook;Liever;Tot;Bewijs\n"
    "Café Zuidersluis;Zuidersluis|CZ;een café;;\n"
    "Gasbedrijf Zuid;;;12-03-2027;mail van 3 november\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_taken_in(keeper: Colleague, encoding: str) -> None:
    assert bring(keeper, TABLE, encoding).added == 2
    cafe, gas = Confidence.objects.order_by("pk")
    assert (cafe.name, cafe.aliases) == ("Café Zuidersluis", ["Zuidersluis", "CZ"])
    assert (gas.may_be_named, gas.named_until) == (True, date(2027, 3, 12))


def test_bringing_it_again_changes_nothing(keeper: Colleague) -> None:
    bring(keeper, TABLE)
    told = bring(keeper, TABLE)
    assert (told.added, told.changed, told.same) == (0, 0, 2)


def test_who_stands_there_gets_the_new_aliases(keeper: Colleague) -> None:
    bring(keeper, TABLE)
    assert bring(keeper, "naam,ook\ncafe zuidersluis,De Sluis\n").changed == 1
    row = Confidence.objects.get(
        name__isnull=False, mark=registering.mark_of("client", "Café Zuidersluis")
    )
    assert (row.aliases, row.instead) == (["Zuidersluis", "CZ", "De Sluis"], "een café")


def test_a_list_without_heads_is_a_list_of_names(keeper: Colleague) -> None:
    assert bring(keeper, "Waterbedrijf Noord\nGasbedrijf Zuid\n\n").added == 2


def test_lines_that_say_nothing_are_told_by_number(keeper: Colleague) -> None:
    told = bring(keeper, "naam;soort;tot\n;klant;\nX BV;raar;\nY BV;klant;morgen\nde omzet;cijfer;")
    assert told.refused == [(2, "name"), (3, "kind"), (4, "day"), (5, "figure")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'"' + b"x" * 200_000,
        b"naam;;;\n" + b";" * 9999,
    ],
)
def test_no_file_brings_it_down(keeper: Colleague, data: bytes) -> None:
    assert bringing.bring(by=keeper, data=data).added <= 3


@pytest.mark.parametrize("data", [b"\0\0\0", b"\xff\xfe\x00", bytes(range(256))])
def test_what_is_no_table_is_refused_whole(keeper: Colleague, data: bytes) -> None:
    with pytest.raises(bringing.NoTable):
        bringing.bring(by=keeper, data=data)


def test_keepers_hear_once_that_leave_ends_and_no_name(keeper: Colleague) -> None:
    until = date(2026, 12, 1)
    row = keep(keeper, "Waterbedrijf Noord", may_be_named=True, named_until=until, proof="mail")
    keep(keeper, "Gasbedrijf Zuid", may_be_named=True, named_until=date(2027, 6, 1), proof="mail")
    assert [registering.tell_of_ends(now=NOW), registering.tell_of_ends(now=NOW)] == [1, 0]
    (notice,) = Notice.objects.filter(colleague=keeper)
    assert "Water" not in str(notice.facts)
    assert notice.link == f"/writing/confidences/{row.pk}/"
