"""Asking a colleague to tell about something, and what the asked one makes of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.colleagues.models import Subject
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.writing import actions
from merkwerk.writing import models as kept
from merkwerk.writing.forms.requests import PassForm, SubjectForm, WhoForm

A_PAGE = 20


def requests(request: Request) -> HttpResponse:
    """What colleagues ask of me, and what I asked."""
    mine = kept.Request.objects.visible_to(request.user)
    found = mine.filter(~Q(state=kept.Request.State.WITHDRAWN) | Q(asker=request.user))
    rows = found.select_related("asker", "asked", "subject", "passed_on__asked")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "writing/requests.html", {"here": "writing", "page": page})


def new_request(request: Request) -> HttpResponse:
    """Asks one colleague about one subject; only who lets themselves be found by it is proposed."""
    subjects = actions.subjects_to_ask_about(request.user)
    number = whole_number(request.GET.get("subject", ""))
    subject = subjects.filter(pk=number).first() if number else None
    chooser = SubjectForm(initial={"subject": subject})
    chooser.fields["subject"].queryset = subjects  # type: ignore[attr-defined]
    facts = {"here": "writing", "chooser": chooser, "subject": subject, "some": subjects.exists()}
    if subject is None:
        return render(request, "writing/new_request.html", facts)
    people = actions.who_could(subject=subject, by=request.user)
    form = WhoForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid() and _asked(request, form, subject):
        return redirect("writing:requests")
    status = SENT_BACK if form.errors else 200
    facts |= {"form": form, "people": people}
    return render(request, "writing/new_request.html", facts, status=status)


def _asked(request: Request, form: WhoForm, subject: Subject) -> bool:
    told = form.cleaned_data
    asked = _colleague(told["asked"])
    try:
        actions.ask(
            by=request.user, asked=asked, subject=subject, words=told["words"], link=told["link"]
        )
    except actions.NotHere:
        form.add_error("asked", _("They can't be asked just now. Choose somebody else."))
    except actions.TooMany:
        form.add_error(None, _("You asked five people today. One more can wait until tomorrow."))
    else:
        messages.success(request, _("Asked. They are free to say what they like."))
        return True
    return False


def _colleague(number: str) -> Colleague:
    return get_object_or_404(Colleague.objects.filter(works_here()), pk=number)


def _own(request: Request, pk: int) -> kept.Request:
    mine = kept.Request.objects.visible_to(request.user)
    return get_object_or_404(
        mine.select_related("asker", "asked", "subject", "passed_on__asked", "draft"), pk=pk
    )


def one_request(request: Request, pk: int) -> HttpResponse:
    """One request, for who asked and who is asked."""
    one = _own(request, pk)
    return _one(request, one)


def _one(
    request: Request, one: kept.Request, form: PassForm | None = None, status: int = 200
) -> HttpResponse:
    for_me = one.asked_id == request.user.pk and one.state == kept.Request.State.ASKED
    people = []
    if for_me and one.subject:
        people = actions.who_could(subject=one.subject, by=request.user)
        people = [found for found in people if found.colleague_id != one.asker_id]
    facts = {
        "here": "writing",
        "one": one,
        "for_me": for_me,
        "people": people,
        "form": form or PassForm(people=people),
    }
    return render(request, "writing/request.html", facts, status=status)


@require_POST
def answer_request(request: Request, pk: int) -> HttpResponse:
    """I tell it; others tell it; not this time; or: not needed any more."""
    one, by = _own(request, pk), request.user
    wish = request.POST.get("wish", "")
    if wish == "take":
        draft = actions.take_up(request=one, by=by)
        if draft is not None:
            return redirect("writing:draft", pk=draft.pk)
        messages.error(request, _("This was settled already."))
    elif wish == "leave" and actions.leave(request=one, by=by):
        messages.success(request, _("Fine. Nobody asks why."))
    elif wish == "withdraw" and actions.withdraw(request=one, by=by):
        messages.success(request, _("It is not asked any more."))
    elif wish == "pass":
        return _pass(request, one)
    return redirect("writing:requests")


def _pass(request: Request, one: kept.Request) -> HttpResponse:
    people = actions.who_could(subject=one.subject, by=request.user) if one.subject else []
    form = PassForm(request.POST, people=people)
    if not form.is_valid():
        return _one(request, one, form, SENT_BACK)
    told = form.cleaned_data
    try:
        passed = actions.pass_on(
            request=one, by=request.user, to=_colleague(told["asked"]), words=told["words"]
        )
    except (actions.NotHere, actions.TooMany):
        passed = None
    if passed is None:
        form.add_error("asked", _("They can't be asked just now. Choose somebody else."))
        return _one(request, one, form, SENT_BACK)
    messages.success(request, _("Passed on. You support it, they tell it."))
    return redirect("writing:requests")
