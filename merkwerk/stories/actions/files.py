"""What is brought with a story, in the private folder: slides, and voices."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.lib.uploads import private_file
from merkwerk.stories.models import PublicStory, Story, VoiceMemo

INSIDE = "stories"
MOST_BYTES = 25 * 1024 * 1024
PIECE = 256 * 1024
_NAME = re.compile(r"(?:slides|memo)-[0-9a-f]{32}")
SAYS: dict[str, str | Promise] = {
    "no-slides": _("This is no PDF. Save the slides as PDF, and bring that."),
    "no-sound": _("This is no sound that can be played. Bring an MP3, M4A, OGG, WebM or WAV."),
    "too-large": _("This is larger than 25 MB. Make it smaller, and bring that."),
    "nothing": _("Choose a file first; it may be 25 MB at most."),
}


class NoFile(ValueError):
    """What was brought can't be kept; `says` tells what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.says = code, SAYS[code]


class Brought(Protocol):
    """A file as it comes in."""

    def read(self, length: int = ..., /) -> bytes: ...


def sound_of(start: bytes) -> str:
    """The kind of sound that begins with these bytes; "" for anything else."""
    if start[:4] == b"OggS":
        return "audio/ogg"
    if start[:4] == b"\x1a\x45\xdf\xa3":
        return "audio/webm"
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "audio/wav"
    if start[4:8] == b"ftyp":
        return "audio/mp4"
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    return ""


def keep_file(file: Brought, kind: str) -> tuple[str, str, int]:
    """Keeps slides ("slides") or a voice ("memo"): its name in the private folder, its media type
    as its bytes tell, and its size. Raises NoFile for anything else and for more than 25 MB."""
    start = file.read(64)
    media = sound_of(start) if kind == "memo" else "application/pdf" * (start[:5] == b"%PDF-")
    if not media:
        raise NoFile("no-sound" if kind == "memo" else "no-slides")
    path, stream = private_file(kind, INSIDE)
    try:
        with stream:
            size = _copy(file, stream, start)
    except NoFile:
        path.unlink(missing_ok=True)
        raise
    return path.name, media, size


def _copy(file: Brought, stream: BinaryIO, piece: bytes) -> int:
    size = 0
    while piece:
        size += len(piece)
        if size > MOST_BYTES:
            raise NoFile("too-large")
        stream.write(piece)
        piece = file.read(PIECE)
    return size


def file_path(name: str) -> Path | None:
    """Where a kept file lies; None when it isn't there, or is no name of ours."""
    path = settings.PRIVATE_DIR / INSIDE / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def slides_path(story: Story) -> Path | None:
    """The slides of a story, for who may see it."""
    return file_path(story.slides)


def bring_slides(*, story: Story, by: Colleague, file: Brought) -> None:
    """Keeps the slides of a talk; those before it go, unless they stand on the site. Raises
    NoFile, and PermissionError for another colleague's story."""
    if story.author_id != by.pk:
        raise PermissionError("a story is its author's alone")
    name, _media, _size = keep_file(file, "slides")
    with transaction.atomic():
        _change_slides(story, by, name)


def leave_slides(*, story: Story, by: Colleague) -> None:
    """Takes the slides away; what stands on the site keeps them until it is published anew."""
    with transaction.atomic():
        _change_slides(story, by, "")


def _change_slides(story: Story, by: Colleague, name: str) -> None:
    mine = Story.objects.of(by).select_for_update().get(pk=story.pk)
    before, mine.slides = mine.slides, name
    mine.save(update_fields=["slides"])
    standing = getattr(mine, "public", None)
    if before and not (standing and standing.slides == before):
        forget_files([before])


def forget_slides(standing: PublicStory, *, but: str) -> None:
    """The slides that readers had go, unless they are `but`, which the author still has."""
    if standing.slides and standing.slides != but:
        forget_files([standing.slides])


def names_of(story: Story) -> list[str]:
    """The names of all files of a story."""
    memos = VoiceMemo.objects.filter(interview__story=story).values_list("file", flat=True)
    return [name for name in (story.slides, *memos) if name]


def forget_files(names: list[str]) -> None:
    """Removes these files once the transaction has ended well."""

    def forget() -> None:
        for name in names:
            path = file_path(name)
            if path is not None:
                path.unlink(missing_ok=True)

    transaction.on_commit(forget)
