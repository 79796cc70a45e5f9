"""What is matched of a post, and its reading: the words and fields a query can ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from merkwerk.engine.questions import is_question
from merkwerk.engine.text import LINK, fold, line

QUESTION = "has:question"
"""The one token that never stands in a bag: it is judged only when a topic asks."""
_PICTURES = {"image": ("has:image",), "video": ("has:video",), "gifv": ("has:image", "has:video")}


@dataclass(frozen=True, slots=True)
class Listened:
    """The part of a post that topics look at. `author` is a handle, `tags` come with or without
    `#`, `links` are the addresses in the post, `url` is the post's own, `language` like `nl-BE`,
    `pictures` are kinds (image, video, gifv, audio), `reply` when it answers another post."""

    text: str
    title: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    language: str = ""
    url: str = ""
    pictures: tuple[str, ...] = ()
    reply: bool = False


@dataclass(slots=True)
class Reading:
    """`bag`: every token but `QUESTION`, fields as `site:nos.nl`. `row`: the words in order between
    single spaces (a double space: no phrase reaches over this), then tags, each behind a bar."""

    bag: set[str]
    row: str
    post: Listened
    _asks: bool | None = None

    def asks(self) -> bool:
        """Whether title and text ask something; worked out once, and slowly."""
        if self._asks is None:
            self._asks = is_question(f"{self.post.title}\n{self.post.text}").asks
        return self._asks


def read(post: Listened) -> Reading:
    """One pass over a post: title, text, tags, author, sites, language, what it has and is."""
    words, beside = line(fold(post.text))
    if post.title:
        title, more = line(fold(post.title))
        words = [*title, "", *words]
        beside = [*beside, *more]
    for tag in post.tags:
        beside += tag_tokens(tag)
    bag = set(words)
    bag.discard("")
    row = f" {' '.join(words)} "
    if beside:
        bag.update(beside)
        row = f"{row}| {' | '.join(beside)} "
    for address in addresses(post):
        bag.update(site_tokens(address))
    if post.author:
        bag.update(author_tokens(post.author))
    if post.language:
        bag.update(language_tokens(post.language))
    bag.update(nature_tokens(post))
    return Reading(bag, row, post)


def nature_tokens(post: Listened) -> list[str]:
    """`is:reply` or `is:original`, and `has:link`, `has:image`, `has:video` where it has them."""
    found = ["is:reply" if post.reply else "is:original"]
    if post.links or (("://" in post.text or "www." in post.text) and LINK.search(post.text)):
        found.append("has:link")
    for kind in post.pictures:
        found += _PICTURES.get(kind, ())
    return found


def addresses(post: Listened) -> list[str]:
    """Every address a `site:` is held against: links, the post's own, links in the text."""
    found = list(post.links)
    if post.url:
        found.append(post.url)
    if "://" in post.text:
        found += LINK.findall(post.text)
    return found


@lru_cache(maxsize=20_000)
def tag_tokens(tag: str) -> tuple[str, ...]:
    """`#digitaleoverheid`, `digitale`, `overheid` of the feed category `Digitale overheid`."""
    words = [word for word in line(fold(tag.lstrip("#").replace("_", " ")))[0] if word]
    return ("#" + "".join(fold(tag.lstrip("#")).split()), *words) if words else ()


_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/?#@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_LONGEST_HOST = 253
"""RFC 1035. What is longer is no host, and every label of it would cost a token of its own."""


@lru_cache(maxsize=20_000)
def site_tokens(address: str) -> tuple[str, ...]:
    """`site:www.nos.nl`, `site:nos.nl` and `site:nl` of any address there."""
    found = _HOST.match(address)
    if not found or len(found[1]) > _LONGEST_HOST:
        return ()
    labels = host(found[1]).split(".")
    return tuple("site:" + ".".join(labels[at:]) for at in range(len(labels)))


def host(name: str) -> str:
    """A host name as it is compared: lower case, without a last dot, `xn--` read back."""
    name = name.lower().rstrip(".")
    if "xn--" in name and name.isascii():
        try:
            return name.encode("ascii").decode("idna")
        except UnicodeError:
            return name
    return name


@lru_cache(maxsize=20_000)
def author_tokens(handle: str) -> tuple[str, ...]:
    """`from:joris@social.example` and `from:joris`; of a name each word and all as one."""
    name = fold(handle).strip().lstrip("@")
    if " " in name:
        return tuple(f"from:{part}" for part in (*name.split(), "".join(name.split())))
    short = name.partition("@")[0].partition(".")[0]
    return tuple(f"from:{part}" for part in dict.fromkeys((name, short)) if part)


@lru_cache(maxsize=1_000)
def language_tokens(language: str) -> tuple[str, ...]:
    """`lang:nl` and `lang:nl-be` of `nl_BE`; Norwegian in either writing is `lang:no` too."""
    parts = language.strip().lower().replace("_", "-").split("-")
    found = ["lang:" + "-".join(parts[: at + 1]) for at in range(len(parts)) if parts[0]]
    return (*found, "lang:no") if parts[0] in ("nb", "nn") else tuple(found)
