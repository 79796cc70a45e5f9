"""Who knows somebody at …: answered from what colleagues chose to share, and from nothing else."""

from __future__ import annotations

from django.db.models import F

from merkwerk.accounts.models import Colleague
from merkwerk.relationships.actions.shared_words import asked_words
from merkwerk.relationships.actions.sharing import SAFE, shared_ones
from merkwerk.relationships.models import Relationship, Relationships, SharedWord


def who_knows(*, by: Colleague, text: str) -> Relationships:
    """Relationships of others, shared with `by`, with somebody whose name, organisation or function
    has each of these words, or words that begin with them. Who was in touch lately comes first,
    where that is shared; then by name. Warmth is not read. None without a word to go by.

    Only words of shared contacts are searched (SharedWord), so that what others keep to themselves
    changes neither the answer nor the work it takes. One query when it is read."""
    words = asked_words(text)
    if not words:
        return Relationship.objects.none()
    found = shared_ones(to=by)
    for word in words:
        having = SharedWord.objects.all().beginning(word)
        found = found.filter(contact__in=having.values("contact"))
    return in_order(found)


def in_order(found: Relationships) -> Relationships:
    """Shared relationships with what may be seen of them, and in the order to show them."""
    rows = found.select_related("colleague", "contact").only(*SAFE)
    return rows.order_by(F("seen_last").desc(nulls_last=True), "contact__name", "pk")


def my_own(*, by: Colleague, text: str) -> Relationships:
    """One's own people by the same words, the warmest first; here a word may also stand inside
    another."""
    words = asked_words(text)
    if not words:
        return Relationship.objects.none()
    mine = Relationship.objects.visible_to(by).about(" ".join(words)).light()
    return mine.order_by("-warmth", "contact__name", "pk")
