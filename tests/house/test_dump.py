"""A copy of the database tells no private word: only columns on this list hold what they say."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Relationship
from tests.house.secrets import WORD, life

pytestmark = pytest.mark.django_db

# A name on an own card and a place are found and sorted by, so they are plain (decision 0015).
CARDS = {
    "relationships_contact.function",
    "relationships_contact.name",
    "relationships_contact.words",
    "relationships_moment.place",
    "relationships_position.function",
    "relationships_sharedword.word",
}
# What happens on networks, and what is looked for there.
NETWORKS = {
    "networks_brand.name",
    "networks_identity.handle",
    "networks_identity.name",
    "networks_identity.uid",
    "networks_lookup.error_detail",
    "networks_lookup.findings",
    "networks_lookup.text",
    "networks_message.error_detail",
    "networks_pendingconnection.server",
    "networks_post.text",
    "networks_source.address",
}
LISTENING = {
    "colleagues_subject.folded",
    "colleagues_subject.name",
    "listening_interpretation.text",
    "listening_reading.note",
    "listening_topic.name",
    "listening_topic.purpose",
    "today_occasion.facts",
}
# Who of one's own people somebody asks about; what one calls a device or a key.
TOLD = {
    "mfa_authenticator.data",
    "notifications_notice.facts",
    "notifications_pushdevice.name",
    "writing_key.name",
}
# Who they are is told by their own server to everybody; whom they follow, only their numbers.
ELSEWHERE = {"fediverse_remote.name"}
# Where a short link leads is told to everybody who opens it, for years.
OPEN = {"writing_shortlink.canonical", "writing_shortlink.target"}


def plain() -> set[str]:
    """Columns in which the word stands as it is."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                pairs = zip(names, row, strict=True)
                found |= {f"{table}.{name}" for name, told in pairs if WORD.lower() in _low(told)}
    return found


def _low(told: object) -> str:
    if isinstance(told, bytes | memoryview):
        return bytes(told).decode("utf-8", "replace").lower()
    return str(told).lower()


def test_private_words_are_nowhere_as_they_are(sanne: Colleague) -> None:
    life(sanne)
    _more(sanne)
    assert plain() == CARDS | NETWORKS | LISTENING | TOLD | OPEN | ELSEWHERE


def _more(sanne: Colleague) -> None:
    """What letters and machines make of it; what jobs are asked to do stands in the tables too."""
    now = timezone.now()
    relationships.jot(by=sanne, sentence=f"koffie met {WORD} Tweede", now=now, key=f"<{WORD}@x.nl>")
    for one in Relationship.objects.filter(colleague=sanne):
        relationships.add_address(
            relationship=one, by=sanne, way="mail", value=f"zelfde@{WORD}.example", label=WORD
        )
    relationships.propose_joins(colleague_id=sanne.pk, now=now)
