"""The page behind somebody's own link: no account, no cookie, nothing kept by others."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.photos.actions import consent, note_uses
from merkwerk.photos.models import ConsentEvent, ConsentLink, Person, Photo
from merkwerk.photos.tests.shown import jpeg, link_of, ready_photo, says, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(sanne: Colleague, organisation: Organisation) -> Photo:
    return ready_photo(sanne, with_files=True)


@pytest.fixture
def person(photo: Photo, sanne: Colleague) -> Person:
    return somebody(photo, sanne, language="en")


@pytest.fixture
def link(person: Person, sanne: Colleague) -> str:
    return link_of(person, sanne)


@pytest.fixture
def joris() -> Client:
    """Somebody's own browser, which knows nothing of us, and refuses no forgery token."""
    return Client(enforce_csrf_checks=True)


def yes(person: Person, **more: object) -> dict[str, object]:
    return {
        "answer": "yes", "places": ["site"], "period": "stop", "who": "self",
        "name": "Joris Bakker", "digest": consent.terms_for(person).digest, **more,
    }  # fmt: skip


def test_it_shows_the_picture_who_asks_and_for_whom(joris: Client, link: str) -> None:
    told = joris.get(link).content.decode()
    assert "May this photo of you be used?" in told
    assert "Sanne Vos of " in told
    assert "This page is for Joris Bakker." in told
    assert f'href="{link}picture/"' in told
    assert "Is that not you?" in told


def test_nothing_is_ticked_beforehand(joris: Client, link: str) -> None:
    told = joris.get(link).content.decode()
    assert " checked" not in told
    assert "campaign" not in told


def test_the_picture_is_for_who_has_the_link(joris: Client, link: str) -> None:
    answer = joris.get(link + "picture/")
    assert b"".join(answer.streaming_content) == jpeg()  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/jpeg"
    assert joris.get("/consent/nobody/picture/").status_code == 404


def test_no_cookie_no_cache_no_search_engine_no_referrer(joris: Client, link: str) -> None:
    for path in (link, link + "picture/", link + "copy/", "/consent/nobody/"):
        answer = joris.get(path)
        assert not answer.cookies, path
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_a_yes_is_kept_and_shown(joris: Client, link: str, person: Person) -> None:
    answer = joris.post(link, yes(person, period="12", email="joris@nieuw.example"))
    assert answer.status_code == 302
    assert not answer.cookies
    kept = Person.objects.get(pk=person.pk)
    assert (kept.state, kept.agreed_to, kept.email) == ("partly", ["site"], "joris@nieuw.example")
    told = joris.get(link).content.decode()
    assert "You said yes." in told
    assert "Our website" in told


