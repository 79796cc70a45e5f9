"""Webmention (W3C Recommendation, 12 January 2017): finding where a page takes messages (section
3.1.2), sending one (3.1.3), and reading the page somebody says that links to ours (3.2)."""

from merkwerk.connectors.webmention.finding import find_endpoint
from merkwerk.connectors.webmention.reading import Mention, NoLink, read_source
from merkwerk.connectors.webmention.sending import notify

__all__ = ["Mention", "NoLink", "find_endpoint", "notify", "read_source"]
