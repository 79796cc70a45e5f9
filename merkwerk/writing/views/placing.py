"""A draft for one account: looked over, thought about, and placed with a press of its writer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks import actions as networks
from merkwerk.networks.models import ConnectedAccount
from merkwerk.writing import actions
from merkwerk.writing.forms.placing import VersionForm, version_form
from merkwerk.writing.models import Draft, Version
from merkwerk.writing.views.drafts import own_draft
from merkwerk.writing.views.shown import sentence_of

PICTURE = gettext_lazy(
    "A picture goes along only when whoever can be recognised in it said yes. Say so at the "
    "picture, or leave it out."
)


def place(request: Request, pk: int, account: int) -> HttpResponse:
    """How the draft will stand on one account; kept, divided, or placed."""
    draft = own_draft(request, pk)
    through = _account(request, account)
    version = actions.version_of(draft=draft, account=through)
    can_quote = _can_quote(draft, through)
    if request.method != "POST":
        form = version_form(draft, version, can_quote=can_quote)
        return _page(request, draft, version, form)
    form = VersionForm(request.POST, can_quote=can_quote)
    if not form.is_valid():
        return _page(request, draft, version, form, status=SENT_BACK)
    version = _keep(request, draft, through, form)
    if "tell" in request.POST:
        return _tell(request, draft, version, form)
    if "review" in request.POST:
        return _ask_review(request, draft, version, form)
    messages.success(request, _("Kept. Only you see it."))
    return redirect("writing:place", pk=pk, account=account)


def _account(request: Request, pk: int) -> ConnectedAccount:
    mine = ConnectedAccount.objects.spoken_for_by(request.user)
    return get_object_or_404(mine.select_related("identity"), pk=pk)


def _can_quote(draft: Draft, account: ConnectedAccount) -> bool:
    about = draft.about
    same = about is not None and about.network == account.network
    return same and networks.room_of(account).quotes


def _keep(request: Request, draft: Draft, account: ConnectedAccount, form: VersionForm) -> Version:
    told = form.cleaned_data
    text = told["text"]
    if "divide" in request.POST:
        text = actions.divided(text, account=account, warning=told["warning"])
    return actions.save_version(
        draft=draft,
        account=account,
        by=request.user,
        text=text,
        warning=told["warning"],
        language=told["language"],
        quote=bool(told.get("quote")),
    )


def _tell(request: Request, draft: Draft, version: Version, form: VersionForm) -> HttpResponse:
    try:
        actions.tell(version=version, by=request.user, desk=form.cleaned_data["desk"])
    except actions.Pausing as pausing:
        draft.refresh_from_db()
        if not pausing.fresh:
            messages.info(request, _("You wanted to think first. It is still resting."))
        return redirect("writing:place", pk=draft.pk, account=version.account_id or 0)
    except actions.NotAgreed:
        form.add_error(None, PICTURE)
    except networks.NeedsReview:
        form.add_error(None, _("Somebody else who writes for this account looks at it first."))
    except networks.Unsayable as trouble:
        form.add_error("text", sentence_of(trouble, version.account))
    else:
        return redirect("writing:told", pk=draft.pk)
    return _page(request, draft, version, form, status=SENT_BACK)


def _ask_review(
    request: Request, draft: Draft, version: Version, form: VersionForm
) -> HttpResponse:
    try:
        actions.ask_review(version=version, by=request.user)
    except networks.NobodyElse:
        form.add_error(None, _("Nobody else writes for this account yet. Ask a colleague to."))
    except actions.NotAgreed:
        form.add_error(None, PICTURE)
    else:
        messages.success(
            request, _("Asked. Whoever writes for this account too can look at it now.")
        )
        return redirect("writing:place", pk=draft.pk, account=version.account_id or 0)
    return _page(request, draft, version, form, status=SENT_BACK)


def _page(
    request: Request, draft: Draft, version: Version, form: VersionForm, status: int = 200
) -> HttpResponse:
    account = version.account
    assert account is not None  # noqa: S101
    text = form["text"].value() or ""
    pieces = actions.pieces_of(
        text, account=account, by=request.user, warning=form["warning"].value() or ""
    )
    over = actions.too_long_by(pieces)
    facts: dict[str, Any] = {
        "here": "writing",
        "draft": draft,
        "version": version,
        "account": account,
        "room": networks.room_of(account),
        "form": form,
        "pieces": pieces,
        "over": over,
        "too_long": _too_long(over),
        "pictures": list(draft.pictures.all()),
        "pausing": actions.is_pausing(draft),
        "questions": actions.questions_for(request.user),
        "wishes": actions.wishes_of(request.user),
        "brand": networks.brand_of(account),
        "look": actions.look_of(version=version, by=request.user),
    }
    return render(request, "writing/place.html", facts, status=status)


def _too_long(over: int) -> str:
    if over <= 0:
        return ""
    return ngettext(
        "One part is %(n)s character too long. Shorten it, or let it be divided into a thread.",
        "One part is %(n)s characters too long. Shorten it, or let it be divided into a thread.",
        over,
    ) % {"n": over}
