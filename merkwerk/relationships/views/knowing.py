"""Who knows somebody at …"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.vary import vary_on_headers

from merkwerk.lib.requests import Request, wants_part
from merkwerk.relationships import actions
from merkwerk.relationships.forms import KnowsForm
from merkwerk.relationships.views.shown import show

A_PAGE = 30
MINE = 7


@vary_on_headers("HX-Request")
def knows(request: Request) -> HttpResponse:
    words = KnowsForm(request.GET).words()
    found = actions.who_knows(by=request.user, text=words)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    template = "relationships/_known.html" if wants_part(request) else "relationships/knows.html"
    return show(
        request,
        template,
        words=words,
        page=page,
        shown=actions.as_shown(page.object_list),
        mine=actions.my_own(by=request.user, text=words)[:MINE],
    )
