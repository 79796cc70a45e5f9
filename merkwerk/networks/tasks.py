"""Doors from background work to the room's actions."""

from __future__ import annotations

from merkwerk.connectors.errors import ConnectorError
from merkwerk.jobs.actions import job
from merkwerk.jobs.errors import TryLater
from merkwerk.networks import actions


@job(tries=3, hurry=-10)
def collect(source_id: int) -> None:
    actions.collect(source_id=source_id)


@job(tries=3, hurry=20, seconds=120)
def finish_lookup(lookup_id: int) -> None:
    actions.finish_lookup(lookup_id)


@job(tries=3, seconds=600)
def finish_list(lookup_id: int, folders: list[int]) -> None:
    actions.finish_list(lookup_id=lookup_id, folders=folders)


@job(tries=3, hurry=20, seconds=120)
def prepare_connection(pending_id: int) -> None:
    actions.prepare(pending_id=pending_id)


@job(tries=3, hurry=20, seconds=120)
def finish_connection(pending_id: int) -> None:
    actions.finish(pending_id=pending_id)


@job(tries=5, hurry=30, seconds=300)
def send(message_id: int) -> None:
    actions.send(message_id=message_id)


@job(tries=5, hurry=25, seconds=120)
def fulfil(message_id: int) -> None:
    actions.fulfil(message_id=message_id)


@job(tries=2, hurry=10, seconds=120)
def read_thread(post_id: int, colleague_id: int) -> None:
    actions.read_thread(post_id=post_id, colleague_id=colleague_id)


@job(tries=5, hurry=-20)
def clear_away(source_id: int) -> None:
    actions.clear_away(source_id=source_id)


@job(tries=5, hurry=-20)
def clear_person(identity_id: int) -> None:
    actions.clear_person(identity_id=identity_id)


@job(tries=5)
def give_back(account_id: int) -> None:
    try:
        actions.give_back(account_id=account_id)
    except ConnectorError as trouble:
        raise TryLater(max(trouble.wait or 0, 3600)) from trouble


@job(tries=3, hurry=30, seconds=120)
def follow(follow_id: int) -> None:
    actions.carry_out(follow_id=follow_id)


@job(tries=2, hurry=-15, seconds=600)
def recheck(network: str, server: str) -> None:
    actions.recheck(network=network, server=server)


@job(tries=2, hurry=5, seconds=600)
def look_back(colleague_id: int, tags: list[str], words: list[str]) -> None:
    actions.go_back(colleague_id=colleague_id, tags=tags, words=words)


@job(tries=2, hurry=-15, seconds=600)
def read_followers(account_id: int) -> None:
    actions.read_followers(account_id=account_id)


@job(tries=2, hurry=15, seconds=120)
def follow_address(address_id: int) -> None:
    actions.follow_address(address_id=address_id)


@job(tries=2, hurry=20, seconds=120)
def read_registered(message_id: int) -> None:
    actions.read_registered(message_id=message_id)
