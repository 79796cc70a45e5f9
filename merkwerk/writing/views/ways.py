"""All the ways in, told for the tools that people already use."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from merkwerk.connectors.content import safe_url
from merkwerk.lib.requests import Request
from merkwerk.writing.actions import mail_in

CHOSEN = 2_000
_LINK = re.compile(r"https?://\S{1,1900}", re.IGNORECASE)


def bookmarklet() -> str:
    """What stands in the bookmark: opens the desk in a new window with the page one is on and what
    is selected there. It reads nothing else, and nothing is kept until one types."""
    place = settings.SITE_URL + reverse("writing:new")
    return (
        f"javascript:void(window.open('{place}?link='+encodeURIComponent(location.href)"
        f"+'&chosen='+encodeURIComponent(String(getSelection()).slice(0,{CHOSEN})),'_blank'))"
    )


@require_GET
def ways(request: Request) -> HttpResponse:
    """Every way to the desk and out of it, also without connecting an account."""
    words = {
        "here": "writing",
        "bookmarklet": bookmarklet(),
        "offered": mail_in.takes_mail(),
        "address": mail_in.writing_address(request.user),
        "micropub": settings.SITE_URL + reverse("writing:micropub"),
    }
    return render(request, "writing/ways.html", words)


@require_GET
def share(request: Request) -> HttpResponse:
    """Where a phone brings what somebody shares from another program: on to the desk, with the page
    and the words that came along beside the empty field. Nothing is kept here."""
    text = request.GET.get("text", "")[:CHOSEN]
    link = safe_url(request.GET.get("url", "").strip())
    if not link:  # most programs put the address into the text
        found = _LINK.search(text)
        link = safe_url(found[0]) if found else ""
        text = text.replace(found[0], "").strip() if found and link else text
    told = {"link": link, "chosen": text}
    asked = urlencode({name: value for name, value in told.items() if value})
    return redirect(reverse("writing:new") + (f"?{asked}" if asked else ""))


@require_POST
def make_address(request: Request) -> HttpResponse:
    if mail_in.takes_mail():
        mail_in.make_writing_address(by=request.user)
        messages.success(request, _("This is your address for drafts. Keep it to yourself."))
    return redirect(reverse("writing:ways") + "#mail")


@require_POST
def drop_address(request: Request) -> HttpResponse:
    mail_in.drop_writing_address(by=request.user)
    messages.success(request, _("The address is switched off."))
    return redirect(reverse("writing:ways") + "#mail")
