"""Addresses that machines ask for: beside the pages of the site, and at the root."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from merkwerk.stories.views import feeds, found


class Spelling(StringConverter):
    """How a feed is written."""

    regex = "rss|atom|json"


class Mark(StringConverter):
    """Sixteen signs that tell one drawn card from another."""

    regex = "[0-9a-f]{16}"


class Ending(StringConverter):
    """What kind of file a card is."""

    regex = "png|jpg"


class Key(StringConverter):
    """The key for IndexNow."""

    regex = "[0-9a-f]{32}"


class Number(IntConverter):
    """A number, written in one way only: each other way would be a page of its own to keep."""

    regex = "[1-9][0-9]{0,8}"


register_converter(Number, "number")
register_converter(Spelling, "spelling")
register_converter(Mark, "mark")
register_converter(Ending, "ending")
register_converter(Key, "key")

BELOW = [
    path("feed.<spelling:spelling>", feeds.everything, name="feed"),
    path("people/<slug:slug>/feed.<spelling:spelling>", feeds.person, name="person_feed"),
    path(
        "subjects/<number:pk>-<slug:slug>/feed.<spelling:spelling>",
        feeds.subject,
        name="subject_feed",
    ),
    path("series/<slug:slug>/feed.<spelling:spelling>", feeds.series, name="series_feed"),
    path("<slug:slug>/card-<mark:mark>.<ending:ending>", found.card, name="card"),
    path("<key:key>.txt", found.index_key, name="index_key"),
]
AT_THE_ROOT = [
    path("robots.txt", found.robots, name="robots"),
    path("llms.txt", found.llms, name="llms"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<number:number>.xml", found.sitemap_part, name="sitemap_part"),
    path(".well-known/tdmrep.json", found.reservation, name="tdm_reservation"),
]
