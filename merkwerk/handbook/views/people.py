"""Who answers, who tells how they do it, and who is named."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.permissions import allowed
from merkwerk.handbook import actions
from merkwerk.handbook.forms import ColleagueForm, PromiseForm, StandForm
from merkwerk.handbook.models import Agreement, Answerer, Example, Stand
from merkwerk.handbook.views.shown import show
from merkwerk.lib.requests import SENT_BACK, Request


@require_safe
@allowed(*actions.EDITORS)
def people(request: Request) -> HttpResponse:
    return _people(request)


def _people(
    request: Request, asking: ColleagueForm | None = None, inviting: ColleagueForm | None = None
) -> HttpResponse:
    hours = actions.the_draft().promised_hours
    return show(
        request,
        "people",
        SENT_BACK if asking or inviting else 200,
        answerers=Answerer.objects.willing().select_related("colleague"),
        asking=asking or ColleagueForm(auto_id="asking_%s"),
        inviting=inviting or ColleagueForm(auto_id="inviting_%s"),
        promising=PromiseForm(initial={"promised_hours": hours}),
    )


@require_POST
@allowed(*actions.EDITORS)
def ask_answerer(request: Request) -> HttpResponse:
    form = ColleagueForm(request.POST, auto_id="asking_%s")
    if not form.is_valid():
        return _people(request, asking=form)
    colleague = form.cleaned_data["colleague"]
    actions.ask_answerer(colleague=colleague, by=request.user)
    if colleague == request.user:
        return redirect("handbook:answering")
    said = _("%(name)s is asked, and answers as soon as they say yes.")
    messages.success(request, said % {"name": colleague.name})
    return redirect("handbook:people")


@require_POST
@allowed(*actions.EDITORS)
def release_answerer(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Answerer.objects.willing().select_related("colleague"), pk=pk)
    actions.release_answerer(answerer=found, by=request.user)
    messages.success(request, _("They see no questions any more."))
    return redirect("handbook:people")


@require_POST
@allowed(*actions.EDITORS)
def invite_stand(request: Request) -> HttpResponse:
    form = ColleagueForm(request.POST, auto_id="inviting_%s")
    if not form.is_valid():
        return _people(request, inviting=form)
    colleague = form.cleaned_data["colleague"]
    actions.invite_stand(colleague=colleague, by=request.user)
    said = _("%(name)s is invited. Whether they write is theirs.")
    messages.success(request, said % {"name": colleague.name})
    return redirect("handbook:people")


@require_POST
@allowed(*actions.EDITORS)
def promise_hours(request: Request) -> HttpResponse:
    form = PromiseForm(request.POST)
    if form.is_valid():
        actions.promise_hours(by=request.user, hours=form.cleaned_data["promised_hours"])
        messages.success(request, _("Promised from now on."))
    else:
        messages.error(request, _("Choose one of the times in the list."))
    return redirect("handbook:people")


def stand(request: Request) -> HttpResponse:
    """How somebody does it themself; for who leads and who was invited."""
    own = Stand.objects.filter(colleague=request.user).first()
    if not actions.may_stand(request.user):
        return show(request, "no_stand", 403)
    form = StandForm(request.POST or None, initial={"words": own.words if own else ""})
    if request.method == "POST" and form.is_valid():
        actions.tell_stand(by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("It stands in the handbook, in your own words."))
        return redirect("handbook:handbook")
    return show(request, "stand", SENT_BACK if form.errors else 200, form=form, own=own)


@require_POST
def remove_stand(request: Request) -> HttpResponse:
    actions.remove_stand(by=request.user)
    messages.success(request, _("Done. Nothing of it stays."))
    return redirect("handbook:handbook")


def answering(request: Request) -> HttpResponse:
    """Yes or no to answering questions, for who was asked; and how to stop."""
    own = Answerer.objects.filter(colleague=request.user).first()
    if request.method == "POST" and own is not None:
        if request.POST.get("answer") == "yes":
            actions.is_willing(by=request.user)
            messages.success(request, _("Thank you. Colleagues see your name from now on."))
        else:
            actions.step_down(by=request.user)
            messages.success(request, _("Fine. You get no questions."))
        return redirect("handbook:questions")
    return show(request, "answering", own=own, hours=actions.the_draft())


@require_safe
def named(request: Request) -> HttpResponse:
    """Examples that name the reader, or would like to."""
    found = Example.objects.naming(request.user).select_related("asked_by", "situation")
    yes = Agreement.objects.filter(colleague=request.user).values_list("example", "words")
    agreed = set(yes)
    rows = [(one, (one.pk, one.words) in agreed) for one in found]
    return show(request, "named", rows=rows)


def own_naming(request: Request, pk: int) -> Example:
    """One that names the reader; any other is a page that isn't there."""
    return get_object_or_404(Example.objects.naming(request.user), pk=pk)


@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    example = own_naming(request, pk)
    if request.POST.get("words") != example.words:
        messages.info(request, _("The words were changed just now. Read them once more."))
    elif example.named_id == request.user.pk:
        also_outside = request.POST.get("also_outside") == "on"
        actions.agree(example=example, by=request.user, also_outside=also_outside)
        messages.success(
            request, _("Thank you. Your name stands with it, until you say otherwise.")
        )
    return redirect("handbook:named")


@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    actions.decline(example=own_naming(request, pk), by=request.user)
    messages.success(request, _("Your name isn’t in it. You needn’t say why."))
    return redirect("handbook:named")
