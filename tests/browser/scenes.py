"""A small house full of life: one colleague's day, with people who ask, go quiet and write
strange things. Names are invented. `scene(...)` gives the numbers that addresses need."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from merkwerk.accounts.models import Colleague, Invitation
from merkwerk.colleagues import actions as colleagues
from merkwerk.jobs import actions as jobs
from merkwerk.lib.style import HOSTILE
from merkwerk.listening import actions as listening
from merkwerk.networks.models import Lookup, Mailbox, Message, Post, Sighting, Source
from merkwerk.networks.tests.people import account, identity, post, sent
from merkwerk.notifications import actions as notifications
from merkwerk.notifications.models import PushDevice
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Moment, Relationship
from merkwerk.today import actions as today
from merkwerk.today.actions.digest import stop_token
from merkwerk.today.models import CalendarAddress
from merkwerk.today.tests.people import reaction
from merkwerk.worker import actions as worker
from tests.browser.brands import speak
from tests.browser.carrying import carrying
from tests.browser.coming_in import coming_in
from tests.browser.confided import confided
from tests.browser.consenting import consenting
from tests.browser.desk import desk
from tests.browser.followed import followed
from tests.browser.handbook import guide_through
from tests.browser.keeping import keep
from tests.browser.listening import listen, talk
from tests.browser.photographed import photographed
from tests.browser.readers import read
from tests.browser.site import site
from tests.browser.stories import written
from tests.browser.together import together
from tests.browser.ways import ways

ASKED = (
    "Iemand ervaring met de nieuwe btw-regels voor platformen? Onze accountant kijkt me glazig aan."
)
HTML = "<p>Iemand ervaring met de nieuwe <b>btw</b>-regels voor platformen? <a href='https://a.example/'>Hier</a></p>"


def scene(sanne: Colleague, karim: Colleague) -> dict[str, int | str]:
    """Everything a page can show, in the everyday form and in the worst one."""
    now = timezone.now()
    feed, asked = _heard(sanne, now)
    answered = sent(sanne, asked, "Ja. Begin met de vraag wie de factuur schrijft.")
    joris = _known(sanne, karim, now)
    worker.remember_messages(now=now)
    topic = listening.save_topic(by=sanne, name="btw", query="btw OR omzetbelasting")
    passed = post("Wie kan ons iets leren over controle?", identity("Mira Kaya"))
    listening.pass_on(post=passed, by=karim, to=sanne, sentence="Dit is echt iets voor jou.")
    worker.read_posts(now=now)
    _reacted(sanne, now)
    today.choose_all(now=now)
    _told(sanne, karim)
    _trouble()
    refused = Message.objects.create(
        colleague=sanne,
        network="mastodon",
        answers=asked,
        account=answered.account,
        text="Nog een ding. " + HOSTILE,
        state=Message.State.REFUSED,
        error="token-refused",
    )
    invitation = Invitation.objects.create(email="nieuw@kade.example", name="", invited_by=sanne)
    return {
        "me": sanne.pk,
        "stop": stop_token(sanne),
        "colleague": karim.pk,
        "source": feed.pk,
        "post": asked.pk,
        "author": asked.identity_id,
        "topic": topic.pk,
        "relationship": joris.pk,
        "moment": Moment.objects.filter(relationship=joris, channel="hand").latest("pk").pk,
        "lookup": _lookup(sanne).pk,
        "list": _list(sanne).pk,
        "message": refused.pk,
        "invitation": invitation.pk,
        **carrying(sanne, karim),
        **listen(sanne, karim, asked, topic),
        **talk(sanne, feed),
        **_flowing(sanne, now),
        **together(sanne, karim, joris, now),
        **keep(sanne, joris, now),
        **coming_in(sanne, joris, now),
        **guide_through(sanne, karim, now),
        **ways(sanne, now),
        **speak(sanne, karim, now),
        **confided(sanne, now),
        **desk(sanne, karim, asked, now),
        **(shots := photographed(sanne, karim)),
        **written(sanne, karim, shots["photo"]),
        **site(sanne, karim, now),
        **consenting(sanne, karim, now),
        **read(sanne, now),
        **followed(sanne, now),
    }


def _heard(sanne: Colleague, now: datetime) -> tuple[Source, Post]:
    own = account(sanne)
    feed = _source("Blog van Mira", sanne, now)
    _source("Blog dat zwijgt", sanne, now, error="not-found", errors_in_a_row=3)
    _source("Rustend blog", sanne, now, state=Source.State.PAUSED)
    asked = post(ASKED, identity("Joris Bakker"), now - timedelta(minutes=38), html=HTML)
    reply = {"reply_to": asked.uid, "root": asked.uid}
    worst = identity(HOSTILE[:90], handle="x" * 90 + "@social.example")
    said = [
        post(HOSTILE + " btw", worst, html=f"<p>{HOSTILE} btw</p>", **reply),
        post("هل لدى أحدكم خبرة في btw؟", identity("نور الدين"), language="ar", **reply),
        post("Pas op met btw op schepen.", identity("Thomas Dijkstra"), warning="politiek"),
        post("btw " + "lang verhaal " * 400, identity("Anna Smit"), title="Een titel " * 12),
        post(
            "Kijk, btw op een bord.",
            identity("Ilse de Boer"),
            pictures=[{"url": "https://a.example/a.png", "description": "", "kind": "image"}],
        ),
    ]
    Sighting.objects.bulk_create(Sighting(post=one, source=feed) for one in [asked, *said])
    Message.objects.create(
        colleague=sanne, account=own, network="mastodon", answers=asked, text="Een begin"
    )
    return feed, asked


def _source(title: str, by: Colleague, now: datetime, **rest: object) -> Source:
    columns = {
        "kind": "feed",
        "network": "web",
        "address": f"https://{title.replace(' ', '-').lower()}.example/feed.xml",
        "host": "blog.example",
        "added_by": by,
        "next_check": now + timedelta(minutes=20),
        "last_check": now - timedelta(minutes=10),
        "last_success": now - timedelta(minutes=10),
        "refused_entries": [{"code": "no-date", "where": "item 3", "detail": ""}],
    }
    return Source.objects.create(title=title, **(columns | rest))


def _flowing(sanne: Colleague, now: datetime) -> dict[str, int]:
    """A stream that is behind, and a mailbox whose password is wrong."""
    stream = _source(
        "Alles op Bluesky", sanne, now, kind="bluesky-jetstream", network="bluesky",
        connected_since=now, heard_until=now - timedelta(hours=2),
    )  # fmt: skip
    letters = _source("post@kade.example", sanne, now, kind="mailbox", error="token-refused")
    Mailbox.objects.create(source=letters, host="imap.kade.example", user="post", password="x")
    return {"stream": stream.pk, "mailbox": letters.pk}


def _known(sanne: Colleague, karim: Colleague, now: datetime) -> Relationship:
    joris = relationships.add_contact(
        by=sanne,
        name="Joris Bakker",
        organisation="Fietskoerier Oost",
        function="oprichter",
        how_met="Op de boot, in juni.",
        handle="joris.bakker@social.example",
    )
    mira = relationships.add_contact(by=sanne, name="Mira Kaya", organisation=HOSTILE[:150])
    for one, days in ((joris, 3), (joris, 40), (joris, 70), (mira, 80), (mira, 100), (mira, 121)):
        relationships.note_moment(
            by=sanne,
            relationship=one,
            kind=Moment.Kind.MET,
            at=now - timedelta(days=days),
            place="Arnhem",
            note="Koffie. " + HOSTILE[16:120],
        )
    theirs = relationships.add_contact(
        by=karim, name="Joris Bakker", handle="joris.bakker@social.example"
    )
    relationships.share(relationship=theirs, by=karim)
    return joris


def _reacted(sanne: Colleague, now: datetime) -> None:
    """Somebody likes what Sanne told, somebody is due, and her telephone may buzz."""
    own = account(sanne, "Sanne elders")
    told = post("Waarom ik 's nachts jaarrekeningen lees. " + HOSTILE[16:400], own.identity)
    reaction(identity("Thomas Dijkstra"), own, about=told.uid, at=now - timedelta(minutes=12))
    worker.remember_reactions(now=now)
    hanna = relationships.add_contact(by=sanne, name="Hanna van Leeuwen")
    late = {"rhythm_wish": 30, "due_on": (now - timedelta(days=40)).date(), "stage": "met"}
    last = now - timedelta(days=70)
    Relationship.objects.filter(pk=hanna.pk).update(last_contact=last, last_moment=last, **late)
    today.notice_quiet(now=now)
    told_of = {"colleague": sanne, "endpoint": "https://push.example/x", "p256dh": "x", "auth": "x"}
    PushDevice.objects.create(name="Firefox, Android", mark="a", last_sent=now, **told_of)
    PushDevice.objects.create(name=HOSTILE[:80], mark="b", **told_of)
    CalendarAddress.objects.create(colleague=sanne, secret_hash="x", made=now)


def _told(sanne: Colleague, karim: Colleague) -> None:
    fiscal = colleagues.add_department(name="Fiscaal")
    about = {"function": "belastingadviseur", "place": "Groningen", "floor": "3", "about": ASKED}
    for one in (sanne, karim):
        colleagues.tell(by=one, department=fiscal, told=about | {"working_on": HOSTILE[16:200]})
        colleagues.feel(by=one, name="btw", feeling="gladly", found=True)
        colleagues.feel(by=one, name="subsidies", feeling="sometimes", found=True)
    notifications.tell(
        colleague=sanne,
        kind="passed_post",
        key="one",
        facts={"by": "Karim"},
        link="/today/",
    )


def _trouble() -> None:
    try:
        raise ValueError("een bericht van 10.000 tekens " + "x" * 300)
    except ValueError as error:
        jobs.note_trouble(place="networks.collect", error=error)


def _list(sanne: Colleague) -> Lookup:
    feeds = [
        {"address": f"https://blog{n}.example/feed", "title": f"Blog {n}", "folder": folder}
        for n, folder in enumerate(("Fiscaal", "Fiscaal", "Recht", ""))
    ]
    return Lookup.objects.create(
        colleague=sanne, aim=Lookup.Aim.OPML, text="Wat Sanne leest", state=Lookup.State.FOUND,
        findings=[{"unusable": 1, "repeated": 0}, *feeds],
    )  # fmt: skip


def _lookup(sanne: Colleague) -> Lookup:
    return Lookup.objects.create(
        colleague=sanne, text="blog.example", state=Lookup.State.FAILED, error="not-found"
    )
