"""The colleagues: accounts, profiles, subjects, and their own accounts on networks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from merkwerk.accounts import actions as accounts
from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.colleagues import actions as directory
from merkwerk.colleagues.models import Stance, Subject
from merkwerk.connectors.values import Network, SourceKind
from merkwerk.example.actions.reading_texts import Block, blocks
from merkwerk.networks.models import ConnectedAccount, Identity, Source

FIRM = "Halm & Haven"
DOMAIN = "halmenhaven.example"
SERVERS = {"mastodon": "https://social.example", "bluesky": "https://wolk.example"}
LIMITS = {"mastodon": 500, "bluesky": 300}
FEELINGS = {
    "graag": (Stance.Feeling.GLADLY, True),
    "stil": (Stance.Feeling.GLADLY, False),
    "soms": (Stance.Feeling.SOMETIMES, True),
    "niet": (Stance.Feeling.NOT_ME, True),
}
OWN = {
    "mastodon": (SourceKind.MASTODON_MENTIONS, SourceKind.MASTODON_HOME),
    "bluesky": (SourceKind.BLUESKY_MENTIONS, SourceKind.BLUESKY_HOME),
}


@dataclass(slots=True)
class Insider:
    """A colleague, and by network the account with the sources that listen through it."""

    colleague: Colleague
    accounts: dict[str, ConnectedAccount]
    mentions: dict[str, Source]
    home: dict[str, Source]


def hire(*, now: datetime) -> dict[str, Insider]:
    """The firm and everybody who works there, by key. Nobody has a password: one gets in by a
    sign-in link."""
    Organisation.objects.create(pk=1, name=FIRM, language="nl")
    told = blocks("colleagues.txt")
    insiders = {block.head[0]: _hire(block, now) for block in told}
    _feel({block.head[0]: block.facts for block in told}, insiders)
    return insiders


def _feel(facts: Mapping[str, Mapping[str, str]], insiders: Mapping[str, Insider]) -> None:
    """Everybody's topics map, in one go; what others may find them by is written down once."""
    stances: list[Stance] = []
    subjects: dict[str, Subject] = {}
    for key, told in facts.items():
        profile = insiders[key].colleague.profile
        for label, (feeling, found) in FEELINGS.items():
            for name in filter(None, told.get(label, "").split(", ")):
                subjects[name] = subjects.get(name) or directory.subject_called(name)
                stances.append(
                    Stance(profile=profile, subject=subjects[name], feeling=feeling, found=found)
                )
    Stance.objects.bulk_create(stances)
    directory.refresh_words(profiles={stance.profile for stance in stances})


def address_of(name: str) -> str:
    """`Emine Kılıç` is emine.kilic at the firm."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ı", "i").replace("ł", "l"))
    word = "".join(sign for sign in plain if sign.isascii())
    return f"{word.replace(' ', '.')}@{DOMAIN}"


def _hire(block: Block, now: datetime) -> Insider:
    key, *names = block.head
    name, facts = " ".join(names), block.facts
    colleague = accounts.make_account(
        email=address_of(name),
        name=name,
        language="nl",
        time_zone="Europe/Amsterdam",
        roles=tuple(facts.get("rollen", "").split()),
    )
    where = facts.get("afdeling", "")
    directory.tell(
        by=colleague,
        department=directory.add_department(name=where) if where else None,
        told={
            "function": facts.get("functie", ""),
            "place": facts.get("plaats", ""),
            "floor": facts.get("verdieping", ""),
            "about": facts.get("over", ""),
            "working_on": facts.get("nu", ""),
        },
    )
    insider = Insider(colleague, {}, {}, {})
    for network in facts.get("netwerken", "").split():
        _connect(insider, key, network, now)
    return insider


def _connect(insider: Insider, key: str, network: str, now: datetime) -> None:
    """An account that has to be connected again: there is no token, so nothing goes out, and no
    server that would take it. Its sources are paused."""
    server = SERVERS[network]
    host = server.removeprefix("https://")
    mastodon = network == Network.MASTODON
    handle = f"{key}@{host}" if mastodon else f"{key}.{host}"
    identity = Identity.objects.create(
        network=network,
        uid=f"{server}/users/{key}" if mastodon else f"did:web:{handle}",
        handle=handle,
        name=insider.colleague.name,
        url=f"{server}/@{key}" if mastodon else f"{server}/profile/{handle}",
    )
    account = ConnectedAccount.objects.create(
        colleague=insider.colleague,
        network=network,
        server=server,
        identity=identity,
        state=ConnectedAccount.State.REFUSED,
        error="invented",
        limit=LIMITS[network],
    )
    insider.accounts[network] = account
    for kind, kept in zip(OWN[network], (insider.mentions, insider.home), strict=True):
        kept[network] = Source.objects.create(
            kind=kind.value,
            network=network,
            address=handle if mastodon else identity.uid,
            server=server,
            host=host,
            title=f"@{handle}",
            account=account,
            added_by=insider.colleague,
            state=Source.State.PAUSED,
            next_check=now,
        )
