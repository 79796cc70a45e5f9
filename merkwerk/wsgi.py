"""The door for web servers (WSGI). Made pages are sent before Django is entered, except while
developing, when a page has to change with its template."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
django = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 (loads every view now, not with a visitor's first request)

from merkwerk.pages.front.door import Door  # noqa: E402 (models need Django to be set up)

application = django if settings.DEBUG else Door(django)
