"""Pages take no files: whoever sends one all the same, signed in or not, fills no disk. The few
that do are named in the settings: they take one small file and keep it in memory, or, for who is
signed in, one large file or many photos that go straight to a private folder. Pages for a draft's
pictures take ten in memory."""

from __future__ import annotations

import os
import secrets
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

MOST = 8 * 1024 * 1024
SLACK = 64 * 1024
MOST_SHARED, MOST_BY_KEY = 64 * 1024 * 1024, 24 * 1024 * 1024
MOST_PICTURES = 10
PICTURE_FIELDS = {"file", "file[]", "photo", "photo[]"}
SPARE = 256 * 1024 * 1024
MOST_OF_PHOTO = 64 * 1024 * 1024
MOST_PHOTOS = 60
PHOTOS = "photos"
"""The folder of photos among the private files."""
FIELD = "file"
CUT_OFF = "merkwerk.upload.cut-off"
"""Stands in a request's META when its file ended too early."""


class FewFiles(FileUploadHandler):
    """Passes over files, and refuses what is too large to be a form before reading it. On the
    pages in `settings.PAGES_THAT_TAKE_A_FILE` it takes the field `file`, once, at most 8 MB; on
    those in `settings.PAGES_THAT_TAKE_PICTURES` ten of the fields PICTURE_FIELDS, together at most
    64 MB from who is signed in, 24 MB with a key (looked at before), and 8 MB from anybody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open: BytesIO | None = None
        self.left, self.fields, self.most = _takes(self.request)

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if takes_a_large_file(self.request) or takes_photos(self.request):
            return
        if self.most is not None and content_length > self.most:
            raise RequestDataTooBig("larger than a form may be")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.open = None
        if not self.left or self.field_name not in self.fields:
            raise SkipFile
        self.left -= 1
        self.open = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.open is not None:
            self.open.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        taken, self.open = self.open, None
        if taken is None:
            return None
        taken.seek(0)
        return InMemoryUploadedFile(
            file=taken, field_name=self.field_name, name=self.file_name, size=file_size,
            content_type=self.content_type, charset=self.charset,
        )  # fmt: skip


def _takes(request: Any) -> tuple[int, set[str], int | None]:
    """How many files this page takes, of which fields, and how long the whole may be."""
    path = request.path_info if request is not None else ""
    if path in settings.PAGES_THAT_TAKE_PICTURES:
        user = getattr(request, "user", None)
        way, _space, key = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        by_key = MOST_BY_KEY if way.lower() == "bearer" and key.strip() else MOST
        most = MOST_SHARED if user is not None and user.is_authenticated else by_key
        return MOST_PICTURES, PICTURE_FIELDS, most + SLACK
    if path in settings.PAGES_THAT_TAKE_A_FILE:
        return 1, {FIELD}, MOST + SLACK
    return 0, set(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def takes_a_large_file(request: Any) -> bool:
    """Whether this is a page for large files, asked for by somebody who is signed in: nobody else
    may fill the disk."""
    here = request is not None and request.path_info in settings.PAGES_THAT_TAKE_A_LARGE_FILE
    return bool(here and request.user.is_authenticated)


def takes_photos(request: Any) -> bool:
    """Whether this is a page for photos, asked for by somebody who is signed in."""
    here = request is not None and request.path_info in settings.PAGES_THAT_TAKE_PHOTOS
    return bool(here and request.user.is_authenticated)


class Stored(UploadedFile[bytes]):
    """A large file that was brought: `path` is where it lies, readable by nobody else on this
    machine. Whoever takes it moves or removes it. With `refused` ("too-large", "no-room",
    "cut-off") nothing lies there."""

    def __init__(self, path: Path | None, refused: str, **told: Any) -> None:
        super().__init__(file=None, **told)
        self.path = path
        self.refused = refused


class OneLargeFile(FileUploadHandler):
    """On the pages in `settings.PAGES_THAT_TAKE_A_LARGE_FILE` the field `file` goes, piece by
    piece, to a file in `settings.PRIVATE_DIR`; what is too large is read to its end and thrown
    away, so that the person gets an answer."""

    chunk_size = 1024 * 1024
    inside = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stream: BinaryIO | None = None
        self.path: Path | None = None
        self.refused = ""
        self.taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self.taken or not takes_a_large_file(self.request):
            return
        self._begin()

    def _begin(self) -> None:
        self.taken += 1
        self.refused = ""
        self.path, self.stream = private_file("up", self.inside)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.taken:
            return raw_data
        if self.stream is not None and not self._too_much(start + len(raw_data)):
            self.stream.write(raw_data)
        return None

    def _too_much(self, size: int) -> bool:
        if size > self.most():
            self.refused = "too-large"
        elif size % (64 * self.chunk_size) < self.chunk_size and _room() < SPARE:
            self.refused = "no-room"
        if self.refused:
            self._throw_away()
        return bool(self.refused)

    def most(self) -> int:
        """Bytes that one file may have."""
        return int(settings.LARGEST_IMPORT)

    def file_complete(self, file_size: int) -> Stored | None:
        if not self.taken or self.field_name != FIELD:
            return None
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        return Stored(
            self.path, self.refused, name=self.file_name, size=file_size,
            content_type=self.content_type, charset=self.charset,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        if self.stream is not None and self.request is not None:
            self.request.META[CUT_OFF] = True
        self._throw_away()

    def _throw_away(self) -> None:
        if self.stream is not None:
            self.stream.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)
        self.stream = self.path = None


class ManyPhotos(OneLargeFile):
    """On the pages in `settings.PAGES_THAT_TAKE_PHOTOS` each file of the field `file` goes to a
    file of its own, as many as a phone chooses at once, each of at most MOST_OF_PHOTO."""

    inside = PHOTOS

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.path = self.stream = None
        if self.field_name != FIELD or not takes_photos(self.request):
            return
        if self.taken >= MOST_PHOTOS:
            raise SkipFile
        self._begin()

    def most(self) -> int:
        return MOST_OF_PHOTO


def private_file(kind: str, inside: str = "") -> tuple[Path, BinaryIO]:
    """A new, empty file with a name that nobody guesses, in a folder of this process's own user
    alone (`inside`: a folder in there); open for writing."""
    folder = settings.PRIVATE_DIR / inside
    settings.PRIVATE_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{kind}-{secrets.token_hex(16)}"
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return path, os.fdopen(made, "wb")


def _room() -> int:
    return shutil.disk_usage(settings.PRIVATE_DIR).free
