"""An author's page of reactions: each answered or not, seen by the author alone."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Role
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.stories.actions import readers
from merkwerk.stories.forms.readers import AnswerForm, ChangeAnswerForm, HideForm
from merkwerk.stories.models import MentionIn, PublicStory, Reaction, Sign, Story
from merkwerk.stories.models.reactions import StoryReactions
from merkwerk.stories.views.why_held import why_held

State = Reaction.State
SHOWS = ("open", "all", "held", "hidden")
A_PAGE = 25


@require_safe
def reactions(request: Request) -> HttpResponse:
    """What readers say under one's own stories; an editor also sees what is held anywhere."""
    show = request.GET.get("show", "open")
    show = show if show in SHOWS else "open"
    rows = Reaction.objects.visible_to(request.user).of_readers().arrived().with_answered()
    pages = Paginator(_only(rows, show, request).order_by("-at", "-pk"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    titles = _titles([row.story_id for row in page])
    facts = {
        "here": "stories",
        "show": show,
        "page": page,
        "rows": [(row, titles.get(row.story_id, "")) for row in page],
        "waiting": readers.waiting_for(request.user),
        "held": rows.filter(state=State.HELD).count(),
        "stories": _told(request),
    }
    return render(request, "stories/reactions.html", facts)


def _only(rows: StoryReactions, show: str, request: Request) -> StoryReactions:
    if show == "held":
        return rows.filter(state=State.HELD)
    rows = rows.filter(story__author=request.user)
    if show == "hidden":
        return rows.filter(state=State.HIDDEN)
    if show == "open":
        return rows.unanswered()
    return rows.filter(state__in=[State.SHOWN, State.ASKED])


def _titles(stories: list[int]) -> dict[int, str]:
    found = PublicStory.objects.filter(story__in=stories)
    return dict(found.values_list("story", "title"))


def _told(request: Request) -> list[PublicStory]:
    return list(PublicStory.objects.filter(story__author=request.user).newest()[:30])


def reaction(request: Request, pk: int) -> HttpResponse:
    """One reaction: the words, what was answered, and what the author can do."""
    return _one(request, _own(request, pk), AnswerForm())


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answers by name."""
    row = _own(request, pk, author=True)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _one(request, row, form, SENT_BACK)
    try:
        readers.answer(reaction=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValueError:
        form.add_error(None, _("This reaction isn't shown, so nobody would see your answer."))
        return _one(request, row, form, SENT_BACK)
    told = row.wishes_answer and row.email
    messages.success(
        request,
        _("Answered. The reader gets a letter.") if told else _("Answered, under the story."),
    )
    return redirect("stories:reaction", pk)


@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """Shows it, or frees what was held back."""
    row = _own(request, pk)
    try:
        shown = readers.show(reaction=row, by=request.user, now=timezone.now())
    except (ValueError, PermissionError):
        raise Http404 from None
    waits = shown.state == State.WAITING
    messages.success(
        request,
        _("Freed. Its writer gets a letter to confirm it, and then it is shown.")
        if waits
        else _("It stands under the story."),
    )
    if waits or shown.story.author_id != request.user.pk:
        return redirect("stories:reactions")
    return redirect("stories:reaction", pk)


@require_POST
def hide(request: Request, pk: int) -> HttpResponse:
    """Not shown, with a kind word or without."""
    row = _own(request, pk, author=True)
    form = HideForm(request.POST)
    if not form.is_valid():
        return _one(request, row, AnswerForm(), SENT_BACK, form)
    readers.hide(reaction=row, by=request.user, note=form.cleaned_data["note"])
    messages.success(request, _("It isn't shown any more."))
    return redirect("stories:reaction", pk)


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Needs no answer, or does after all."""
    row = _own(request, pk, author=True)
    readers.settle(reaction=row, by=request.user, settled=not row.settled)
    return redirect("stories:reactions")


def change_answer(request: Request, pk: int) -> HttpResponse:
    """Says an own answer differently."""
    mine = Reaction.objects.filter(is_answer=True, by=request.user).select_related("story")
    row = get_object_or_404(mine.select_related("answers", "story__author"), pk=pk)
    form = ChangeAnswerForm(request.POST or None, initial={"words": row.words})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        readers.change_answer(answer=row, by=request.user, words=words, now=timezone.now())
        messages.success(request, _("Your answer is changed."))
        back = row.answers_id
        return redirect("stories:reaction", back) if back else redirect("stories:reactions")
    status = SENT_BACK if form.is_bound else 200
    before = row.answers
    facts = {
        "here": "stories",
        "answer": row,
        "before": before,
        "goes_back": before is not None and readers.goes_back(before),
        "form": form,
    }
    return render(request, "stories/change_answer.html", facts, status=status)


@require_POST
def take_back_answer(request: Request, pk: int) -> HttpResponse:
    """Takes an own answer away."""
    mine = Reaction.objects.filter(is_answer=True, by=request.user)
    row = get_object_or_404(mine.select_related("answers"), pk=pk)
    back = row.answers_id
    readers.take_back_answer(answer=row, by=request.user)
    messages.success(request, _("Your answer is gone."))
    return redirect("stories:reaction", back) if back else redirect("stories:reactions")


def told_pages(request: Request, pk: int) -> HttpResponse:
    """Which pages were told that the story links to them, and what happened to it elsewhere."""
    story = get_object_or_404(Story.objects.of(request.user), pk=pk)
    facts = {
        "here": "stories",
        "story": story,
        "out": readers.told_of(story),
        "coming": MentionIn.objects.filter(story=story).order_by("-received_at")[:100],
        "signs": Sign.objects.filter(story=story).order_by("-at")[:200],
    }
    return render(request, "stories/reactions_told.html", facts)


@require_POST
def hide_sign(request: Request, pk: int) -> HttpResponse:
    """Takes somebody out of the footnotes, or puts them back."""
    sign = get_object_or_404(Sign, pk=pk, story__author=request.user)
    readers.hide_sign(sign=sign, by=request.user, hidden=not sign.is_hidden)
    return redirect("stories:told_pages", sign.story_id)


def _own(request: Request, pk: int, *, author: bool = False) -> Reaction:
    rows = Reaction.objects.visible_to(request.user).of_readers().arrived().with_answered()
    if author:
        rows = rows.filter(story__author=request.user)
    return get_object_or_404(rows.select_related("story__author", "answers"), pk=pk)


def _one(
    request: Request,
    row: Reaction,
    form: AnswerForm,
    status: int = 200,
    hide_form: HideForm | None = None,
) -> HttpResponse:
    standing = PublicStory.objects.filter(story=row.story_id).first()
    facts = {
        "here": "stories",
        "reaction": row,
        "standing": standing,
        "mine": row.story.author_id == request.user.pk,
        "is_editor": Role.EDITOR in request.user.roles,
        "why": why_held(row.because),
        "answers": row.answered_by.shown().order_by("at"),
        "goes_back": readers.goes_back(row),
        "form": form,
        "hide_form": hide_form or HideForm(),
    }
    return render(request, "stories/reaction.html", facts, status=status)
