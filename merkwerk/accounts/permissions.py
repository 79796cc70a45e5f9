"""Which roles may open a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from merkwerk.accounts.models import Colleague, Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(request: HttpRequest) -> Colleague:
    """Who reads this page; raises PermissionDenied for a stranger."""
    if isinstance(request.user, Colleague):
        return request.user
    raise PermissionDenied


def allowed(*roles: Role, hidden: bool = False) -> Callable[[View[P]], View[P]]:
    """The page is for colleagues with one of these roles. Others get a kind 403, or with `hidden`
    a 404, for pages whose very existence is nobody's business."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            held: frozenset[str] = getattr(request.user, "roles", frozenset())
            if held.isdisjoint(roles):
                raise Http404 if hidden else PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
