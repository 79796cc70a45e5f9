"""What happens in this room. The worker calls `hear`, `deliver_due`, `verify_due`, `tend` and
`forget_old`; the rest is for this room's own pages."""

from merkwerk.connectors.activitypub.translate import tombstone
from merkwerk.fediverse.actions.answering import standing_answer, was_answered
from merkwerk.fediverse.actions.delivering import deliver_due, deliveries_wait
from merkwerk.fediverse.actions.door import receive
from merkwerk.fediverse.actions.finding import (
    find,
    named,
    standing_story,
    stories_of,
    was_told,
)
from merkwerk.fediverse.actions.followers import ask_to_move, find_other_place, let_go
from merkwerk.fediverse.actions.hearing import hear
from merkwerk.fediverse.actions.people import (
    actor_of,
    close,
    house_actor,
    key_of,
    move,
    own,
    renew_key,
    tend,
)
from merkwerk.fediverse.actions.places import (
    actor_address,
    answer_address,
    host,
    origin,
    story_named,
)
from merkwerk.fediverse.actions.servers import GUARDS, block, forget_old, unblock
from merkwerk.fediverse.actions.verifying import letters_wait, verify_due

__all__ = [
    "GUARDS",
    "actor_address",
    "actor_of",
    "answer_address",
    "ask_to_move",
    "block",
    "close",
    "deliver_due",
    "deliveries_wait",
    "find",
    "find_other_place",
    "forget_old",
    "hear",
    "host",
    "house_actor",
    "key_of",
    "let_go",
    "letters_wait",
    "move",
    "named",
    "origin",
    "own",
    "receive",
    "renew_key",
    "standing_answer",
    "standing_story",
    "stories_of",
    "story_named",
    "tend",
    "tombstone",
    "unblock",
    "verify_due",
    "was_answered",
    "was_told",
]
