"""With whom a relationship is shared, and exactly what they see of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.colleagues.models import Department, Profile
from merkwerk.relationships import actions
from merkwerk.relationships.models import Moment, Relationship, Share, SharedWord
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def relationship() -> Relationship:
    """Karim's, with something secret in every private corner."""
    made = actions.add_contact(
        by=people.colleague("Karim Aydin"),
        name="Joris Bakker",
        organisation="Fietskoerier Oost B.V.",
        function="oprichter",
        how_met="geheim",
        handle="@geheim@social.example",
    )
    actions.keep_note(relationship=made, by=made.colleague, how_met="geheim", note="geheim")
    people.met(made, days=40, place="geheim", note="geheim")
    return made


def address(name: str, relationship: Relationship) -> str:
    return reverse(f"relationships:{name}", args=[relationship.pk])


def in_department(name: str, department: str) -> Colleague:
    made = people.colleague(name)
    fiscal, _new = Department.objects.get_or_create(name=department)
    Profile.objects.update_or_create(colleague=made, defaults={"department": fiscal})
    return made


def status(reader: Colleague, relationship: Relationship) -> int:
    return people.client_of(reader).get(address("shared", relationship)).status_code


def test_nobody_sees_what_is_not_shared(relationship: Relationship) -> None:
    for role in ("", Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ADVISER):
        assert status(people.colleague("Ander", role), relationship) == 404


def test_everybody_sees_what_is_shared_with_everybody(relationship: Relationship) -> None:
    actions.share(relationship=relationship, by=relationship.colleague)
    assert status(people.colleague("Sanne"), relationship) == 200


def test_a_guest_is_told_nothing(relationship: Relationship) -> None:
    actions.share(relationship=relationship, by=relationship.colleague, moments=True)
    assert status(people.colleague("Gast", Role.ADVISER), relationship) == 404


def test_an_administrator_sees_no_more_than_a_colleague(relationship: Relationship) -> None:
    actions.share(
        relationship=relationship, by=relationship.colleague, colleague=people.colleague("Sanne")
    )
    assert status(people.colleague("Ada", Role.ADMINISTRATOR), relationship) == 404


def test_only_the_department_sees_what_is_shared_with_it(relationship: Relationship) -> None:
    inside, outside = in_department("In", "Fiscaal"), in_department("Uit", "Techniek")
    fiscal = Department.objects.get(name="Fiscaal")
    actions.share(relationship=relationship, by=relationship.colleague, department=fiscal)
    assert status(inside, relationship) == 200
    assert status(outside, relationship) == 404


def test_who_moves_to_another_department_sees_it_no_more(relationship: Relationship) -> None:
    inside = in_department("In", "Fiscaal")
    fiscal = Department.objects.get(name="Fiscaal")
    actions.share(relationship=relationship, by=relationship.colleague, department=fiscal)
    Profile.objects.filter(colleague=inside).update(department=None)
    assert status(inside, relationship) == 404


def test_only_the_one_colleague_sees_it(relationship: Relationship) -> None:
    sanne, other = people.colleague("Sanne"), people.colleague("Ander")
    actions.share(relationship=relationship, by=relationship.colleague, colleague=sanne)
    assert status(sanne, relationship) == 200
    assert status(other, relationship) == 404


def test_what_is_taken_back_is_gone_at_once(relationship: Relationship) -> None:
    sanne = people.colleague("Sanne")
    shown = actions.share(relationship=relationship, by=relationship.colleague, colleague=sanne)
    actions.unshare(relationship=relationship, by=relationship.colleague, share=shown.pk)
    assert status(sanne, relationship) == 404


def test_taking_one_back_leaves_the_others(relationship: Relationship) -> None:
    sanne, other = people.colleague("Sanne"), people.colleague("Ander")
    by = relationship.colleague
    actions.share(relationship=relationship, by=by, colleague=sanne)
    shown = actions.share(relationship=relationship, by=by, colleague=other)
    actions.unshare(relationship=relationship, by=by, share=shown.pk)
    assert status(sanne, relationship) == 200


