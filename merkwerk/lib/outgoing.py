"""The one way out to other servers that this process has."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network

from django.conf import settings

from merkwerk.connectors.http import Http, Way


@lru_cache(maxsize=8)
def _one(agent: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> Http:
    return Http(Way(user_agent=agent, allowed_networks=networks))


def http() -> Http:
    """The one guarded client of this process, made from the settings at first use."""
    return _one(settings.USER_AGENT, tuple(settings.ALLOWED_NETWORKS))
