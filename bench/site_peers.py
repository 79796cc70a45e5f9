"""The servers that the bench `site` puts side by side: how each is filled and started."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.kill.stage import ROOT, Stage
from tests.peers.servers import free_ports

PEERS = Path(os.environ.get("MERKWERK_PEERS") or ROOT / ".peers")
BIN = Path(sys.executable).parent
HOST = {"Host": "127.0.0.1:8000"}
"""The site's own name, which public views see whatever they were asked by; the page cache would
look under another."""


@dataclass
class Server:
    """One server of the comparison. `{port}` in the command is the port it gets; `home` and
    `story` are its pages; `headers` are sent along with every request."""

    name: str
    command: list[str]
    environment: dict[str, str]
    home: str = "/stories/"
    story: str = "/stories/verhaal-7/"
    headers: dict[str, str] = field(default_factory=dict)
    cwd: Path = ROOT
    seconds: float = 120

    @contextmanager
    def running(self, port: str = "") -> Iterator[tuple[str, int, float]]:
        """Its address, process and cold start (seconds until the story was answered)."""
        port = port or free_ports(1)[0]
        begun = time.perf_counter()
        process = subprocess.Popen(
            [word.format(port=port) for word in self.command],
            env=self.environment, cwd=self.cwd, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            site = f"http://127.0.0.1:{port}"
            self._wait(f"{site}{self.story}", begun, process)
            yield site, process.pid, time.perf_counter() - begun
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait(self, address: str, begun: float, process: subprocess.Popen[bytes]) -> None:
        with httpx.Client(timeout=10, headers=self.headers) as visitor:
            while time.perf_counter() - begun < self.seconds and process.poll() is None:
                try:
                    if visitor.get(address).is_success:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.02)
        raise RuntimeError(f"{self.name} did not answer at {address} (ended: {process.poll()})")


def ours(place: Stage, port: str) -> list[Server]:
    """Merkwerk as it is started, by both servers, and without its made pages."""
    there = place.environment
    web = [sys.executable, "-m", "merkwerk", "web", "--port", "{port}"]
    granian = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port",
               "{port}", "--blocking-threads", "8", "--log-level", "error"]  # fmt: skip
    cached = there | {"DJANGO_SETTINGS_MODULE": "bench.site_apps.cached"}
    plain = "bench.site_apps.plain:application"
    return [
        Server("Merkwerk, granian", web, there),
        Server("Merkwerk, gunicorn", [*web, "--server", "gunicorn"], there),
        Server("Django's page cache, granian", [*granian, plain], cached, headers=HOST),
        Server("plain Django, granian", [*granian, plain], there),
    ]


def several(place: Stage) -> Server:
    """Merkwerk with three web processes on one port."""
    code = (
        "from importlib import import_module; "
        "from merkwerk.pages.front.serving import serve; "
        "serve(lambda *_: import_module('merkwerk.rsgi').application, '127.0.0.1', {port}, 3)"
    )
    return Server("Merkwerk, three processes", [sys.executable, "-c", code], place.environment)


NGINX = """user root; worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error;
events {{ worker_connections 512; }}
http {{ access_log off; keepalive_requests 10000000; default_type "text/html; charset=utf-8";
client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e; sendfile on; tcp_nopush on; gzip_static on;
open_file_cache max=1000;
server {{ listen 127.0.0.1:{port}; root {folder}/html; {more} }} }}
"""


def nginx(name: str, folder: Path, pages: dict[str, bytes], headers: dict[str, str]) -> Server:
    """nginx with the same pages as files, packed beforehand."""
    for path, body in pages.items():
        file = folder / "html" / path.strip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        file.with_name("index.html.gz").write_bytes(gzip.compress(body, 9))
    port = free_ports(1)[0]
    told = {name: value.replace('"', r"\"") for name, value in headers.items()}
    more = "".join(f'add_header {name} "{value}";\n' for name, value in told.items())
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, more=more))
    return FixedPort(name, ["/usr/sbin/nginx", "-c", str(config)], dict(os.environ), port)


class FixedPort(Server):
    """A server whose port stands in its own file."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], port: str):
        super().__init__(name, command, environment)
        self.port = port

    @contextmanager
    def running(self, port: str = "") -> Iterator[tuple[str, int, float]]:
        with super().running(self.port) as found:
            yield found


def wagtail(folder: Path, stories: Path) -> Server:
    """Wagtail in a venv of its own, filled with the same texts, served by granian."""
    python = PEERS / "wagtail/bin/python"
    if not python.exists():
        run([sys.executable, "-m", "venv", str(PEERS / "wagtail")])
        run([str(python), "-m", "pip", "install", "-q", "wagtail==8.0.1", "granian==2.8.7"])
    there = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "bench.wagtail_site.settings",
        "BENCH_DATABASE": str(folder / "wagtail.sqlite3"),
    }
    run([str(python), "-m", "bench.wagtail_site.fill", str(stories)], there)
    command = [str(python.with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1",
               "--port", "{port}", "--blocking-threads", "8", "--log-level", "error",
               "bench.wagtail_site.wsgi:application"]  # fmt: skip
    return Server("Wagtail, granian", command, there, home="/", story="/verhaal-7/")


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[:4]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
