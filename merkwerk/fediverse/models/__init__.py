"""What this room keeps."""

from merkwerk.fediverse.models.actors import Actor, ActorKey
from merkwerk.fediverse.models.others import Brought, Follower, Remote, RemoteKey, Server
from merkwerk.fediverse.models.post import Activity, Delivery, Heard, Incoming, Pointer, SentAnswer

__all__ = [
    "Activity",
    "Actor",
    "ActorKey",
    "Brought",
    "Delivery",
    "Follower",
    "Heard",
    "Incoming",
    "Pointer",
    "Remote",
    "RemoteKey",
    "SentAnswer",
    "Server",
]
