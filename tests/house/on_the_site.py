"""The pages of the site, for everybody outside: what they show is public by its author's press."""

from __future__ import annotations

READ_BY_ALL = {
    "site:about",
    "site:archive",
    "site:archive_year",
    "site:gone",
    "site:home",
    "site:look",
    "site:people",
    "site:person",
    "site:search",
    "site:series",
    "site:slides",
    "site:story",
    "site:subject",
}
