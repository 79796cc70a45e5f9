"""The page of one person: what happened between you, what is public, what is only yours."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks.models import Post
from merkwerk.relationships import actions
from merkwerk.relationships.actions.reckoning import upkeep_of
from merkwerk.relationships.forms import BY_HAND, AddressForm, MomentForm
from merkwerk.relationships.models import Relationship, Share
from merkwerk.relationships.sentences import STAGES, new_work_in_words, upkeep_sentences
from merkwerk.relationships.views.facts import facts_of, line
from merkwerk.relationships.views.shown import own_relationship, show

A_PAGE = 20


def person(request: Request, pk: int) -> HttpResponse:
    return show_person(request, own_relationship(request, pk), MomentForm())


def show_person(
    request: Request,
    relationship: Relationship,
    form: MomentForm,
    address_form: AddressForm | None = None,
) -> HttpResponse:
    """The page itself, also when a moment or an address came back with something to mend."""
    now = timezone.now()
    moments = relationship.moments.select_related("message").prefetch_related(
        Prefetch("post", queryset=Post.objects.visible_to(request.user))
    )
    page = Paginator(moments, A_PAGE).get_page(request.GET.get("page"))
    shares = Share.objects.select_related("department", "with_colleague")
    prefetch_related_objects([relationship], Prefetch("shares", queryset=shares))
    groups = list(relationship.groups.all())
    asked = upkeep_of(relationship, [one.rhythm_days for one in groups if one.rhythm_days], now)
    sent_back = bool(form.errors or (address_form and address_form.errors))
    facts = facts_of(request, relationship, now)
    return show(
        request,
        "relationships/person.html",
        SENT_BACK if sent_back else 200,
        **facts,
        new_work=[
            (question, new_work_in_words(question, relationship.contact.name))
            for question in actions.work_asked_of(by=request.user, identities=facts["identities"])
        ],
        stage=STAGES.get(relationship.stage, ""),
        rhythm=upkeep_sentences(asked.because[:1], facts["short"]) if asked else [],
        through=bool(asked and asked.through),
        groups=groups,
        page=page,
        lines=[line(moment, relationship.contact.name) for moment in page],
        form=form.on_one_line(),
        kinds=BY_HAND,
        handles=relationship.contact.handles.all(),
        addresses=list(relationship.addresses.all()),
        address_form=address_form or AddressForm(),
    )
