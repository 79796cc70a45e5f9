"""The list of what is kept in confidence, for its keepers alone."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.writing.actions import bringing, probing, registering
from merkwerk.writing.forms.confidences import BringForm, ConfidenceForm
from merkwerk.writing.models import Confidence, Probing

ON_A_PAGE = 30
MOST_REFUSED = 50
only_keepers = allowed(Role.KEEPER)


@require_safe
@only_keepers
def confidences(request: Request) -> HttpResponse:
    """The list by name, with a field to search it."""
    asked = request.GET.get("q", "")[:200]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Confidence.Kind.values else ""
    numbers = registering.found_on_list(by=request.user, query=asked, kind=kind)
    page = Paginator(numbers, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = Confidence.objects.visible_to(request.user).in_bulk(list(page))
    today = timezone.localdate()
    facts = {
        "here": "writing",
        "page": page,
        "rows": [(rows[one], _stands(rows[one], today)) for one in page if one in rows],
        "asked": asked,
        "kind": kind,
        "kinds": Confidence.Kind.choices,
        "tried": Probing.objects.visible_to(request.user).unseen().count(),
    }
    return render(request, "writing/confidences.html", facts)


def _stands(row: Confidence, today: date) -> str:
    """Whether it may be named today: "kept", "later", "over" or "free"."""
    if not row.may_be_named:
        return "kept"
    if row.named_from and row.named_from > today:
        return "later"
    return "over" if row.named_until and row.named_until < today else "free"


@require_http_methods(["GET", "HEAD", "POST"])
@only_keepers
def new_confidence(request: Request) -> HttpResponse:
    """Puts one more on the list."""
    form = ConfidenceForm(request.POST or None)
    if form.is_valid() and _kept(request, form, None):
        messages.success(request, _("Kept. Drafts are held against it from now on."))
        return redirect("writing:confidences")
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@only_keepers
def confidence(request: Request, pk: int) -> HttpResponse:
    """Looks at one and changes it."""
    row = get_object_or_404(Confidence.objects.visible_to(request.user), pk=pk)
    fields = ("kind", "name", "instead", "may_be_named", "named_from", "named_until", "proof")
    stands = {name: getattr(row, name) for name in fields}
    stands["aliases"] = "\n".join(row.aliases)
    form = ConfidenceForm(request.POST or None, initial=stands)
    if form.is_valid() and _kept(request, form, row):
        messages.success(request, _("Changed."))
        return redirect("writing:confidences")
    return _form(request, form, row)


def _kept(request: Request, form: ConfidenceForm, row: Confidence | None) -> bool:
    """Whether it stands on the list now; if not, the form says why."""
    try:
        registering.keep(by=request.user, confidence=row, **form.told())
    except registering.TooShort:
        form.add_error("name", _("One letter would stop every text. Write the whole name."))
    except registering.Unreadable:
        form.add_error(
            "name",
            _("Write a figure as “omzet 4,2 miljoen”, a date as “12 maart 2027”, other names too."),
        )
    except registering.StandsThere:
        form.add_error("name", _("This stands on the list already. Change it there."))
    else:
        return True
    return False


def _form(request: Request, form: ConfidenceForm, row: Confidence | None) -> HttpResponse:
    facts = {"here": "writing", "form": form, "row": row}
    status = SENT_BACK if form.is_bound else 200
    return render(request, "writing/confidence.html", facts, status=status)


@require_POST
@only_keepers
def remove_confidence(request: Request, pk: int) -> HttpResponse:
    """Takes one off the list for good."""
    row = get_object_or_404(Confidence.objects.visible_to(request.user), pk=pk)
    registering.remove(confidence=row, by=request.user)
    messages.success(request, _("Taken off the list, and forgotten."))
    return redirect("writing:confidences")


@require_http_methods(["GET", "HEAD", "POST"])
@only_keepers
def bring_confidences(request: Request) -> HttpResponse:
    """Takes in a table of names."""
    posted = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if not form.is_valid():
        facts = {"here": "writing", "form": form}
        status = SENT_BACK if form.is_bound else 200
        return render(request, "writing/bring_confidences.html", facts, status=status)
    try:
        told = bringing.bring(by=request.user, data=form.cleaned_data["file"].read())
    except bringing.NoTable:
        says = _("This is no table that can be read. In your spreadsheet, save it as .csv first.")
        form.add_error("file", says)
        facts = {"here": "writing", "form": form}
        return render(request, "writing/bring_confidences.html", facts, status=SENT_BACK)
    said = ngettext("%(n)s is new on the list.", "%(n)s are new on the list.", told.added)
    messages.success(request, said % {"n": told.added})
    if not told.refused and not told.too_many:
        return redirect("writing:confidences")
    facts = {
        "here": "writing",
        "form": BringForm(),
        "told": told,
        "refused": [(line, _why(code)) for line, code in told.refused[:MOST_REFUSED]],
        "more": max(0, len(told.refused) - MOST_REFUSED),
        "most": bringing.MOST_ROWS,
    }
    return render(request, "writing/bring_confidences.html", facts)


def _why(code: str) -> str:
    return {
        "name": _("there is no name in it"),
        "kind": _("the kind is none of client, project, figure, date"),
        "day": _("the day can't be read; write it as 2026-11-21"),
        "figure": _("there is no figure or date in it"),
    }[code]


@require_safe
@only_keepers
def probings(request: Request) -> HttpResponse:
    """Whose texts touched so many names that they may be trying the list out."""
    rows = Probing.objects.visible_to(request.user).select_related("colleague")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "writing/probings.html", {"here": "writing", "page": page})


@require_POST
@only_keepers
def probing_seen(request: Request, pk: int) -> HttpResponse:
    """The keeper knows of it."""
    row = get_object_or_404(Probing.objects.visible_to(request.user), pk=pk)
    probing.note_seen(probing=row, by=request.user)
    return redirect("writing:probings")
