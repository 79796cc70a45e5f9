"""Working on the next edition, with the engine's remarks beside the words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.permissions import allowed
from merkwerk.handbook import actions
from merkwerk.handbook.forms import ExampleForm, GuideForm, PublishForm, SituationForm
from merkwerk.handbook.models import Example, Situation
from merkwerk.handbook.sentences import EASE, why
from merkwerk.handbook.views.shown import show
from merkwerk.lib.requests import SENT_BACK, Request, whole_number

TEXTS = ("guideline", "clause", "lead", "what", "why")


@require_safe
@allowed(*actions.EDITORS)
def draft(request: Request) -> HttpResponse:
    return _draft(request, PublishForm())


def _draft(request: Request, form: PublishForm) -> HttpResponse:
    contents, standing = actions.freeze(), actions.current()
    looked = actions.look_at_draft(contents)
    situations = list(Situation.objects.standing())
    examples = Example.objects.standing().select_related("named")
    by_situation: dict[int, list[Example]] = {}
    for one in examples:
        by_situation.setdefault(one.situation_id, []).append(one)
    handbook = actions.the_draft()
    return show(
        request,
        "draft",
        SENT_BACK if form.errors else 200,
        form=form,
        handbook=handbook,
        situations=[(one, by_situation.get(one.pk, [])) for one in situations],
        is_empty=not (handbook.guideline or situations),
        is_changed=actions.is_changed(contents, standing),
        standing=standing,
        looked=looked,
        ease=EASE[looked.readability.ease] if looked.readability else "",
        remarked=[(one, _told(one)) for one in looked.texts],
    )


def _told(looked: Any) -> list[dict[str, Any]]:
    """Each remark with its sentence."""
    return [{"remark": one, "why": why(one)} for one in looked.remarks]


def _looked(texts: list[str]) -> list[tuple[Any, list[dict[str, Any]]]]:
    found = [actions.look_at(text) for text in texts if text]
    return [(one, _told(one)) for one in found if one.remarks]


@require_POST
@allowed(*actions.EDITORS)
def tone(request: Request) -> HttpResponse:
    """What is remarked on words that are being typed; nothing is kept."""
    texts = [request.POST.get(name, "") for name in TEXTS]
    return show(request, "_tone", remarked=_looked(texts), looked_at=any(texts))


@require_POST
@allowed(*actions.EDITORS)
def begin(request: Request) -> HttpResponse:
    if actions.begin(by=request.user):
        words = _("Here are ten examples, invented. Make them your own, one by one.")
        messages.success(request, words)
    return redirect("handbook:draft")


@allowed(*actions.EDITORS)
def guide(request: Request) -> HttpResponse:
    handbook = actions.the_draft()
    start = {name: getattr(handbook, name) for name in ("guideline", "clause", "clause_link")}
    form = GuideForm(request.POST or None, initial=start)
    if _wants_saving(request) and form.is_valid():
        actions.guide(by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept for the next edition."))
        return redirect("handbook:draft")
    texts = [handbook.guideline, handbook.clause]
    return _form(request, "guide", form, texts)


def _wants_saving(request: Request) -> bool:
    return request.method == "POST" and "look" not in request.POST


def _form(
    request: Request, template: str, form: Any, texts: list[str], **facts: Any
) -> HttpResponse:
    """A form with what is remarked on its words: those sent, else those kept. "Look at my words"
    keeps nothing."""
    if request.method == "POST":
        texts = [request.POST.get(name, "") for name in TEXTS]
    status = SENT_BACK if form.errors and "look" not in request.POST else 200
    return show(
        request, template, status, form=form, remarked=_looked(texts), looked_at=True, **facts
    )


@allowed(*actions.EDITORS)
def new_situation(request: Request) -> HttpResponse:
    form = SituationForm(request.POST or None)
    if _wants_saving(request) and form.is_valid():
        actions.add_situation(by=request.user, **form.cleaned_data)
        messages.success(request, _("The situation is there. Which example fits?"))
        return redirect("handbook:draft")
    return _form(request, "situation", form, [])


def own_situation(pk: int) -> Situation:
    """One that stands; a removed one is a page that isn't there."""
    return get_object_or_404(Situation.objects.standing(), pk=pk)


@allowed(*actions.EDITORS)
def situation(request: Request, pk: int) -> HttpResponse:
    found = own_situation(pk)
    form = SituationForm(request.POST or None, initial={"name": found.name, "lead": found.lead})
    if _wants_saving(request) and form.is_valid():
        actions.change_situation(situation=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept for the next edition."))
        return redirect("handbook:draft")
    return _form(request, "situation", form, [found.lead], situation=found)


@require_POST
@allowed(*actions.EDITORS)
def remove_situation(request: Request, pk: int) -> HttpResponse:
    actions.remove_situation(situation=own_situation(pk), by=request.user)
    messages.success(request, _("The next edition goes without it."))
    return redirect("handbook:draft")


@allowed(*actions.EDITORS)
def new_example(request: Request) -> HttpResponse:
    if not Situation.objects.standing().exists():
        messages.info(request, _("First a situation, then an example of it."))
        return redirect("handbook:new_situation")
    start = {"situation": whole_number(request.GET.get("situation", ""))}
    form = ExampleForm(request.POST or None, initial=start)
    if _wants_saving(request) and form.is_valid():
        return _saved(request, form, None)
    return _form(request, "example", form, [])


def own_example(pk: int) -> Example:
    """One that stands; a removed one is a page that isn't there."""
    return get_object_or_404(Example.objects.standing().select_related("named"), pk=pk)


@allowed(*actions.EDITORS)
def example(request: Request, pk: int) -> HttpResponse:
    found = own_example(pk)
    start = {
        "situation": found.situation_id,
        "what": found.what,
        "why": found.why,
        "named": found.named_id,
        "outside": found.outside,
    }
    form = ExampleForm(request.POST or None, initial=start, example=found)
    if _wants_saving(request) and form.is_valid():
        return _saved(request, form, found)
    return _form(request, "example", form, [found.what, found.why], example=found)


def _saved(request: Request, form: ExampleForm, example: Example | None) -> HttpResponse:
    made = actions.save_example(by=request.user, example=example, **form.told())
    if made.named is not None and made.named != request.user:
        said = _("Kept. %(name)s is asked; until they say yes it says “a colleague”.")
        messages.success(request, said % {"name": made.named.name})
    else:
        messages.success(request, _("Kept for the next edition."))
    return redirect("handbook:draft")


@require_POST
@allowed(*actions.EDITORS)
def remove_example(request: Request, pk: int) -> HttpResponse:
    actions.remove_example(example=own_example(pk), by=request.user)
    messages.success(request, _("The next edition goes without it."))
    return redirect("handbook:draft")


@require_POST
@allowed(*actions.EDITORS)
def publish(request: Request) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _draft(request, form)
    try:
        actions.publish(by=request.user, news=form.cleaned_data["news"])
    except actions.NothingYet:
        messages.info(request, _("There is nothing to publish yet: begin with one example."))
        return redirect("handbook:draft")
    except actions.NothingNew:
        messages.info(request, _("The handbook says exactly this already."))
        return redirect("handbook:draft")
    messages.success(request, _("Published. Colleagues see what is new when they come by."))
    return redirect("handbook:handbook")


@require_POST
@allowed(*actions.EDITORS)
def open_outside(request: Request) -> HttpResponse:
    is_public = request.POST.get("public") == "on"
    actions.open_outside(by=request.user, is_public=is_public)
    said = _("Everybody may read it now.") if is_public else _("It is inside the house again.")
    messages.success(request, said)
    return redirect("handbook:draft")
