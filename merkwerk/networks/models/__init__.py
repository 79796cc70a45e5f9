"""What the networks room keeps, one noun a file."""

from merkwerk.networks.models.accounts import ConnectedAccount, PendingConnection, ServerApp
from merkwerk.networks.models.lookups import Lookup
from merkwerk.networks.models.messages import Message
from merkwerk.networks.models.people import Erasure, Follow
from merkwerk.networks.models.posts import Identity, Post, Reaction, Sighting
from merkwerk.networks.models.sources import Host, Mailbox, Source

__all__ = [
    "ConnectedAccount",
    "Erasure",
    "Follow",
    "Host",
    "Identity",
    "Lookup",
    "Mailbox",
    "Message",
    "PendingConnection",
    "Post",
    "Reaction",
    "ServerApp",
    "Sighting",
    "Source",
]
