"""The door for asynchronous web servers (ASGI); WSGI is the quicker one here."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merkwerk.settings")
application = get_asgi_application()