def test_a_no_needs_nothing_more(joris: Client, link: str, person: Person) -> None:
    joris.post(link, {"answer": "no", "places": ["site"], "remark": "Liever niet"})
    kept = Person.objects.get(pk=person.pk)
    assert (kept.state, kept.remark) == ("refused", "Liever niet")
    assert "You said no." in joris.get(link).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("places", [], "Tick at least one place."),
        ("period", "", "Choose for how long."),
        ("who", "", "Choose who you are."),
        ("name", "", "Give the name of who is in the photo."),
        ("email", "joris", "An address looks like"),
        ("who", "guardian", "Give your own name too."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    joris: Client, link: str, person: Person, field: str, value: object, said: str
) -> None:
    answer = joris.post(link, yes(person, remark="Graag van links", **{field: value}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Graag van links" in answer.content.decode()
    assert not Person.objects.get(pk=person.pk).said_yes


def test_a_place_that_is_not_asked_for_is_not_taken(
    joris: Client, link: str, person: Person
) -> None:
    assert joris.post(link, yes(person, places=["campaign"])).status_code == 422


def test_words_that_changed_are_read_again(joris: Client, link: str, person: Person) -> None:
    answer = joris.post(link, yes(person, digest="0" * 64))
    assert answer.status_code == 422
    assert "changed while you read" in answer.content.decode()


def test_for_a_child_the_guardian_answers_with_both_names(
    joris: Client, photo: Photo, sanne: Colleague
) -> None:
    child = somebody(photo, sanne, name="Noor Bakker", is_minor=True, language="en")
    link = link_of(child, sanne)
    told = joris.get(link).content.decode()
    assert "May this photo of Noor Bakker be used?" in told
    assert "not 16 yet" in told
    assert "I am in this photo" not in told
    assert joris.post(link, yes(child, name="Noor Bakker")).status_code == 422
    both = {"who": "guardian", "name": "Noor Bakker", "guardian": "Joris Bakker", "decides": "on"}
    assert joris.post(link, yes(child, **both)).status_code == 302
    kept = Person.objects.get(pk=child.pk)
    assert (kept.name, kept.guardian, kept.is_minor) == ("Noor Bakker", "Joris Bakker", True)


def test_the_language_is_theirs(joris: Client, link: str, person: Person) -> None:
    joris.post(link + "language/", {"language": "nl"})
    assert Person.objects.get(pk=person.pk).language == "nl"
    answer = joris.get(link)
    assert answer["Content-Language"] == "nl"
    assert '<html lang="nl">' in answer.content.decode()


def test_one_press_and_sure_takes_it_back(
    joris: Client, link: str, person: Person, photo: Photo
) -> None:
    says(person, "site")
    note_uses(mark="story:1", photos=[photo.pk], title="Op de kade", address="/x/", place="site")
    note_uses(mark="issue:1", photos=[photo.pk], title="Kade 4", address="/x/", place="magazine")
    assert joris.get(link + "withdraw/").status_code == 405
    assert joris.post(link + "withdraw/").status_code == 302
    told = joris.get(link).content.decode()
    assert "You said stop." in told
    assert "Op de kade" in told
    assert "In our magazine “Kade 4”" in told
    assert "Others can have copied the photo." in told


def test_used_after_withdrawal_it_says_since_when_and_takes_a_yes_again(
    joris: Client, link: str, person: Person
) -> None:
    says(person, "site")
    consent.withdraw(person=person)
    assert "Since " in joris.get(link).content.decode()
    assert joris.post(link, yes(person)).status_code == 302
    assert Person.objects.get(pk=person.pk).said_yes


def test_their_own_copy_holds_what_was_said_and_read(
    joris: Client, link: str, person: Person
) -> None:
    joris.post(link, yes(person))
    answer = joris.get(link + "copy/")
    told = json.loads(answer.content)
    [mine] = told["people"]
    assert (mine["name"], mine["agreed_to"]) == ("Joris Bakker", ["site"])
    assert mine["proof_is_whole"]
    assert mine["proof"][-1]["words"] in told["words"]
    assert "attachment" in answer["Content-Disposition"]


def test_no_address_of_a_computer_is_kept(joris: Client, link: str, person: Person) -> None:
    joris.post(link, yes(person), REMOTE_ADDR="203.0.113.77")
    assert "203.0.113" not in str(list(ConsentEvent.objects.values()))
    assert "203.0.113" not in str(list(Person.objects.values()))


def test_only_a_mark_of_the_link_is_kept(link: str) -> None:
    token = link.split("/")[2]
    assert len(token) == 43
    assert token not in str(list(ConsentLink.objects.values()))


def test_a_guessed_link_leads_nowhere_and_many_have_to_wait(joris: Client, link: str) -> None:
    assert joris.get("/consent/" + "x" * 43 + "/").status_code == 404
    answers = {joris.get(f"/consent/{n}/").status_code for n in range(60)}
    assert answers == {404, 429}
    assert joris.get(link).status_code == 200


def test_a_newer_link_leaves_the_older_one_working(
    joris: Client, link: str, person: Person, sanne: Colleague
) -> None:
    newer = link_of(person, sanne)
    assert newer != link
    assert {joris.get(one).status_code for one in (link, newer)} == {200}
    consent.stop_links(person=person, by=sanne)
    assert {joris.get(one).status_code for one in (link, newer)} == {404}


def test_who_was_taken_off_is_not_asked_any_more(
    joris: Client, link: str, person: Person, sanne: Colleague
) -> None:
    consent.remove(person=person, by=sanne)
    assert "You are not asked any more." in joris.get(link).content.decode()
    assert joris.post(link, yes(person)).status_code == 200
    assert joris.get(link + "picture/").status_code == 404


def test_a_removed_photo_leads_nowhere_kindly(joris: Client, link: str, photo: Photo) -> None:
    photo.delete()
    answer = joris.get(link, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "you don’t have to do anything" in answer.content.decode()


def test_one_can_have_ones_name_erased_after_stopping(
    joris: Client, link: str, person: Person
) -> None:
    says(person, "site")
    joris.post(link + "erase/")
    assert Person.objects.get(pk=person.pk).name == "Joris Bakker"
    consent.withdraw(person=person)
    joris.post(link + "erase/")
    assert Person.objects.get(pk=person.pk).name == ""
    assert "Your name is erased." in joris.get(link).content.decode()


def add(joris: Client, link: str, name: str, content: bytes) -> object:
    file = SimpleUploadedFile(name, content, "application/pdf")
    return joris.post(reverse("consent:add_form"), {"token": link.split("/")[2], "file": file})


def test_a_signed_form_is_kept_for_those_who_may_see_it(
    joris: Client, link: str, person: Person, karim: Colleague, as_colleague: object
) -> None:
    add(joris, link, "form.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n")
    add(joris, link, "form.pdf", jpeg())
    first, second = person.forms.all()
    assert (first.kind, second.kind) == ("application/pdf", "image/jpeg")
    answer = joris.get(f"{link}form/{first.pk}/")
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    stranger = as_colleague(karim)  # type: ignore[operator]
    assert stranger.get(reverse("photos:signed_form", args=[first.pk])).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a/*\x01\x00*/=1;alert(1)",
        b"%PDF-1.4 ends too early",
        b"<html>",
        b"",
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(
    joris: Client, link: str, person: Person, content: bytes
) -> None:
    answer = add(joris, link, "form.pdf", content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not person.forms.exists()


def test_a_sixth_form_is_refused(joris: Client, link: str, person: Person) -> None:
    for _number in range(6):
        add(joris, link, "form.pdf", b"%PDF-1.4\n%%EOF\n")
    assert person.forms.count() == 5


def test_anothers_form_is_not_behind_ones_own_link(
    joris: Client, link: str, photo: Photo, sanne: Colleague
) -> None:
    other = somebody(photo, sanne, name="Mira")
    add(joris, link_of(other, sanne), "form.pdf", b"%PDF-1.4\n%%EOF\n")
    form = other.forms.get()
    assert joris.get(f"{link}form/{form.pk}/").status_code == 404


def test_an_uploaded_form_without_a_link_is_kept_nowhere(joris: Client) -> None:
    assert add(joris, "/consent/x/", "form.pdf", b"%PDF-1.4\n%%EOF\n").status_code == 404  # type: ignore[attr-defined]
