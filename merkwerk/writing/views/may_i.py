"""From the desk to the question desk, with the draft along or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from merkwerk.handbook import actions as handbook
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.writing import actions
from merkwerk.writing.forms.may_i import MayIForm
from merkwerk.writing.views.drafts import own_draft


def may_i(request: Request, pk: int) -> HttpResponse:
    """Asks the people of the question desk; a press on the sheet leads here, and asks nothing
    yet."""
    draft = own_draft(request, pk)
    form = MayIForm(request.POST if "words" in request.POST else None, initial={"along": True})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            handbook.ask(
                by=request.user,
                words=told["words"],
                attached=draft.text if told["along"] else "",
                link=draft.link,
                key=actions.mark("question", f"{draft.key} {told['words']}")[:32],
            )
        except handbook.NobodyAnswers:
            form.add_error(None, _("Nobody answers questions yet. Ask the social lead who will."))
        else:
            messages.success(
                request, _("Asked. You hear from them; meanwhile it stays your draft.")
            )
            return redirect("writing:draft", pk=pk)
    status = SENT_BACK if form.errors else 200
    facts = {"here": "writing", "draft": draft, "form": form}
    return render(request, "writing/may_i.html", facts, status=status)
