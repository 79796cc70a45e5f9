"""Pictures of a draft: brought, described, shown to their writer alone, and removed."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.pictures import NoPicture, picture_path
from merkwerk.lib.requests import Request, whole_number
from merkwerk.writing import actions
from merkwerk.writing.forms.desk import PictureForm
from merkwerk.writing.models import BroughtPicture, Picture
from merkwerk.writing.views.drafts import own_draft


def _back(pk: int) -> HttpResponse:
    return redirect(reverse("writing:draft", args=[pk]) + "#pictures")


def _own(request: Request, pk: int) -> Picture:
    mine = Picture.objects.filter(draft__colleague=request.user)
    return get_object_or_404(mine.select_related("draft"), pk=pk)


@require_POST
def pictures(request: Request) -> HttpResponse:
    """Adds a picture to a draft."""
    draft = own_draft(request, whole_number(request.POST.get("draft", "")) or 0)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, _("Choose a picture first; it may be 8 MB at most."))
        return _back(draft.pk)
    try:
        actions.add_picture(draft=draft, by=request.user, file=file)
    except NoPicture as trouble:
        messages.error(request, str(trouble.says))
    except actions.TooManyPictures:
        messages.error(request, _("There are ten pictures already. Leave one out first."))
    return _back(draft.pk)


@require_POST
def picture(request: Request, pk: int) -> HttpResponse:
    """What is said about a picture; or away with it."""
    one = _own(request, pk)
    if request.POST.get("remove"):
        actions.remove_picture(picture=one, by=request.user)
        return _back(one.draft_id)
    form = PictureForm(request.POST)
    if form.is_valid():
        actions.describe(picture=one, by=request.user, **form.cleaned_data)
    else:
        messages.error(request, _("That description is too long. Say it in a few sentences."))
    return _back(one.draft_id)


def picture_file(request: Request, pk: int) -> FileResponse:
    """The picture itself."""
    return _file(_own(request, pk))


def brought(request: Request, pk: int) -> FileResponse:
    """A picture that another program brought, while no draft has it yet."""
    return _file(get_object_or_404(BroughtPicture.objects.visible_to(request.user), pk=pk))


def _file(one: Picture | BroughtPicture) -> FileResponse:
    try:
        file = picture_path(one.file).open("rb")
    except (NoPicture, OSError):
        raise Http404 from None
    return FileResponse(file, content_type=one.kind)
