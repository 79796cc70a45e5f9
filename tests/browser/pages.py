"""Every page that a browser looks at: a name, its address, and who opens it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """`who` is nobody, a colleague or an administrator; `status` is what the server answers."""

    name: str
    path: str
    who: str = "colleague"
    status: int = 200


PAGES = [
    Shown("style", "/style/"),
    Shown("error-404", "/shown/404/", status=404),
    Shown("error-404-open", "/shown/404/", who="nobody", status=404),
    Shown("error-403", "/shown/403/", status=403),
    Shown("error-403-csrf", "/shown/403_csrf/", who="nobody", status=403),
    Shown("error-400", "/shown/400/", who="nobody", status=400),
    Shown("error-429", "/shown/429/", who="nobody", status=429),
    Shown("error-500", "/shown/500/", who="nobody", status=500),
]
