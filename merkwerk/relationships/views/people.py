"""The list of own relationships, and adding somebody to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from merkwerk.engine.organisations import organisation_key
from merkwerk.lib.requests import SENT_BACK, Request, wants_part
from merkwerk.relationships import actions
from merkwerk.relationships.forms import AddForm, SearchForm
from merkwerk.relationships.models import (
    Group,
    Join,
    Moment,
    NewWork,
    Relationship,
    Relationships,
    StrayEvent,
)
from merkwerk.relationships.sentences import happened
from merkwerk.relationships.views.shown import show

A_PAGE = 30
VIEWS = ("quiet", "resting")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which people the list shows, beside the words searched for; `query` keeps it in an
    address."""

    view: str = ""
    group: Group | None = None
    organisation: str = ""

    @classmethod
    def asked(cls, request: Request, groups: Sequence[Group]) -> Choice:
        """What was chosen; what isn't there is passed over."""
        view, typed = request.GET.get("show", ""), request.GET.get("group", "")
        return cls(
            view if view in VIEWS else "",
            next((one for one in groups if str(one.pk) == typed), None),
            organisation_key(request.GET.get("organisation", "")),
        )

    @property
    def query(self) -> str:
        told = {
            "show": self.view,
            "group": self.group.pk if self.group else "",
            "organisation": self.organisation,
        }
        return urlencode({name: value for name, value in told.items() if value})

    def among(self, found: Relationships, now: datetime) -> QuerySet[Relationship]:
        if self.group:
            found = found.filter(groups=self.group)
        if self.organisation:
            found = found.filter(contact__organisation_key=self.organisation)
        if self.view == "quiet":
            return found.quiet(now).order_by("last_contact", "pk")
        if self.view == "resting":
            found = found.resting(now)
        return found.order_by("-warmth", "contact__name", "pk")


@vary_on_headers("HX-Request")
def people(request: Request) -> HttpResponse:
    form, now = SearchForm(request.GET), timezone.now()
    words = form.words()
    groups = list(Group.objects.visible_to(request.user))
    choice = Choice.asked(request, groups)
    found = actions.find(by=request.user, text=words).light()
    page = Paginator(choice.among(found, now), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    lasts = _lasts(rows)
    template = "relationships/_found.html" if wants_part(request) else "relationships/people.html"
    return show(
        request,
        template,
        form=form,
        page=page,
        rows=[(row, lasts.get(row.pk, ""), row.rests(now)) for row in rows],
        words=words,
        choice=choice,
        groups=groups,
        organisation=_called(rows, choice),
        asked=Join.objects.visible_to(request.user).asked().exists(),
        work=NewWork.objects.visible_to(request.user).asked().exists(),
        waiting=StrayEvent.objects.visible_to(request.user).exists(),
        anybody=bool(rows) or Relationship.objects.visible_to(request.user).exists(),
    )


def _called(rows: Sequence[Relationship], choice: Choice) -> str:
    """The organisation chosen, as people write it."""
    return rows[0].contact.organisation if rows and choice.organisation else choice.organisation


def _lasts(rows: Sequence[Relationship]) -> dict[int, str]:
    """What happened last in each relationship, in words."""
    names = {row.pk: row.contact.name for row in rows}
    last = Moment.objects.filter(relationship__in=names, at=F("relationship__last_moment"))
    return {
        number: happened(kind, direction, names[number])
        for number, kind, direction in last.order_by("pk").values_list(
            "relationship", "kind", "direction"
        )
    }


def add(request: Request) -> HttpResponse:
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        relationship = actions.add_contact(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("%(name)s is among your relationships.") % {"name": relationship.contact}
        )
        return redirect("relationships:person", pk=relationship.pk)
    return show(request, "relationships/add.html", SENT_BACK if form.errors else 200, form=form)
