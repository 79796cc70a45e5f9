"""Looking after the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague, Role
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.site_settings import change_site
from merkwerk.stories.models import Site
from merkwerk.stories.tests.photographed import a_photo, used
from merkwerk.stories.tests.told import open_site

MakeColleague = Callable[..., Colleague]
AsColleague = Callable[[Colleague], Client]
WHERE = "/desk/stories/site/"
TYPED = {
    "is_open": "on", "name": "Kade", "motto": "Door één deur", "language": "nl",
    "ink": "#1c3f94", "accent": "#f5a400", "type": "house",
}  # fmt: skip


@pytest.fixture
def editor(colleague_named: MakeColleague, as_colleague: AsColleague) -> Client:
    return as_colleague(colleague_named("Eva Redacteur", Role.EDITOR))


def test_a_colleague_does_not_look_after_the_site(
    sanne: Colleague, as_colleague: AsColleague
) -> None:
    assert as_colleague(sanne).get(WHERE).status_code == 403
    with pytest.raises(PermissionError):
        change_site(by=sanne, name="Anders")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SOCIAL_LEAD, Role.ADMINISTRATOR])
def test_three_roles_look_after_it(
    colleague_named: MakeColleague, as_colleague: AsColleague, role: Role
) -> None:
    assert as_colleague(colleague_named("Rob Rol", role)).get(WHERE).status_code == 200


def test_what_is_not_a_choice_is_refused(administrator: Colleague) -> None:
    with pytest.raises(TypeError):
        change_site(by=administrator, pk=2)


def test_it_is_opened_and_closed(editor: Client, client: Client) -> None:
    editor.post(WHERE, TYPED)
    assert "Door één deur" in client.get("/stories/").content.decode()
    editor.post(WHERE, {**TYPED, "is_open": ""})
    assert client.get("/stories/").status_code == 404


def test_a_pale_colour_is_sent_back_with_one_that_can_be_read(editor: Client) -> None:
    answer = editor.post(WHERE, {**TYPED, "ink": "#88aaff"})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "hard to read" in words
    assert 'name="take_ink"' in words
    assert "Door één deur" in words
    assert not Site.objects.exists()


def test_the_better_colour_is_taken_with_one_press(editor: Client) -> None:
    editor.post(WHERE, {**TYPED, "ink": "#88aaff", "take_ink": "#0b3d91"})
    assert Site.objects.get().ink == "#0b3d91"


@pytest.mark.parametrize("ink", ["red", "#12345", "#1c3f94;}", "url(x)", ""])
def test_only_a_colour_is_a_colour(editor: Client, ink: str) -> None:
    assert editor.post(WHERE, {**TYPED, "ink": ink}).status_code == 422


def test_colleagues_look_at_it_before_it_opens(
    sanne: Colleague, as_colleague: AsColleague, client: Client
) -> None:
    open_site(is_open=False, motto="Nog even")
    assert b"Nog even" in as_colleague(sanne).get(f"{WHERE}preview/").content
    assert as_colleague(sanne).get(f"{WHERE}look.css").status_code == 200
    assert client.get(f"{WHERE}preview/").status_code == 302


def test_a_mark_that_may_be_shown_can_be_fetched_while_the_site_is_open(
    colleague_named: MakeColleague,
) -> None:
    eva = colleague_named("Eva Redacteur", Role.EDITOR)
    mark = a_photo(eva)
    Photo.objects.update(outside_since=None)
    for is_open in (True, False):
        change_site(by=eva, name="Kade", mark=mark, is_open=is_open)
        mark.refresh_from_db()
        assert bool(mark.outside_since) == is_open


def test_a_mark_with_somebody_unasked_in_it_stays_inside(colleague_named: MakeColleague) -> None:
    eva = colleague_named("Eva Redacteur", Role.EDITOR)
    mark = a_photo(eva)
    Photo.objects.update(outside_since=None)
    consent.mark(photo=mark, by=eva, told=consent.Told(name="Joris"))
    change_site(by=eva, name="Kade", mark=mark, is_open=True)
    mark.refresh_from_db()
    assert mark.outside_since is None


def test_a_closed_sites_pictures_are_closed_too(colleague_named: MakeColleague) -> None:
    open_site()
    eva = colleague_named("Eva Redacteur", Role.EDITOR)
    shown, refused = a_photo(eva), a_photo(eva)
    used("story:1", shown, refused)
    key = shown.key
    change_site(by=eva, is_open=False)
    assert not Photo.objects.exclude(outside_since=None).exists()
    consent.mark(photo=refused, by=eva, told=consent.Told(name="Joris"))
    change_site(by=eva, is_open=True)
    assert Photo.objects.exclude(outside_since=None).get() == shown
    assert Photo.objects.get(pk=shown.pk).key != key
