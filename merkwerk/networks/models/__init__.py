"""What the networks room keeps, one noun a file."""

from merkwerk.networks.models.accounts import ConnectedAccount, PendingConnection, ServerApp
from merkwerk.networks.models.addresses import LedAddress
from merkwerk.networks.models.brands import Brand, BrandReview, BrandWriter
from merkwerk.networks.models.followers import FollowerList
from merkwerk.networks.models.lookups import Lookup
from merkwerk.networks.models.messages import Message
from merkwerk.networks.models.people import Erasure, Follow, ProfileChange
from merkwerk.networks.models.posts import Identity, Post, Reaction, Sighting
from merkwerk.networks.models.registrations import Registration
from merkwerk.networks.models.sources import Host, Mailbox, Source

__all__ = [
    "Brand",
    "BrandReview",
    "BrandWriter",
    "ConnectedAccount",
    "Erasure",
    "Follow",
    "FollowerList",
    "Host",
    "Identity",
    "LedAddress",
    "Lookup",
    "Mailbox",
    "Message",
    "PendingConnection",
    "Post",
    "ProfileChange",
    "Reaction",
    "Registration",
    "ServerApp",
    "Sighting",
    "Source",
]
