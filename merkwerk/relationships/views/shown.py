"""What several pages of this room share: whose it is, and how it is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from merkwerk.lib.requests import Request
from merkwerk.relationships.models import Relationship


def own_relationship(request: Request, pk: int) -> Relationship:
    """An own relationship by number; another's is a page that isn't there."""
    found = Relationship.objects.visible_to(request.user).select_related("contact", "met_through")
    return get_object_or_404(found, pk=pk)


def show(request: Request, template: str, status: int = 200, **facts: Any) -> HttpResponse:
    return render(request, template, {"here": "relationships", **facts}, status=status)


def back(request: Request, pk: int) -> HttpResponse:
    """To where the button was pressed: the upkeep page, or that of the person."""
    if request.POST.get("next") == "upkeep":
        return redirect("relationships:upkeep")
    return redirect("relationships:person", pk=pk)
