"""The addresses of the site, for everybody. The site's main language has no word in its addresses,
another one has: /stories/en/people/. A story has one address, in its own language."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from merkwerk.stories.found_urls import BELOW
from merkwerk.stories.reader_urls import ON_THE_SITE
from merkwerk.stories.views import site, slides


class Language(StringConverter):
    """A language that pages of the site can speak."""

    regex = "nl|en"


register_converter(Language, "language")

app_name = "site"
pages = [
    path("", site.home, name="home"),
    path("people/", site.people, name="people"),
    path("people/<slug:slug>/", site.person, name="person"),
    path("subjects/<number:pk>-<slug:slug>/", site.subject, name="subject"),
    path("series/<slug:slug>/", site.series, name="series"),
    path("archive/", site.archive, name="archive"),
    path("archive/<number:year>/", site.archive_year, name="archive_year"),
    path("search/", site.search, name="search"),
    path("about/", site.about, name="about"),
]
urlpatterns = [
    *BELOW,
    *ON_THE_SITE,
    *pages,
    path("<language:language>/", include(pages)),
    path("look-<slug:mark>.css", site.look, name="look"),
    path("<slug:slug>/slides.pdf", slides.slides, name="slides"),
    path("<slug:slug>/", site.story, name="story"),
    path("<path:rest>/", site.gone, name="gone"),
]
