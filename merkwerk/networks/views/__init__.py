"""Pages of the networks: sources, lookups, connected accounts, conversations."""

from merkwerk.networks.views.accounts import (
    accounts,
    came_back,
    client_metadata,
    connect,
    connection,
    disconnect,
    listen,
)
from merkwerk.networks.views.conversations import (
    answer,
    conversation,
    conversations,
    draft,
    elsewhere,
    read,
    thread,
)
from merkwerk.networks.views.lookups import keep, lookup, new_link, new_source
from merkwerk.networks.views.messages import again, back, message
from merkwerk.networks.views.sources import change_source, source, sources

__all__ = [
    "accounts",
    "again",
    "answer",
    "back",
    "came_back",
    "change_source",
    "client_metadata",
    "connect",
    "connection",
    "conversation",
    "conversations",
    "disconnect",
    "draft",
    "elsewhere",
    "keep",
    "listen",
    "lookup",
    "message",
    "new_link",
    "new_source",
    "read",
    "source",
    "sources",
    "thread",
]
