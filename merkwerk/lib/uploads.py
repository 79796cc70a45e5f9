"""Pages take no files: whoever sends one all the same, signed in or not, fills no disk. The few
that do are named in the settings; they take one small file, and keep it in memory."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST = 8 * 1024 * 1024
SLACK = 64 * 1024
FIELD = "file"


class FewFiles(FileUploadHandler):
    """Passes over files, and refuses what is too large to be a form before reading it. On the
    pages in `settings.PAGES_THAT_TAKE_A_FILE` it takes the field `file`, once, at most 8 MB."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: BytesIO | None = None
        path = self.request.path_info if self.request is not None else ""
        self.takes = path in settings.PAGES_THAT_TAKE_A_FILE

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        most = MOST + SLACK if self.takes else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if most is not None and content_length > most:
            raise RequestDataTooBig("larger than a form may be")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.takes or self.field_name != FIELD or self.taken is not None:
            raise SkipFile
        self.taken = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.taken is not None:
            self.taken.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.taken is None or self.field_name != FIELD:
            return None
        self.taken.seek(0)
        return InMemoryUploadedFile(
            file=self.taken, field_name=FIELD, name=self.file_name, size=file_size,
            content_type=self.content_type, charset=self.charset,
        )  # fmt: skip
