"""Every address of the house, room by room."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from merkwerk.accounts.views import choose_language
from merkwerk.lib.style import style_page
from merkwerk.notifications.views import service_worker
from merkwerk.stories.found_urls import AT_THE_ROOT
from merkwerk.writing.views import shortened

handler400 = "merkwerk.lib.too_large.unreadable"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="today:day"), name="home"),
    path("today/", include("merkwerk.today.urls")),
    path("writing/", include("merkwerk.writing.urls")),
    path("stories/", include("merkwerk.stories.site_urls")),
    path("desk/stories/", include("merkwerk.stories.urls")),
    path("desk/photos/", include("merkwerk.photos.urls")),
    path("consent/", include("merkwerk.photos.consent_urls")),
    path("pictures/", include("merkwerk.photos.picture_urls")),
    path("ap/", include("merkwerk.fediverse.urls")),
    path(".well-known/", include("merkwerk.fediverse.known_urls")),
    path("desk/fediverse/", include("merkwerk.fediverse.desk_urls")),
    path("handbook/", include("merkwerk.handbook.urls")),
    path("listening/", include("merkwerk.listening.urls")),
    path("relationships/", include("merkwerk.relationships.urls")),
    path("networks/", include("merkwerk.networks.urls")),
    path("colleagues/", include("merkwerk.colleagues.urls")),
    path("notices/", include("merkwerk.notifications.urls")),
    path("health/", include("merkwerk.worker.urls")),
    path("jobs/", include("merkwerk.jobs.urls")),
    path("me/", include("merkwerk.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("l/<slug:code>", shortened.follow, name="short_link"),
    path("l/<slug:code>+", shortened.reveal, name="short_link_shown"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("language/", choose_language, name="set_language"),
    *AT_THE_ROOT,
]
if settings.DEBUG:
    urlpatterns.append(path("style/", style_page, name="style"))
