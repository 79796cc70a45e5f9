"""Telling a colleague's devices something at once, if they wish."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from merkwerk.notifications import tasks
from merkwerk.notifications.models import Push, PushDevice
from merkwerk.notifications.sentences import BUZZES

TODAY = "/today/"
PHONE = "/notices/phone/"


@dataclass(frozen=True, slots=True)
class Buzz:
    """One sentence for one colleague: `kind` is the wish it falls under (a key of
    sentences.BUZZES), `facts` fill it, `key` lets it be told once, `link` is a page of ours."""

    colleague: int
    kind: str
    key: str
    facts: Mapping[str, str]
    link: str = TODAY


@transaction.atomic
def buzz(*, buzzes: Sequence[Buzz], now: datetime) -> int:
    """Leaves each sentence for every device of its colleague, where that is wished and the hour is
    not quiet, and says how many are new. What isn't pushed stands on Today all the same. Safe to
    repeat; a fixed number of questions. Refuses (ValueError) a kind without a sentence and a link
    to elsewhere."""
    for one in buzzes:
        if one.kind not in BUZZES:
            raise ValueError(f"There is no sentence for {one.kind!r}.")
        if not one.link.startswith("/") or one.link.startswith("//"):
            raise ValueError("A device opens a page of our own.")
    devices = PushDevice.objects.of_somebody_here().exclude(colleague__push_wishes=None)
    own: dict[int, list[PushDevice]] = {}
    for device in devices.filter(colleague__in={one.colleague for one in buzzes}).select_related(
        "colleague__push_wishes"
    ):
        own.setdefault(device.colleague_id, []).append(device)
    return _keep(
        [
            _push(one, device, now)
            for one in buzzes
            for device in own.get(one.colleague, [])
            if _may(one, device, now)
        ]
    )


def try_out(*, device: PushDevice, now: datetime) -> None:
    """Sends one sentence to a device so that its owner sees that it works; once a minute at
    most, in quiet hours too."""
    facts = {"name": device.colleague.first_name}
    one = Buzz(device.colleague_id, "try", f"try:{now:%Y-%m-%dT%H:%M}", facts, PHONE)
    row = _push(one, device, now)
    row.waits_for_nothing = True
    with transaction.atomic():
        _keep([row])


def _may(one: Buzz, device: PushDevice, now: datetime) -> bool:
    wishes = device.colleague.push_wishes
    return bool(getattr(wishes, one.kind, False)) and not wishes.is_quiet(now)


def _push(one: Buzz, device: PushDevice, now: datetime) -> Push:
    with override(device.colleague.language):
        said = str(BUZZES[one.kind]) % one.facts
    words = {
        "body": said[:500],
        "link": one.link,
        "tag": one.key[:100],
        "lang": device.colleague.language,
    }
    packed = json.dumps(words, ensure_ascii=False)
    return Push(device=device, key=one.key, words=packed, next_try=now, created=now)


def _keep(rows: Sequence[Push]) -> int:
    keys = {row.key for row in rows}
    there = Push.objects.filter(device__in={row.device_id for row in rows}, key__in=keys)
    known = set(there.values_list("device", "key"))
    new = [row for row in rows if (row.device_id, row.key) not in known]
    if new:
        Push.objects.bulk_create(new, ignore_conflicts=True)
        tasks.push.enqueue()
    return len(new)
