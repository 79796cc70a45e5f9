"""A colleague's own short links, and the page on which a keeper stops one that is abused."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from merkwerk.accounts.models import KEEPERS
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.writing.actions import short_links
from merkwerk.writing.forms.ways import LinkForm
from merkwerk.writing.models import Draft, ShortLink

ON_A_PAGE = 30


@require_GET
def links(request: Request) -> HttpResponse:
    """One's own short links, newest first, and a field for one more."""
    return _page(request, LinkForm())


def _page(request: Request, form: LinkForm) -> HttpResponse:
    now = timezone.now()
    mine = ShortLink.objects.visible_to(request.user)
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (one, short_links.address_of(one), short_links.shows_figures(one, by=request.user, now=now))
        for one in page
    ]
    words = {
        "here": "writing",
        "form": form,
        "page": page,
        "rows": rows,
        "keeps": not request.user.roles.isdisjoint(KEEPERS),
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "writing/links.html", words, status=status)


@require_POST
def make_link(request: Request) -> HttpResponse:
    """A short link for the address that was typed; for a draft when the desk names one, and then
    back to that draft."""
    form = LinkForm(request.POST)
    number = whole_number(request.POST.get("draft", ""))
    draft = Draft.objects.visible_to(request.user).filter(pk=number).first() if number else None
    if not form.is_valid():
        return _page(request, form)
    try:
        link = short_links.short_link(
            by=request.user, target=form.cleaned_data["target"], draft=draft
        )
    except ValidationError as trouble:
        form.add_error("target", trouble)
        return _page(request, form)
    if link.stopped_at:
        messages.info(request, _("You had a link to that page, and it was stopped."))
    else:
        short = short_links.address_of(link)
        messages.success(request, _("Your short link: %(short)s") % {"short": short})
    return redirect("writing:draft", draft.pk) if draft else redirect("writing:links")


@require_POST
def stop_link(request: Request, pk: int) -> HttpResponse:
    """One's own link leads nowhere from now on."""
    link = get_object_or_404(ShortLink.objects.visible_to(request.user), pk=pk)
    short_links.stop(link=link, by=request.user, now=timezone.now())
    messages.success(request, _("Stopped. Who opens it is told kindly that it leads nowhere."))
    return redirect("writing:links")


@require_POST
def go_on_link(request: Request, pk: int) -> HttpResponse:
    """One's own link leads on again."""
    link = get_object_or_404(ShortLink.objects.visible_to(request.user), pk=pk)
    if short_links.go_on(link=link, by=request.user):
        messages.success(request, _("It leads on again."))
    else:
        messages.error(request, _("That one was stopped by who keeps the links. Ask them."))
    return redirect("writing:links")


@require_POST
def ask_figures(request: Request, pk: int) -> HttpResponse:
    """The figures of the first day, because their maker asks."""
    link = get_object_or_404(ShortLink.objects.visible_to(request.user), pk=pk)
    short_links.ask_figures(link=link, by=request.user)
    return redirect("writing:links")


@allowed(*KEEPERS)
@require_GET
def kept_links(request: Request) -> HttpResponse:
    """Links found by their address, to stop one that is abused; not who made them."""
    asked = request.GET.get("q", "").strip()[:1000]
    page = Paginator(short_links.found_by(asked), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, short_links.address_of(one)) for one in page]
    words = {"here": "writing", "asked": asked, "page": page, "rows": rows}
    return render(request, "writing/kept_links.html", words)


@allowed(*KEEPERS)
@require_POST
def keeper_stops(request: Request, pk: int) -> HttpResponse:
    """Stops or lets go on, as a keeper; to stop takes a reason."""
    link = get_object_or_404(ShortLink, pk=pk)
    try:
        if "again" in request.POST:
            short_links.go_on(link=link, by=request.user)
        else:
            because = request.POST.get("because", "")
            short_links.stop(link=link, by=request.user, now=timezone.now(), because=because)
        messages.success(request, _("Done."))
    except ValidationError as trouble:
        messages.error(request, trouble.messages[0])
    return redirect(reverse("writing:kept_links") + f"?q={link.code}")
