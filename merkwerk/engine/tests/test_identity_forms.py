"""Addresses, handles, organisations and pools of names in one form."""

import pytest

from merkwerk.engine.identities import Pool, Post, changed_job, plain_handle, same_mail
from merkwerk.engine.identities.jobs import same_organisation, works_at
from merkwerk.engine.identities.mails import plain_link, plain_phone
from merkwerk.engine.identities.names import taken_apart
from merkwerk.engine.identities.short_names import same_given, short_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan@veer.example", "jan@veer.example"),
        ("jan+nieuws@veer.example", "jan@veer.example"),
        ("j.an@gmail.com", "jan@googlemail.com"),
        ("mailto:jan@veer.example", " <jan@veer.example> "),
    ],
)
def test_one_box_has_many_spellings(one: str, other: str) -> None:
    assert same_mail(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("j.an@veer.example", "jan@veer.example"),
        ("info@veer.example", "info@veer.example"),
        ("", ""),
        ("jan", "jan"),
        ("jan@localhost", "jan@localhost"),
        ("12@users.noreply.github.com", "12@users.noreply.github.com"),
    ],
)
def test_other_boxes_are_not_the_same(one: str, other: str) -> None:
    assert not same_mail(one, other)


@pytest.mark.parametrize(
    "handle",
    ["@Joris@social.example", "joris.bsky.social", "https://x.example/@joris", "JORIS", "@joris"],
)
def test_a_handle_is_what_people_say(handle: str) -> None:
    assert plain_handle(handle) == "joris"


def test_a_domain_of_ones_own_stays_whole() -> None:
    assert plain_handle("@joris.example") == "joris.example"


def test_a_phone_number_without_its_land_is_none() -> None:
    assert plain_phone("tel:+31 6 5550-1001") == plain_phone("0031655501001") == "+31655501001"
    assert plain_phone("06 5550 1001") == ""


def test_links_lose_what_does_not_matter() -> None:
    assert plain_link("https://www.veer.example:443/jan/?x=1#y") == "veer.example/jan"
    assert plain_link("no address") == ""


def test_a_name_is_taken_apart() -> None:
    words = taken_apart('Ploeg, Dr. Willem "Wim" van der').words
    assert [word.text for word in words][:1] == ["willem"]
    assert words[-1].text == "ploeg"


def test_short_names_are_dutch_and_english() -> None:
    assert "kees" in short_forms("cornelis")
    assert "bill" in short_forms("william")
    assert same_given("bill", "will")
    assert not same_given("kees", "bill")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deltawerk B.V.", "deltawerk"),
        ("Delta Werk GmbH", "Deltawerk Ltd"),
        ("De Kleine Bron", "kleine bron n.v."),
        ("Universiteit van Oostrand", "UvO"),
        ("Waterschap Laagland", "Waterschap Laagland Noord"),
    ],
)
def test_an_organisation_has_many_spellings(one: str, other: str) -> None:
    assert same_organisation(one, other)


def test_other_organisations_are_others() -> None:
    assert not same_organisation("Gemeente Oostrand", "Gemeente Westrand")
    assert not same_organisation("", "")


def test_a_domain_may_carry_the_organisations_name() -> None:
    assert works_at("deltawerk.nl", "Deltawerk B.V.")
    assert not works_at("gmail.com", "Gmail")


def test_another_organisation_is_a_change_of_job() -> None:
    change = changed_job(Post("Deltawerk B.V."), Post("Kleine Bron"))
    assert change is not None
    assert change.code == "new-employer"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Post("Deltawerk B.V."), Post("DELTAWERK")),
        (Post("Deltawerk"), Post("")),
        (Post("Deltawerk", "adviseur"), Post("Deltawerk", "Adviseur")),
        (Post("Deltawerk", "", ("deltawerk.nl",)), Post("Bouwend Ons", "", ("deltawerk.nl",))),
        (Post(domains=("gmail.com",)), Post(domains=("veer.example",))),
    ],
)
def test_a_spelling_is_no_change_of_job(before: Post, after: Post) -> None:
    assert changed_job(before, after) is None


def test_another_function_and_no_work_are_changes() -> None:
    function = changed_job(Post("Deltawerk", "adviseur"), Post("Deltawerk", "directeur"))
    left = changed_job(Post("Deltawerk"), Post("gepensioneerd"))
    assert function is not None
    assert left is not None
    assert (function.code, left.code) == ("new-function", "left")


def test_a_pool_names_each_handle() -> None:
    pool = Pool([["Sterre Buitenhuis"], ["Kees Haverkamp"], ["Noor Appelhof"]])
    told = [("x", ""), ("sbuitenhuis", ""), ("NoorAppelhof_NL", ""), ("nachtegaalzang", "")]
    found = [naming.place if naming else None for naming in pool.namings(told)]
    assert found == [None, 0, 2, None]


def test_a_pool_learns_whose_domain_it_is() -> None:
    names = [["Noor Appelhof"], ["Noor Zandstra"], ["Bram Kadijk"], ["Tess Molenkamp"]]
    pool = Pool(names, [["Veer"], ["Brug"], ["Brug"], ["Brug"]])
    mails = [("noor", "b.example"), ("bram.kadijk", "b.example"), ("tess.molenkamp", "b.example")]
    naming = pool.namings(mails)[0]
    assert naming is not None
    assert naming.place == 1
