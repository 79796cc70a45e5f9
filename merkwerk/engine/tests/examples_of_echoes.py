"""Invented posts, half of which repeat an earlier one with some words changed."""

from __future__ import annotations

from random import Random

LETTERS = "abcdefghijklmnoprstuvwé"
Post = tuple[int, str, float, list[str]]


def invented(number: int, chance: Random) -> list[Post]:
    """So many posts: key, text, time, links; some empty, some in another script."""
    words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(2_000)]
    posts: list[Post] = []
    for key in range(number):
        said = chance.choice(posts)[1].split() if posts and chance.random() < 0.5 else []
        said = said or chance.choices(words, k=chance.randint(1, 25))
        for _ in range(chance.randint(0, 4)):
            said[chance.randrange(len(said))] = chance.choice([*words[:50], "Привет", "🐝"])
        text = " ".join(said) if chance.random() > 0.02 else ""
        links = [f"https://a.example/{chance.randrange(99)}"] if chance.random() < 0.3 else []
        posts.append((key, text, float(key), links))
    return posts
