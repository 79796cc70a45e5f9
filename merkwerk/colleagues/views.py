"""The directory, a page per colleague, one's own page and subjects, and the departments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from merkwerk.accounts.models import Colleague, Role, works_here
from merkwerk.accounts.permissions import allowed
from merkwerk.colleagues import actions
from merkwerk.colleagues.forms import DepartmentForm, ProfileForm, SearchForm, StanceForm
from merkwerk.colleagues.models import Department, Profile, Stance, Subject
from merkwerk.lib.requests import SENT_BACK, Request, wants_part

A_PAGE = 30


def show(request: Request, template: str, status: int = 200, **facts: Any) -> HttpResponse:
    return render(request, template, {"here": "colleagues", **facts}, status=status)


@vary_on_headers("HX-Request")
def people(request: Request) -> HttpResponse:
    by = request.user
    form = SearchForm(request.GET, by=by)
    asked = form.asked()
    found = actions.find(by=by, **asked).select_related("colleague", "department")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "colleagues/_found.html" if wants_part(request) else "colleagues/people.html",
        form=form,
        page=page,
        searched=any(asked.values()),
    )


def colleague(request: Request, pk: int) -> HttpResponse:
    by = request.user
    person = get_object_or_404(Colleague.objects.visible_to(by), pk=pk)
    actions.profile_of(person)
    found = Profile.objects.visible_to(by).select_related("department", "colleague")
    profile = get_object_or_404(found, colleague=person)
    shown = Subject.objects.filter(pk__in=profile.stances.shown().values("subject"))
    return show(
        request,
        "colleagues/colleague.html",
        person=person,
        profile=profile,
        subjects=shown,
        own=person == by,
        guest=by.is_guest,
    )


def profile(request: Request) -> HttpResponse:
    by = request.user
    own = actions.profile_of(by)
    form = ProfileForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        told = {field: form.cleaned_data[field] for field in actions.TOLD}
        actions.tell(by=by, department=form.cleaned_data["department"], told=told)
        messages.success(request, _("Your page is up to date."))
        return redirect("colleagues:colleague", pk=by.pk)
    return show(request, "colleagues/profile.html", SENT_BACK if form.errors else 200, form=form)


def subjects(request: Request) -> HttpResponse:
    by = request.user
    form = StanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.feel(by=by, **form.cleaned_data)
        messages.success(request, _("Noted. Only you see the whole map."))
        return redirect("colleagues:subjects")
    return show(
        request,
        "colleagues/subjects.html",
        SENT_BACK if form.errors else 200,
        form=form,
        stances=Stance.objects.visible_to(by).select_related("subject"),
        known=Subject.objects.visible_to(by)[:1000],
    )


@require_POST
def feel(request: Request, pk: int) -> HttpResponse:
    by = request.user
    stance = get_object_or_404(Stance.objects.visible_to(by), pk=pk)
    typed = StanceForm({**request.POST.dict(), "name": stance.subject.name})
    if typed.is_valid():
        actions.feel(by=by, **typed.cleaned_data)
        messages.success(request, _("Noted. Only you see the whole map."))
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("colleagues:subjects")


@require_POST
def remove_stance(request: Request, pk: int) -> HttpResponse:
    stance = get_object_or_404(Stance.objects.visible_to(request.user), pk=pk)
    actions.remove_stance(stance=stance)
    messages.success(request, _("Taken off your map."))
    return redirect("colleagues:subjects")


@allowed(Role.ADMINISTRATOR)
def departments(request: Request) -> HttpResponse:
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_department(name=form.cleaned_data["name"])
        messages.success(request, _("The department is there."))
        return redirect("colleagues:departments")
    here = works_here("profiles__colleague")
    return show(
        request,
        "colleagues/departments.html",
        SENT_BACK if form.errors else 200,
        form=form,
        departments=Department.objects.annotate(people=Count("profiles", filter=here)),
    )


@allowed(Role.ADMINISTRATOR)
def department(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Department, pk=pk)
    form = DepartmentForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.rename_department(department=found, name=form.cleaned_data["name"])
        messages.success(request, _("The department has its new name."))
        return redirect("colleagues:departments")
    status = SENT_BACK if form.errors else 200
    return show(request, "colleagues/department.html", status, form=form, department=found)


@require_POST
@allowed(Role.ADMINISTRATOR)
def remove_department(request: Request, pk: int) -> HttpResponse:
    actions.remove_department(department=get_object_or_404(Department, pk=pk))
    messages.success(request, _("The department is gone; its people stay."))
    return redirect("colleagues:departments")
