"""Invented colleagues for the tests of this room."""

from __future__ import annotations

from django.test import Client

from merkwerk.accounts.models import Colleague, Duty, Organisation, Role
from merkwerk.colleagues import actions
from merkwerk.colleagues.models import Department


def somebody(name: str = "Sanne Visser", role: str = "", **rest: str) -> Colleague:
    """A colleague who may sign in, with an own language so that words can be read back."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Zaak"})
    address = "".join(sign for sign in name.lower() if sign.isascii() and sign.isalnum())
    made = Colleague.objects.create_user(f"{address}@zaak.example", name=name, language="en")
    if role:
        Duty.objects.create(colleague=made, role=role)
    if rest:
        department = rest.pop("department", "")
        where = Department.objects.get_or_create(name=department)[0] if department else None
        actions.tell(by=made, department=where, told=rest)
    return made


def administrator(name: str = "Ada Beheer") -> Colleague:
    return somebody(name, Role.ADMINISTRATOR)


def client_of(colleague: Colleague) -> Client:
    client = Client()
    client.force_login(colleague)
    return client
