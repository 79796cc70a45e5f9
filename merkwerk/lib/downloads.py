"""Files to take along."""

from __future__ import annotations

import json

from django.http import HttpResponse

AS_TEXT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
"""JSON that no browser takes for a page, whatever it makes of the file."""


def json_file(told: object, *, name: str) -> HttpResponse:
    """What JSON can hold, as a file with this name (plain letters, digits, `-` and `.`) that a
    browser keeps and doesn't open."""
    text = json.dumps(told, ensure_ascii=False, indent=2).translate(AS_TEXT)
    answer = HttpResponse(text, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
