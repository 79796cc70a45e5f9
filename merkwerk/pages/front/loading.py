"""Django while it is still being loaded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from merkwerk.pages.front.handing import Application

log = logging.getLogger("merkwerk.pages")


class Loading:
    """What `load` gives, called in a thread of its own; who asks earlier waits for it. When it
    fails, that is written to the log, `end` is called, and whoever waits gets a RuntimeError."""

    def __init__(self, load: Callable[[], Application], end: Callable[[], object]) -> None:
        self._end = end
        thread = ThreadPoolExecutor(1, thread_name_prefix="loading")
        self._loaded = thread.submit(load)
        self._loaded.add_done_callback(self._look)
        thread.shutdown(wait=False)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if self._loaded.exception() is not None:
            raise RuntimeError("the pages could not be loaded")
        return self._loaded.result()(environ, start)

    def _look(self, loaded: Future[Application]) -> None:
        failure = loaded.exception()
        if failure is not None:
            log.critical("the pages could not be loaded", exc_info=failure)
            self._end()
