"""How a colleague wants to write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.writing import actions
from merkwerk.writing.forms.desk import WishesForm


def wishes(request: Request) -> HttpResponse:
    """A pause to think, one's own questions, how far the guard looks back, quiet hints."""
    kept = actions.wishes_of(request.user)
    own = [*kept.own_questions, "", "", ""]
    first: dict[str, Any] = {
        "pause_minutes": kept.pause_minutes,
        "guard_minutes": kept.guard_minutes,
        "figures_wait": kept.figures_wait,
        "quiet_hints": kept.quiet_hints,
        "question_1": own[0],
        "question_2": own[1],
        "question_3": own[2],
    }
    form = WishesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.wish(
            by=request.user,
            pause_minutes=told["pause_minutes"],
            own_questions=[told[f"question_{number}"] for number in (1, 2, 3)],
            guard_minutes=told["guard_minutes"],
            figures_wait=told["figures_wait"],
            quiet_hints=told["quiet_hints"],
        )
        messages.success(request, _("Kept."))
        return redirect("writing:wishes")
    status = SENT_BACK if form.errors else 200
    facts = {"here": "writing", "form": form}
    return render(request, "writing/wishes.html", facts, status=status)