def test_what_a_colleague_who_left_shared_is_seen_by_nobody(relationship: Relationship) -> None:
    actions.share(relationship=relationship, by=relationship.colleague)
    Colleague.objects.filter(pk=relationship.colleague_id).update(left_at=people.NOW)
    assert status(people.colleague("Sanne"), relationship) == 404


def read(reader: Colleague, relationship: Relationship) -> str:
    return people.client_of(reader).get(address("shared", relationship)).content.decode()


def test_that_it_exists_shows_no_moment(relationship: Relationship) -> None:
    actions.share(relationship=relationship, by=relationship.colleague)
    page = read(people.colleague("Sanne"), relationship)
    assert "Joris Bakker" in page
    assert "A meeting" not in page
    assert "October" not in page


def test_with_moments_it_shows_what_and_when(relationship: Relationship) -> None:
    actions.share(relationship=relationship, by=relationship.colleague, moments=True)
    page = read(people.colleague("Sanne"), relationship)
    assert "A meeting" in page
    assert "12 October 2026" in page


def test_no_share_ever_shows_a_note_a_place_or_a_handle(relationship: Relationship) -> None:
    actions.share(relationship=relationship, by=relationship.colleague, moments=True)
    assert "geheim" not in read(people.colleague("Sanne"), relationship)


def test_what_was_said_stays_between_them(relationship: Relationship) -> None:
    said = people.post(people.identity(), "Woordelijk")
    Moment.objects.create(
        relationship=relationship, kind="asked", direction="theirs", at=people.NOW,
        channel="mastodon", post=said, key="x", given="Woordelijk", asked="Woordelijk",
    )  # fmt: skip
    actions.share(relationship=relationship, by=relationship.colleague, moments=True)
    page = read(people.colleague("Sanne"), relationship)
    assert "A question from Joris on Mastodon" in page
    assert "Woordelijk" not in page


def test_warmth_of_another_is_not_on_the_page(relationship: Relationship) -> None:
    Relationship.objects.filter(pk=relationship.pk).update(warmth=87)
    actions.share(relationship=relationship, by=relationship.colleague, moments=True)
    html = read(people.colleague("Sanne"), relationship)
    assert "warm" not in html[html.index("<main") : html.index("</main>")]


def share_with(relationship: Relationship, **typed: str) -> int:
    client = people.client_of(relationship.colleague)
    return client.post(address("share", relationship), {"moments": "no"} | typed).status_code


def test_a_form_shares_with_everybody(relationship: Relationship) -> None:
    share_with(relationship, whom="everybody")
    assert list(Share.objects.values_list("everyone", "moments")) == [(True, False)]


def test_a_form_shares_with_a_department(relationship: Relationship) -> None:
    fiscal = Department.objects.create(name="Fiscaal")
    share_with(relationship, whom=f"department-{fiscal.pk}", moments="yes")
    assert list(Share.objects.values_list("department", "moments")) == [(fiscal.pk, True)]


def test_a_form_shares_with_one_colleague(relationship: Relationship) -> None:
    sanne = people.colleague("Sanne")
    share_with(relationship, whom=f"colleague-{sanne.pk}")
    assert Share.objects.get().with_colleague == sanne


def test_sharing_again_changes_what_they_see(relationship: Relationship) -> None:
    share_with(relationship, whom="everybody", moments="yes")
    share_with(relationship, whom="everybody")
    assert list(Share.objects.values_list("everyone", "moments")) == [(True, False)]


@pytest.mark.parametrize(
    "whom", ["", "everyone", "colleague-", "colleague-99999999999999999999", "department-x"]
)
def test_nonsense_comes_back_with_a_sentence(relationship: Relationship, whom: str) -> None:
    assert share_with(relationship, whom=whom) == 422
    assert not Share.objects.exists()


