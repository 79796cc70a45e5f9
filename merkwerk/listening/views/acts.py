"""What one presses at a post. Each act goes on to the next post, and can be undone there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.connectors.values import Audience
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.listening import actions
from merkwerk.listening.forms import MeaningForm, NoteForm, PassForm
from merkwerk.listening.models import Reading
from merkwerk.listening.views.shown import asked_topic, back_to, go_on, seen_post, show
from merkwerk.networks.models import Post


@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """Into the scrapbook, with a note if one likes."""
    post = seen_post(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, "keep.html", SENT_BACK, form=form, post=post)
    note = form.cleaned_data["note"]
    actions.keep(post=post, by=request.user, note=note, topic=asked_topic(request))
    if request.POST.get("then") == "scrapbook":
        messages.success(request, _("Your note is changed."))
        return redirect("listening:scrapbook")
    return go_on(request, post)


@require_POST
def let_go(request: Request, pk: int) -> HttpResponse:
    """Out of the scrapbook, also when its author took it away."""
    kept = get_object_or_404(Reading.objects.filter(colleague=request.user, kept=True), post=pk)
    actions.let_go(post=kept.post, by=request.user)
    messages.success(request, _("It is out of your scrapbook."))
    return redirect("listening:scrapbook")


@require_POST
def rest(request: Request, pk: int) -> HttpResponse:
    """Let rest: this post, and what says the same when that was on the page."""
    post = seen_post(request, pk)
    same = actions.echoes_of(post=post, by=request.user) if request.POST.get("same") else ()
    posts = [post, *same]
    actions.rest(posts=posts, by=request.user, topic=asked_topic(request))
    return go_on(request, post)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Back to how it was before the last act."""
    post = seen_post(request, pk)
    if actions.undo(post=post, by=request.user):
        messages.success(request, _("It is as it was."))
    return back_to(request, post)


@require_POST
def interpret(request: Request, pk: int) -> HttpResponse:
    """What a post means, in one's own name; empty words take it back."""
    post = seen_post(request, pk)
    form = MeaningForm(request.POST)
    if not form.is_valid():
        return show(request, "interpret.html", SENT_BACK, form=form, post=post)
    said = actions.interpret(post=post, by=request.user, meaning=form.cleaned_data["meaning"])
    if request.htmx:
        return _meanings(request, post)
    messages.success(
        request, _("Your words stand with it.") if said else _("Your words are taken back.")
    )
    return back_to(request, post)


def meanings(request: Request, pk: int) -> HttpResponse:
    """What colleagues say that a post means; a part of other pages, too."""
    post = seen_post(request, pk)
    return _meanings(request, post) if request.htmx else redirect("listening:post", pk)


def _meanings(request: Request, post: Post) -> HttpResponse:
    said = actions.meanings(posts=[post], by=request.user).get(post.pk, [])
    own = next((one for one in said if one.colleague_id == request.user.pk), None)
    claim = actions.claims(posts=[post], by=request.user, now=timezone.now()).get(post.pk)
    return show(request, "_meanings.html", post=post, meanings=said, own=own, claim=claim)


def pass_on(request: Request, pk: int) -> HttpResponse:
    """Passes one public post to one colleague, with a sentence."""
    post = seen_post(request, pk)
    if post.audience != Audience.PUBLIC:
        raise Http404
    form = PassForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        actions.pass_on(post=post, by=request.user, to=to, sentence=form.cleaned_data["sentence"])
        messages.success(request, _("%(name)s hears of it from you.") % {"name": to.first_name})
        if request.POST.get("then") == "today":
            return redirect("today:day")
        return go_on(request, post)
    status = SENT_BACK if request.method == "POST" else 200
    sent = request.POST or request.GET
    asked = {name: sent.get(name, "") for name in ("then", "next", "topic")}
    return show(request, "pass_on.html", status, form=form, post=post, asked=asked)


@require_POST
def claim(request: Request, pk: int) -> HttpResponse:
    """Leave it to me."""
    post = seen_post(request, pk)
    if post.audience != Audience.PUBLIC:
        raise Http404
    taken = actions.claim(post=post, by=request.user, now=timezone.now())
    if taken.colleague_id == request.user.pk:
        messages.success(request, _("You take this. Colleagues see it, for two days."))
    else:
        name = {"name": taken.colleague.first_name}
        messages.info(request, _("%(name)s was just before you, and takes this.") % name)
    return back_to(request, post)


@require_POST
def unclaim(request: Request, pk: int) -> HttpResponse:
    """Rather not me after all."""
    post = seen_post(request, pk)
    actions.unclaim(post=post, by=request.user)
    messages.success(request, _("You let it go. Others see it again."))
    return back_to(request, post)
