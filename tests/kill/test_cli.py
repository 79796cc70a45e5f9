"""The command line says what is wrong in a sentence, before anything begins."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from merkwerk.cli import _workers, main
from merkwerk.household import Child, Household
from merkwerk.lib.keys import data_folder
from tests.kill.stage import ROOT


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    around = {k: v for k, v in os.environ.items() if not k.startswith(("MERKWERK_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "merkwerk", *words],
        cwd=ROOT, env=around | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_without_a_command_it_tells_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert "doctor" in capsys.readouterr().out


def test_a_data_folder_that_cannot_be_made_is_said() -> None:
    done = run("doctor", "--data", "/proc/nowhere")
    assert done.returncode == 2
    assert "--data DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    done = run("doctor", "--data", str(tmp_path), MERKWERK_ALLOWED_NETWORKS="thuis")
    assert done.returncode == 2
    assert "thuis" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_ends_with_1_when_something_must_be_mended(tmp_path: Path) -> None:
    done = run("doctor", "--data", str(tmp_path / "new"))
    assert done.returncode == 1
    assert "mend   database" in done.stdout
    assert "merkwerk manage migrate" in done.stdout


def test_data_and_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    run("manage", "--data", str(tmp_path / "new"), "check", "--version")
    run("doctor", "--data", str(tmp_path / "new"))
    for name in ("new", "new/keys", "new/keys/data", "new/keys/secret"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) & 0o077 == 0, name


def test_a_checkout_keeps_its_data_beside_it() -> None:
    assert data_folder(ROOT / "merkwerk") == ROOT / "var"


def test_an_installed_package_keeps_its_data_with_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder(Path("/usr/lib/python3/site-packages/merkwerk")) == tmp_path / "merkwerk"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/sanne")
    assert data_folder(tmp_path / "merkwerk") == Path("/home/sanne/.local/share/merkwerk")


def test_of_several_workers_one_keeps_its_hands_free() -> None:
    assert [child.command for child in _workers(1)] == [["worker"]]
    assert [child.command for child in _workers(3)] == [
        ["worker", "--hurried"],
        ["worker"],
        ["worker"],
    ]


def test_a_household_without_children_ends_in_order() -> None:
    empty = Household([], lambda: True)
    empty._heard(15, None)
    assert empty._end() == 0


def test_what_is_not_wanted_is_not_started() -> None:
    child = Child("the listener", ["listen"], wanted=lambda: False)
    child.look()
    assert child.process is None


def test_what_is_not_wanted_any_more_is_ended_without_blame() -> None:
    child = Child("the listener", ["listen"], wanted=lambda: False)
    child.process = subprocess.Popen(["/bin/sleep", "60"])
    child.look()
    assert child.process is not None
    process = child.process
    process.wait(timeout=10)
    child.look()
    assert child.process is not process
    assert child.failures == 0
