"""The same site behind Django's own page cache, in local memory and foremost: at its best."""

from merkwerk.settings import *  # noqa: F403
from merkwerk.settings import MIDDLEWARE as OURS

MIDDLEWARE = [
    "bench.site_apps.keeping.Keep",
    "django.middleware.cache.FetchFromCacheMiddleware",
    *OURS,
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CACHE_MIDDLEWARE_SECONDS = 600
