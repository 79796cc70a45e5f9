"""Pictures straight from their folder, and nothing else from anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from merkwerk.pages.tests.conftest import Ask

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2
WHERE = f"/pictures/{KEY}-640.avif"


@pytest.fixture
def file(small_site: None, settings: Settings) -> Path:
    path = Path(settings.PUBLIC_PICTURES_DIR) / f"{KEY}-640.avif"
    path.write_bytes(b"a picture")
    return path


def test_it_sends_the_picture(ask: Ask, file: Path) -> None:
    got = ask(WHERE)
    assert (got.status, got.body) == (200, b"a picture")
    assert got.headers["Content-Type"] == "image/avif"
    assert got.headers["Content-Length"] == "9"


@pytest.mark.parametrize(("ending", "kind"), [("webp", "image/webp"), ("jpg", "image/jpeg")])
def test_every_kind_has_its_own_type(ask: Ask, file: Path, ending: str, kind: str) -> None:
    file.with_suffix(f".{ending}").write_bytes(b"x")
    assert ask(WHERE.replace("avif", ending)).headers["Content-Type"] == kind


def test_nobody_guesses_another_type(ask: Ask, file: Path) -> None:
    got = ask(WHERE)
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'"


def test_it_is_kept_for_a_minute_at_most(ask: Ask, file: Path) -> None:
    assert "max-age=60" in ask(WHERE).headers["Cache-Control"]


def test_who_has_it_gets_it_once(ask: Ask, file: Path) -> None:
    got = ask(WHERE, HTTP_IF_NONE_MATCH=ask(WHERE).headers["ETag"])
    assert (got.status, got.body) == (304, b"")


def test_another_picture_has_another_tag(ask: Ask, file: Path) -> None:
    before = ask(WHERE).headers["ETag"]
    file.write_bytes(b"another one")
    assert ask(WHERE).headers["ETag"] != before


def test_head_gets_its_length(ask: Ask, file: Path) -> None:
    got = ask(WHERE, method="HEAD")
    assert (got.body, got.headers["Content-Length"]) == (b"", "9")


def test_taken_away_it_is_gone_at_once(ask: Ask, file: Path) -> None:
    ask(WHERE)
    file.unlink()
    assert ask(WHERE).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/../secret",
        f"/pictures/../pictures/{KEY}-640.avif",
        f"/pictures/{KEY}-640.avif/",
        f"/pictures/{KEY}-640.avif\n",
        f"/pictures/{KEY}-640.svg",
        f"/pictures/{KEY}-0640.avif",
        f"/pictures/{KEY.upper()}-640.avif",
        f"/pictures//{KEY}-640.avif",
        "/pictures/",
    ],
)
def test_only_names_of_one_form_are_looked_for(ask: Ask, file: Path, path: str) -> None:
    (file.parent.parent / "secret").write_text("geheim")
    assert ask(path).status == 404


def test_a_link_leads_nowhere(ask: Ask, file: Path) -> None:
    (file.parent.parent / "secret").write_text("geheim")
    file.unlink()
    file.symlink_to(file.parent.parent / "secret")
    assert ask(WHERE).status == 404


def test_a_stranger_host_gets_no_picture(ask: Ask, file: Path) -> None:
    assert ask(WHERE, HTTP_HOST="elders.example").status == 400
