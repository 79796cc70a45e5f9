"""A whole Merkwerk in its own processes, and a person who uses it with a browser without script:
they read pages, follow links, fill in forms and press buttons."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx
import lxml.html

from tests.kill.stage import empty_house
from tests.peers.servers import free_ports

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


class Person:
    """Somebody at a browser. `page` is what they see now."""

    def __init__(self, site: str) -> None:
        self.browser = httpx.Client(base_url=site, follow_redirects=True, timeout=30)
        self.address = site
        self.page = lxml.html.fromstring("<html></html>")

    def goes_to(self, address: str) -> str:
        return self._see(self.browser.get(urljoin(self.address, address)))

    def _see(self, answer: httpx.Response) -> str:
        assert answer.status_code < 500, answer.text[:2000]
        self.address = str(answer.url)
        self.page = lxml.html.fromstring(answer.text)
        self.page.make_links_absolute(self.address)
        return self.reads()

    def reads(self) -> str:
        """The words on the page, with single spaces."""
        return " ".join(self.page.text_content().split())

    def link(self, words: str) -> str:
        """The address of the first link that says these words."""
        for one in self.page.iter("a"):
            if words in " ".join(one.text_content().split()):
                return str(one.get("href"))
        raise AssertionError(f"no link says {words!r}: {self.reads()[:1500]}")

    def follows(self, words: str) -> str:
        return self.goes_to(self.link(words))

    def presses(self, words: str, **typed: str) -> str:
        """Presses the first button that says these words, after typing into its form."""
        for form in self.page.forms:
            for button in form.xpath(".//button"):
                if words not in " ".join(button.text_content().split()):
                    continue
                fields = dict(form.form_values())
                missing = set(typed) - set(form.fields)
                assert not missing, f"the form has no {missing}: {sorted(form.fields)}"
                fields |= typed
                if button.get("name"):
                    fields[button.get("name")] = button.get("value", "")
                send = self.browser.post if form.method == "POST" else self.browser.get
                where = form.action or self.address
                if form.method == "POST":
                    return self._see(send(where, data=fields, headers={"Referer": self.address}))
                return self._see(self.browser.get(where, params=fields))
        raise AssertionError(f"no button says {words!r}: {self.reads()[:1500]}")

    def waits_for(self, words: str, address: str = "", seconds: float = PATIENCE) -> str:
        """Looks again until the page says so; fails with what it said last."""
        where, until = address or self.address, time.monotonic() + seconds
        while not re.search(words, said := self.goes_to(where)):
            assert time.monotonic() < until, f"{words!r} never came: {said[:3000]}"
            time.sleep(0.5)
        return said


class House:
    """One running Merkwerk: web and worker, an own folder, an own port."""

    def __init__(self, folder: Path, port: str, **settings: str) -> None:
        self.site = f"http://127.0.0.1:{port}"
        self.folder = folder
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("MERKWERK_", "DJANGO_"))}
        self.environment = clean | {
            "PYTHONPATH": str(ROOT),
            "MERKWERK_URL": self.site,
            "MERKWERK_LANGUAGE": "en",
            "MERKWERK_ALLOWED_NETWORKS": "127.0.0.0/8",
            **settings,
        }
        self.log = (folder / "house.log").open("wb")
        start = ["start", "--empty", "--port", port, "--data", str(folder)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "merkwerk", *start],
            cwd=folder, env=self.environment, stdout=self.log, stderr=self.log,
            start_new_session=True,
        )  # fmt: skip

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if httpx.get(f"{self.site}/health/live/", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < until, self.told()
            time.sleep(0.3)

    def told(self) -> str:
        return (self.folder / "house.log").read_text(errors="replace")[-3000:]

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


@contextmanager
def house(**settings: str) -> Iterator[House]:
    """A Merkwerk that answers, with an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="merkwerk-house-"))
    shutil.copy(empty_house(), folder / "merkwerk.sqlite3")
    made = House(folder, free_ports(1)[0], **settings)
    try:
        made.wait()
        yield made
    finally:
        made.end()
        shutil.rmtree(folder, ignore_errors=True)


PASSWORD = "een zin die niemand raadt"


def first_colleague(site: str) -> Person:
    """Opens the first page of an empty house, makes the organisation, and is signed in."""
    sanne = Person(site)
    assert "Welcome. Let us begin." in sanne.goes_to("/")
    sanne.presses(
        "Begin",
        organisation="Kade en Kroon",
        name="Sanne Vos",
        email="sanne@kade.example",
        password=PASSWORD,
        language="en",
    )
    return sanne
