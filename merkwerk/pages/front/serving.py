"""How the web server Granian is started: its first step with each request is taken at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context
from types import CoroutineType
from typing import Any

from granian import Granian, loops
from granian.constants import Interfaces, RuntimeModes, TaskImpl
from granian.log import LogLevels

LOOP = "merkwerk"
THREADS = 8
"""For what is not made: as many may send slowly, or be answered slowly, before others wait."""


class FirstStepAtOnce(asyncio.SelectorEventLoop):
    """An event loop that is woken up only for what takes more than one step.

    Granian reads requests in threads of its own and hands each to the loop as a coroutine. Here
    the thread takes the coroutine's first step itself, and hands it on when it has not ended with
    that. So until its first `await` a request's coroutine must not ask for the running loop. Were
    it handed over in another way, all steps would be taken by the loop, as ever."""

    def __init__(self) -> None:
        super().__init__()
        self._nothing = asyncio.Handle(lambda: None, (), self)

    def call_soon_threadsafe(  # type: ignore[override]
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        if args and type(args[0]) is CoroutineType:
            try:
                args[0].send(None)
            except StopIteration:
                return self._nothing
        return super().call_soon_threadsafe(callback, *args, context=context)


@loops.register(LOOP)
def _loop() -> asyncio.AbstractEventLoop:
    loop = FirstStepAtOnce()
    asyncio.set_event_loop(loop)
    return loop


def serve(load: Callable[..., Any], address: str, port: int, processes: int = 1) -> None:
    """Serves the RSGI application that `load` gives in each process, until SIGTERM."""
    served = Granian(
        "merkwerk.rsgi:application",
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        workers=processes,
        loop=LOOP,  # type: ignore[arg-type]
        task_impl=TaskImpl.asyncio,
        runtime_mode=RuntimeModes.st,
        websockets=False,
        log_level=LogLevels.error,
        process_name="merkwerk web",
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    )
    served.serve(target_loader=load, wrap_loader=False)
