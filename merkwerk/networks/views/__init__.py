"""Pages of the networks: sources, lookups, connected accounts, conversations."""

from merkwerk.networks.views.accounts import (
    accounts,
    came_back,
    client_metadata,
    connect,
    connection,
    disconnect,
    listen,
    lists,
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
from merkwerk.networks.views.feed_lists import add_list, feed_list, feeds, new_list
from merkwerk.networks.views.following import follow
from merkwerk.networks.views.lookups import keep, lookup, new_link, new_source
from merkwerk.networks.views.messages import again, back, message
from merkwerk.networks.views.sources import change_source, source, sources
from merkwerk.networks.views.streams import mailbox, new_mailbox, new_stream

__all__ = [
    "accounts",
    "add_list",
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
    "feed_list",
    "feeds",
    "follow",
    "keep",
    "listen",
    "lists",
    "lookup",
    "mailbox",
    "message",
    "new_link",
    "new_list",
    "new_mailbox",
    "new_source",
    "new_stream",
    "read",
    "source",
    "sources",
    "thread",
]
