"""A reader reacts to a story, stands by it, and changes or takes away their words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.lib.network_address import address_of
from merkwerk.lib.requests import SENT_BACK, whole_number
from merkwerk.stories.actions import readers
from merkwerk.stories.forms.readers import OwnWordsForm, ReactionForm
from merkwerk.stories.models import PublicStory, Reaction, Site
from merkwerk.stories.views.asking import asked_page, page, wait_in_words
from merkwerk.stories.views.site.frame import spoken


@asked_page
def react(request: HttpRequest, site: Site, slug: str) -> HttpResponse:
    """The form under a story, on a page of its own so that the story itself stays as it is made."""
    story = get_object_or_404(
        PublicStory.objects.select_related("story__author", "person"), slug=slug
    )
    with spoken(story.language):
        if request.method == "POST":
            return _reacted(request, site, story)
        if request.GET.get("sent"):
            held = request.GET["sent"] == "held"
            facts: dict[str, Any] = {"standing": story, "held": held}
            return page(request, site, "sent", language=story.language, **facts)
        to = whole_number(request.GET.get("to", ""))
        form = ReactionForm(initial={"to": to})
        return _sheet(request, site, story, form, to)


def _reacted(request: HttpRequest, site: Site, story: PublicStory) -> HttpResponse:
    form = ReactionForm(request.POST)
    now = timezone.now()
    to = whole_number(request.POST.get("to", ""))
    sheet = readers.sheet_of(token=request.POST.get("sheet", ""), story=story.story_id, now=now)
    if not form.is_valid():
        return _sheet(request, site, story, form, to, SENT_BACK)
    if sheet is None:
        form.add_error(
            None, _("This page was open for a long time. Your words still stand: press once more.")
        )
        return _sheet(request, site, story, form, to, SENT_BACK)
    told = form.cleaned_data
    try:
        readers.count_one(what="react", address=address_of(request))
        reaction = readers.react(
            story=story.story,
            sheet=sheet,
            name=told["name"],
            email=told["email"],
            words=told["words"],
            wishes_answer=told["wishes_answer"],
            answers=told["to"],
            trap=form.is_trapped,
            language=story.language,
            now=now,
        )
    except readers.TooMany as trouble:
        form.add_error(None, wait_in_words(trouble))
        return _sheet(request, site, story, form, to, 429)
    held = reaction.state == Reaction.State.HELD
    return redirect(f"{request.path}?sent={'held' if held else 'mail'}")


def _sheet(
    request: HttpRequest,
    site: Site,
    story: PublicStory,
    form: ReactionForm,
    to: int | None,
    status: int = 200,
) -> HttpResponse:
    """The form with a fresh token; what was typed stays."""
    token = readers.sheet_token(story=story.story_id, now=timezone.now())
    form.renew(token)
    answered = readers.to_answer(story.story_id, to) if to else None
    facts: dict[str, Any] = {"standing": story, "form": form, "answered": answered}
    return page(request, site, "react", language=story.language, status=status, **facts)


@asked_page
def confirm_reaction(request: HttpRequest, site: Site, token: str) -> HttpResponse:
    """From the letter: looking changes nothing (mail programs look at links by themselves), the
    button does."""
    reaction = _by(token)
    if request.method == "POST":
        readers.confirm(token=token, now=timezone.now())
        return redirect("site:own_reaction", token)
    if reaction.confirmed_at is not None:
        return redirect("site:own_reaction", token)
    return _about(request, site, "confirm", reaction, token)


@asked_page
def own_reaction(request: HttpRequest, site: Site, token: str) -> HttpResponse:
    """One's own words: where they stand, to change or to take away."""
    reaction = _by(token)
    with spoken(reaction.language):
        if request.method != "POST":
            told = {"words": reaction.words, "wishes_answer": reaction.wishes_answer}
            return _about(request, site, "own", reaction, token, form=OwnWordsForm(initial=told))
        if request.POST.get("do") == "withdraw":
            standing = _standing(reaction)
            readers.withdraw(token=token)
            language = reaction.language
            return page(request, site, "withdrawn", language=language, standing=standing)
        form = OwnWordsForm(request.POST)
        if not form.is_valid():
            return _about(request, site, "own", reaction, token, status=SENT_BACK, form=form)
        readers.change_words(token=token, now=timezone.now(), **form.cleaned_data)
        return redirect(f"{request.path}?saved=1")


def _by(token: str) -> Reaction:
    reaction = readers.reaction_of(token)
    if reaction is None:
        raise Http404
    return reaction


def _standing(reaction: Reaction) -> PublicStory | None:
    return PublicStory.objects.filter(story=reaction.story_id).first()


def _about(
    request: HttpRequest,
    site: Site,
    template: str,
    reaction: Reaction,
    token: str,
    status: int = 200,
    **facts: object,
) -> HttpResponse:
    facts |= {"reaction": reaction, "token": token, "standing": _standing(reaction)}
    facts["saved"] = "saved" in request.GET
    return page(request, site, template, language=reaction.language, status=status, **facts)
