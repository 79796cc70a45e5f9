"""The question desk: ask, answer, and let an answer help others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Colleague, Role
from merkwerk.handbook import actions
from merkwerk.handbook.forms import AskForm, HelpForm, ProposalForm, ReplyForm
from merkwerk.handbook.models import Answerer, Example, Proposal, Question, Situation
from merkwerk.handbook.sentences import either, promise, until
from merkwerk.handbook.views.shown import show
from merkwerk.lib.requests import SENT_BACK, Request

MOST = 100


@require_safe
def questions(request: Request) -> HttpResponse:
    by, now = request.user, timezone.now()
    mine = list(Question.objects.of_asker(by)[:MOST])
    return show(
        request,
        "questions",
        mine=[(one, until(one.due, now), one.is_late(now)) for one in mine],
        to_answer=[
            (one, until(one.due, now), one.is_late(now)) for one in actions.waiting_for(by)[:MOST]
        ],
        answered=Question.objects.for_answerer(by)
        .filter(state=Question.State.ANSWERED)
        .select_related("asker")
        .defer("words", "attached", "link")[:MOST],
        answers=Answerer.objects.filter(colleague=by).first(),
        who_answers=either(actions.names_of_answerers(apart_from=by)),
    )


def ask(request: Request) -> HttpResponse:
    """The page to ask on. Other pages may send the words of a draft along with `prepare`, which
    fills the form and asks nothing yet; no words ever stand in an address."""
    by, now = request.user, timezone.now()
    people = list(actions.answerers(apart_from=by))
    if not people:
        leads = Colleague.objects.here().filter(duties__role=Role.SOCIAL_LEAD)
        return show(request, "nobody_answers", leads=leads)
    form = _asking(request, people)
    if form.is_bound and form.is_valid():
        try:
            made = actions.ask(by=by, **form.cleaned_data)
        except actions.NobodyAnswers:
            return redirect("handbook:ask")
        names = [one.name for one in made.asked_of.all()]
        messages.success(request, _("Asked.") + " " + promise(names, made.due, now))
        return redirect("handbook:question", pk=made.pk)
    due = actions.promise_from(now, by)
    return show(
        request,
        "ask",
        SENT_BACK if form.errors else 200,
        form=form,
        promised=promise([one.name for one in people], due, now),
    )


def _asking(request: Request, people: list[Colleague]) -> AskForm:
    sent = request.POST
    if request.method == "POST" and "prepare" not in sent:
        return AskForm(sent, people=people)
    start = {"key": get_random_string(32)}
    start |= {name: sent.get(name, "") for name in ("words", "attached", "link")}
    return AskForm(initial=start, people=people)


def own_question(request: Request, pk: int) -> Question:
    """One that the reader asked, or was asked; any other is a page that isn't there."""
    found = Question.objects.visible_to(request.user).select_related("asker", "example__situation")
    return get_object_or_404(found, pk=pk)


def question(request: Request, pk: int) -> HttpResponse:
    return _question(request, own_question(request, pk), ReplyForm())


def _question(
    request: Request, one: Question, form: ReplyForm, helping: HelpForm | None = None
) -> HttpResponse:
    now, asks = timezone.now(), one.asker_id == request.user.pk
    names = [person.name for person in actions.asked_now(one)]
    proposal = Proposal.objects.select_related("by", "situation").filter(question=one).first()
    if asks and proposal is not None and helping is None:
        helping = HelpForm(initial={"what": proposal.what, "why": proposal.why})
    is_open = one.state == Question.State.OPEN
    return show(
        request,
        "question",
        SENT_BACK if form.errors or (helping and helping.errors) else 200,
        question=one,
        asks=asks,
        replies=one.replies.select_related("by"),
        names=names,
        is_open=is_open,
        is_late=one.is_late(now),
        promised=promise(names, one.due, now) if is_open and names else "",
        proposal=proposal if asks else None,
        form=form,
        helping=helping,
        has_situations=Situation.objects.standing().exists(),
    )


@require_POST
def reply(request: Request, pk: int) -> HttpResponse:
    one = own_question(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _question(request, one, form)
    actions.reply(question=one, by=request.user, words=form.cleaned_data["words"])
    asks = one.asker_id == request.user.pk
    said = _("Asked on.") if asks else _("Answered. It is advice; they decide.")
    messages.success(request, said)
    return redirect("handbook:question", pk=pk)


def own_asked(request: Request, pk: int) -> Question:
    """One that the reader asked themself."""
    return get_object_or_404(Question.objects.of_asker(request.user), pk=pk)


@require_POST
def ask_also(request: Request, pk: int) -> HttpResponse:
    one = own_asked(request, pk)
    try:
        actions.ask_also(question=one, by=request.user)
        messages.success(request, _("Asked."))
    except actions.NobodyAnswers:
        messages.info(request, _("Nobody answers questions right now."))
    return redirect("handbook:question", pk=pk)


@require_POST
def erase(request: Request, pk: int) -> HttpResponse:
    actions.erase(question=own_asked(request, pk), by=request.user)
    messages.success(request, _("Erased, with the answers."))
    return redirect("handbook:questions")


def propose(request: Request, pk: int) -> HttpResponse:
    """An answerer writes what might help others, and the asker is asked."""
    one = get_object_or_404(Question.objects.for_answerer(request.user), pk=pk)
    if one.may_help or one.state == Question.State.OPEN:
        return redirect("handbook:question", pk=pk)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_example(question=one, by=request.user, **form.cleaned_data)
            messages.success(request, _("Asked. It becomes an example only if they say yes."))
        except actions.AskedBefore:
            messages.info(request, _("They were asked already."))
        return redirect("handbook:question", pk=pk)
    return show(
        request,
        "propose",
        SENT_BACK if form.errors else 200,
        form=form,
        question=one,
        replies=one.replies.select_related("by"),
    )


@require_POST
def let_help(request: Request, pk: int) -> HttpResponse:
    one = own_asked(request, pk)
    if request.POST.get("answer") != "yes":
        actions.decline_help(question=one, by=request.user)
        messages.success(request, _("Fine. It stays between you, and nobody hears of it."))
        return redirect("handbook:question", pk=pk)
    form = HelpForm(request.POST)
    if not form.is_valid():
        return _question(request, one, ReplyForm(), form)
    try:
        actions.let_help(question=one, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Without your name, and in these words."))
    except Proposal.DoesNotExist:
        messages.info(request, _("There was nothing to say yes to any more."))
    return redirect("handbook:question", pk=pk)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    try:
        actions.take_back_example(question=own_asked(request, pk), by=request.user)
        messages.success(request, _("Taken out of the handbook, also out of earlier editions."))
    except Example.DoesNotExist:
        messages.info(request, _("There was no example of it."))
    return redirect("handbook:question", pk=pk)
