"""The page of one person: what happened between you, what is public, what is only yours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.connectors.values import Audience
from merkwerk.lib import wording
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks.models import Identity, Post
from merkwerk.relationships import actions
from merkwerk.relationships.forms import BY_HAND, ContactForm, HandleForm, MomentForm, NoteForm
from merkwerk.relationships.models import Moment, Relationship
from merkwerk.relationships.sentences import (
    STAGES,
    happened,
    short_name,
    warmth_in_words,
    where,
)
from merkwerk.relationships.views.shown import own_relationship, show

A_PAGE = 20
LATELY = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One moment as the timeline shows it. `quote` is what was said, `post` where it stands."""

    moment: Moment
    words: str
    where: str
    quote: str
    post: int | None


def person(request: Request, pk: int) -> HttpResponse:
    return show_person(request, own_relationship(request, pk), MomentForm())


def show_person(request: Request, relationship: Relationship, form: MomentForm) -> HttpResponse:
    """The page itself, also when a moment came back with something to mend."""
    moments = relationship.moments.select_related("message").prefetch_related(
        Prefetch("post", queryset=Post.objects.visible_to(request.user))
    )
    page = Paginator(moments, A_PAGE).get_page(request.GET.get("page"))
    contact = relationship.contact
    identities = list(contact.identities.order_by("network", "handle"))
    rhythm = relationship.rhythm_days
    return show(
        request,
        "relationships/person.html",
        SENT_BACK if form.errors else 200,
        relationship=relationship,
        contact=contact,
        short=short_name(contact.name),
        warmth=warmth_in_words(relationship),
        stage=STAGES.get(relationship.stage, ""),
        rhythm=wording.every(rhythm) if rhythm else "",
        rests=relationship.rests(timezone.now()),
        page=page,
        lines=[_line(moment, contact.name) for moment in page],
        form=form,
        kinds=BY_HAND,
        identities=identities,
        handles=contact.handles.all(),
        others=_others(request, relationship),
        lately=_lately(request, identities),
    )


def _line(moment: Moment, name: str) -> Line:
    said, stands = "", None
    if moment.post:
        said, stands = moment.post.text or moment.post.title, moment.post.pk
    elif moment.message:
        said, stands = moment.message.text, moment.message.answers_id
    return Line(
        moment=moment,
        words=happened(moment.kind, moment.direction, name),
        where=where(moment.channel, moment.place),
        quote=said,
        post=stands,
    )


def _others(request: Request, relationship: Relationship) -> list[Relationship]:
    """Colleagues who share that they know this contact too. A guest isn't told."""
    identities = relationship.contact.identities.values_list("pk", flat=True)
    return actions.others_who_know(
        by=request.user, identities=list(identities), contact=relationship.contact_id
    )


def _lately(request: Request, identities: Sequence[Identity]) -> list[Post]:
    """What they last said to the world, as far as it came by here."""
    said = Post.objects.visible_to(request.user).filter(
        identity__in=identities, audience=Audience.PUBLIC
    )
    return list(said[:LATELY])


def contact(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = ContactForm(request.POST or None, instance=relationship.contact)
    if request.method == "POST" and form.is_valid():
        actions.describe(relationship=relationship, by=request.user, **form.cleaned_data)
        messages.success(request, _("Changed. Your colleagues keep their own card."))
        return redirect("relationships:person", pk=pk)
    return show(
        request,
        "relationships/contact.html",
        SENT_BACK if form.errors else 200,
        form=form,
        relationship=relationship,
        handle_form=HandleForm(),
        handles=_handles(relationship),
    )


def _handles(relationship: Relationship) -> list[str]:
    contact = relationship.contact
    return [
        *contact.identities.order_by("handle").values_list("handle", flat=True),
        *contact.handles.values_list("handle", flat=True),
    ]


@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = HandleForm(request.POST)
    if not form.is_valid():
        return show(
            request,
            "relationships/contact.html",
            SENT_BACK,
            form=ContactForm(instance=relationship.contact),
            relationship=relationship,
            handle_form=form,
            handles=_handles(relationship),
        )
    if actions.join(relationship=relationship, by=request.user, **form.cleaned_data):
        messages.success(request, _("Joined: it is one person now, on your card."))
    else:
        messages.success(
            request, _("Written down. It joins as soon as somebody with this handle is seen.")
        )
    return redirect("relationships:contact", pk=pk)


@require_POST
def part(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    actions.part(relationship=relationship, by=request.user, handle=request.POST.get("handle", ""))
    messages.success(request, _("Taken apart. What happened before stays on the timeline."))
    return redirect("relationships:contact", pk=pk)


def note(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    form = NoteForm(request.POST or None, instance=relationship)
    if request.method == "POST" and form.is_valid():
        actions.keep_note(relationship=relationship, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved, for you alone."))
        return redirect("relationships:person", pk=pk)
    return show(
        request,
        "relationships/note.html",
        SENT_BACK if form.errors else 200,
        form=form,
        relationship=relationship,
    )
