"""Who is asked to stay away: search engines, and machines that are trained on what they read."""

from __future__ import annotations

from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.found import paths
from merkwerk.stories.models import Site

TRAINING = (
    *("AI2Bot", "Ai2Bot-Dolma", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider"),
    *("CCBot", "ClaudeBot", "cohere-ai", "cohere-training-data-crawler", "DeepSeekBot", "Diffbot"),
    *("FacebookBot", "Google-Extended", "GPTBot", "ICC-Crawler", "ImagesiftBot", "img2dataset"),
    *("Kangaroo Bot", "meta-externalagent", "omgili", "omgilibot", "PanguBot", "SBIntuitionsBot"),
    *("Timpibot", "Webzio-Extended"),
)
"""Agents that gather for training, by the names their makers tell. Those that fetch a page because
a reader asks for it, or for a search engine, are not among them."""
OPEN_TO_ALL = (paths.ROOT, "/pictures/", "/static/", "/.well-known/", "/ap/")
_NO = "User-agent: *\nDisallow: /\n"


def robots(site: Site | None) -> str:
    """robots.txt (RFC 9309). What is open is named, the rest is closed, so no secret path is told.
    A site that is not for search engines says so on each page ("noindex"), which they only see
    when they may read it: here it only names no sitemap."""
    if site is None or not site.is_open:
        return _NO
    lines: list[str] = []
    if site.keeps_out_models:
        lines += [*(f"User-agent: {name}" for name in TRAINING), "Disallow: /", ""]
    lines += ["User-agent: *", *(f"Allow: {path}" for path in OPEN_TO_ALL)]
    if paths.home() == "/":
        lines.append("Allow: /$")
    lines += [f"Disallow: {paths.ROOT}search/", "Disallow: /", ""]
    if not site.keeps_out_search:
        lines += [f"Sitemap: {site_address('/sitemap.xml')}", ""]
    return "\n".join(lines)


def llms(site: Site) -> str:
    """llms.txt (https://llmstxt.org): what stands here and where, in Markdown, or the plain request
    not to train on it."""
    lines = [f"# {_line(site.name)}", ""]
    if site.motto:
        lines += [f"> {_line(site.motto)}", ""]
    if site.keeps_out_models:
        lines.append(
            "The stories and photos here are told by people under their own names. They may not be "
            "used to train models, nor be kept for that (Directive (EU) 2019/790, article 4(3))."
        )
        return "\n".join([*lines, ""])
    lines += ["## Stories", ""]
    lines.append(f"- [All stories]({site_address(paths.home())})")
    lines.append(f"- [Feed with whole stories]({site_address(paths.feed(paths.ROOT, 'json'))})")
    lines.append(f"- [Who tells them]({site_address(paths.ROOT + 'people/')})")
    return "\n".join([*lines, ""])


def reservation(site: Site) -> list[dict[str, object]]:
    """/.well-known/tdmrep.json (TDM Reservation Protocol, W3C community group, section 4.1)."""
    return [{"location": "/", "tdm-reservation": int(site.keeps_out_models)}]


def headers(site: Site) -> dict[str, str]:
    """What every file of the site that is no page says of itself."""
    told: dict[str, str] = {}
    if site.keeps_out_models:
        told["tdm-reservation"] = "1"
    if site.keeps_out_search:
        told["X-Robots-Tag"] = "noindex"
    return told


def _line(text: str) -> str:
    return " ".join(text.split())
