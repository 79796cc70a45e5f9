"""Where others look first: who somebody is (RFC 7033), and what this server is (NodeInfo)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_safe

from merkwerk.connectors.activitypub import translate
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Actor
from merkwerk.fediverse.views.answers import document, gone
from merkwerk.stories.actions import open_site
from merkwerk.stories.models import PublicStory

JRD = "application/jrd+json"
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"


@login_not_required
@require_safe
def webfinger(request: HttpRequest) -> HttpResponse:
    """Who `acct:sanne@host` is, or whose an address is."""
    resource = request.GET.get("resource", "")
    if not resource:
        return HttpResponseBadRequest()
    found = actions.find(resource)
    if found is None:
        raise Http404
    if found.closed_at is not None:
        return gone(actions.actor_address(found.handle))
    return document(translate.webfinger(actions.own(found)), kind=JRD)


@login_not_required
@require_safe
def nodeinfo_index(request: HttpRequest) -> HttpResponse:
    """Where the description of this server stands."""
    place = f"{actions.origin()}/ap/nodeinfo/2.1"
    return document({"links": [{"rel": SCHEMA, "href": place}]}, kind="application/json")


@login_not_required
@require_safe
def nodeinfo(request: HttpRequest) -> HttpResponse:
    """What this server is: its program, and how many people and stories."""
    site = open_site()
    if site is None:
        raise Http404
    told = translate.nodeinfo(
        version=settings.USER_AGENT.partition("/")[2].partition(" ")[0],
        users=Actor.objects.open().count(),
        posts=PublicStory.objects.count(), name=site.name,
    )  # fmt: skip
    return document(told, kind=f'application/json; profile="{SCHEMA}#"')
