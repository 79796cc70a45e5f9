"""The verbs of background work. What other rooms call: `job`, `once`, `progress`,
`asked_to_stop`, `note_trouble`, `plain_traceback`, `tried`;
the rest is for the worker and its pages."""

from merkwerk.jobs.actions.aside import again, drop, stop
from merkwerk.jobs.actions.ledger import once
from merkwerk.jobs.actions.policy import Policy, job
from merkwerk.jobs.actions.pruning import prune
from merkwerk.jobs.actions.recurring import Recurring
from merkwerk.jobs.actions.running import asked_to_stop, progress
from merkwerk.jobs.actions.trouble import note_trouble, plain_traceback, settle
from merkwerk.jobs.actions.trying import tried

__all__ = [
    "Policy",
    "Recurring",
    "again",
    "asked_to_stop",
    "drop",
    "job",
    "note_trouble",
    "once",
    "plain_traceback",
    "progress",
    "prune",
    "settle",
    "stop",
    "tried",
]
