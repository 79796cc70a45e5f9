"""The words by which colleagues find somebody that another shares."""

from __future__ import annotations

from django.db import connections, models
from django.db.models import Q

from merkwerk.relationships.models.contacts import Contact

LONGEST_WORD = 60


class SharedWords(models.QuerySet["SharedWord"]):
    def beginning(self, word: str) -> SharedWords:
        """Words that begin with this already folded one; a word of one or two signs has to be the
        whole word, since half of everybody begins with it."""
        word = word[:LONGEST_WORD]
        if len(word) < 3:
            return self.filter(word=word)
        if self.db_uses_ranges:
            return self.filter(Q(word__gte=word) & Q(word__lt=word + "\U0010ffff"))
        return self.filter(word__startswith=word)

    @property
    def db_uses_ranges(self) -> bool:
        """SQLite finds a range in its index and reads everything for a pattern; PostgreSQL has an
        index for patterns, and sorts by the rules of a language."""
        return connections[self.db].vendor == "sqlite"


class SharedWord(models.Model):
    """One word of a contact that somebody shares. Contacts that nobody shares aren't in this table,
    so that a search among what is shared never touches them, nor takes longer because of them."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="shared_words")
    word = models.CharField(max_length=LONGEST_WORD, db_index=True)

    objects = SharedWords.as_manager()

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
