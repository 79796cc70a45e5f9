"""The door for web servers (WSGI). Made pages are sent before Django is entered, except while
developing, when a page has to change with its template."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
django = get_wsgi_application()

from merkwerk.pages.front.door import Door  # noqa: E402 (models need Django to be set up)

application = django if settings.DEBUG else Door(django)
