"""Bringing what one has elsewhere: the file, what is in it, who comes along, and undoing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.connectors.exports.values import Format
from merkwerk.lib import uploads
from merkwerk.lib.requests import SENT_BACK, Request, wants_part, whole_number
from merkwerk.relationships.actions import importing
from merkwerk.relationships.forms import CUT_OFF, BringForm, FormatForm, SearchForm, columns_of
from merkwerk.relationships.models import Import, ImportRow
from merkwerk.relationships.sentences import imports as words
from merkwerk.relationships.views.shown import show

State, Verdict = Import.State, ImportRow.Verdict
WORKING = (State.READING, State.APPLYING, State.UNDOING)
A_PAGE = 50


def _own(request: Request, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(Role.COLLEAGUE)
def imports(request: Request) -> HttpResponse:
    """What was brought before, and the form to bring something."""
    form = BringForm()
    if request.method == "POST":
        form = BringForm(request.POST, request.FILES)
        if uploads.CUT_OFF in request.META:
            form.errors.pop("file", None)
            form.add_error("file", CUT_OFF)
        elif form.is_valid() and (batch := _bring(request, form)) is not None:
            return redirect("relationships:import", pk=batch.pk)
        _let_go(request)
    before = Import.objects.visible_to(request.user).exclude(state=State.DROPPED)[:20]
    return show(
        request,
        "relationships/imports.html",
        SENT_BACK if form.errors else 200,
        form=form,
        before=[(batch, _called(batch)) for batch in before],
        most=settings.LARGEST_IMPORT,
    )


def _bring(request: Request, form: BringForm) -> Import | None:
    file: uploads.Stored = form.cleaned_data["file"]
    if file.path is None:
        return None
    try:
        return importing.bring(
            by=request.user,
            path=file.path,
            name=file.name or "",
            size=file.size or 0,
            words=form.cleaned_data["words"],
        )
    except importing.TooManyOpen:
        form.add_error("file", _("Ten files wait for your choice. Take one over or drop one."))
    return None


def _let_go(request: Request) -> None:
    """A file that nobody took is gone at once."""
    for file in request.FILES.values():
        if isinstance(file, uploads.Stored) and file.path is not None:
            file.path.unlink(missing_ok=True)


def _called(batch: Import) -> str:
    return str(words.FORMATS[Format(batch.format)]) if batch.format else ""


@vary_on_headers("HX-Request")
def one(request: Request, pk: int) -> HttpResponse:
    """One import as it stands: being read, to be chosen from, taken over, undone, failed."""
    batch = _own(request, pk)
    working, part = batch.state in WORKING, wants_part(request)
    if part and not working:
        return HttpResponseClientRefresh()
    facts: dict[str, Any] = {"batch": batch, "called": _called(batch), "working": working}
    if batch.state == State.PREVIEW:
        facts |= _preview(request, batch)
    if batch.error:
        facts["failure"] = words.failure_in_words(batch.error)
    template = "relationships/_import.html" if part else "relationships/import.html"
    return show(request, template, **facts)


def _preview(request: Request, batch: Import) -> dict[str, Any]:
    form = SearchForm(request.GET)
    view = request.GET.get("show", "")
    view = view if view in Verdict.values else ""
    sought = form.words()
    page: Page[int] = Paginator(
        importing.found_rows(batch, verdict=view, words=sought), A_PAGE
    ).get_page(request.GET.get("page"))
    rows = importing.shown(list(page.object_list))
    told = importing.told(batch)
    counts = importing.verdicts(batch)
    return {
        "page": page,
        "rows": [(row, words.because_in_words(row), words.moments_in_words(row)) for row in rows],
        "view": view,
        "words": sought,
        "counts": [(one, words.VERDICTS[one], n) for one, n in counts.items()],
        "chosen": batch.rows.filter(chosen=True).count(),
        "people": sum(counts.values()),
        "moments": words.counted({k: n for k, n in batch.counts.items() if k != "people"}),
        "owner": _whose(batch),
        "ask_owner": batch.is_mine is False,
        "troubles": [words.trouble_in_words(trouble) for trouble in told["troubles"]],
        "missed": told["missed"],
        "table": told["table"],
        "fields": list(words.FIELDS.items()),
        "form": FormatForm(initial={"format": batch.format, "words": batch.words}),
        "letters": batch.format == Format.MBOX,
    }


def _whose(batch: Import) -> str:
    """Whose file it says it is, by name, else by an address."""
    told = importing.owner_of_file(batch)
    return told.name or next((one.value for one in told.reaches), "") if told else ""


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Another kind of file, other columns, or "it is mine": it is read again."""
    batch = _own(request, pk)
    step = request.POST.get("step", "")
    told: dict[str, Any] = {}
    if step == "mine":
        told["is_mine"] = True
    elif step == "columns":
        told["columns"] = columns_of(request.POST, len(importing.told(batch)["table"]))
        if not told["columns"]:
            messages.error(request, _("Say of at least one column what it holds."))
            return redirect("relationships:import", pk=pk)
    else:
        form = FormatForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose one from the list."))
            return redirect("relationships:import", pk=pk)
        told["format"], told["words"] = form.cleaned_data["format"], form.cleaned_data["words"]
    if not importing.correct(by=request.user, batch=batch, **told):
        messages.error(request, _("This was taken over or dropped already."))
    return redirect("relationships:import", pk=pk)


