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
from merkwerk.networks.views.brands import (
    ask_writer,
    brand,
    brands,
    end_brand,
    leave_brand,
    review,
    review_picture,
    write_for,
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
from merkwerk.networks.views.registering import (
    drop_registered,
    keep_registered,
    register,
    registered,
)
from merkwerk.networks.views.sources import change_source, source, sources
from merkwerk.networks.views.streams import mailbox, new_mailbox, new_stream

__all__ = [
    "accounts",
    "add_list",
    "again",
    "answer",
    "ask_writer",
    "back",
    "brand",
    "brands",
    "came_back",
    "change_source",
    "client_metadata",
    "connect",
    "connection",
    "conversation",
    "conversations",
    "disconnect",
    "draft",
    "drop_registered",
    "elsewhere",
    "end_brand",
    "feed_list",
    "feeds",
    "follow",
    "keep",
    "keep_registered",
    "leave_brand",
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
    "register",
    "registered",
    "review",
    "review_picture",
    "source",
    "sources",
    "thread",
    "write_for",
]
