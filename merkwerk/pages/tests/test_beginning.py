"""Another program makes every page anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from merkwerk.pages.actions.beginning import begin, fingerprint
from merkwerk.pages.actions.changes import state
from merkwerk.pages.actions.keeping import Answer, keep
from merkwerk.pages.models import MadePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tmp_path: Path, settings: Settings) -> Path:
    (tmp_path / "page.html").write_text("een")
    settings.HOUSE = tmp_path
    return tmp_path


def made() -> int:
    return MadePage.objects.made().count()


def test_the_same_program_keeps_what_is_made(house: Path) -> None:
    begin()
    keep(Answer("/a", b"x", [], frozenset({"site"})), before=state())
    assert not begin()
    assert made() == 1


def test_another_template_makes_everything_anew(house: Path) -> None:
    begin()
    keep(Answer("/a", b"x", [], frozenset({"site"})), before=state())
    (house / "page.html").write_text("twee")
    assert begin()
    assert made() == 0


def test_another_address_does_so_too(house: Path, settings: Settings) -> None:
    begin()
    settings.SITE_ADDRESS = "https://verhalen.kade.example"
    assert begin()


def test_what_stands_elsewhere_does_not_matter(
    house: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "page.html").write_text("een")
    assert fingerprint(other) == fingerprint(house)


def test_a_web_process_loads_every_view_before_the_first_visitor_comes() -> None:
    code = "import sys, merkwerk.wsgi; sys.exit('merkwerk.stories.urls' not in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
