"""Letters to readers: plain, in their language, in the name of the site."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import override

from merkwerk.stories.models import Site


def send_letter(
    *,
    to: str,
    language: str,
    subject: str | Promise,
    template: str,
    words: Mapping[str, object],
    headers: Mapping[str, str] | None = None,
    with_html: bool = False,
) -> None:
    """Leaves a letter for the post, in the caller's transaction. `subject` may be lazy; `template`
    names `site/readers/mail/<template>.txt` (and `.html` where wished). Line breaks and other signs
    that could begin a header are taken out of the subject and the site's name."""
    site = Site.objects.filter(pk=1).first()
    name = " ".join((site.name if site else "").split())
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    place = f"site/readers/mail/{template}"
    with override(language):
        told = {"site": name, "language": language, **words}
        letter = EmailMultiAlternatives(
            subject=" ".join(str(subject).split())[:200],
            body=render_to_string(f"{place}.txt", told),
            from_email=formataddr((name or sender[0], sender[1])),
            to=[to],
            headers=dict(headers or {}),
        )
        if with_html:
            letter.attach_alternative(render_to_string(f"{place}.html", told), "text/html")
        letter.send()
