"""Keeping the words by which shared people are found."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import transaction

from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold, without_tricks
from merkwerk.relationships.models import Contact, SharedWord
from merkwerk.relationships.models.words import LONGEST_WORD

MOST = 60
_WORD = re.compile(r"\w+")


def words_of_shared(name: str, organisation: str, function: str) -> set[str]:
    """The words of what others see of somebody, folded: as they are written, and as organisations
    are the same by. Never a handle, an address or a note: those aren't shared."""
    told = f"{name} {organisation} {function}"
    found = [*_WORD.findall(fold(told)), *organisation_key(told).split()]
    return {word[:LONGEST_WORD] for word in list(dict.fromkeys(found))[:MOST]}


def asked_words(text: str) -> list[str]:
    """The words of a question, in the form in which they are kept; at most ten. Legal forms and
    "the" are left out, unless there is nothing else."""
    words = organisation_key(without_tricks(text)[:400]).split()
    return list(dict.fromkeys(words))[:10]


def refresh_shared_words(*, contacts: Collection[int]) -> None:
    """Writes down again what these contacts (by number) are found by for others: nothing for one
    that nobody shares. To be called when what others may see of them changes."""
    shown = Contact.objects.filter(pk__in=contacts, relationships__shares__isnull=False)
    with transaction.atomic():
        rows = list(shown.distinct().values_list("pk", "name", "organisation", "function"))
        SharedWord.objects.filter(contact__in=contacts).delete()
        SharedWord.objects.bulk_create(
            [
                SharedWord(contact_id=number, word=word)
                for number, *told in rows
                for word in sorted(words_of_shared(*told))
            ],
            batch_size=1000,
        )
