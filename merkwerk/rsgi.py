"""The door for the web server Granian (RSGI). It opens before every view is loaded: a made page is
sent at once, and who asks for something else waits until they are."""

import os
import signal
from functools import partial

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
django.setup()

from merkwerk.pages.front.atonce import AtOnce  # noqa: E402 (models need Django to be set up)
from merkwerk.pages.front.door import Door  # noqa: E402
from merkwerk.pages.front.handing import Handing  # noqa: E402
from merkwerk.pages.front.loading import Loading  # noqa: E402
from merkwerk.pages.front.serving import THREADS  # noqa: E402


def _load() -> WSGIHandler:
    get_resolver().url_patterns  # noqa: B018 (loads every view)
    return WSGIHandler()


_django = Loading(_load, partial(os.kill, os.getpid(), signal.SIGTERM))
_door = Door(_django)
application = (
    Handing(_django, THREADS) if settings.DEBUG else AtOnce(_door, Handing(_door, THREADS))
)
