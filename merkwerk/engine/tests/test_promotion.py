"""How much of what somebody told was about ourselves."""

from merkwerk.engine.promotion import Ours, about_ourselves, signs_of

OURS = Ours(names=("Bakker & Zn",), sites=("bakkerzn.example",))
MINE: tuple[str, list[str]] = ("Ik zat in de trein en las iets over water.", [])
LINKED = ("Lees dit maar eens.", ["https://www.bakkerzn.example/nieuws?utm_source=x"])


def test_links_to_the_own_site_count() -> None:
    assert signs_of(*LINKED, OURS) == ("own-link",)


def test_a_host_under_the_own_site_counts() -> None:
    assert signs_of("Dit.", ["https://werken.bakkerzn.example/"], OURS) == ("own-link",)


def test_a_host_that_only_ends_alike_does_not() -> None:
    assert not signs_of("Dit.", ["https://nietbakkerzn.example/"], OURS)


def test_naming_the_firm_in_an_own_story_does_not_count() -> None:
    assert not signs_of("Ik werk tien jaar bij Bakker & Zn en vergat het bijna.", [], OURS)


def test_naming_the_firm_and_nobody_counts() -> None:
    text = "Bakker & Zn opent vandaag een vestiging in Assen en Emmen."
    assert signs_of(text, [], OURS) == ("own-name",)


def test_it_says_how_many_of_how_many() -> None:
    share = about_ourselves([LINKED] * 7 + [MINE] * 5, OURS)
    assert (share.number, share.of, share.mostly) == (7, 10, True)


def test_half_is_not_mostly() -> None:
    assert not about_ourselves([LINKED, MINE] * 5, OURS).mostly


def test_few_posts_have_no_share() -> None:
    assert not about_ourselves([LINKED] * 4, OURS).mostly


def test_without_anything_of_ones_own_nothing_counts() -> None:
    assert not about_ourselves([LINKED] * 10, Ours()).about
