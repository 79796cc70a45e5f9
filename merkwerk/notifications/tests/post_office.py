"""A tiny SMTP server on the loopback that remembers letters and can refuse them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PostOffice(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.letters: list[str] = []
        self.answer_to: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Counter(socketserver.StreamRequestHandler):
    """One visitor: says the least that SMTP asks for."""

    server: PostOffice

    def handle(self) -> None:
        self.say("220 hello")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self.say("354 go on")
                self.server.letters.append(self.body())
                self.say("250 kept")
            elif word == "RCPT":
                refused = (a for who, a in self.server.answer_to.items() if who in line)
                self.say(next(refused, "250 fine"))
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 fine")
        return None

    def body(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
