"""What people type, without the signs that hide or move what stands around them."""

from __future__ import annotations

from typing import Any

from django import forms

from merkwerk.engine.text import without_tricks


class Typed(forms.CharField):
    """A text field that keeps every letter and emoji, and drops NUL, direction overrides and other
    signs nobody types on purpose. On one line it is one line; in a textarea line breaks stay."""

    def to_python(self, value: Any) -> str:
        text = without_tricks(str(value or ""))
        if not isinstance(self.widget, forms.Textarea):
            text = " ".join(text.split())
        return str(super().to_python(text))
