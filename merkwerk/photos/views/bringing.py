"""Photos are brought, many at once; how far the work is can be seen, and left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from merkwerk.lib.darkroom.kinds import NotAPhoto
from merkwerk.lib.requests import SENT_BACK, Request, wants_part
from merkwerk.lib.uploads import FIELD, MOST_PHOTOS, Stored
from merkwerk.photos import actions
from merkwerk.photos.forms.photos import CreditForm
from merkwerk.photos.models import Photo
from merkwerk.photos.sentences import trouble

RECENT = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request) -> HttpResponse:
    """The form, and beneath it what was brought in the last day. With script each file comes by
    itself and gets the list, or a sentence, as its answer."""
    if request.method != "POST":
        told = {"form": CreditForm(), **_brought(request)}
        if not wants_part(request):
            return render(request, "photos/bring.html", told)
        if request.GET.get("waiting") == str(told["waiting"]):
            return HttpResponse(status=204)  # nothing new, so nobody's focus is taken away
        return render(request, "photos/_brought.html", told)
    form = CreditForm(request.POST)
    if not form.is_valid():
        told = {"form": form, **_brought(request)}
        return render(request, "photos/bring.html", told, status=SENT_BACK)
    files = request.FILES.getlist(FIELD)
    alone = request.headers.get("X-Requested-With") == "fetch"
    sentences = list(_taken(request, files, form))
    if alone:
        if sentences:
            return HttpResponse(sentences[0], content_type="text/plain", status=SENT_BACK)
        return render(request, "photos/_brought.html", _brought(request))
    for sentence in sentences:
        messages.error(request, sentence)
    return redirect("photos:bring")


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Tries a photo that could not be read once more."""
    photo = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    if not photo.is_cared_for_by(request.user):
        messages.error(request, _("Only who brought this photo, and editors, change it."))
    else:
        actions.try_again(photo=photo)
    return redirect("photos:photo", pk=pk)


def _taken(request: Request, files: list[UploadedFile[bytes]], form: CreditForm) -> Iterator[str]:
    """Takes every file; a sentence for each that stays out or was here."""
    if not files:
        yield _("Choose one or more photos first, each of at most 64 MB.")
    here = 0
    for file in files:
        if not isinstance(file, Stored):
            continue
        name = file.name or _("A file")
        if file.path is None:
            yield f"{name}: {trouble(file.refused or 'too-large')}"
            continue
        told = actions.Told(name=name, **form.cleaned_data)
        before = timezone.now()
        try:
            photo = actions.bring(by=request.user, file=file.path, told=told)
        except NotAPhoto as refused:
            yield f"{name}: {trouble(refused.code)}"
            continue
        here += photo.brought_at < before
    if here:
        says = ngettext(
            "%(count)s photo was here already.", "%(count)s photos were here already.", here
        )
        messages.info(request, says % {"count": here})
    if len(files) >= MOST_PHOTOS:
        messages.info(request, _("Sixty photos at a time are the most. Bring the others now."))


def _brought(request: Request) -> dict[str, object]:
    own = Photo.objects.filter(brought_by=request.user)
    since = timezone.now() - RECENT
    recent = list(own.filter(brought_at__gt=since)[:200])
    waiting = sum(photo.is_waiting for photo in recent)
    return {
        "here": "stories",
        "photos": recent,
        "waiting": waiting,
        "done": len(recent) - waiting,
        "troubles": {code: trouble(code) for code in {photo.trouble for photo in recent}},
    }
