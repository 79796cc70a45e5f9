"""What a reader is told by mail about their own reaction."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.readers.letters import send_letter
from merkwerk.stories.models import PublicStory, Reaction

SALT = "stories.reaction"
State = Reaction.State


def token_of(reaction: Reaction) -> str:
    """What lets its writer confirm, change or take away a reaction, and nothing else."""
    return signing.dumps(reaction.key, salt=SALT)


def reaction_of(token: str) -> Reaction | None:
    """The reaction a link was made for, while its words are still there. Raises nothing."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Reaction.objects.filter(key=key).exclude(state=State.WITHDRAWN)
    return found.select_related("story__author").first()


def title_of(reaction: Reaction) -> str:
    """What the story is called on the site; empty when it isn't there."""
    found = PublicStory.objects.filter(story_id=reaction.story_id)
    return found.values_list("title", flat=True).first() or ""


def ask_to_confirm(reaction: Reaction) -> None:
    """The letter with the link by which its writer stands by their words."""
    _write(reaction, _("Do you want to place this?"), "confirm")


def tell_whom_it_answers(reaction: Reaction, *, now: datetime) -> bool:
    """Tells the reader whom `reaction` answers, if they wished so; once, whoever asks how often."""
    before = reaction.answers
    if before is None or not before.wishes_answer or not before.email:
        return False
    if before.state != State.SHOWN or before.email_mark == reaction.email_mark:
        return False
    free = Reaction.objects.filter(pk=reaction.pk, told_at=None)
    if not free.update(told_at=now):
        return False
    reaction.told_at = now
    with override(before.language):
        said = (
            _("%(name)s asks you something") if reaction.asks_back else _("%(name)s answered you")
        )
        subject = said % {"name": reaction.name}
    _write(before, subject, "answered", answer=reaction)
    return True


def tell_hidden(reaction: Reaction) -> None:
    """A kind note of the author why the words are not on the page."""
    _write(reaction, _("About your reaction"), "hidden")


def _write(reaction: Reaction, subject: str | Promise, template: str, **more: object) -> None:
    token = token_of(reaction)
    title = title_of(reaction)
    send_letter(
        to=reaction.email,
        language=reaction.language,
        subject=format_lazy("{}: {}", subject, title) if title else subject,
        template=template,
        words={
            "reaction": reaction,
            "title": title,
            "confirm": site_address(reverse("site:confirm_reaction", args=[token])),
            "own": site_address(reverse("site:own_reaction", args=[token])),
            "place": _place(reaction),
            **more,
        },
    )


def _place(reaction: Reaction) -> str:
    slug = PublicStory.objects.filter(story_id=reaction.story_id).values_list("slug", flat=True)
    found = slug.first()
    return site_address(reverse("site:story", args=[found])) + "#reactions" if found else ""
