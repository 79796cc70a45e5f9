"""Invented people, editions and questions for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client

from merkwerk.accounts.models import Colleague, Duty, Organisation, Role
from merkwerk.handbook import actions
from merkwerk.handbook.models import Answerer, Edition, Example, Question, Situation

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
"""A Monday, 15.00 in Amsterdam."""
numbers = count(1)


def colleague(name: str = "Sanne Vos", *roles: Role, **rest: Any) -> Colleague:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Zaak"})
    address = f"{name.split()[0].lower()}{next(numbers)}@zaak.example"
    made = Colleague.objects.create_user(address, name=name, language="en", **rest)
    Duty.objects.bulk_create([Duty(colleague=made, role=role) for role in roles])
    return made


def editor(name: str = "Lies Lead") -> Colleague:
    return colleague(name, Role.SOCIAL_LEAD)


def answerer(name: str = "Roos Antwoord") -> Colleague:
    made = colleague(name)
    Answerer.objects.create(colleague=made, willing=NOW)
    return made


def client_of(person: Colleague) -> Client:
    client = Client()
    client.force_login(person)
    return client


def situation(by: Colleague, name: str = "Een foto") -> Situation:
    return actions.add_situation(by=by, name=name, lead="Vraag het even.")


def example(by: Colleague, **rest: Any) -> Example:
    where = rest.pop("situation", None) or situation(by)
    facts = {"what": "Een collega vroeg het eerst.", "why": "Niemand werd verrast."}
    return actions.save_example(by=by, situation=where, **{**facts, **rest})


def edition(by: Colleague, news: str = "Het begin.", **rest: Any) -> Edition:
    actions.guide(by=by, guideline="Gebruik je gezonde verstand.", clause="", clause_link="")
    example(by, **rest)
    return actions.publish(by=by, news=news, now=NOW)


def question(by: Colleague, words: str = "Mag ik dit zeggen?", **rest: Any) -> Question:
    return actions.ask(by=by, words=words, now=NOW, **rest)
