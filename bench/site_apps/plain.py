"""Every page rendered by Django, each time."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
