"""Fifty inboxes of other servers on the loopback, for the bench of deliveries: one process that
writes a line for each delivery that came, and answers as living and dead servers do."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from django.utils import timezone

from merkwerk.connectors.activitypub.request import Received
from merkwerk.connectors.activitypub.signatures import holds, signed

LIVING, CHECKING = 47, 10
"""So many answer; of these so many verify every signature. One more refuses connections, one never
answers, one always has trouble."""


class Inboxes:
    """Where it is written down, and the key that is known beforehand."""

    def __init__(self, log: Path, public: str) -> None:
        self.log, self.public = log.open("a", buffering=1), public

    async def open(self, kind: str) -> int:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while await self._one(kind, reader, writer):
                    pass
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _one(
        self, kind: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(fields.get("content-length", "0")))
        if kind == "hangs":
            await asyncio.sleep(3600)
        status = "500 Trouble" if kind == "trouble" else "202 Accepted"
        if kind != "trouble":
            target = head[0].split(" ")[1]
            good = kind != "checks" or self._believed(target, fields, body)
            told = json.loads(body)
            where = f"{fields['host']}{target}"
            self.log.write(json.dumps([time.time(), where, told["id"], good]) + "\n")
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        return True

    def _believed(self, target: str, fields: dict[str, str], body: bytes) -> bool:
        request = Received("POST", target, f"http://{fields['host']}", fields, body)
        return holds(signed(request, now=timezone.now()), self.public)


async def main(log: Path, public: str) -> None:
    inboxes = Inboxes(log, public)
    kinds = ["checks"] * CHECKING + ["takes"] * (LIVING - CHECKING) + ["hangs", "trouble"]
    ports = [await inboxes.open(kind) for kind in kinds]
    refusing = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    ports.append(refusing.sockets[0].getsockname()[1])
    refusing.close()
    print(json.dumps(ports), flush=True)
    await asyncio.sleep(3600)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]).read_text()))
