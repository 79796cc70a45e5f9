"""What is brought with a story: slides of a talk, and voices of an interview."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request, whole_number
from merkwerk.lib.uploads import Stored
from merkwerk.stories.actions import files, interviewing
from merkwerk.stories.models import Interview, VoiceMemo
from merkwerk.stories.views.desk import own_story


def _keep(request: Request, keep: Callable[[BinaryIO], object]) -> bool:
    """Hands what was brought to `keep`; says why when it can't be kept."""
    brought = request.FILES.get("file")
    if not isinstance(brought, Stored) or brought.path is None:
        large = isinstance(brought, Stored) and brought.refused == "too-large"
        messages.error(request, str(files.SAYS["too-large" if large else "nothing"]))
        return False
    try:
        with brought.path.open("rb") as stream:
            keep(stream)
    except files.NoFile as trouble:
        messages.error(request, str(trouble.says))
        return False
    except interviewing.TooManyMemos:
        messages.error(request, _("There are twenty recordings already. Take one away first."))
        return False
    finally:
        brought.path.unlink(missing_ok=True)
    return True


@require_POST
def slides(request: Request) -> HttpResponse:
    """Brings the slides of a talk, or takes them away."""
    mine = own_story(request, whole_number(request.POST.get("story", "")) or 0)
    if request.POST.get("remove"):
        files.leave_slides(story=mine, by=request.user)
    elif _keep(request, lambda file: files.bring_slides(story=mine, by=request.user, file=file)):
        messages.success(request, _("The slides are kept. They are private until you publish."))
    return redirect("stories:place", pk=mine.pk)


def slides_file(request: Request, pk: int) -> FileResponse:
    """The slides, for the author."""
    path = files.slides_path(own_story(request, pk))
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/pdf", filename="slides.pdf")


@require_POST
def memos(request: Request) -> HttpResponse:
    """Brings somebody's voice to a question."""
    number = whole_number(request.POST.get("interview", "")) or 0
    found = Interview.objects.visible_to(request.user).select_related("story")
    asked = get_object_or_404(found, pk=number)
    place = whole_number(request.POST.get("place", "")) or 0
    place = min(place, interviewing.MOST_QUESTIONS)
    kept = _keep(
        request,
        lambda file: interviewing.add_memo(
            interview=asked, by=request.user, file=file, place=place
        ),
    )
    if kept:
        messages.success(request, _("The recording is kept. Only the two of you hear it."))
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204 if kept else 422)
    return redirect(reverse("stories:interview", args=[asked.story_id]) + f"#question-{place}")


def memo(request: Request, pk: int) -> HttpResponseBase:
    """The recording itself; or away with it."""
    heard = Interview.objects.visible_to(request.user)
    found = VoiceMemo.objects.filter(interview__in=heard).select_related("interview__story")
    one = get_object_or_404(found, pk=pk)
    if request.method == "POST":
        interviewing.remove_memo(memo=one, by=request.user)
        return redirect("stories:interview", pk=one.interview.story_id)
    path = files.file_path(one.file)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type=one.kind)
