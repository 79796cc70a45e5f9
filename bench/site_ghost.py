"""Ghost with the same stories: its package from npm, SQLite, production."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from pathlib import Path

import httpx

from bench.site_peers import PEERS, Server, run
from tests.peers.servers import free_ports

VERSION = "5.130.6"
HOME = PEERS / "ghost"
OWNER = {"name": "Sanne", "email": "s@kade.example", "password": "een heel lang wachtwoord 7"}


def ghost(folder: Path, stories: Path) -> Server:
    """Ghost, installed once, with a database of its own. Raises LookupError when it can't be
    installed here."""
    if not (HOME / "installed").exists():
        _install()
    port = free_ports(1)[0]
    address = f"http://127.0.0.1:{port}"
    content = folder / "ghost"
    shutil.copytree(HOME / "content", content)
    config = {
        "url": address,
        "server": {"host": "127.0.0.1", "port": int(port)},
        "database": {
            "client": "sqlite3",
            "connection": {"filename": str(content / "ghost.sqlite3")},
            "useNullAsDefault": True,
        },
        "mail": {"transport": "Direct"},
        "security": {"staffDeviceVerification": False},
        "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False},
        "logging": {"transports": ["stdout"], "level": "error"},
        "paths": {"contentPath": str(content)},
        "spam": {"user_login": {"freeRetries": 100}},
    }
    (HOME / "config.production.json").write_text(json.dumps(config))
    there = {**os.environ, "NODE_ENV": "production"}
    command = ["node", str(HOME / "index.js")]
    server = _Ghost("Ghost, node", command, there, home="/", story="/verhaal-7/", cwd=HOME)
    server.port, server.seconds = port, 240
    server.story = "/"
    with server.running():
        _write(address, stories)
    server.story = "/verhaal-7/"
    return server


class _Ghost(Server):
    """Its port stands in its own file."""

    port = ""

    def running(self, port: str = ""):  # type: ignore[no-untyped-def]
        return super().running(self.port)


def _write(address: str, stories: Path) -> None:
    api = f"{address}/ghost/api/admin"
    with httpx.Client(headers={"Origin": address}, timeout=60) as editor:
        setup = {"setup": [{**OWNER, "blogTitle": "Peer"}]}
        editor.post(f"{api}/authentication/setup/", json=setup).raise_for_status()
        own = {"username": OWNER["email"], "password": OWNER["password"]}
        editor.post(f"{api}/session/", json=own).raise_for_status()
        for one in json.loads(stories.read_text()):
            post = {k: one[k] for k in ("title", "slug")}
            post |= {"html": one["body"], "custom_excerpt": one["opening"][:300]}
            told = {"posts": [{**post, "status": "published"}]}
            editor.post(f"{api}/posts/?source=html", json=told).raise_for_status()


def _install() -> None:
    """Its package names one dependency outside the registry, which has a release of that name in
    it. The SQLite module is compiled against the headers beside node."""
    HOME.mkdir(parents=True, exist_ok=True)
    beside = str(Path(shutil.which("node") or "").resolve().parents[1])
    there = {**os.environ, "npm_config_nodedir": beside}
    run(["npm", "pack", f"ghost@{VERSION}", "--silent", "--pack-destination", str(HOME)])
    with tarfile.open(HOME / f"ghost-{VERSION}.tgz") as packed:
        for member in packed.getmembers():
            member.name = member.name.partition("/")[2]
            if member.name:
                packed.extract(member, HOME, filter="data")
    told = json.loads((HOME / "package.json").read_text())
    told["overrides"] = {**told.get("overrides", {}), "mock-knex": "0.4.13"}
    for word in ("devDependencies", "workspaces"):
        told.pop(word, None)
    (HOME / "package.json").write_text(json.dumps(told))
    (HOME / "yarn.lock").unlink(missing_ok=True)
    run(["npm", "install", "--prefix", str(HOME), "--omit=dev", "--no-audit", "--no-fund",
         "--legacy-peer-deps"], there)  # fmt: skip
    (HOME / "installed").touch()
