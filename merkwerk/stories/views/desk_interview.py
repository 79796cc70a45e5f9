"""An interview: questions one by one, typed or spoken, in the words of who is asked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.accounts.models import Role
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.stories.actions import interviewing
from merkwerk.stories.forms.desk import LeadForm
from merkwerk.stories.models import Interview, Story
from merkwerk.stories.views.desk import own_story


def _found(request: Request, pk: int) -> Interview:
    """The interview of a story: begun by its author's first look, seen by who leads it."""
    mine = Story.objects.of(request.user).filter(pk=pk).first()
    if mine is not None and request.method == "POST":
        return interviewing.interview_of(story=mine, by=request.user)
    found = Interview.objects.visible_to(request.user).select_related(
        "story__author", "interviewer"
    )
    one = found.filter(story_id=pk).first()
    if one is None and mine is not None:
        return Interview(
            story=mine,
            answers=[{"question": one, "words": ""} for one in interviewing.first_questions()],
            agreed_at=mine.started,
        )
    if one is None:
        raise Http404
    return one


def interview(request: Request, pk: int) -> HttpResponse:
    """The questions with what was told; kept as it is typed."""
    one = _found(request, pk)
    own = one.story.author_id == request.user.pk
    if request.method == "POST":
        questions, words = request.POST.getlist("question"), request.POST.getlist("words")
        pairs = list(zip(questions, words, strict=False))
        interviewing.save_answers(interview=one, by=request.user, answers=pairs)
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=204)
        messages.success(request, _("Kept."))
        return redirect("stories:interview", pk=pk)
    memos = list(one.memos.all()) if one.pk else []
    answers = [
        (number, told, [memo for memo in memos if memo.place == number])
        for number, told in enumerate([*one.answers, {"question": "", "words": ""}])
    ]
    facts = {
        "here": "stories",
        "interview": one,
        "story": one.story,
        "own": own,
        "waits": one.agreed_at is None,
        "answers": answers[: interviewing.MOST_QUESTIONS],
        "lead_form": LeadForm(by=request.user) if own else None,
        "loose": [memo for memo in memos if memo.place >= len(answers)],
    }
    return render(request, "stories/interview.html", facts)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """The author says yes or rather not, or chooses who asks."""
    mine = own_story(request, pk)
    match request.POST.get("answer", ""):
        case "yes":
            interviewing.agree(interview=_asked(mine), by=request.user)
        case "no":
            interviewing.rather_not(interview=_asked(mine), by=request.user)
            messages.success(request, _("Fine. Nobody asks why."))
            return redirect("stories:desk")
        case "alone":
            interviewing.let_lead(interview=_asked(mine), by=request.user, who=None)
        case _:
            form = LeadForm(request.POST, by=request.user)
            if form.is_valid():
                asked = interviewing.interview_of(story=mine, by=request.user)
                who = form.cleaned_data["who"]
                interviewing.let_lead(interview=asked, by=request.user, who=who)
                messages.success(request, _("They can ask you now. They see only this page."))
            else:
                messages.error(request, _("Choose a colleague."))
    return redirect("stories:interview", pk=pk)


def _asked(story: Story) -> Interview:
    return get_object_or_404(Interview, story=story)


@require_POST
def as_text(request: Request, pk: int) -> HttpResponse:
    """Own answers below each other, as the text."""
    mine = own_story(request, pk)
    with_questions = bool(request.POST.get("questions"))
    try:
        interviewing.answers_as_text(story=mine, by=request.user, questions=with_questions)
    except ValueError:
        messages.error(request, _("Nothing was told yet."))
        return redirect("stories:interview", pk=pk)
    messages.success(request, _("Your answers stand in the story, in your own words."))
    return redirect("stories:story", pk=pk)


def ask(request: Request) -> HttpResponse:
    """An editor asks somebody for an interview."""
    if Role.EDITOR not in request.user.roles:
        raise PermissionDenied
    form = LeadForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        who = form.cleaned_data["who"]
        interviewing.ask_to_interview(by=request.user, who=who)
        said = _("%(name)s is asked. You hear of it when they would like to.")
        messages.success(request, said % {"name": who.first_name})
        return redirect("stories:desk")
    facts = {"here": "stories", "form": form}
    status = SENT_BACK if form.is_bound else 200
    return render(request, "stories/ask_interview.html", facts, status=status)
