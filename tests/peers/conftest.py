"""The real servers, for every test in this folder."""

from tests.peers.servers import atproto, atproto_appview, fedify, http, mail_server, mastodon_mock

__all__ = ["atproto", "atproto_appview", "fedify", "http", "mail_server", "mastodon_mock"]
