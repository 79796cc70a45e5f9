"""How one reaches somebody: own addresses, added and taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.relationships import actions
from merkwerk.relationships.forms import AddressForm, MomentForm
from merkwerk.relationships.models import Address
from merkwerk.relationships.views.person import show_person
from merkwerk.relationships.views.shown import own_relationship


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return show_person(request, relationship, MomentForm(), form)
    actions.add_address(relationship=relationship, by=request.user, **form.cleaned_data)
    messages.success(request, _("Written down, for you alone."))
    return redirect("relationships:person", pk=pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    found = Address.objects.visible_to(request.user).select_related("relationship")
    address = get_object_or_404(found, pk=pk)
    actions.remove_address(address=address, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("relationships:person", pk=address.relationship_id)
