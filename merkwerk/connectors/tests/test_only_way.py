"""Nothing else in the house opens a connection."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]
WAYS_OUT = frozenset(
    ("httpx", "httpcore", "requests", "urllib3", "aiohttp", "niquests", "pycurl", "websockets")
) | {"socket", "ftplib", "telnetlib", "smtplib", "urllib.request", "http.client", "xmlrpc.client",
     "imaplib", "poplib", "nntplib"}  # fmt: skip
MAY: dict[str, frozenset[str]] = {
    "connectors/http": frozenset({"httpx", "httpcore", "requests", "socket", "websockets"}),
    # Speaks IMAP on a socket that the guard has opened.
    "connectors/mail/imap.py": frozenset({"imaplib", "socket"}),
    # Asks only its own server, whether it runs.
    "cli.py": frozenset({"socket", "urllib.request"}),
    # The name of this machine.
    "jobs/actions/workers.py": frozenset({"socket"}),
    # The names of what can go wrong when Django hands a letter to the organisation's mail server.
    "notifications/actions/posting.py": frozenset({"smtplib"}),
    # Whether the organisation's own mail server answers.
    "worker/actions/doctor.py": frozenset({"socket"}),
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ways_out(path: Path) -> set[str]:
    return {
        way
        for name in imported(path)
        for way in WAYS_OUT
        if name == way or name.startswith(way + ".")
    }


def test_no_other_module_goes_out_by_itself() -> None:
    found = {}
    for path in HOUSE.rglob("*.py"):
        place = path.relative_to(HOUSE).as_posix()
        if "/tests/" in place:
            continue
        allowed = next((ways for home, ways in MAY.items() if place.startswith(home)), frozenset())
        if extra := ways_out(path) - allowed:
            found[place] = sorted(extra)
    assert found == {}


def test_the_search_would_find_one(tmp_path: Path) -> None:
    path = tmp_path / "sly.py"
    path.write_text("from urllib import request\nimport requests.sessions as s\nimport os\n")
    assert ways_out(path) == {"urllib.request", "requests"}
