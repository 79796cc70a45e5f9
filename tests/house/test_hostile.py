"""Whatever strangers and colleagues write, wherever it comes from: on every page it stays text."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.writing.views.ways import bookmarklet
from tests.house.matrix import ADMINISTRATORS, CONFIDED, GUIDES, KEEPERS, OWN, SHARED
from tests.house.secrets import life
from tests.house.test_strangers import PLAIN, where

EVIL = (
    "\"'><evil-tag onevil=1 hx-evil=1 style=evil>{{7*7}}{% evil %}<script>evil()</script>"
    "\u202e&lt;evil-tag>"
)
"""Breaks out of attributes and text, if anything does."""
LINK = "https://evil.example/\"onevil='1'><evil-tag>"
# What the house itself reads as a word of its own; strangers can't write it.
OUR_WORDS = {
    "error", "kind", "channel", "key", "query", "language", "time_zone", "password", "email",
    "task", "secret_hash", "fingerprint", "host", "server", "network", "state", "uid", "address",
    "token", "secrets", "stage", "folded",
}  # fmt: skip
LISTS: dict[str, Any] = {
    "contents": {
        "guideline": EVIL, "clause": EVIL, "clause_link": LINK,
        "situations": [
            {"pk": 1, "name": EVIL, "lead": EVIL,
             "examples": [{"pk": 1, "what": EVIL, "why": EVIL, "outside": True}]}
        ],
    },
    "wording": {"texts": [EVIL], "warning": EVIL, "extras": [f"x {EVIL}", LINK]},
    "tags": [EVIL],
    "questions": {"surprised": EVIL, "hard": EVIL, "learnt": EVIL},
    "own_questions": [EVIL],
    "beside": {
        "prompts": {"hard": EVIL}, "notes": EVIL,
        "sources": [{"words": EVIL, "whose": EVIL, "address": LINK}],
    },
    "answers": [{"question": EVIL, "words": EVIL}],
    "aliases": [EVIL],
    "links": [LINK],
    "Story.other_texts": [
        {"title": EVIL, "opening": EVIL, "body": f"<p>{EVIL}</p>", "question": EVIL, "desk": "b"}
    ],
    "PersonPage.links": [{"label": EVIL, "address": LINK}],
    "mentions": [EVIL],
    "pictures": [{"url": LINK, "description": EVIL, "kind": EVIL}],
    "refused_entries": [{"code": EVIL, "where": EVIL, "detail": EVIL}],
    "findings": [
        {"kind": "feed", "network": "web", "address": EVIL, "title": EVIL, "server": EVIL,
         "about": EVIL, "needs_account": None, "folder": EVIL,
         "recent": [{"title": EVIL, "text": EVIL, "author": EVIL, "url": LINK,
                     "written": "2026-11-01T09:00:00+00:00"}]}
    ],
    # Kept whole as JSON, in one encrypted text.
    "event": json.dumps({
        "key": EVIL, "at": "2026-11-01T09:00:00+00:00", "kind": EVIL, "direction": EVIL,
        "channel": EVIL, "names": [EVIL], "place": EVIL, "subject": EVIL, "words": EVIL,
        "people": [{"way": "mail", "value": EVIL, "network": "", "uid": "", "label": EVIL}],
    }),
    "card": json.dumps({
        "card": {"key": EVIL, "name": EVIL, "where": EVIL, "organisation": EVIL, "note": EVIL,
                 "function": EVIL, "reaches": [{"way": "mail", "value": EVIL}]},
    }),
    "told": json.dumps({
        "owner": {"name": EVIL},
        "troubles": [{"code": EVIL, "where": EVIL, "facts": {}}],
        "table": [[EVIL]],
    }),
    "absorbed": json.dumps({"card": {"name": EVIL, "organisation": EVIL, "function": EVIL}}),
}  # fmt: skip
SignIn = Callable[[Colleague], Client]


def poison() -> None:
    """Every text in every row of ours becomes hostile, as if no door had checked it."""
    for model in apps.get_models():
        if not model.__module__.startswith("merkwerk."):
            continue
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                if (word := _evil(field)) is not None:
                    unlike = field.name == "name"  # two of a kind may not have the same
                    setattr(
                        row, field.name, f"{row.pk}{word}"[: field.max_length] if unlike else word
                    )
            row.save()


def _evil(field: Any) -> Any:
    named = f"{field.model.__name__}.{field.name}"
    for word in (named, field.name):
        if word in LISTS and not field.is_relation:
            return LISTS[word]
    texts = isinstance(field, models.CharField | models.TextField)
    if not texts or field.choices or field.primary_key or field.unique or field.name in OUR_WORDS:
        return None
    word = LINK if field.name in {"url", "go_to"} else EVIL
    return word[: field.max_length]


class Reader(HTMLParser):
    """Sees whether anything of what is hostile became more than text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "evil" in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if "evil" in name or name == "style":
                self.found.append(f"{tag} {name}")
            if value == bookmarklet():  # the house's own, to drag to the bookmarks
                continue
            if name in {"href", "src", "action"} and (value or "").lower().startswith("javascript"):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and "evil" in data:
            self.found.append("script")


@pytest.fixture
def pages(sanne: Colleague) -> list[str]:
    """Every page that its owner, an administrator besides, may open in a house full of evil."""
    for role in (Role.ADMINISTRATOR, Role.SOCIAL_LEAD, Role.KEEPER):
        Duty.objects.create(colleague=sanne, role=role)
    numbers = life(sanne)
    Authenticator.objects.all().delete()  # no real key, so its page can't be made
    poison()
    things = {**OWN, **SHARED, **ADMINISTRATORS, **KEEPERS, **GUIDES, **CONFIDED}
    places = [reverse(name) for name in PLAIN if name != "style"]
    places += [where(name, numbers[thing]) for name, thing in things.items()]
    return [*places, reverse("networks:conversations") + "?show=to-me", "/colleagues/?q=" + EVIL]


@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_hostile_stays_text(
    sanne: Colleague, as_colleague: SignIn, pages: list[str], htmx: bool
) -> None:
    browser = as_colleague(sanne)
    shown = 0
    broken = {}
    for place in pages:
        text = browser.get(place, headers={"HX-Request": "true"} if htmx else {}).content.decode()
        reader = Reader()
        reader.feed(text)
        shown += "evil" in text
        if reader.found:
            broken[place] = reader.found
    assert not broken
    assert shown > 20


def test_the_reader_would_see_it() -> None:
    reader = Reader()
    reader.feed(f"<p title=\"{EVIL}\"></p><a href='javascript:x'>x</a>")
    assert {"<evil-tag>", "evil-tag onevil", "evil-tag hx-evil", "script"} <= set(reader.found)
