"""A stream that broke: said on its source, tried again later and later, given up when a person
has to do something."""

from __future__ import annotations

import random
from datetime import datetime

from django.db import transaction

from merkwerk.connectors.errors import ConnectorError
from merkwerk.networks.actions import rhythm
from merkwerk.networks.actions.refusing import source_stopped
from merkwerk.networks.models import Source

SHORTEST, LONGEST = 1.0, 300.0
FIRST_LASTING, LONGEST_LASTING = 60.0, 3600.0


def broke(source: Source, trouble: ConnectorError, *, now: datetime) -> float:
    """Writes down why the stream of a continuous source broke; gives after how many seconds it is
    tried again. What only a person can mend stops the source, and who added it is told. A single
    break of a stream that went well is no trouble yet: those happen."""
    in_a_row = source.errors_in_a_row + 1
    source.errors_in_a_row, source.connected_since = in_a_row, None
    stops = rhythm.gives_up(trouble.code, in_a_row)
    told = in_a_row > 1 or trouble.lasting
    with transaction.atomic():
        active = Source.objects.filter(pk=source.pk, state=Source.State.ACTIVE)
        changed = active.update(
            connected_since=None,
            last_check=now,
            errors_in_a_row=in_a_row,
            error=trouble.code if told else "",
            error_detail=trouble.detail if told else "",
            state=Source.State.STOPPED if stops else Source.State.ACTIVE,
        )
        if changed and stops:
            source_stopped(source, code=trouble.code, now=now)
    return wait_after(in_a_row, trouble)


def wait_after(in_a_row: int, trouble: ConnectorError) -> float:
    """One second, two, four … to five minutes; from a minute to an hour for what hardly mends by
    itself; longer where the server asks for it."""
    first = FIRST_LASTING if trouble.lasting else SHORTEST
    longest = LONGEST_LASTING if trouble.lasting else LONGEST
    step = min(first * 2.0 ** min(in_a_row - 1, 12), longest)
    return max(step * (0.8 + 0.4 * random.random()), trouble.wait or 0.0)  # noqa: S311


def let_go(source_id: int) -> None:
    """The stream is closed in order: nobody is connected any more."""
    Source.objects.filter(pk=source_id).update(connected_since=None)


def skip_ahead(source: Source) -> None:
    """Forgets how far a stream was heard, so that it goes on from now: for what nobody here can
    digest, and would meet again and again. What was said meanwhile is lost."""
    Source.objects.filter(pk=source.pk).update(bookmark={})
    source.bookmark = {}
