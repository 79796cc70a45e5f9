"""Every page asks who you are, except those on one list; every setting is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from merkwerk.accounts.models import Organisation
from tests.house.on_the_site import READ_BY_ALL
from tests.house.plan import HOUSE, ROOT

# Open pages: whoever comes by may see them. A page that isn't here asks who you are.
OPEN = {
    "fediverse:actor",
    "fediverse:followers",
    "fediverse:following",
    "fediverse:inbox",
    "fediverse:nodeinfo",
    "fediverse:outbox",
    "fediverse:answer",
    "fediverse:shared_inbox",
    "fediverse:story",
    "known:nodeinfo",
    "known:webfinger",
    "home",
    "set_language",
    "accounts:first_run",
    "accounts:invitation",
    "accounts:sign_in_link",
    "worker:live",
    "service_worker",
    "short_link",
    "short_link_shown",
    "writing:offline",
    "networks:client_metadata",
    "relationships:farewell",
    "handbook:public",
    "pictures:size",
    "today:feed",
    "today:stop_digest",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "style",
    "robots",
    "llms",
    "sitemap",
    "sitemap_part",
    "tdm_reservation",
    "site:confirm_reaction",
    "site:confirm_wish",
    "site:own_reaction",
    "site:react",
    "site:subscribe",
    "site:unsubscribe",
    "site:webmention",
    "site:feed",
    "site:person_feed",
    "site:subject_feed",
    "site:series_feed",
    "site:card",
    "site:index_key",
    "consent:add_form",
    "consent:copy",
    "consent:erase",
    "consent:language",
    "consent:own_form",
    "consent:page",
    "consent:picture",
    "consent:withdraw",
    *READ_BY_ALL,
}
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


def pages(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(full name, an address) of every page."""
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from pages(entry, here, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", address(here)


def address(pattern: str) -> str:
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: EXAMPLES.get(m[1] or "str", "x"), pattern)
    filled = re.sub(r"\(\?P<\w+>[^)]*\)", "x", filled)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "").replace("/?", "/")


ALL = sorted(set(pages(get_resolver())))


def test_the_list_of_open_pages_names_only_pages_that_exist() -> None:
    assert OPEN - {"style"} <= {name for name, _ in ALL}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "where"), [page for page in ALL if page[0] not in OPEN])
def test_it_asks_who_you_are(client: Client, name: str, where: str) -> None:
    Organisation.objects.create(pk=1, name="De Zaak")
    answer = client.get(where)
    assert answer.status_code in {302, 401, 404, 405}, f"{name} {where}"
    if answer.status_code == 302:
        assert "/account/login/" in answer["Location"], f"{name} {where} → {answer['Location']}"


def test_every_setting_is_explained() -> None:
    names = set(re.findall(r'"(MERKWERK_[A-Z_]+)"', (HOUSE / "settings.py").read_text()))
    names |= set(re.findall(r"MERKWERK_[A-Z]+(?:_[A-Z]+)*", (HOUSE / "lib/keys.py").read_text()))
    told = (ROOT / "docs/configure.md").read_text()
    assert not sorted(name for name in names if name not in told)
