"""Figures that need no language: length, tags, emoji, links, pictures, replies, hours, authors."""

from __future__ import annotations

import statistics
from collections import Counter

from merkwerk.engine.text import LINK
from merkwerk.engine.text import pieces as pieces_of
from merkwerk.engine.tone.card import Figure, Heard
from merkwerk.engine.tone.formal_signs import EMOJI
from merkwerk.engine.tone.place import Place

BUSIEST = 3


def length(place: Place) -> list[Figure]:
    """Signs in the middle post, and between which lengths the middle half lies."""
    low, middle, high = statistics.quantiles(place.lengths.values(), n=4, method="inclusive")
    facts = {"median": round(middle), "low": round(low), "high": round(high)}
    return [place.figure("length", place.posts, len(place.posts), facts)]


def hashtags(place: Place) -> list[Figure]:
    """Posts with a tag, and how many such a post has."""
    counts = {post.key: _tags(post) for post in place.posts}
    tagged = [post for post in place.posts if counts[post.key]]
    if not tagged:
        return [place.figure("hashtags", (), len(place.posts))]
    middle = round(statistics.median(counts[post.key] for post in tagged))
    best = {post.key: -abs(counts[post.key] - middle) for post in tagged}
    return [place.figure("hashtags", tagged, len(place.posts), {"median": middle}, best)]


def _tags(post: Heard) -> int:
    if post.tags or "#" not in post.text:
        return len(post.tags)
    return sum(1 for kind, *_ in pieces_of(post.text) if kind == "tag")


def emoji(place: Place) -> list[Figure]:
    """Posts with an emoji, and how many such a post has."""
    counts = {post.key: len(EMOJI.findall(post.text)) for post in place.posts}
    with_some = [post for post in place.posts if counts[post.key]]
    facts = {}
    if with_some:
        facts["median"] = round(statistics.median(counts[post.key] for post in with_some))
    return [place.figure("emoji", with_some, len(place.posts), facts)]


def links(place: Place) -> list[Figure]:
    """Posts with a link."""
    linking = [post for post in place.posts if post.links or LINK.search(post.text)]
    return [place.figure("links", linking, len(place.posts))]


def pictures(place: Place) -> list[Figure]:
    """Posts with a picture, a film or sound; how many there are of each."""
    showing = [post for post in place.posts if post.pictures]
    kinds = Counter(kind for post in showing for kind in dict.fromkeys(post.pictures))
    return [place.figure("pictures", showing, len(place.posts), dict(kinds.most_common()))]


def replies(place: Place) -> list[Figure]:
    """How many posts answer another one; how many that started something were answered."""
    answers = [post for post in place.posts if post.reply]
    started = [post for post in place.posts if not post.reply and post.answered is not None]
    found = [place.figure("replies", answers, len(place.posts))]
    if started:
        answered = [post for post in started if post.answered]
        found.append(place.figure("answered", answered, len(started)))
    return found


def hours(place: Place) -> list[Figure]:
    """When people write, and the shortest stretch of the day that holds half of the posts."""
    hour_of = {post.key: post.at.astimezone(place.zone).hour for post in place.posts}
    counts = Counter(hour_of.values())
    start, stretch = _busiest([counts[hour] for hour in range(24)])
    within = {(start + step) % 24 for step in range(stretch)}
    facts = {f"h{hour:02}": counts[hour] for hour in range(24)}
    facts |= {"from": start, "until": (start + stretch) % 24}
    busy = [post for post in place.posts if hour_of[post.key] in within]
    best = {post.key: float(counts[hour_of[post.key]]) for post in busy}
    return [place.figure("hours", busy, len(place.posts), facts, best)]


def _busiest(counts: list[int]) -> tuple[int, int]:
    """First hour and length of the shortest stretch with half of all; the fullest, then the
    earliest of equals."""
    half = sum(counts) / 2
    for stretch in range(1, 25):
        sums = [sum(counts[(at + step) % 24] for step in range(stretch)) for at in range(24)]
        if max(sums) >= half:
            return sums.index(max(sums)), stretch
    return 0, 24


def authors(place: Place) -> list[Figure]:
    """How many people write, and how much of it comes from the three who write most."""
    counts = Counter(post.author for post in place.posts if post.author)
    if not counts:
        return []
    known = sum(counts.values())
    busiest = sorted(counts, key=lambda author: (-counts[author], author))[:BUSIEST]
    theirs = [post for post in place.posts if post.author in busiest]
    return [place.figure("authors", theirs, known, {"authors": len(counts)})]
