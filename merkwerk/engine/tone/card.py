"""What a card is made of, and what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

FEWEST = 50
"""Below so many posts nobody knows how people talk here."""

EXAMPLES = 5

Fact = int | float | str


@dataclass(frozen=True, slots=True)
class Heard:
    """A post as the card sees it. `at` has a time zone. `language` as the post says it ("nl"), or
    empty. `pictures` are kinds ("image", "video", …). `reply`: it answers another post.
    `answered`: somebody answered it; None when that can't be known. `author`: any text that stays
    the same for one person."""

    key: int
    text: str
    at: datetime
    language: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    reply: bool = False
    author: str = ""
    answered: bool | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a card. `of`: in how many posts it could be seen; `has`: in how many it was;
    `people`: by how many authors; `facts`: what a sentence needs (only numbers and short texts, so
    that it can be kept as JSON); `examples`: keys of at most five posts, the most typical first,
    each by another author as far as there are enough.

    | code | `has` | facts |
    |---|---|---|
    | `length` | all posts | `median`, `low`, `high`: signs; half of the posts lie between the two |
    | `address` | posts that say je or u | `language` (nl de fr), `informal`, `formal`, `both` |
    | `questions` `emoji` `links` `pictures` | posts with one | |
    | `hashtags` | posts with one | `median`: how many such a post has |
    | `hours` | posts in the busiest hours | `h00` … `h23`, and the shortest stretch that holds
      half of the posts: `from`, `until` (hours, `until` not included) |
    | `languages` | posts whose language is known | a count for each language; the most used first |
    | `replies` | posts that answer | |
    | `answered` | posts that got an answer, of those that started something | |
    | `formality` | posts in Dutch or English | `median` 0 (casual) to 1 (formal), `casual`,
      `formal`: counts |
    | `authors` | posts by the three who write most | `authors`: how many people |
    """

    code: str
    of: int
    has: int
    people: int
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    examples: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 when it could be seen in no post."""
        return self.has / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Card:
    """How people talk in a place, as measured in `posts` posts by `authors` people between `since`
    and `until`. A figure that no post speaks for is left out."""

    posts: int
    authors: int
    since: datetime
    until: datetime
    figures: tuple[Figure, ...]

    def figure(self, code: str) -> Figure | None:
        """The figure with this code (the first one, where there is one for each language)."""
        return next((figure for figure in self.figures if figure.code == code), None)
