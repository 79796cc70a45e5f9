"""The verbs of background work. What other rooms call: `job`, `once`, `progress`,
`asked_to_stop`, `note_trouble`, `plain_traceback`; the rest is for the worker and the page."""

from merkwerk.jobs.actions.ledger import once
from merkwerk.jobs.actions.policy import Policy, job, policy_of
from merkwerk.jobs.actions.running import asked_to_stop, progress, running
from merkwerk.jobs.actions.trouble import note_trouble, plain_traceback

__all__ = [
    "Policy",
    "asked_to_stop",
    "job",
    "note_trouble",
    "once",
    "plain_traceback",
    "policy_of",
    "progress",
    "running",
]
