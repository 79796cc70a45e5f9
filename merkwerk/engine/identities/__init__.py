"""One human over networks, mail and phone: who may be the same, how certain that is, and why.

Codes of the reasons, with their facts: `same-link` (link), `same-mail` (mail), `same-handle` (handle),
`same-phone` (phone), `same-name` (name), `same-words` (name; another order or a middle name more),
`short-name` (one, other: Wim and Willem), `initial` (initial, family), `handle-name` (handle, name:
the handle holds the whole name), `handle-initial` (handle, name), `handle-part` (handle, part),
`handle-short` (handle, short, name), `near-name` (one, other: a slip of the pen), `rare-name` (name),
`common-name` (name), `same-organisation` (organisation), `domain` (domain, organisation: mail or
link at the organisation's), `other-mail`, `company` (name: the account of an organisation)."""

from merkwerk.engine.identities.ground import Shared, common_ground
from merkwerk.engine.identities.judging import judge
from merkwerk.engine.identities.mails import plain_handle, same_mail
from merkwerk.engine.identities.organisations import changed_job, plain_organisation
from merkwerk.engine.identities.proposing import proposals
from merkwerk.engine.identities.values import Join, Known

__all__ = [
    "Join",
    "Known",
    "Shared",
    "changed_job",
    "common_ground",
    "judge",
    "plain_handle",
    "plain_organisation",
    "proposals",
    "same_mail",
]