def test_it_is_not_shared_with_a_guest_oneself_or_who_left(relationship: Relationship) -> None:
    gone = people.colleague("Weg")
    Colleague.objects.filter(pk=gone.pk).update(left_at=people.NOW)
    for other in (people.colleague("Gast", Role.ADVISER), relationship.colleague, gone):
        assert share_with(relationship, whom=f"colleague-{other.pk}") == 422


@pytest.mark.parametrize("role", [Role.ADVISER])
def test_the_action_refuses_a_guest(relationship: Relationship, role: Role) -> None:
    with pytest.raises(ValueError, match="works here"):
        actions.share(
            relationship=relationship,
            by=relationship.colleague,
            colleague=people.colleague("Gast", role),
        )


def test_nobody_shares_what_is_anothers(relationship: Relationship) -> None:
    with pytest.raises(Relationship.DoesNotExist):
        actions.share(relationship=relationship, by=people.colleague("Sanne"))


def sharing_page(relationship: Relationship) -> str:
    client = people.client_of(relationship.colleague)
    return client.get(address("sharing", relationship)).content.decode()


def test_the_page_says_that_nobody_sees_it(relationship: Relationship) -> None:
    assert "Nobody. Only you see that you know each other." in sharing_page(relationship)


def test_the_page_says_exactly_what_each_sees(relationship: Relationship) -> None:
    by = relationship.colleague
    actions.share(relationship=relationship, by=by)
    sanne = people.colleague("Sanne Vos")
    actions.share(relationship=relationship, by=by, colleague=sanne, moments=True)
    page = sharing_page(relationship)
    assert "you know <bdi>Joris</bdi>. Nothing more." in page
    assert "when and how you were in touch; last in October 2026." in page


def test_the_page_asks_the_same_however_many_shares(relationship: Relationship) -> None:
    client = people.client_of(relationship.colleague)
    asked = []
    for number in range(7):
        colleague = people.colleague(f"C{number}")
        actions.share(relationship=relationship, by=relationship.colleague, colleague=colleague)
        with CaptureQueriesContext(connection) as told:
            client.get(address("sharing", relationship))
        asked.append(len(told))
    assert asked[1] == asked[-1]


def test_only_words_of_what_is_shared_are_kept(relationship: Relationship) -> None:
    assert not SharedWord.objects.exists()
    actions.share(relationship=relationship, by=relationship.colleague)
    kept = set(SharedWord.objects.values_list("word", flat=True))
    assert {"joris", "bakker", "fietskoerier", "oost", "oprichter"} <= kept
    assert not {word for word in kept if "geheim" in word}
    actions.unshare(relationship=relationship, by=relationship.colleague)
    assert not SharedWord.objects.exists()


def test_a_new_name_is_found_and_the_old_one_not(relationship: Relationship) -> None:
    by = relationship.colleague
    actions.share(relationship=relationship, by=by)
    actions.describe(
        relationship=relationship, by=by, name="Jo Kok", organisation="", function="kok"
    )
    assert set(SharedWord.objects.values_list("word", flat=True)) == {"jo", "kok"}


def test_a_public_contact_stays_found_when_it_becomes_an_own_card() -> None:
    karim, sanne = people.colleague("Karim"), people.colleague("Sanne")
    known = people.knows(karim, "Mira Kaya")
    actions.share(relationship=known, by=karim)
    actions.own_card(relationship=known, by=karim)
    assert actions.who_knows(by=sanne, text="mira").get() == known


def test_it_says_under_which_accounts_they_come_upon_it(relationship: Relationship) -> None:
    seen = people.identity(handle="anoniem@social.example")
    by = relationship.colleague
    page = people.client_of(by).get(address("sharing", relationship)).content.decode()
    assert "anoniem" not in page
    actions.join(relationship=relationship, by=by, handle=seen.handle)
    page = people.client_of(by).get(address("sharing", relationship)).content.decode()
    assert "@anoniem@social.example" in page
