"""Other work that profiles tell of: is that so?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.relationships import actions
from merkwerk.relationships.models import NewWork
from merkwerk.relationships.sentences import new_work_in_words
from merkwerk.relationships.views.shown import show


def new_work(request: Request) -> HttpResponse:
    """All that is asked, the latest first."""
    rows = [
        (question, known, new_work_in_words(question, known.contact.name))
        for question, known in actions.new_work_asked(by=request.user)
    ]
    return show(request, "relationships/new_work.html", rows=rows)


def _own(request: Request, pk: int) -> NewWork:
    return get_object_or_404(NewWork.objects.visible_to(request.user), pk=pk)


@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    known = actions.agree_work(question=_own(request, pk), by=request.user)
    if known is None:
        messages.info(request, _("That was answered before."))
        return redirect("relationships:new_work")
    messages.success(request, _("It stands on your card now. A good reason to write?"))
    return redirect("relationships:person", pk=known.pk)


@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    actions.refuse_work(question=_own(request, pk), by=request.user)
    messages.success(request, _("Your card stays as it is. It won't be asked again."))
    return redirect("relationships:new_work")
