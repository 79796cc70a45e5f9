"""One story while it is written: kept as it is typed, with everything beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.connectors.content import safe_url
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.stories.actions import cleaning, drafting, placing, proposing, publishing
from merkwerk.stories.forms.desk import (
    TOO_LONG,
    PlaceForm,
    SourceForm,
    StoryForm,
    place_form,
    story_form,
)
from merkwerk.stories.models import Story
from merkwerk.stories.views.desk import own_story
from merkwerk.stories.views.desk_text import photos_of, text_of


def story(request: Request, pk: int) -> HttpResponse:
    """The sheet with everything beside it; a press, and every pause, keeps what is typed."""
    mine = own_story(request, pk)
    if request.method != "POST":
        photo = whole_number(request.GET.get("photo", ""))
        facts = _facts(request, mine, story_form(mine, photo=photo or 0))
        return render(request, "stories/story.html", facts)
    form = StoryForm(request.POST)
    background = request.headers.get("X-Requested-With") == "fetch"
    if not form.is_valid() or not _saved(request, mine, form):
        if background:
            return HttpResponse(status=SENT_BACK)
        facts = _facts(request, mine, form)
        return render(request, "stories/story.html", facts, status=SENT_BACK)
    if background:
        return HttpResponse(status=204)
    onward = request.POST.get("then", "")
    if onward in ("publish", "preview", "versions", "interview", "editors"):
        return redirect(f"stories:{onward}", pk=pk)
    messages.success(request, _("Kept. Only you see it."))
    return redirect("stories:story", pk=pk)


def _saved(request: Request, mine: Story, form: StoryForm) -> bool:
    told = form.cleaned_data
    try:
        drafting.save(
            story=mine,
            by=request.user,
            words=form.words(),
            prompts=form.prompts(),
            notes=told["notes"],
            desk=told["desk"],
            revision=told["revision"] or 0,
        )
    except cleaning.TooLong:
        form.add_error("body", TOO_LONG)
        return False
    return True


def _facts(request: Request, mine: Story, form: StoryForm) -> dict[str, Any]:
    proposals = mine.proposals.select_related("by")
    return {
        "here": "stories",
        "story": mine,
        "form": form,
        "body": cleaning.shown_body(mine.body),
        "words": drafting.words_in(mine),
        "others": [(one, text_of(one.body, {})) for one in drafting.others_of(mine)],
        "sources": mine.beside.get("sources", []),
        "source_form": SourceForm(auto_id="source-%s"),
        "photos": [one for one in photos_of(mine.body).values() if one.is_ready],
        "prompts": [form[name] for name in drafting.PROMPTS],
        "closing": drafting.CLOSING,
        "standing": getattr(mine, "public", None),
        "proposals": proposals.filter(state="asked"),
        "editors": proposing.editors(but=request.user).exists(),
        "plain": "\n\n".join(
            [mine.title, mine.opening, cleaning.words_of(mine.body), mine.question]
        ).strip(),
        "longest_title": publishing.LONGEST_TITLE,
    }


@require_POST
def seen_others(request: Request, pk: int) -> HttpResponse:
    """What was written on another device isn't needed any more."""
    drafting.forget_others(story=own_story(request, pk), by=request.user)
    return redirect("stories:story", pk=pk)


@require_POST
def sources(request: Request, pk: int) -> HttpResponse:
    """Puts something beside the story, or takes it away."""
    mine = own_story(request, pk)
    back = redirect(reverse("stories:story", args=[pk]) + "#sources")
    number = whole_number(request.POST.get("leave_out", ""))
    if number is not None:
        drafting.leave_source(story=mine, by=request.user, place=number)
        return back
    form = SourceForm(request.POST, auto_id="source-%s")
    if not form.is_valid():
        facts = _facts(request, mine, story_form(mine)) | {"source_form": form}
        return render(request, "stories/story.html", facts, status=SENT_BACK)
    told = form.cleaned_data
    drafting.add_source(
        story=mine,
        by=request.user,
        words=told["words"],
        whose=told["whose"],
        address=safe_url(told["address"]) or "" if told["address"] else "",
    )
    return back


def place(request: Request, pk: int) -> HttpResponse:
    """What it is and where it belongs."""
    mine = own_story(request, pk)
    form = PlaceForm(request.POST, story=mine) if request.method == "POST" else place_form(mine)
    if form.is_bound and form.is_valid():
        _placed(request, mine, form)
        messages.success(request, _("Kept."))
        return redirect("stories:story", pk=pk)
    facts = {"here": "stories", "story": mine, "form": form}
    status = SENT_BACK if form.is_bound else 200
    return render(request, "stories/place.html", facts, status=status)


def _placed(request: Request, mine: Story, form: PlaceForm) -> None:
    told = form.cleaned_data
    series = told["series"]
    if told["new_series"]:
        language = told["language"]
        series = placing.make_series(by=request.user, title=told["new_series"], language=language)
    placing.place_story(
        story=mine,
        by=request.user,
        kind=told["kind"],
        language=told["language"],
        subjects=form.names(),
        series=series,
        place=told["place"] or 0,
        translates=told["translates"],
        cover=told["cover"],
    )
    if series is not None:
        placing.say_next(series=series, by=request.user, words=told["next_says"])


@require_POST
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Gone for good, unless it stands on the site."""
    if drafting.throw_away(story=own_story(request, pk), by=request.user):
        messages.success(request, _("Thrown away."))
        return redirect("stories:desk")
    messages.error(request, _("It stands on the site. Take it down first."))
    return redirect("stories:story", pk=pk)
