"""One's own accounts on networks: connect, listen through them, let go."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from merkwerk.connectors.errors import BadAddress
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks import actions
from merkwerk.networks.forms import AppPasswordForm, BlueskyForm, MastodonForm
from merkwerk.networks.models import Brand, ConnectedAccount, PendingConnection, Source

FORMS: dict[str, type[Form]] = {
    "mastodon": MastodonForm,
    "bluesky": BlueskyForm,
    "app-password": AppPasswordForm,
}


def accounts(request: Request) -> HttpResponse:
    """The own accounts, what each listens to, and the doors to connect another."""
    return _accounts(request)


def _accounts(
    request: Request, wrong: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    found = ConnectedAccount.objects.visible_to(request.user)
    mine = list(found.select_related("identity", "followers", "brand"))
    listening: dict[int | None, dict[str, Source]] = {}
    for source in Source.objects.visible_to(request.user).filter(account__in=mine):
        listening.setdefault(source.account_id, {})[source.kind] = source
    rows = []
    for account in mine:
        own = listening.get(account.pk, {})
        mentions, home = actions.MENTIONS[account.network], actions.HOME[account.network]
        rows.append(
            {
                "account": account,
                "followers": getattr(account, "followers", None),
                "brand": _brand(account),
                "choices": [
                    {"what": mentions.value, "is_home": False, "source": own.get(mentions)},
                    {"what": home.value, "is_home": True, "source": own.get(home)},
                ],
            }
        )
    forms = {name.replace("-", "_"): form(prefix=name) for name, form in FORMS.items()}
    forms |= {name.replace("-", "_"): form for name, form in (wrong or {}).items()}
    facts = {
        "here": "conversations",
        "rows": rows,
        "forms": forms,
        "writes": request.user.brands_written.exists() or actions.may_make_brands(request.user),
    }
    return render(request, "networks/accounts.html", facts, status=status)


def _brand(account: ConnectedAccount) -> Brand | None:
    brand: Brand | None = getattr(account, "brand", None)
    return brand if brand is not None and brand.ended_at is None else None


@require_POST
def connect(request: Request, way: str) -> HttpResponse:
    """The first step of connecting an account; the worker takes the next one."""
    if way not in FORMS:
        raise Http404
    form = FORMS[way](request.POST, prefix=way)
    if not form.is_valid():
        return _accounts(request, {way: form}, SENT_BACK)
    typed = form.cleaned_data
    try:
        pending = actions.begin(
            by=request.user,
            way=way,
            server=typed.get("server") or typed.get("handle", ""),
            app_password=typed.get("app_password", ""),
        )
    except BadAddress:
        form.add_error(
            "server", _("This is not the name of a server. Type it like social.example.")
        )
        return _accounts(request, {way: form}, SENT_BACK)
    return redirect("networks:connection", pk=pending.pk)


@never_cache
def connection(request: Request, pk: int) -> HttpResponse:
    """How the connecting goes; refreshed by itself. Leaving for the server is a link here, since
    a form may not lead to another site."""
    one = get_object_or_404(
        PendingConnection.objects.visible_to(request.user).select_related("account__identity"),
        pk=pk,
    )
    facts = {"here": "conversations", "pending": one, "host": urlsplit(one.server).netloc}
    template = "networks/_connection.html" if request.htmx else "networks/connection.html"
    return render(request, template, facts)


@login_not_required
@never_cache
@require_GET
def came_back(request: Request) -> HttpResponse:
    """Where servers send people back to, with their answer. Bluesky's development client comes
    back to 127.0.0.1, where nobody is signed in when the house is called localhost."""
    site = urlsplit(settings.SITE_URL)
    if request.get_host().startswith("127.0.0.1") and site.hostname == "localhost":
        return HttpResponseRedirect(settings.SITE_URL + request.get_full_path())
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    answer = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    pending = actions.come_back(by=request.user, state=answer.get("state", ""), answer=answer)
    if pending is None:
        messages.error(
            request, _("This answer does not belong to an attempt of yours. Begin again here.")
        )
        return redirect("networks:accounts")
    return redirect("networks:connection", pk=pending.pk)


@require_POST
def listen(request: Request, pk: int) -> HttpResponse:
    """Listen through an account: to who speaks to you, or whom you follow; or stop doing so."""
    account = get_object_or_404(ConnectedAccount.objects.visible_to(request.user), pk=pk)
    what = request.POST.get("what", "")
    if request.POST.get("stop"):
        own = Source.objects.visible_to(request.user).filter(account=account, kind=what)
        for source in own:
            actions.pause(source=source, by=request.user)
        messages.success(request, _("Paused."))
    elif actions.listen(account=account, by=request.user, what=what) is None:
        raise Http404
    else:
        messages.success(request, _("Listening. The first posts come in within a minute."))
    return redirect("networks:accounts")


@require_POST
def lists(request: Request, pk: int) -> HttpResponse:
    """Which lists the account has; the page of the lookup shows them and lets one be kept."""
    mine = ConnectedAccount.objects.visible_to(request.user).select_related("identity")
    account = get_object_or_404(mine, pk=pk)
    found = actions.look_up_lists(account=account, by=request.user)
    if found is None:
        raise Http404
    return redirect("networks:lookup", pk=found.pk)


@require_POST
def disconnect(request: Request, pk: int) -> HttpResponse:
    """Let go of an account."""
    account = get_object_or_404(ConnectedAccount.objects.visible_to(request.user), pk=pk)
    actions.disconnect(account=account, by=request.user)
    messages.success(
        request, _("Disconnected. Merkwerk gives its key back to the server and forgets it.")
    )
    return redirect("networks:accounts")


@login_not_required
@require_GET
def client_metadata(request: Request) -> HttpResponse:
    """The document by which Bluesky's servers know this installation. Open to everybody."""
    return JsonResponse(actions.client_metadata())
