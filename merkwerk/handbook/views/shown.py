"""What several pages of this room share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from merkwerk.lib.requests import Request


def show(request: Request, template: str, status: int = 200, **facts: Any) -> HttpResponse:
    return render(
        request, f"handbook/{template}.html", {"here": "handbook", **facts}, status=status
    )
