"""Keeping an answer: whether it may be kept, packed, and written down only while nothing changed
since its making began."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import brotli
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from merkwerk.pages.actions.changes import State, nobody_changes, state
from merkwerk.pages.actions.marks import marks_of
from merkwerk.pages.models import MadePage, Shown

LARGEST = 4_000_000
MOST_PAGES = 50_000
LONGEST_PATH = 300
WORTH = 0.9
"""Packed, a page has to be shorter than this share to be kept so."""
OWN = {"content-length", "content-encoding", "date", "etag", "last-modified", "set-cookie"}
OWN |= {"strict-transport-security", "vary"}
"""Headers that the door makes itself."""
SAME_FOR_ALL = {"cookie", "accept-language", "accept-encoding"}
"""A public view is asked without the first two, and the door packs by the third itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Django answered at `path`, as it is kept."""

    path: str
    body: bytes
    headers: list[tuple[str, str]]
    marks: frozenset[str]

    @property
    def tag(self) -> str:
        told = json.dumps(self.headers).encode() + self.body
        return hashlib.blake2b(told, digest_size=12).hexdigest()


def answer_at(path: str, response: HttpResponseBase) -> Answer | None:
    """The answer to keep, or None when it must not be: not said by `shows`, no success, a cookie,
    a nonce that would be the same twice, packed already, or too large."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return None
    marks = marks_of(response)
    told = {name.lower(): value for name, value in response.items()}
    once = "'nonce-" in told.get("content-security-policy", "")
    private = {"no-store", "private"} & set(_named(told.get("cache-control", "")))
    if not marks or response.cookies or once or private or "content-encoding" in told:
        return None
    if len(response.content) > LARGEST or len(path) > LONGEST_PATH:
        return None
    headers = [_settled(*one) for one in response.items() if one[0].lower() not in OWN]
    return Answer(path, response.content, [*headers, ("Vary", _vary(response))], marks)


def _settled(name: str, value: str) -> tuple[str, str]:
    """The parts of a Content-Security-Policy come in another order in each process."""
    if name.lower() == "content-security-policy":
        value = "; ".join(sorted(part.strip() for part in value.split(";")))
    return name, value


def _vary(response: HttpResponse) -> str:
    named = [one for one in _named(response.get("Vary", "")) if one.lower() not in SAME_FOR_ALL]
    return ", ".join([*named, "Accept-Encoding"])


def _named(header: str) -> list[str]:
    return [one.strip() for one in header.split(",") if one.strip()]


def keep(answer: Answer, *, before: State, now: datetime | None = None) -> bool:
    """Keeps `answer`, whose making began when `state()` was `before`; returns whether it did. It
    doesn't when anything public changed since then, is being changed just now, or the page was
    made by somebody else meanwhile: nothing older than the last change is ever kept."""
    packed = _packed(answer.body)
    with transaction.atomic():
        if not nobody_changes() or state() != before:
            return False
        page = MadePage.objects.filter(path=answer.path).first() or MadePage(path=answer.path)
        if page.is_made or (page.pk is None and MadePage.objects.count() >= MOST_PAGES):
            return False
        _fill(page, answer, packed, now or timezone.now())
        _show(page, answer.marks)
    return True


def _fill(
    page: MadePage, answer: Answer, packed: tuple[bytes, bytes] | None, now: datetime
) -> None:
    second = now.replace(microsecond=0)
    if page.changed_at and page.tag != answer.tag:
        page.changed_at = max(second, page.changed_at + timedelta(seconds=1))
    page.changed_at = page.changed_at or second
    page.tag, page.headers, page.length = answer.tag, answer.headers, len(answer.body)
    page.gzip, page.brotli = packed or (None, None)
    page.raw = None if packed else answer.body
    page.is_made, page.made_at, page.tries = True, now, 0
    page.save()


def _show(page: MadePage, marks: Iterable[str]) -> None:
    wanted = set(marks)
    there = set(page.shown.values_list("mark", flat=True))
    page.shown.filter(mark__in=there - wanted).delete()
    Shown.objects.bulk_create(Shown(page=page, mark=mark) for mark in sorted(wanted - there))


def _packed(body: bytes) -> tuple[bytes, bytes] | None:
    """gzip and Brotli, or None when they hardly make it shorter (pictures, very short texts)."""
    zipped = gzip.compress(body, 9, mtime=0)
    if len(zipped) > WORTH * len(body):
        return None
    return zipped, brotli.compress(body, quality=9)
