"""Own groups: who is in them, and how often one wants to hear from these people."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib import wording
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.relationships import actions
from merkwerk.relationships.forms import A_WEEK, GroupForm, SearchForm
from merkwerk.relationships.models import Group
from merkwerk.relationships.views.shown import show

MOST_FOUND = 20


def own_group(request: Request, pk: int) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.user), pk=pk)


def groups(request: Request) -> HttpResponse:
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _make(request, form)
        if made is not None:
            return redirect("relationships:group", pk=made.pk)
    rows = Group.objects.visible_to(request.user).annotate(people=Count("members"))
    named = [(one, wording.every(one.rhythm_days) if one.rhythm_days else "") for one in rows]
    status = SENT_BACK if form.errors else 200
    return show(request, "relationships/groups.html", status, form=form, groups=named)


def _make(request: Request, form: GroupForm) -> Group | None:
    told = form.cleaned_data
    try:
        made = actions.group_named(by=request.user, name=told["name"])
    except ValueError:
        form.add_error("name", _("A hundred groups is enough. Take one away first."))
        return None
    _change(request, made, form)
    return made


def _change(request: Request, group: Group, form: GroupForm) -> None:
    told = form.cleaned_data
    actions.change_group(
        group=group,
        by=request.user,
        name=told["name"],
        days=told["weeks"] * A_WEEK if told["weeks"] else None,
        now=timezone.now(),
    )


def group(request: Request, pk: int) -> HttpResponse:
    found = own_group(request, pk)
    weeks = max(1, round(found.rhythm_days / A_WEEK)) if found.rhythm_days else None
    form = GroupForm(request.POST or None, initial={"name": found.name, "weeks": weeks})
    if request.method == "POST" and form.is_valid():
        _change(request, found, form)
        messages.success(request, _("Kept. Only you see it."))
        return redirect("relationships:group", pk=pk)
    search = SearchForm(request.GET)
    words = search.words()
    members = found.members.light().order_by("contact__name", "pk")
    newcomers = actions.find(by=request.user, text=words).exclude(groups=found)
    return show(
        request,
        "relationships/group.html",
        SENT_BACK if form.errors else 200,
        form=form,
        group=found,
        members=members,
        words=words,
        newcomers=newcomers.light()[:MOST_FOUND] if words else [],
    )


@require_POST
def members(request: Request, pk: int) -> HttpResponse:
    found = own_group(request, pk)
    number = whole_number(request.POST.get("person", ""))
    if number is not None:
        change = actions.take_out_of_group if "out" in request.POST else actions.put_in_group
        change(group=found, by=request.user, members=[number], now=timezone.now())
    return redirect("relationships:group", pk=pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    actions.remove_group(group=own_group(request, pk), by=request.user, now=timezone.now())
    messages.success(request, _("The group is gone. Its people are still here."))
    return redirect("relationships:groups")
