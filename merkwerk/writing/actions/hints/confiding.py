"""Kind confidentiality beside the draft: never what stands in the register, only what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.writing.actions.confidences import Touched, confidences_in
from merkwerk.writing.actions.hints.asking import Asked
from merkwerk.writing.actions.hints.hint import Act, Hint, Kind, Point

OF_PEOPLE = ("bsn", "iban", "phone", "mail", "address")


def confidences(asked: Asked) -> list[Hint]:
    """A hint for each confidence that the words touch, and one for each kind of personal data. All
    of the text is looked at, also of a very long one."""
    met = confidences_in(asked.text, by=asked.by, now=asked.now)
    groups: dict[str, list[Touched]] = {}
    for one in met.touched:
        groups.setdefault(one.kind if one.kind in OF_PEOPLE else one.mark, []).append(one)
    found = [_hint(together) for together in groups.values()]
    return [*found, _paused()] if met.paused else found


def _paused() -> Hint:
    """Names aren't looked for any more today: better said than silent."""
    return Hint(
        Kind.CONFIDENCE,
        _("Names of clients aren't looked at for now"),
        _("Your texts touched many different ones lately. In doubt, ask who keeps the list."),
        about="paused",
    )


def _hint(touched: Sequence[Touched]) -> Hint:
    first = touched[0]
    said = tuple(dict.fromkeys(one.said for one in touched))
    personal = first.kind in OF_PEOPLE
    why = _personal(first.kind) if personal else _confidential(first.kind)
    if first.instead:
        why = " ".join([why, _("“%(words)s” often works just as well.") % {"words": first.instead}])
    acts = [Act(_("Replace it"), value=f"replace:{first.mark}")] if first.instead else []
    yes = _("I leave it so") if personal else _("I have permission")
    return Hint(
        Kind.PERSONAL if personal else Kind.CONFIDENCE,
        _title(first.kind),
        why,
        about=" ".join(sorted({one.mark for one in touched})),
        points=(Point(words=said[:5]),),
        acts=(*acts, Act(yes, quick=True)),
        stop=True,
    )


def _title(kind: str) -> str:
    titles = {
        "client": _("The name of a client?"),
        "project": _("The name of a project?"),
        "figure": _("A figure that isn't public yet?"),
        "date": _("A date that isn't public yet?"),
        "bsn": _("A citizen service number?"),
        "iban": _("A bank account number?"),
        "phone": _("Somebody's phone number?"),
        "mail": _("Somebody's mail address?"),
        "address": _("Somebody's home address?"),
    }
    return titles.get(kind, _("Something confidential?"))


def _confidential(kind: str) -> str:
    if kind in ("figure", "date"):
        return _("The keeper asks to wait with this for now. Can the story do without it?")
    return _(
        "The keeper asks not to name it in public for now. Can you tell the story without the name?"
    )


def _personal(kind: str) -> str:
    if kind in ("bsn", "iban"):
        return _("With this number others can do harm to somebody. Can the story do without it?")
    return _("Is it somebody's own, and do they know that it will stand here?")


def without_confidence(*, text: str, by: Colleague, mark: str, now: datetime | None = None) -> str:
    """The text with the keeper's friendly words in the place of what this mark touches; as it is
    when there are none. Only ever after the writer's own press."""
    met = confidences_in(text, by=by, now=now or timezone.now())
    touched = [one for one in met.touched if one.mark == mark and one.instead]
    for one in sorted(touched, key=lambda one: one.start, reverse=True):
        text = f"{text[: one.start]}{one.instead}{text[one.end :]}"
    return text
