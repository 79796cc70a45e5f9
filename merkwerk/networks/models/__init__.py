"""What the networks room keeps, one noun a file."""

from merkwerk.networks.models.accounts import ConnectedAccount, PendingConnection, ServerApp
from merkwerk.networks.models.lookups import Lookup
from merkwerk.networks.models.messages import Message
from merkwerk.networks.models.posts import Identity, Post, Reaction, Sighting
from merkwerk.networks.models.sources import Host, Source

__all__ = [
    "ConnectedAccount",
    "Host",
    "Identity",
    "Lookup",
    "Message",
    "PendingConnection",
    "Post",
    "Reaction",
    "ServerApp",
    "Sighting",
    "Source",
]
