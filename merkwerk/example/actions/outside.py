"""Who speaks outside, and where it is heard: people as the networks would name them, sources."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime

from merkwerk.connectors.values import Network, Person, Post, SourceKind
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Outsider, table
from merkwerk.networks.models import Source

HOMES = 5
"""So many home timelines of a network bring what no other source hears."""
ACCOUNT_KINDS = {
    "mastodon": SourceKind.MASTODON_ACCOUNT,
    "bluesky": SourceKind.BLUESKY_ACCOUNT,
}


def person_of(outsider: Outsider, network: str) -> Person:
    """Somebody as one network tells of them. Refuses (KeyError) a network they are not on."""
    handle = dict(outsider.places)[network]
    bio = ", ".join(filter(None, [outsider.function, outsider.organisation]))
    if network == Network.WEB:
        root = f"https://{handle}/"
        return Person(
            network=Network.WEB,
            uid=f"{root}#{outsider.name}",
            handle=f"{outsider.name} ({handle})",
            name=outsider.name,
            url=root,
            bio=bio,
        )
    if network == Network.BLUESKY:
        uid, url = f"did:web:{handle}", f"https://wolk.example/profile/{handle}"
    else:
        word, server = handle.split("@")
        uid, url = f"https://{server}/users/{word}", f"https://{server}/@{word}"
    return Person(
        network=Network(network), uid=uid, handle=handle, name=outsider.name, url=url, bio=bio
    )


class Ears:
    """All sources of the example, and which of them hear a post."""

    def __init__(
        self,
        insiders: Mapping[str, Insider],
        outsiders: Mapping[str, Outsider],
        now: datetime,
    ) -> None:
        self.homes: dict[str, list[Source]] = {}
        self.authors: dict[str, Source] = {}
        self.tags: dict[str, Source] = {}
        for insider in insiders.values():
            for network, source in insider.home.items():
                self.homes.setdefault(network, []).append(source)
        self.homes = {network: found[:HOMES] for network, found in self.homes.items()}
        for kind, address, title, by in table("sources.txt"):
            self._add(kind, address, title, insiders[by], outsiders, now)

    def _add(
        self,
        kind: str,
        address: str,
        title: str,
        by: Insider,
        outsiders: Mapping[str, Outsider],
        now: datetime,
    ) -> None:
        if kind == "hashtag":
            tag, host = address.split("@")
            what = (SourceKind.MASTODON_HASHTAG, "mastodon", address, host, f"https://{host}")
            self.tags[tag] = _source(what, title, by, now)
        elif kind == "feed":
            root = f"https://{address}/"
            what = (SourceKind.FEED, "web", f"{root}feed.xml", address, "")
            self.authors[f"web {address}"] = _source(what, title, by, now)
        else:
            network = outsiders[address].places[0][0]
            person = person_of(outsiders[address], network)
            mastodon = network == Network.MASTODON
            host = person.handle.split("@")[1] if mastodon else "wolk.example"
            where = person.handle if mastodon else person.uid
            server = f"https://{host}" if mastodon else ""
            what = (ACCOUNT_KINDS[network], network, where, host, server)
            self.authors[person.uid] = _source(what, title, by, now)

    def hear(self, post: Post) -> list[Source]:
        """Through which sources a post came in: its author's own, a tag's, or somebody's home."""
        network = str(post.network)
        by_author = self.authors.get(post.author.uid) or self.authors.get(
            f"web {post.author.url.removeprefix('https://').strip('/')}"
        )
        found = [by_author] if by_author else []
        if network == Network.MASTODON:
            found += [self.tags[tag] for tag in post.tags if tag in self.tags]
        homes = self.homes.get(network)
        if not found and homes:
            found = [homes[zlib.crc32(post.author.uid.encode()) % len(homes)]]
        return found


def _source(
    what: tuple[SourceKind, str, str, str, str], title: str, by: Insider, now: datetime
) -> Source:
    kind, network, address, host, server = what
    return Source.objects.create(
        kind=kind.value,
        network=network,
        address=address,
        host=host,
        server=server,
        title=title,
        added_by=by.colleague,
        state=Source.State.PAUSED,
        next_check=now,
    )
