"""What the networks room keeps, one noun a file."""

from merkwerk.networks.models.accounts import ConnectedAccount, PendingConnection, ServerApp
from merkwerk.networks.models.messages import Message
from merkwerk.networks.models.posts import Identity, Post, Sighting
from merkwerk.networks.models.sources import Host, Source

__all__ = [
    "ConnectedAccount",
    "Host",
    "Identity",
    "Message",
    "PendingConnection",
    "Post",
    "ServerApp",
    "Sighting",
    "Source",
]
