"""All the ways in, told for the tools that people already use."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merkwerk.connectors.content import safe_url
from merkwerk.lib.requests import Request
from merkwerk.writing import actions
from merkwerk.writing.actions import mail_in
from merkwerk.writing.models import Draft

CHOSEN = 2_000
OUR_OWN_PRESS = {"none", "same-origin"}
"""What a browser says (Fetch Metadata) when its owner shared, and no page of another site did."""
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


@csrf_exempt
@require_http_methods(["GET", "POST"])
def share(request: Request) -> HttpResponse:
    """Where a phone brings what somebody shares from another program: on to the desk, with the page
    and the words that came along beside the empty field. Of a page or words nothing is kept; with
    pictures it is a draft. No form of ours sends it, so no token comes along: what another site
    sent, or a browser that does not say who did, keeps nothing."""
    told = request.POST if request.method == "POST" else request.GET
    link, text = _shared(told.get("text", "")[:CHOSEN], safe_url(told.get("url", "").strip()))
    files = [file for file in request.FILES.getlist("file") if isinstance(file, UploadedFile)]
    if files and request.headers.get("Sec-Fetch-Site", "") in OUR_OWN_PRESS:
        return _with_pictures(request, link, text, files)
    if files:
        messages.error(request, _("The pictures couldn't be taken along. Add them here instead."))
    asked = urlencode({name: value for name, value in (("link", link), ("chosen", text)) if value})
    return redirect(reverse("writing:new") + (f"?{asked}" if asked else ""))


def _shared(text: str, link: str) -> tuple[str, str]:
    """The page and the words; most programs put the address into the text."""
    found = None if link else _LINK.search(text)
    inside = safe_url(found[0]) if found else ""
    return (inside, text.replace(found[0], "").strip()) if found and inside else (link, text)


def _with_pictures(
    request: Request, link: str, text: str, files: list[UploadedFile[bytes]]
) -> HttpResponse:
    draft = actions.begin(by=request.user, link=link, facts=text, came_from=Draft.Way.LINK)
    refused = actions.add_pictures(draft=draft, by=request.user, files=files)
    for says in refused:
        messages.error(request, says)
    if draft.pictures.exists():
        says = _(
            "It is here. Describe it for who can't see it, and say whether who is in it agreed."
        )
        messages.success(request, says)
    return redirect(reverse("writing:draft", args=[draft.pk]) + "#pictures")


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
