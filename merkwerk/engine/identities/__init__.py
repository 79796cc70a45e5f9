"""One human over networks, mail and phone: who may be the same, how certain that is, and why.

Codes of the reasons, with their facts. Proof: `same-link` (link), `same-mail` (mail). Strong:
`linked` (link: a verified link of the one is the other's page), `same-handle` (network, handle),
`same-phone` (phone), `handle-elsewhere` (handle: the same on another network). Names, all with
(one, other): `same-name`, `same-words` (another order, a middle name more), `short-name` (Wim and
Willem), `initial`, `near-name` (a slip of the pen), `part-name` (only one word is known),
`other-name` (speaks against). Handles and mail addresses that hold a name, all with (handle, name):
`handle-name` (all of it), `handle-initial`, `handle-short` (short, word), `handle-part` (part).
Around: `same-organisation` (organisation), `domain` (domain, organisation: mail at theirs),
`same-domain` (domain). Against: `other-mail` (domain: another address there), `other-account`
(network)."""

from merkwerk.engine.identities.claims import Naming
from merkwerk.engine.identities.jobs import Post, changed_job, same_organisation
from merkwerk.engine.identities.judging import ASK, judge
from merkwerk.engine.identities.mails import plain_handle, same_mail
from merkwerk.engine.identities.pool import Pool
from merkwerk.engine.identities.proposing import proposals
from merkwerk.engine.identities.values import Join, Known

__all__ = [
    "ASK",
    "Join",
    "Known",
    "Naming",
    "Pool",
    "Post",
    "changed_job",
    "judge",
    "plain_handle",
    "proposals",
    "same_mail",
    "same_organisation",
]
