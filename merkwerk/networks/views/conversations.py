"""Conversations: one's own list, a thread with who of us is in it, and the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.networks import actions
from merkwerk.networks.forms import AnswerForm, ElsewhereForm, blank_answer
from merkwerk.networks.models import ConnectedAccount, Message, Post

A_PAGE = 20


def conversations(request: Request) -> HttpResponse:
    """What one said and to whom, the newest first; or who spoke to one's own accounts."""
    by, show = request.user, "to-me" if request.GET.get("show") == "to-me" else ""
    found: QuerySet[Any] = actions.spoke_to(by) if show else actions.spoke(by)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts: dict[str, Any] = {"here": "conversations", "page": page, "show": show}
    if show:
        facts["spoken_to"] = actions.with_answers(page.object_list)
    else:
        facts["said"] = actions.with_replies(by, page.object_list)
    if not page.object_list:
        facts["has_accounts"] = ConnectedAccount.objects.visible_to(by).exists()
    return render(request, "networks/conversations.html", facts)


def _post(request: Request, pk: int) -> Post:
    visible = Post.objects.visible_to(request.user).select_related("identity")
    return get_object_or_404(visible, pk=pk)


@never_cache
def conversation(request: Request, pk: int) -> HttpResponse:
    """The thread, who of us is in it, and one's own answer."""
    return _conversation(request, _post(request, pk))


def _conversation(
    request: Request,
    post: Post,
    form: AnswerForm | None = None,
    elsewhere_form: ElsewhereForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by = request.user
    thread = actions.thread(post=post, by=by)
    accounts = actions.accounts_for(post=post, by=by)
    draft = actions.draft_of(by=by, post=post)
    form = form or blank_answer(post, accounts, draft)
    chosen = next((a for a in accounts if str(a.pk) == str(form["account"].value())), None)
    account = chosen or (accounts[0] if accounts else None)
    mine = Message.objects.visible_to(by).filter(answers=post).exclude(state=Message.State.DRAFT)
    facts = {
        "here": "conversations",
        "post": post,
        "thread": thread,
        "in_thread": {one.uid for one in thread},
        "of_us": [told for told in actions.answers_of_us(thread) if told.colleague_id != by.pk],
        "mine": mine.select_related("account__identity").order_by("pk"),
        "accounts": accounts,
        "account": account,
        "draft": draft,
        "others": actions.others_of(draft),
        "form": form,
        "elsewhere_form": elsewhere_form or ElsewhereForm(),
        "room": actions.room_for(account=account, post=post) if account else None,
        "opens_elsewhere": post.url.startswith(("https://", "http://")),
    }
    return render(request, "networks/conversation.html", facts, status=status)


@never_cache
def thread(request: Request, pk: int) -> HttpResponse:
    """The thread as it stands now, while newer answers are looked for."""
    post = _post(request, pk)
    if not request.htmx:
        return redirect("networks:conversation", pk=pk)
    moving = bool(
        post.thread_asked and (post.thread_read is None or post.thread_read < post.thread_asked)
    )
    return _thread_state(request, post, moving)


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    """Look for newer answers on the network."""
    post = _post(request, pk)
    moving = actions.ask_for_thread(post=post, by=request.user)
    if request.htmx:
        return _thread_state(request, post, moving)
    messages.info(request, _("We are looking for newer answers. Open this page again in a moment."))
    return redirect("networks:conversation", pk=pk)


def _thread_state(request: Request, post: Post, moving: bool) -> HttpResponse:
    facts: dict[str, Any] = {"post": post, "moving": moving}
    if not moving:
        facts |= {"thread": actions.thread(post=post, by=request.user), "oob": True}
    return render(request, "networks/_thread_state.html", facts)


def _account(request: Request, post: Post) -> ConnectedAccount | None:
    accounts = actions.accounts_for(post=post, by=request.user)
    return next((a for a in accounts if str(a.pk) == request.POST.get("account", "")), None)


def _version(request: Request) -> int:
    return whole_number(request.POST.get("version", "")) or 0


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Keep what is typed; asked for while typing, and by a button without script."""
    post = _post(request, pk)
    if request.POST.get("forget"):
        actions.forget_others(post=post, by=request.user)
        return redirect("networks:conversation", pk=pk)
    text = request.POST.get("text", "")
    if text.strip() or actions.draft_of(by=request.user, post=post):
        actions.save_draft(
            by=request.user,
            post=post,
            text=text,
            account=_account(request, post),
            desk=request.POST.get("desk", ""),
            version=_version(request),
        )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, _("Saved. Only you see it."))
    return redirect("networks:conversation", pk=pk)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Send one's own answer, once however often the button is pressed."""
    post = _post(request, pk)
    accounts = actions.accounts_for(post=post, by=request.user)
    form = AnswerForm(request.POST, post=post, accounts=accounts)
    if not form.is_valid():
        _keep_words(request, post)
        return _conversation(request, post, form=form, status=SENT_BACK)
    typed = form.cleaned_data
    asked = actions.answer(
        by=request.user,
        post=post,
        text=typed["text"],
        account=typed["account"],
        desk=typed["desk"],
        version=typed["version"] or 0,
    )
    if asked.kept:
        messages.info(
            request,
            _("You had sent an answer from this page already. Your new text is kept as a draft."),
        )
    elif asked.fresh:
        messages.success(request, _("Your answer is on its way."))
    return redirect("networks:conversation", pk=pk)


def _keep_words(request: Request, post: Post) -> None:
    if request.POST.get("text", "").strip():
        actions.save_draft(
            by=request.user,
            post=post,
            text=request.POST["text"],
            account=_account(request, post),
            desk=request.POST.get("desk", ""),
            version=_version(request),
        )


@require_POST
def elsewhere(request: Request, pk: int) -> HttpResponse:
    """I answered there, with my own tool: here is the address."""
    post = _post(request, pk)
    form = ElsewhereForm(request.POST)
    if form.is_valid():
        told = actions.said_elsewhere(
            by=request.user, post=post, address=form.cleaned_data["address"]
        )
        if told is not None:
            messages.success(request, _("Noted. Colleagues see that you answered."))
            return redirect("networks:conversation", pk=pk)
        form.add_error(
            "address", _("This is not an address of the web. Copy it from your browser.")
        )
    return _conversation(request, post, elsewhere_form=form, status=SENT_BACK)