@require_POST
def choose(request: Request, pk: int) -> HttpResponse:
    """Who comes along: the ticks of one page, all or nobody of a kind, one answer about one
    person; and then, with the same press, taking over."""
    batch, by, sent = _own(request, pk), request.user, request.POST
    view = sent.get("show", "") if sent.get("show") in Verdict.values else ""
    if sent.get("all") or sent.get("none"):
        importing.choose(by=by, batch=batch, verdict=view, chosen=bool(sent.get("all")))
        return _back(request, pk)
    ticked, on_page = _numbers(sent.getlist("row")), _numbers(sent.getlist("on-page"))
    importing.choose(by=by, batch=batch, rows=ticked & on_page, chosen=True)
    importing.choose(by=by, batch=batch, rows=on_page - ticked, chosen=False)
    for word, is_same in (("same", True), ("other", False)):
        row = batch.rows.filter(pk=whole_number(sent.get(word, "")) or 0).first()
        if row is not None:
            importing.decide(by=by, row=row, is_same=is_same)
    if sent.get("take"):
        return _take(request, batch)
    return _back(request, pk)


def _numbers(sent: list[str]) -> set[int]:
    return {number for word in sent if (number := whole_number(word)) is not None}


def _back(request: Request, pk: int) -> HttpResponse:
    kept = {name: request.POST.get(name, "") for name in ("show", "q", "page")}
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(f"{reverse('relationships:import', args=[pk])}?{query}".rstrip("?"))


def _take(request: Request, batch: Import) -> HttpResponse:
    try:
        if importing.take_over(by=request.user, batch=batch):
            messages.success(request, _("They are being taken over. You need not wait here."))
        else:
            messages.error(request, _("Choose at least one person first."))
    except importing.NotYours:
        messages.error(request, _("First say that this file is yours, or drop it."))
    return redirect("relationships:import", pk=batch.pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Everything this import made goes again."""
    batch = _own(request, pk)
    if importing.undo(by=request.user, batch=batch):
        messages.success(request, _("It is being undone. You need not wait here."))
    else:
        messages.error(request, _("There is nothing to undo."))
    return redirect("relationships:import", pk=pk)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Nothing is taken over; the file is erased."""
    if importing.drop(by=request.user, batch=_own(request, pk)):
        messages.success(request, _("Dropped. The file is erased, and nothing was taken over."))
        return redirect("relationships:imports")
    messages.error(request, _("This was taken over already. You can undo it."))
    return redirect("relationships:import", pk=pk)
