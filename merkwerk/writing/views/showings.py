"""A draft that one colleague may read first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.writing import actions
from merkwerk.writing.forms.showing import RemarkForm, ShowForm
from merkwerk.writing.models import Showing
from merkwerk.writing.views.drafts import own_draft


def show(request: Request, pk: int) -> HttpResponse:
    """One's first readers, and a form for one more."""
    draft = own_draft(request, pk)
    form = ShowForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.show(draft=draft, by=request.user, to=told["to"], asks=told["asks"])
        except ValueError:
            form.add_error(None, _("There are no words to read yet. Write something first."))
        except actions.Enough:
            form.add_error(None, _("You have three first readers. That is a good small circle."))
        else:
            messages.success(request, _("They can read it as it is now. Nobody else can."))
            return redirect("writing:show", pk=pk)
    facts = {
        "here": "writing",
        "draft": draft,
        "form": form,
        "showings": Showing.objects.filter(draft=draft).select_related("reader"),
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "writing/show.html", facts, status=status)


def _one(request: Request, pk: int) -> Showing:
    mine = Showing.objects.visible_to(request.user)
    return get_object_or_404(mine.select_related("draft__colleague", "reader"), pk=pk)


def showing(request: Request, pk: int) -> HttpResponse:
    """The words for their first reader, who may say something; for the writer what was said."""
    one = _one(request, pk)
    reads = one.reader_id == request.user.pk
    form = RemarkForm(request.POST or None, initial={"words": one.remark})
    if request.method == "POST" and reads and form.is_valid():
        actions.remark(showing=one, by=request.user, words=form.cleaned_data["words"])
        messages.success(
            request, _("Said to %(name)s alone.") % {"name": one.draft.colleague.first_name}
        )
        return redirect("writing:showing", pk=pk)
    facts = {"here": "writing", "one": one, "reads": reads, "form": form}
    status = SENT_BACK if reads and form.errors else 200
    return render(request, "writing/showing.html", facts, status=status)


@require_POST
def hide(request: Request, pk: int) -> HttpResponse:
    """The writer takes it back from a reader."""
    one = _one(request, pk)
    actions.hide(showing=one, by=request.user)
    if one.draft.colleague_id != request.user.pk:
        return redirect("writing:showing", pk=pk)
    return redirect("writing:show", pk=one.draft_id)
