"""Who follows me, where I move to, and which servers are kept out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from merkwerk.accounts.permissions import allowed
from merkwerk.fediverse import actions
from merkwerk.fediverse.forms import BlockForm, MoveForm
from merkwerk.fediverse.models import Actor, Follower, Server
from merkwerk.fediverse.sentences import troubles
from merkwerk.lib.requests import SENT_BACK, Request

guards = allowed(*actions.GUARDS)
A_PAGE = 50


@require_GET
def desk(request: Request) -> HttpResponse:
    """One's own handle, followers by name, and moving; for an editor or the social lead also the
    followers of the house."""
    return _desk(request, MoveForm())


@require_POST
def let_go(request: Request, pk: int) -> HttpResponse:
    """Removes one follower; their server stops showing it."""
    found = get_object_or_404(Follower.objects.visible_to(request.user), pk=pk)
    actions.let_go(follower=found)
    messages.success(request, _("Removed. From now on they don't get your stories."))
    return redirect("following:desk")


@require_POST
def move(request: Request) -> HttpResponse:
    """Says where one moves to, or comes from; looked up in the background."""
    actor = get_object_or_404(Actor.objects.open().of(request.user))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _desk(request, form)
    actions.ask_to_move(actor=actor, **form.cleaned_data)
    if form.cleaned_data["handle"]:
        messages.success(
            request, _("Being looked up. In a minute this page tells what came of it.")
        )
    else:
        messages.success(request, _("Taken back."))
    return redirect("following:desk")


@require_POST
def renew_key(request: Request) -> HttpResponse:
    """A new key to sign with; followers notice nothing."""
    actor = get_object_or_404(Actor.objects.open().of(request.user))
    actions.renew_key(actor=actor)
    messages.success(request, _("There is a new key. Your followers notice nothing."))
    return redirect("following:desk")


@guards
@require_GET
def servers(request: Request) -> HttpResponse:
    """Servers that are kept out, and those that have trouble."""
    return _servers(request, BlockForm())


@guards
@require_POST
def block(request: Request) -> HttpResponse:
    """Keeps a server out from now on."""
    form = BlockForm(request.POST)
    if form.is_valid():
        try:
            actions.block(by=request.user, **form.cleaned_data)
        except ValueError:
            form.add_error("host", _("That isn't the name of another server."))
    if form.errors:
        return _servers(request, form)
    messages.success(request, _("Kept out. What its people said here is gone."))
    return redirect("following:servers")


@guards
@require_POST
def unblock(request: Request, pk: int) -> HttpResponse:
    """Lets a server in again."""
    server = get_object_or_404(Server.objects.blocked(), pk=pk)
    actions.unblock(server=server, by=request.user)
    messages.success(request, _("Let in again. Who followed has to ask again."))
    return redirect("following:servers")


def _desk(request: Request, form: MoveForm) -> HttpResponse:
    actor = Actor.objects.open().of(request.user).first()
    mine = Follower.objects.visible_to(request.user).select_related("remote", "actor")
    own = mine.exclude(actor__kind=Actor.Kind.HOUSE)
    words = {
        "here": "stories",
        "form": form,
        "actor": actor,
        "host": actions.host(),
        "count": own.count(),
        "followers": Paginator(own, A_PAGE).get_page(request.GET.get("page")),
        "house": mine.filter(actor__kind=Actor.Kind.HOUSE)[:A_PAGE] if _guards(request) else [],
        "trouble": troubles(actor.asked_trouble) if actor else "",
        "guards": _guards(request),
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "fediverse/desk.html", words, status=status)


def _servers(request: Request, form: BlockForm) -> HttpResponse:
    failing = Server.objects.filter(failures__gt=0, blocked_at=None).order_by("-failures")
    words = {
        "here": "stories",
        "form": form,
        "blocked": Server.objects.blocked().select_related("blocked_by"),
        "failing": failing[:A_PAGE],
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "fediverse/servers.html", words, status=status)


def _guards(request: Request) -> bool:
    return not request.user.roles.isdisjoint(actions.GUARDS)
