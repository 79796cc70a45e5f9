"""Asking to be introduced, answering, and following it to its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.relationships import actions
from merkwerk.relationships.forms import AnswerForm, AskForm
from merkwerk.relationships.forms.together import TWO_WEEKS
from merkwerk.relationships.models import Introduction, Relationship
from merkwerk.relationships.sentences import history, prepared_question, short_name, standing
from merkwerk.relationships.views.shown import show

OPEN = (Introduction.State.ASKED, Introduction.State.PROMISED)
MOST = 100


def ask(request: Request, pk: int) -> HttpResponse:
    """Asks for an introduction to who is shared. What isn't shared (any more, or never was) gets
    one and the same kind answer."""
    try:
        shown = actions.opened(pk=pk, to=request.user)
    except Relationship.DoesNotExist:
        return show(request, "relationships/not_shared.html", 404)
    asked = Introduction.objects.filter(asker=request.user, relationship=pk)
    if there := asked.filter(state__in=actions.STANDING).first():
        return redirect("relationships:introduction", pk=there.pk)
    start = {"words": prepared_question(shown)}
    form = AskForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        return _ask(request, shown, form)
    status = SENT_BACK if form.errors else 200
    return show(
        request,
        "relationships/ask.html",
        status,
        form=form,
        shown=shown,
        knower=short_name(shown.knower.name),
    )


def _ask(request: Request, shown: actions.Shown, form: AskForm) -> HttpResponse:
    try:
        made = actions.ask(relationship=shown.pk, by=request.user, words=form.cleaned_data["words"])
    except actions.NotNow:
        words = _("%(name)s said “not now” a short while ago. Ask again in a few weeks.")
        messages.info(request, words % {"name": short_name(shown.knower.name)})
        return redirect("relationships:shared", pk=shown.pk)
    except Relationship.DoesNotExist:
        return show(request, "relationships/not_shared.html", 404)
    messages.success(request, _("Asked. You hear it here when there is an answer."))
    return redirect("relationships:introduction", pk=made.pk)


def introductions(request: Request) -> HttpResponse:
    people = ("asker", "knower", "relationship__contact", "made__contact")
    found = Introduction.objects.visible_to(request.user).select_related(*people)
    rows = list(found.order_by("-changed_at")[:MOST])
    names = _names(request, rows)
    told = [(one, names[one.pk], standing(one)) for one in rows]
    me = request.user.pk
    return show(
        request,
        "relationships/introductions.html",
        to_answer=[row for row in told if row[0].knower_id == me and row[0].state in OPEN],
        asked=[row for row in told if row[0].asker_id == me and row[0].state in OPEN],
        earlier=[row for row in told if row[0].state not in OPEN],
    )


def _names(request: Request, rows: list[Introduction]) -> dict[int, str]:
    """What the reader may call each somebody, in one question for all of them."""
    me = request.user
    asked = [one.relationship_id for one in rows if one.asker_id == me.pk and one.made is None]
    seen = Relationship.objects.shared_with(me).filter(pk__in=asked)
    shared = dict(seen.values_list("pk", "contact__name"))
    names: dict[int, str] = {}
    for one in rows:
        if one.knower_id == me.pk:
            names[one.pk] = one.relationship.contact.name
        else:
            mine = one.made.contact.name if one.made else ""
            names[one.pk] = mine or shared.get(one.relationship_id, "")
    return names


def own_introduction(request: Request, pk: int) -> Introduction:
    """One that the reader asked or was asked; any other is a page that isn't there."""
    found = Introduction.objects.visible_to(request.user)
    people = ("asker", "knower", "relationship__contact", "made__contact")
    return get_object_or_404(found.select_related(*people), pk=pk)


def introduction(request: Request, pk: int) -> HttpResponse:
    one = own_introduction(request, pk)
    return _introduction(request, one, AnswerForm(initial=_until(one)))


def _until(one: Introduction) -> dict[str, object]:
    return {"before": one.promised_for or timezone.localdate() + TWO_WEEKS, "words": one.reply}


def _introduction(request: Request, one: Introduction, form: AnswerForm) -> HttpResponse:
    asks = one.asker_id == request.user.pk
    other = one.knower if asks else one.asker
    return show(
        request,
        "relationships/introduction.html",
        SENT_BACK if form.errors else 200,
        introduction=one,
        asks=asks,
        other=other,
        here=other.is_here,
        name=actions.name_for(one, request.user),
        history=history(one, request.user),
        open=one.state in OPEN,
        made=one.made if asks else None,
        form=form,
    )


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    found = Introduction.objects.filter(knower=request.user)
    one = get_object_or_404(found.select_related("asker", "relationship__contact", "knower"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _introduction(request, one, form)
    try:
        messages.success(request, _answered(request, one, form.cleaned_data))
    except actions.Meanwhile:
        _meanwhile(request)
    return redirect("relationships:introduction", pk=pk)


def _answered(request: Request, one: Introduction, told: dict[str, Any]) -> str:
    """Does what the button said, and says so."""
    rest = {"introduction": one, "by": request.user, "words": told["words"]}
    if told["answer"] == AnswerForm.PROMISE:
        actions.answer_later(before=told["before"], **rest)
        return _("Promised. It comes on your Today before that day.")
    if told["answer"] == AnswerForm.DONE:
        actions.introduce(**rest)
        return _("Thank you. It is on both your timelines.")
    actions.not_now(**rest)
    return _("Said so, kindly. That is fine.")


def _meanwhile(request: Request) -> None:
    messages.error(request, _("This changed meanwhile. Look at how it stands now."))


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    found = Introduction.objects.filter(asker=request.user)
    one = get_object_or_404(found.select_related("knower", "relationship__contact"), pk=pk)
    ways = {
        "met": (actions.they_met, _("Good. Who introduced you hears it too.")),
        "nothing": (actions.nothing_came, _("Closed. That happens.")),
        "withdraw": (actions.withdraw, _("You took your question back.")),
    }
    chosen = ways.get(request.POST.get("how", ""))
    if chosen is None:
        messages.error(request, _("Choose how it ended."))
        return redirect("relationships:introduction", pk=pk)
    act, words = chosen
    try:
        act(introduction=one, by=request.user)
        messages.success(request, words)
    except actions.Meanwhile:
        _meanwhile(request)
    return redirect("relationships:introduction", pk=pk)
