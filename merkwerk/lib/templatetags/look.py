"""The pieces every page is made of: faces, time in words, fields, pagers.

Nothing here writes a style attribute or a script: the page's security policy forbids both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from merkwerk.connectors import content
from merkwerk.lib import wording

register = template.Library()

BOXES = {"sm": 40, "md": 58, "lg": 100}


def initials(name: str) -> str:
    """First letters of the first and last word; a handle gives one; no letters give a dot."""
    words = [word for word in name.lstrip("@").split("@")[0].split() if _letter(word)]
    return "".join(_letter(word) for word in dict.fromkeys([*words[:1], *words[-1:]])) or "·"


def _letter(word: str) -> str:
    return next((sign.upper()[0] for sign in word if sign.isalnum()), "")


@register.inclusion_tag("look/_face.html")
def face(
    name: str, warmth: float | None = None, size: str = "md", href: str = ""
) -> dict[str, Any]:
    """Initials of a person; with `warmth` (0 to 100) a ring of that length, said in words too.
    With `href` it is a link that carries the name; without, the name stands beside it."""
    length = None if warmth is None else min(max(float(warmth), 0), 100)
    radius = BOXES[size] / 2 - 2
    around = 2 * math.pi * radius
    return {
        "name": name,
        "initials": initials(name),
        "size": size,
        "href": href,
        "warmth": length,
        "words": "" if warmth is None else wording.warmth(warmth),
        "box": BOXES[size],
        "middle": BOXES[size] / 2,
        "radius": radius,
        "arc": f"{around * (length or 0) / 100:.1f}",
        "round": f"{around:.1f}",
    }


@register.inclusion_tag("look/_icon.html")
def icon(name: str) -> dict[str, str]:
    """A small line drawing beside words; it says nothing by itself."""
    return {"name": name}


@register.filter(expects_localtime=True)
def exactly(moment: datetime | None) -> str:
    """The moment for machines, in whole seconds: HTML lets a second have three decimals at most
    (HTML, section 2.3.5.4), where a database keeps six."""
    return moment.isoformat(timespec="seconds") if moment else ""


@register.simple_tag
def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """A <time> in plain words, with the exact time for machines and for who points at it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        exactly(local),
        date_format(local, "j F Y") + f" {local.hour}.{local:%M}",
        wording.ago(moment, now or timezone.now()),
    )


@register.simple_tag
def mark_words(text: str, reasons: Iterable[Any] | None) -> SafeString:
    """The text, escaped, with the words that gave the reasons underlined."""
    return wording.marked(text, reasons or ())


@register.filter
def browser(user_agent: str) -> str:
    """The browser and the device, for people; what is not known stands as it came."""
    return wording.browser(user_agent)


@register.filter
def own_words(html: str) -> SafeString:
    """Foreign HTML, cleaned once more at the very place where it is shown."""
    return mark_safe(content.clean(html))  # noqa: S308


@register.inclusion_tag("look/_dots.html")
def dots(done: int, total: int, oob: bool = False) -> dict[str, Any]:
    """How far you are, in dots and in words. Nothing when there is nothing to do. With `oob` they
    take the place of those that stand on the page already."""
    each = [n < done for n in range(total)]
    return {"done": done, "total": total, "each": each, "oob": oob}


@register.inclusion_tag("look/_progress.html")
def progress(done: int, total: int, words: str = "") -> dict[str, Any]:
    """A bar with the sentence that says what it shows: "12 of 38 sources read"."""
    return {"done": done, "total": max(total, 1), "shown": total, "words": words}


@register.inclusion_tag("look/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Earlier and later, keeping what was searched for. Nothing when one page holds all."""
    request = context.get("request")
    return {"page": page, "query": request.GET if request else QueryDict()}


@register.inclusion_tag("look/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field of a form: label above, hint, control, and what is wrong in a sentence."""
    kind = bound.widget_type
    return {
        "field": bound,
        "check": kind == "checkbox",
        "group": bound.use_fieldset,
        "optional": not bound.field.required and kind != "checkbox",
    }


@register.inclusion_tag("look/_fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """A whole form: general mistakes first, then every field, then what is hidden."""
    return {"form": form}


@register.simple_tag
def autosave_state() -> SafeString:
    """Where a form with `data-autosave` says in words whether the draft is kept."""
    return format_html(
        '<span class="small muted" data-autosave-state role="status" data-saved="{}"'
        ' data-failed="{}"></span>',
        _("Saved. Only you see it."),
        _("Not saved yet. What you typed is still here."),
    )


@register.simple_tag
def counter(bound: BoundField, limit: int, link_length: int | None = None) -> str:
    """How long the text is and may be; page.js keeps it current while somebody types."""
    used = wording.length(str(bound.value() or ""), link_length)
    return format_html(
        '<span class="counter{}" data-counter="{}" data-limit="{}" data-link-length="{}"'
        ' data-words="{}" data-words-over="{}">{}</span>',
        " over" if used > limit else "",
        bound.id_for_label,
        limit,
        "" if link_length is None else link_length,
        _("{n} of {limit} characters"),
        _("{n} of {limit} characters, {over} too many"),
        counted(used, limit),
    )


def counted(used: int, limit: int) -> str:
    """The sentence under a text with a limit."""
    if used > limit:
        words = _("{n} of {limit} characters, {over} too many")
        return words.format(n=used, limit=limit, over=used - limit)
    return _("{n} of {limit} characters").format(n=used, limit=limit)
