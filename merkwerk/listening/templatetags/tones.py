"""Figures of a tone card, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def times(number: float, factor: int) -> float:
    return number * factor


@register.filter
def spoken(counts: Mapping[str, int]) -> str:
    """Up to three languages by their names, the most used first; an unknown code stays as it is."""
    return ", ".join(_named(code) for code in list(counts)[:3])


def _named(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
