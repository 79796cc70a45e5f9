"""What templates of the site need: addresses in the frame's language, and initials."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from merkwerk.lib.templatetags.look import initials as initials_of
from merkwerk.stories.actions.addresses import subject_slug as slug_of
from merkwerk.stories.actions.cleaning import shown_body

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context: Context, name: str, **words: object) -> str:
    """The address of a page of the site in the language of the frame."""
    return str(context["frame"].at(name, **words))


register.filter("subject_slug", slug_of)
register.filter("initials", initials_of)


@register.filter
def own_html(html: str) -> SafeString:
    """A piece of a story, cleaned once more at the very place where it is shown."""
    return mark_safe(shown_body(html))  # noqa: S308
