"""Django while it is still being loaded."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from merkwerk.pages.front.handing import Application

log = logging.getLogger("merkwerk.pages")

PAUSE = 0.5
"""Seconds. Loading takes the interpreter for itself, so pages that are made would come at half the
pace just after a start; it lets them go first, until somebody asks for another."""


class Loading:
    """What `load` gives, called in a thread of its own after `pause` seconds, or as soon as
    somebody asks; who asks earlier waits for it. When it fails, that is written to the log, `end`
    is called, and whoever waits gets a RuntimeError."""

    def __init__(
        self, load: Callable[[], Application], end: Callable[[], object], pause: float = PAUSE
    ) -> None:
        self._end = end
        self._asked = threading.Event()
        thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
        self._loaded = thread.submit(self._load, load, pause)
        self._loaded.add_done_callback(self._look)
        thread.shutdown(wait=False)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self._asked.set()
        if self._loaded.exception() is not None:
            raise RuntimeError("the pages could not be loaded")
        return self._loaded.result()(environ, start)

    def _load(self, load: Callable[[], Application], pause: float) -> Application:
        self._asked.wait(pause)
        return load()

    def _look(self, loaded: Future[Application]) -> None:
        failure = loaded.exception()
        if failure is not None:
            log.critical("the pages could not be loaded", exc_info=failure)
            self._end()
