"""A query on a page, with the place of a mistake marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from merkwerk.engine.topics import QueryError

register = template.Library()


@register.simple_tag
def mark_mistake(query: str, error: QueryError) -> SafeString:
    """The query, escaped, with the wrong place marked; an empty place shows a sign to stand on."""
    wrong = query[error.start : error.end] or "…"
    return format_html(
        '{}<mark class="stop">{}</mark>{}', query[: error.start], wrong, query[error.end :]
    )


@register.filter
def of(found: Mapping[int, Any], number: int) -> Any:
    """What stands under a number; nothing when there is nothing."""
    return found.get(number, ())
