"""The real servers, for whole stories."""

from tests.peers.servers import atproto, atproto_appview, http, mastodon_mock

__all__ = ["atproto", "atproto_appview", "http", "mastodon_mock"]
