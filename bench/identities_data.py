"""Names with their handles and mail addresses, as `bench/identities.py` measures them."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

NETWORKS = ("twitter", "facebook", "instagram", "youtube")
"""The four with enough handles; of Mastodon there are seven."""


@dataclass(frozen=True, slots=True)
class Task:
    """`names[i]`: what person i goes by, `employers[i]` where they worked; `handles`: each with the
    number of its person, and where it is: a network or the domain of a mail address."""

    name: str
    names: tuple[tuple[str, ...], ...]
    employers: tuple[tuple[str, ...], ...]
    handles: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Author:
    """One raw author identity of a history, and the number of the person it is."""

    name: str
    mail: str
    person: str


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def chosen(handle: str) -> bool:
    """Whether somebody chose it: no number of an account or channel, no stand-in."""
    number = handle.isdecimal() or (handle.startswith("UC") and len(handle) == 24)
    return bool(handle) and not number and handle != "YouTubeChannelID"


def congress(folder: Path) -> list[Task]:
    people = rows(folder / "congress.csv")
    names = tuple(
        tuple(
            dict.fromkeys(
                [person["name"], f"{person['first']} {person['last']}"]
                + [f"{person['nickname']} {person['last']}"] * bool(person["nickname"])
            )
        )
        for person in people
    )
    nowhere = ((),) * len(people)
    return [
        Task(
            network,
            names,
            nowhere,
            tuple((p[network], at, network) for at, p in enumerate(people) if chosen(p[network])),
        )
        for network in NETWORKS
    ]


def openstack(folder: Path) -> list[Task]:
    people = rows(folder / "openstack.csv")
    names = tuple((person["name"],) for person in people)
    employers = tuple(tuple(person["companies"].split("|")) for person in people)
    accounts = tuple(
        (person[network], at, network)
        for at, person in enumerate(people)
        for network in ("launchpad", "github")
        if person[network]
    )
    mails = tuple(
        (mail.rpartition("@")[0], at, mail.rpartition("@")[2])
        for at, person in enumerate(people)
        for mail in person["accounts"].split()
    )
    return [Task("account", names, employers, accounts), Task("mail", names, employers, mails)]


def authors(folder: Path) -> list[Author]:
    return [
        Author(row["name"], f"{row['local']}@{row['domain']}", row["person"])
        for row in rows(folder / "git_dpdk.csv")
    ]


def dpdk(folder: Path) -> Task:
    people: defaultdict[str, list[Author]] = defaultdict(list)
    for author in authors(folder):
        people[author.person].append(author)
    names = tuple(tuple(sorted({a.name for a in known})) for known in people.values())
    mails = sorted({(a.mail, at) for at, known in enumerate(people.values()) for a in known})
    handles = tuple((mail.rpartition("@")[0], at, mail.rpartition("@")[2]) for mail, at in mails)
    return Task("mail, git", names, ((),) * len(names), handles)


def tasks(folder: Path) -> list[Task]:
    return [*congress(folder), *openstack(folder), dpdk(folder)]
