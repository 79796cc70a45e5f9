"""The real servers, for every test in this folder."""

from pathlib import Path

import pytest

from tests.peers.servers import atproto, atproto_appview, fedify, http, mail_server, mastodon_mock

__all__ = ["atproto", "atproto_appview", "fedify", "http", "mail_server", "mastodon_mock"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them in one process, however many there are: the servers are started once."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("peers"))
