"""Addresses of the site that name what stands there for everybody, and nothing else."""

from __future__ import annotations

FOR_EVERYBODY = {
    "site:card",
    "site:feed",
    "site:index_key",
    "site:person_feed",
    "site:series_feed",
    "site:subject_feed",
    "sitemap_part",
}
