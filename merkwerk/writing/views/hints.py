"""The hints beside a draft: made from the words as they are typed, kept nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.limits import wait_for
from merkwerk.lib.requests import Request, wants_part, whole_number
from merkwerk.networks.models import ConnectedAccount
from merkwerk.writing import actions
from merkwerk.writing.actions import hints as hinting
from merkwerk.writing.forms.desk import DraftForm
from merkwerk.writing.models import Draft, Version

MOST_A_MINUTE = 150
"""More than anybody pauses in a minute on two devices."""
PASSED_ON = (
    *("facts", "surprised", "hard", "learnt", "desk", "version", "key", "link", "about"),
    *("warning", "language", "quote"),
)
"""What else stands on the sheet; carried along where there is no script, so nothing is lost."""


def hints(request: Request, pk: int) -> HttpResponse:
    """The hints for the words on the sheet, saved or not. Within one page, or as a page."""
    draft = _own(request, pk)
    if wait_for("hints", request.user.pk, most=MOST_A_MINUTE, seconds=60):
        return HttpResponse(status=204) if request.htmx else render(request, "429.html", status=429)
    return _shown(request, draft)


def _own(request: Request, pk: int) -> Draft:
    mine = Draft.objects.visible_to(request.user).select_related("about__identity")
    return get_object_or_404(mine, pk=pk)


def _version(request: Request, draft: Draft) -> Version | None:
    """For which account it is meant, when the page says so."""
    number = whole_number(request.POST.get("account", request.GET.get("account", "")))
    if number is None:
        return None
    mine = ConnectedAccount.objects.spoken_for_by(request.user)
    account = get_object_or_404(mine.select_related("identity", "brand"), pk=number)
    return actions.version_of(draft=draft, account=account)


def _words(request: Request, draft: Draft, version: Version | None) -> str:
    typed = request.POST.get("text")
    if typed is None:
        return (version.text if version else "") or draft.text
    return typed[: actions.MOST].replace("\r\n", "\n")


def _shown(request: Request, draft: Draft, said: str = "") -> HttpResponse:
    version = _version(request, draft)
    words = _words(request, draft, version)
    found = hinting.hints_for(draft=draft, text=words, by=request.user, version=version)
    seen = fingerprint(found)
    part = wants_part(request)
    if part and not said and request.POST.get("hints_seen") == seen:
        return HttpResponse(status=204)
    facts: dict[str, Any] = {
        "here": "writing",
        "draft": draft,
        "account": version.account if version else None,
        "hints": found[: hinting.SHOWN],
        "more": found[hinting.SHOWN :],
        "asked": True,
        "part": part,
        "all_hints": len(found),
        "said": said,
        "seen": seen,
        "text": words,
        "passed_on": [(one, request.POST[one]) for one in PASSED_ON if one in request.POST],
    }
    return render(request, "writing/_hints.html" if part else "writing/hints.html", facts)


def fingerprint(found: Sequence[hinting.Hint]) -> str:
    """The same for the same hints about the same words, so that nothing moves, and nothing is read
    out again, while somebody types on."""
    told = "\n".join(f"{hint.mark} {hint.title} {hint.points}" for hint in found)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:16]


@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    """A way out was pressed: decided, left to somebody, a rest, other words."""
    draft = _own(request, pk)
    what, _colon, about = request.POST.get("act", "").partition(":")
    match what:
        case "decide":
            hinting.decide(draft=draft, by=request.user, mark=about)
            return _shown(request, draft, said=_("Fine. Nothing more about that in this draft."))
        case "again":
            hinting.speak_again(draft=draft, by=request.user)
            return _shown(request, draft, said=_("All hints about this draft speak again."))
        case "rest":
            return _rested(request, draft, whole_number(about) or 0)
        case "leave":
            return _left(request, draft, hinting.told_by(key=whole_number(about) or 0))
        case "replace":
            return _replaced(request, draft, about)
    return HttpResponseBadRequest()


def _keep(request: Request, draft: Draft, text: str) -> None:
    """Keeps what stands on the sheet, for its own account or for all, so that nothing typed is
    lost on the way to another page."""
    version = _version(request, draft)
    if version is not None and version.account is not None:
        actions.save_version(
            draft=draft,
            account=version.account,
            by=request.user,
            text=text,
            warning=request.POST.get("warning", version.warning),
            language=request.POST.get("language", version.language)[:35],
            quote=bool(request.POST.get("quote")),
        )
        return
    form = DraftForm(request.POST)
    if "text" in request.POST and form.is_valid():
        told = form.cleaned_data
        actions.save(
            draft=draft,
            by=request.user,
            text=text,
            facts=told["facts"] if "facts" in request.POST else None,
            answers=form.answers() if "facts" in request.POST else None,
            desk=told["desk"],
            version=told["version"] or 0,
        )


def _back(request: Request, draft: Draft) -> HttpResponse:
    version = _version(request, draft)
    if version is not None and version.account is not None:
        return redirect("writing:place", pk=draft.pk, account=version.account.pk)
    return redirect("writing:draft", pk=draft.pk)


def _rested(request: Request, draft: Draft, minutes: int) -> HttpResponse:
    if not 0 < minutes <= actions.LONGEST_PAUSE:
        return HttpResponseBadRequest()
    _keep(request, draft, _words(request, draft, _version(request, draft)))
    actions.pause(draft=draft, by=request.user, minutes=minutes)
    messages.success(request, _("It rests. Nothing goes out by itself: you press, or you don't."))
    return _back(request, draft)


def _left(request: Request, draft: Draft, name: str) -> HttpResponse:
    _keep(request, draft, _words(request, draft, _version(request, draft)))
    actions.put_away(draft=draft, by=request.user)
    return render(request, "writing/left.html", {"here": "writing", "draft": draft, "name": name})


def _replaced(request: Request, draft: Draft, mark: str) -> HttpResponse:
    text = _words(request, draft, _version(request, draft))
    other = hinting.without_confidence(text=text, by=request.user, mark=mark)
    _keep(request, draft, other)
    if other != text:
        messages.success(request, _("Replaced. Read it once more: is it still your sentence?"))
    return _back(request, draft)
