"""With whom an own relationship is shared, and what one sees of another's."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.relationships import actions
from merkwerk.relationships.forms import ShareForm
from merkwerk.relationships.models import Introduction, Relationship
from merkwerk.relationships.sentences import glimpsed, short_name
from merkwerk.relationships.views.shown import own_relationship, show


def sharing(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    return _sharing(request, relationship, ShareForm(by=request.user))


def _sharing(request: Request, relationship: Relationship, form: ShareForm) -> HttpResponse:
    shown = actions.as_others_see(relationship=relationship, by=request.user)
    moments = actions.glimpses(of=shown, most=1)
    return show(
        request,
        "relationships/sharing.html",
        SENT_BACK if form.errors else 200,
        relationship=relationship,
        short=short_name(shown.name),
        shown=shown,
        found_at=list(relationship.contact.identities.order_by("network", "handle")),
        shares=actions.shares_of(relationship=relationship, by=request.user),
        last=glimpsed(moments[0], shown) if moments else "",
        form=form,
    )


@require_POST
def share(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = ShareForm(request.POST, by=request.user)
    if not form.is_valid():
        return _sharing(request, relationship, form)
    actions.share(relationship=relationship, by=request.user, **form.told())
    messages.success(request, _("Shared. You can take it back any time."))
    return redirect("relationships:sharing", pk=pk)


@require_POST
def unshare(request: Request, pk: int) -> HttpResponse:
    relationship, typed = own_relationship(request, pk), request.POST.get("share", "")
    number = whole_number(typed)
    if not typed or number is not None:
        actions.unshare(relationship=relationship, by=request.user, share=number)
        messages.success(request, _("Taken back. They don't see it any more."))
    return redirect("relationships:sharing", pk=pk)


def opened(request: Request, pk: int) -> actions.Shown:
    """A relationship of another that is shared with who asks; any other is a page that isn't
    there."""
    try:
        return actions.opened(pk=pk, to=request.user)
    except Relationship.DoesNotExist:
        raise Http404 from None


def shared(request: Request, pk: int) -> HttpResponse:
    shown = opened(request, pk)
    moments = actions.glimpses(of=shown)
    asked = Introduction.objects.filter(
        asker=request.user, relationship=pk, state__in=actions.STANDING
    ).first()
    return show(
        request,
        "relationships/shared.html",
        shown=shown,
        short=short_name(shown.name),
        moments=[(moment.on, glimpsed(moment, shown), moment.direction) for moment in moments],
        asked=asked,
    )
