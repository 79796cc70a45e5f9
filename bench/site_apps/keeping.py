"""Django's page cache, told to keep pages that tell browsers to ask each time."""

from typing import Any

from django.middleware.cache import UpdateCacheMiddleware


class Keep(UpdateCacheMiddleware):
    """By itself it keeps nothing whose answer says `max-age=0`, as ours do."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.page_timeout = 600
