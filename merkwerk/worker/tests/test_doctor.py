from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.jobs.models import Attempt, Worker
from merkwerk.networks.models import Source
from merkwerk.worker.actions import Finding, doctor, examine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_listens", lambda host, port: False)


def found(what: str) -> Finding:
    return next(finding for finding in examine() if finding.what == what)


def test_every_finding_is_one_line() -> None:
    assert all("\n" not in finding.says for finding in examine())
    assert {finding.level for finding in examine()} <= {"ok", "note", "mend"}


def test_without_a_worker_it_says_how_to_start_one() -> None:
    assert found("worker").level == "note"
    assert "merkwerk start" in found("worker").says


def test_pages_without_a_worker_must_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_listens", lambda host, port: True)
    assert found("worker").level == "mend"


def test_a_living_worker_is_fine() -> None:
    now = timezone.now()
    Worker.objects.create(name="a", host="h", process=1, started=now, seen=now)
    assert found("worker").level == "ok"


def test_a_database_that_is_up_to_date_is_fine() -> None:
    assert found("database").level == "ok"


def test_keys_that_others_can_read_must_be_mended(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    (tmp_path / "data").write_text("x")
    (tmp_path / "data").chmod(0o644)
    assert found("keys").level == "mend"
    (tmp_path / "data").chmod(0o600)
    assert found("keys").level == "ok"


def test_a_folder_that_is_not_there_must_be_mended(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "nowhere"
    assert found("data").level == "mend"


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://merkwerk.example", "ok"),
        ("http://localhost:8000", "note"),
        ("http://merkwerk.example", "mend"),
    ],
)
def test_an_address_that_can_be_overheard_must_be_mended(
    settings: Settings, address: str, level: str
) -> None:
    settings.SITE_URL = address
    assert found("address").level == level


def test_it_tells_which_private_networks_are_open(settings: Settings) -> None:
    settings.ALLOWED_NETWORKS = (ip_network("10.1.0.0/16"),)
    assert found("the way out").level == "note"
    assert "10.1.0.0/16" in found("the way out").says


def test_debug_must_be_mended(settings: Settings) -> None:
    settings.DEBUG = True
    assert found("debug").level == "mend"


def test_missing_static_files_must_be_mended(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert found("static files").level == "mend"


def test_a_language_that_is_not_compiled_must_be_mended(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "nl/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "nl/LC_MESSAGES/django.po").touch()
    settings.LOCALE_PATHS = [tmp_path]
    assert found("language nl").level == "mend"


def test_a_job_that_was_set_aside_is_told() -> None:
    Attempt.objects.create(
        job="00000000-0000-4000-8000-000000000000", task="x", state=Attempt.State.DEAD
    )
    assert found("jobs").level == "note"


def test_without_mail_it_says_what_to_set(settings: Settings) -> None:
    settings.MAIL_URL = ""
    assert "MERKWERK_MAIL" in found("mail").says


def test_without_streams_nobody_needs_to_listen() -> None:
    assert found("streams").says == "none needed now"


def test_streams_without_a_listener_are_told() -> None:
    now = timezone.now()
    Source.objects.create(
        kind="bluesky-jetstream", network="bluesky", address="wss://a.example/", title="Alles",
        next_check=now,
    )  # fmt: skip
    assert "listen" in found("streams").says
    Worker.objects.create(name="oor.listens", host="h", process=1, started=now, seen=now)
    assert found("streams").level == "ok"
    assert found("worker").level == "note"


@pytest.mark.parametrize("setting", [{"CLOSED_ON": {"24-12-2026"}}, {"HOLIDAYS": "be"}])
def test_days_off_that_nobody_reads_must_be_mended(
    settings: Settings, setting: dict[str, object]
) -> None:
    for name, value in setting.items():
        setattr(settings, name, value)
    assert found("days off").level == "mend"


def test_days_off_as_they_are_say_nothing(settings: Settings) -> None:
    settings.CLOSED_ON = {"2026-12-24"}
    assert all(finding.what != "days off" for finding in examine())
