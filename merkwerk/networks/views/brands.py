"""Accounts that speak for the organisation: their writers, and one look before they speak."""

from __future__ import annotations

from django.contrib import messages as notes
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.pictures import JPEG, PNG, NoPicture, picture_path
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks import actions
from merkwerk.networks.forms import BrandForm, ReviewForm, WriterForm
from merkwerk.networks.models import Brand, BrandReview, BrandWriter


@allowed(Role.COLLEAGUE)
def brands(request: Request) -> HttpResponse:
    """Where one writes or is asked to, what waits to be looked at, and the door to make one."""
    by = request.user
    may_make = actions.may_make_brands(by)
    form = BrandForm(request.POST or None, by=by) if may_make else None
    if request.method == "POST":
        if form is None:
            return redirect("networks:brands")
        if form.is_valid():
            brand = actions.make_brand(by=by, **form.cleaned_data)
            notes.success(request, _("Now ask who writes there: somebody has to look along."))
            return redirect("networks:brand", pk=brand.pk)
    live = Brand.objects.live().select_related("account__identity")
    mine = live.filter(writers__in=by.brands_written.exclude(accepted_at=None))
    waiting = BrandReview.objects.waiting_for(by).select_related("brand", "asked_by")
    facts = {
        "here": "conversations",
        "mine": mine,
        "asked": live.filter(writers__in=by.brands_written.filter(accepted_at=None)),
        "waiting": waiting.order_by("asked_at")[:50],
        "form": form,
        "can_make": form is not None and bool(actions.accounts_for_brand(by)),
    }
    status = SENT_BACK if form is not None and form.errors else 200
    return render(request, "networks/brands.html", facts, status=status)


def _brand(request: Request, pk: int) -> Brand:
    found = Brand.objects.visible_to(request.user).select_related("account__identity")
    return get_object_or_404(found.live(), pk=pk)


def _owned(request: Request, pk: int) -> Brand:
    found = Brand.objects.live().filter(account__colleague=request.user)
    return get_object_or_404(found.select_related("account__identity"), pk=pk)


def brand(request: Request, pk: int) -> HttpResponse:
    """One brand: who writes there, how it is signed, and one's own part in it."""
    return _shown(request, _brand(request, pk))


def _shown(
    request: Request, one: Brand, form: Form | None = None, status: int = 200
) -> HttpResponse:
    writers = one.writers.filter(colleague__left_at=None).select_related("colleague")
    owner = one.account.colleague_id == request.user.pk
    facts = {
        "here": "conversations",
        "brand": one,
        "writers": writers,
        "own": writers.filter(colleague=request.user).first(),
        "owner": owner,
        "signature": actions.signature(one, request.user),
        "form": (form or WriterForm(brand=one)) if owner else None,
        "alone": writers.writing().count() < 2,
    }
    return render(request, "networks/brand.html", facts, status=status)


@require_POST
def write_for(request: Request, pk: int) -> HttpResponse:
    """Yes, I write there."""
    one = _brand(request, pk)
    actions.write_for(brand=one, by=request.user)
    notes.success(
        request, _("You write for %(name)s from now on, under your own name.") % {"name": one.name}
    )
    return redirect("networks:brand", pk=pk)


@require_POST
def ask_writer(request: Request, pk: int) -> HttpResponse:
    """Ask a colleague to write there."""
    one = _owned(request, pk)
    form = WriterForm(request.POST, brand=one)
    if not form.is_valid():
        return _shown(request, one, form, SENT_BACK)
    asked = form.cleaned_data["colleague"]
    actions.ask_writer(brand=one, by=request.user, colleague=asked)
    notes.success(request, _("Asked. %(name)s decides.") % {"name": asked.name})
    return redirect("networks:brand", pk=pk)


@require_POST
def leave_brand(request: Request, pk: int, writer: int) -> HttpResponse:
    """A writer leaves or says no; or its owner lets one go."""
    one = _brand(request, pk)
    writing = get_object_or_404(one.writers.select_related("colleague"), pk=writer)
    if not _may_part(request, one, writing):
        return redirect("networks:brand", pk=pk)
    actions.leave_brand(brand=one, by=request.user, colleague=writing.colleague)
    if writing.colleague_id == request.user.pk:
        notes.success(request, _("You don't write there any more."))
        return redirect("networks:brands")
    notes.success(request, _("%(name)s doesn't write there now.") % {"name": writing.colleague})
    return redirect("networks:brand", pk=pk)


def _may_part(request: Request, one: Brand, writing: BrandWriter) -> bool:
    owner = one.account.colleague_id
    return request.user.pk in {writing.colleague_id, owner} and writing.colleague_id != owner


@require_POST
def end_brand(request: Request, pk: int) -> HttpResponse:
    """The account is its owner's own again."""
    one = _owned(request, pk)
    actions.end_brand(brand=one, by=request.user)
    notes.success(request, _("It speaks for the organisation no longer. Its writers are told."))
    return redirect("networks:accounts")


@never_cache
def review(request: Request, pk: int) -> HttpResponse:
    """The words that a colleague wants to say for the brand: a yes, or a remark."""
    found = BrandReview.objects.visible_to(request.user).select_related(
        "brand__account__identity", "asked_by", "reviewed_by"
    )
    one = get_object_or_404(found, pk=pk)
    waits = BrandReview.objects.waiting_for(request.user).filter(pk=one.pk).exists()
    form = ReviewForm(request.POST or None) if waits else None
    if request.method == "POST":
        if form is None:
            notes.info(request, _("It was looked at already, or the words were changed."))
            return redirect("networks:review", pk=pk)
        if form.is_valid() and _looked(request, one, form.cleaned_data["remark"]):
            notes.success(request, _("Thank you. %(name)s is told.") % {"name": one.asked_by})
            return redirect("networks:brands")
    status = SENT_BACK if form is not None and form.errors else 200
    facts = {"here": "conversations", "review": one, "form": form, **_alongside(one)}
    return render(request, "networks/review.html", facts, status=status)


def _looked(request: Request, one: BrandReview, remark: str) -> bool:
    """Whether this press was a look: a yes, or something to say."""
    yes = request.POST.get("answer") == "yes"
    if not yes and not remark:
        return False
    actions.review(review=one, by=request.user, yes=yes, remark=remark)
    return True


def _alongside(one: BrandReview) -> dict[str, object]:
    """What goes along with the words: pictures with what they say for who can't see them, and the
    address of what is quoted."""
    extras = [str(extra).partition(" ") for extra in one.wording.get("extras", [])]
    pictures = [(n, said) for n, (file, space, said) in enumerate(extras) if space]
    return {"pictures": pictures, "quoted": [file for file, space, _said in extras if not space]}


@never_cache
def review_picture(request: Request, pk: int, number: int) -> HttpResponse:
    """A picture that goes along, for who may see the words."""
    one = get_object_or_404(BrandReview.objects.visible_to(request.user), pk=pk)
    extras = [str(extra).partition(" ") for extra in one.wording.get("extras", [])]
    if number >= len(extras) or not extras[number][1]:
        raise Http404
    try:
        data = picture_path(extras[number][0]).read_bytes()
    except (NoPicture, OSError):
        raise Http404 from None
    return HttpResponse(data, content_type=PNG if data[:4] == b"\x89PNG" else JPEG)
