"""Stories by mail: asked for, confirmed, changed, ended by one press (RFC 8058)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from merkwerk.colleagues.models import Subject
from merkwerk.lib.network_address import address_of
from merkwerk.lib.requests import SENT_BACK, whole_number
from merkwerk.stories.actions import readers, standing
from merkwerk.stories.actions.readers.subscribing import Thing
from merkwerk.stories.forms.readers import RhythmForm, SubscribeForm
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site, Subscriber
from merkwerk.stories.views.asking import asked_page, page, wait_in_words
from merkwerk.stories.views.site.frame import LANGUAGES, spoken

EVERYTHING = "all"


@asked_page
def subscribe(request: HttpRequest, site: Site, language: str = "") -> HttpResponse:
    """What about, how often, and a mail address."""
    if language and language not in LANGUAGES:
        raise Http404
    language = language or site.language
    sent = request.POST if request.method == "POST" else request.GET
    thing = _asked_for(sent)
    with spoken(language):
        if "sent" in request.GET and request.method != "POST":
            return page(request, site, "subscribe_sent", language=language)
        things = [(EVERYTHING, _("Everything that is told here"))]
        if thing is not None:
            things.insert(0, ("this", _called(thing)))
        if request.method != "POST":
            return _form(request, site, language, SubscribeForm(things=things), thing)
        return _subscribed(
            request, site, language, SubscribeForm(request.POST, things=things), thing
        )


def _subscribed(
    request: HttpRequest, site: Site, language: str, form: SubscribeForm, thing: Thing | None
) -> HttpResponse:
    now = timezone.now()
    sheet = readers.sheet_of(token=request.POST.get("sheet", ""), story=0, now=now)
    if not form.is_valid():
        return _form(request, site, language, form, thing, SENT_BACK)
    if sheet is None:
        form.add_error(None, _("This page was open for a long time. Press once more."))
        return _form(request, site, language, form, thing, SENT_BACK)
    try:
        readers.count_one(what="subscribe", address=address_of(request))
        if not form.is_trapped:
            readers.subscribe(
                email=form.cleaned_data["email"],
                thing=thing if form.cleaned_data["what"] == "this" else None,
                rhythm=form.cleaned_data["rhythm"],
                language=language,
                now=now,
            )
    except readers.TooMany as trouble:
        form.add_error(None, wait_in_words(trouble))
        return _form(request, site, language, form, thing, 429)
    return redirect(f"{request.path}?sent=1")


def _form(
    request: HttpRequest,
    site: Site,
    language: str,
    form: SubscribeForm,
    thing: Thing | None,
    status: int = 200,
) -> HttpResponse:
    token = readers.sheet_token(story=0, now=timezone.now())
    form.renew(token)
    facts: dict[str, Any] = {"form": form, "thing": thing, "kind": _kind(thing)}
    return page(request, site, "subscribe", language=language, status=status, **facts)


@asked_page
def confirm_wish(request: HttpRequest, site: Site, token: str) -> HttpResponse:
    """From the letter: looking changes nothing, the button does."""
    known = readers.wish_of(token)
    if known is None:
        raise Http404
    wish = known[0]
    with spoken(wish.language):
        called = _called(wish.thing) if wish.thing else ""
    facts: dict[str, Any] = {"wish": wish, "called": called, "done": False}
    if request.method == "POST":
        readers.confirm_wish(token=token, now=timezone.now())
        facts["done"] = True
    return page(request, site, "subscribed", language=wish.language, **facts)


@asked_page
def unsubscribe(request: HttpRequest, site: Site, token: str) -> HttpResponse:
    """Looking shows a button; a POST, from here or from a mail program (RFC 8058: without a cookie,
    so the link is the secret), ends it at once. Also: other rhythms, and fewer things."""
    if not readers.is_ours(token):
        raise Http404
    subscriber = readers.subscriber_of(token)
    language = subscriber.language if subscriber else site.language
    with spoken(language):
        if request.method == "POST":
            return _changed(request, site, token, subscriber, language)
        return _letters(request, site, subscriber, language)


def _changed(
    request: HttpRequest, site: Site, token: str, subscriber: Subscriber | None, language: str
) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "rhythm" and subscriber:
        form = RhythmForm(request.POST)
        if form.is_valid():
            readers.change_rhythm(token=token, rhythm=form.cleaned_data["rhythm"])
            return redirect(f"{request.path}?saved=1")
        return _letters(request, site, subscriber, language, SENT_BACK)
    if do == "drop" and subscriber:
        readers.drop_wish(token=token, pk=whole_number(request.POST.get("wish", "")) or 0)
        return redirect(f"{request.path}?saved=1")
    readers.unsubscribe(token=token)
    return _letters(request, site, None, language)


def _letters(
    request: HttpRequest,
    site: Site,
    subscriber: Subscriber | None,
    language: str,
    status: int = 200,
) -> HttpResponse:
    wishes = readers.wishes_of(subscriber) if subscriber else []
    facts: dict[str, Any] = {
        "subscriber": subscriber,
        "wishes": [(wish, _called(wish.thing) if wish.thing else "") for wish in wishes],
        "form": RhythmForm(initial={"rhythm": subscriber.rhythm}) if subscriber else None,
        "saved": "saved" in request.GET,
    }
    return page(request, site, "letters", language=language, status=status, **facts)


def _asked_for(sent: object) -> Thing | None:
    """The person, subject or series a link names, when it stands on the site."""
    get = sent.get  # type: ignore[attr-defined]
    stands = PublicStory.objects
    if pk := whole_number(get("person", "")):
        return PersonPage.objects.open().filter(pk=pk).first()
    if pk := whole_number(get("subject", "")):
        return standing.subject(pk)
    if pk := whole_number(get("series", "")):
        return Series.objects.filter(pk=pk, pk__in=stands.values("series")).first()
    return None


def _kind(thing: Thing | None) -> str:
    return type(thing).__name__.removesuffix("Page").lower() if thing else ""


def _called(thing: Thing) -> str:
    told = {"name": str(thing)}
    if isinstance(thing, PersonPage):
        return _("What %(name)s tells") % told
    if isinstance(thing, Subject):
        return _("Stories about %(name)s") % told
    return _("The series “%(name)s”") % told
