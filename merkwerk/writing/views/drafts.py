"""One draft: begun, kept as it is typed, and put away."""

from __future__ import annotations

import uuid
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.connectors.content import safe_url
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.networks.models import Post
from merkwerk.writing import actions
from merkwerk.writing.actions.compiling import LIST
from merkwerk.writing.forms.desk import (
    DraftForm,
    ElsewhereForm,
    PictureForm,
    ReferenceForm,
    draft_form,
)
from merkwerk.writing.models import Draft
from merkwerk.writing.views.shown import places


def own_draft(request: Request, pk: int) -> Draft:
    """The draft, when it is the reader's."""
    return get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)


def new(request: Request) -> HttpResponse:
    """An empty sheet, with what it is about beside it. Looking at it makes nothing; the first
    words that are kept make a draft."""
    if request.method == "POST":
        return _begun(request)
    LIST.begin()
    about = _about(request, request.GET.get("about", ""))
    link = safe_url(request.GET.get("link", "").strip())[:2000]
    form = DraftForm(
        initial={
            "key": uuid.uuid4().hex,
            "desk": token_urlsafe(24),
            "version": 0,
            "link": link,
            "about": about.pk if about else None,
        }
    )
    facts = {
        "here": "writing",
        "form": form,
        "about": about,
        "link": link,
        "chosen": request.GET.get("chosen", "").strip()[:2000],
    }
    return render(request, "writing/new.html", facts)


def _about(request: Request, typed: str) -> Post | None:
    number = whole_number(typed)
    seen = Post.objects.visible_to(request.user).select_related("identity")
    return seen.filter(pk=number).first() if number else None


def _begun(request: Request) -> HttpResponse:
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _sent_back(request, form, None)
    told = form.cleaned_data
    empty = not (told["text"].strip() or told["facts"].strip() or any(form.answers().values()))
    if empty and _is_background(request):
        return HttpResponse(status=204)
    draft = actions.begin(
        by=request.user,
        key=told["key"],
        link=told["link"],
        about=_about(request, str(told["about"] or "")),
        came_from=Draft.Way.LINK if told["link"] else Draft.Way.DESK,
    )
    return _kept(request, draft, form)


def _is_background(request: Request) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _kept(request: Request, draft: Draft, form: DraftForm) -> HttpResponse:
    told = form.cleaned_data
    actions.save(
        draft=draft,
        by=request.user,
        text=told["text"],
        facts=told["facts"],
        answers=form.answers(),
        desk=told["desk"],
        version=told["version"] or 0,
    )
    if _is_background(request):
        return HttpResponse(status=204)
    account = whole_number(request.POST.get("place", ""))
    if account is not None:
        return redirect("writing:place", pk=draft.pk, account=account)
    messages.success(request, _("Kept. Only you see it."))
    return redirect("writing:draft", pk=draft.pk)


def _sent_back(request: Request, form: DraftForm, draft: Draft | None) -> HttpResponse:
    if _is_background(request):
        return HttpResponse(status=SENT_BACK)
    if draft is None:
        return render(request, "writing/new.html", {"here": "writing", "form": form}, status=422)
    return render(request, "writing/draft.html", _facts(request, draft, form), status=SENT_BACK)


def draft(request: Request, pk: int) -> HttpResponse:
    """The sheet with everything beside it; a press keeps what is typed."""
    mine = own_draft(request, pk)
    if request.method != "POST":
        LIST.begin()
        facts = _facts(request, mine, draft_form(mine))
        return render(request, "writing/draft.html", facts)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _sent_back(request, form, mine)
    return _kept(request, mine, form)


def _facts(request: Request, draft: Draft, form: DraftForm) -> dict[str, Any]:
    wishes = actions.wishes_of(request.user)
    return {
        "here": "writing",
        "draft": draft,
        "form": form,
        "others": actions.others_of(draft),
        "about": _about(request, str(draft.about_id or "")),
        "references": draft.references.all(),
        "reference_form": ReferenceForm(),
        "elsewhere_form": ElsewhereForm(auto_id="elsewhere-%s"),
        "pictures": [
            (one, PictureForm(initial=_of(one), auto_id=f"picture-{one.pk}-%s"))
            for one in draft.pictures.all()
        ],
        "places": places(draft, request.user),
        "request": request,
        "asked": getattr(draft, "request", None),
        "pausing": actions.is_pausing(draft),
        "wishes": wishes,
        "now": timezone.now(),
    }


def _of(picture: Any) -> dict[str, Any]:
    return {"description": picture.description, "people_agreed": picture.people_agreed}


@require_POST
def away(request: Request, pk: int) -> HttpResponse:
    """Off the desk, and back on it."""
    mine = own_draft(request, pk)
    if request.POST.get("back"):
        actions.take_out(draft=mine, by=request.user)
        return redirect("writing:draft", pk=pk)
    actions.put_away(draft=mine, by=request.user)
    messages.success(request, _("Put away. You find it under “Put away” for thirty days."))
    return redirect("writing:desk")


@require_POST
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Gone for good."""
    if actions.throw_away(draft=own_draft(request, pk), by=request.user):
        messages.success(request, _("Thrown away."))
    else:
        messages.error(request, _("Something of this stands outside, so it stays here."))
    return redirect("writing:desk")


@require_POST
def as_story(request: Request, pk: int) -> HttpResponse:
    """A story for the site that begins with these words; the draft stays as it is."""
    story = actions.make_a_story(draft=own_draft(request, pk), by=request.user)
    return redirect("stories:story", pk=story.pk)


@require_POST
def seen_others(request: Request, pk: int) -> HttpResponse:
    """What was written on another device isn't needed any more."""
    actions.forget_others(draft=own_draft(request, pk), by=request.user)
    return redirect("writing:draft", pk=pk)


@require_POST
def refer(request: Request, pk: int) -> HttpResponse:
    """Puts an address beside the draft, or takes one away."""
    mine = own_draft(request, pk)
    number = whole_number(request.POST.get("leave_out", ""))
    if number is not None:
        for reference in mine.references.filter(pk=number):
            actions.leave_out(reference=reference, by=request.user)
        return redirect("writing:draft", pk=pk)
    form = ReferenceForm(request.POST)
    if form.is_valid() and actions.refer(
        draft=mine, by=request.user, address=form.cleaned_data["address"]
    ):
        return redirect("writing:draft", pk=pk)
    facts = _facts(request, mine, draft_form(mine)) | {"reference_form": form}
    if form.is_valid():
        form.add_error("address", _("This address can't be read here. Is it a page of the web?"))
    return render(request, "writing/draft.html", facts, status=SENT_BACK)


@require_POST
def pause(request: Request, pk: int) -> HttpResponse:
    """A while to think; or enough of it."""
    mine = own_draft(request, pk)
    if request.POST.get("enough"):
        actions.end_pause(draft=mine, by=request.user)
    else:
        usual = actions.wishes_of(request.user).pause_minutes or 15
        minutes = whole_number(request.POST.get("minutes", "")) or usual
        actions.pause(draft=mine, by=request.user, minutes=minutes)
    account = whole_number(request.POST.get("account", ""))
    if account is not None:
        return redirect("writing:place", pk=pk, account=account)
    return redirect("writing:draft", pk=pk)
