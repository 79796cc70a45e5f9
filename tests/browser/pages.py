"""Every page that a browser looks at: a name, its address, and who opens it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """`who` is nobody, a colleague or an administrator; `status` is what the server answers."""

    name: str
    path: str
    """Words in braces are numbers of the scene."""
    who: str = "colleague"
    status: int = 200


PAGES = [
    Shown("today", "/today/"),
    Shown("resting", "/today/resting/"),
    Shown("reader", "/listening/"),
    Shown("reader-topic", "/listening/?topic={topic}"),
    Shown("reader-reason", "/listening/?only=asks"),
    Shown("post", "/listening/posts/{post}/"),
    Shown("post-worst", "/listening/posts/{worst}/?after={kept}"),
    Shown("post-gone", "/listening/posts/{gone}/", status=410),
    Shown("scrapbook", "/listening/scrapbook/"),
    Shown("scrapbook-empty", "/listening/scrapbook/?q=zebra"),
    Shown("words", "/listening/words/{author}/"),
    Shown("pass-on", "/listening/posts/{post}/pass/"),
    Shown("topics", "/listening/topics/"),
    Shown("topic-new", "/listening/topics/new/"),
    Shown("topic", "/listening/topics/{topic}/"),
    Shown("topic-together", "/listening/topics/{together}/"),
    Shown("shares", "/listening/topics/{together}/shares/"),
    Shown("known-soon", "/listening/people/"),
    Shown("known-soon-topic", "/listening/people/?topic={together}"),
    Shown("tones", "/listening/tone/"),
    Shown("tone", "/listening/tone/mastodon/"),
    Shown("tone-source", "/listening/tone/sources/{source}/"),
    Shown("tone-unknown", "/listening/tone/bluesky/"),
    Shown("outsiders", "/listening/outsiders/", who="administrator"),
    Shown("outsiders-found", "/listening/outsiders/?q=stille", who="administrator"),
    Shown("outsiders-nobody", "/listening/outsiders/?q=zebra", who="administrator"),
    Shown("outsider", "/listening/outsiders/{author}/"),
    Shown("outsider-to-erase", "/listening/outsiders/{outsider}/", who="administrator"),
    Shown("sources", "/networks/sources/"),
    Shown("sources-trouble", "/networks/sources/?show=trouble"),
    Shown("source-new", "/networks/sources/new/"),
    Shown("source", "/networks/sources/{source}/"),
    Shown("list-new", "/networks/sources/new/list/"),
    Shown("list", "/networks/sources/lists/{list}/"),
    Shown("stream-new", "/networks/sources/new/bluesky/", who="administrator"),
    Shown("public-new", "/networks/sources/new/mastodon/", who="administrator"),
    Shown("mailbox-new", "/networks/sources/new/mailbox/", who="administrator"),
    Shown("link-new", "/networks/links/new/"),
    Shown("mailbox", "/networks/sources/{mailbox}/mailbox/", who="administrator"),
    Shown("stream", "/networks/sources/{stream}/"),
    Shown("lookup", "/networks/lookups/{lookup}/"),
    Shown("connected", "/networks/accounts/"),
    Shown("follow", "/networks/people/{author}/follow/"),
    Shown("conversations", "/networks/conversations/"),
    Shown("conversation", "/networks/conversations/{post}/"),
    Shown("message", "/networks/messages/{message}/"),
    Shown("people", "/relationships/"),
    Shown("person-add", "/relationships/add/"),
    Shown("person", "/relationships/{relationship}/"),
    Shown("moment", "/relationships/moments/{moment}/"),
    Shown("colleagues", "/colleagues/"),
    Shown("colleagues-found", "/colleagues/?q=btw"),
    Shown("colleague", "/colleagues/{colleague}/"),
    Shown("own-page", "/colleagues/{me}/"),
    Shown("profile", "/colleagues/me/"),
    Shown("subjects", "/colleagues/me/subjects/"),
    Shown("departments", "/colleagues/departments/", who="administrator"),
    Shown("notices", "/notices/"),
    Shown("phone", "/notices/phone/"),
    Shown("own-settings", "/me/"),
    Shown("password", "/account/password/change/"),
    Shown("second-step", "/account/2fa/"),
    Shown("sessions", "/account/sessions/"),
    Shown("accounts", "/me/colleagues/", who="administrator"),
    Shown("account", "/me/colleagues/{colleague}/", who="administrator"),
    Shown("health", "/health/", who="administrator"),
    Shown("jobs", "/jobs/", who="administrator"),
    Shown("sign-in", "/account/login/", who="nobody"),
    Shown("password-reset", "/account/password/reset/", who="nobody"),
    Shown("style", "/style/"),
    Shown("error-404", "/shown/404/", status=404),
    Shown("error-404-open", "/shown/404/", who="nobody", status=404),
    Shown("error-403", "/shown/403/", status=403),
    Shown("error-403-csrf", "/shown/403_csrf/", who="nobody", status=403),
    Shown("error-400", "/shown/400/", who="nobody", status=400),
    Shown("error-429", "/shown/429/", who="nobody", status=429),
    Shown("error-500", "/shown/500/", who="nobody", status=500),
]
