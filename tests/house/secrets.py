"""One colleague's whole life, with a word in every private corner that nobody else may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.crypto import get_random_string

from merkwerk.accounts.models import Colleague, Role
from merkwerk.colleagues import actions as colleagues
from merkwerk.handbook import actions as handbook
from merkwerk.handbook.models import Answerer
from merkwerk.jobs.models import Attempt, Trouble
from merkwerk.listening import actions as listening
from merkwerk.listening.actions import tone
from merkwerk.networks.models import Lookup, Mailbox, Message, PendingConnection, Post, Source
from merkwerk.networks.tests.people import account, identity, limited_post, post, sent
from merkwerk.notifications import actions as notifications
from merkwerk.notifications.models import PushDevice
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.actions.feeders import Letters
from merkwerk.relationships.actions.importing.packed import pack
from merkwerk.relationships.models import Import, Join, Moment, NewWork, Relationship, Takeaway
from merkwerk.today import actions as today
from merkwerk.today.models import Occasion, RestingPerson
from merkwerk.worker import actions as worker
from merkwerk.writing.actions import keys, mail_in, probing, registering, short_links
from merkwerk.writing.models import Probing
from tests.house.followed import followed
from tests.house.picturing import picturing
from tests.house.speaking import spoken
from tests.house.storytelling import storytelling
from tests.house.telling import telling

WORD = "Zwijgzaam"
"""Every private text holds it; no page of another colleague may."""


def life(sanne: Colleague) -> dict[str, int]:
    """Fills every private table for `sanne`, and gives the numbers that addresses need."""
    now = timezone.now()
    own = account(sanne, f"{WORD} Account")
    theirs = identity("Joris Bakker")
    public = post("Wie kent de nieuwe btw-regels?", theirs)
    letter = limited_post(f"{WORD}: onder ons gezegd, btw?", own, theirs)
    whispering = limited_post(WORD, own, identity(f"{WORD} Fluister"))
    topic = listening.save_topic(by=sanne, name=f"{WORD} btw", query="btw", purpose=WORD)
    worker.read_posts(now=now)
    listening.keep(post=public, by=sanne, note=WORD, topic=topic)
    listening.interpret(post=letter, by=sanne, meaning=WORD)
    listening.correct(topic=topic, post=letter, by=sanne, wanted=True)
    today.choose_all(now=now)
    stance = colleagues.feel(by=sanne, name=f"{WORD} onderwerp", feeling="not-me", found=True)
    notice = notifications.tell(
        colleague=sanne, kind="passed_post", key="one", facts={"by": WORD}, link="/today/"
    )
    return {
        "account": own.pk,
        "public": public.pk,
        "limited": letter.pk,
        "author": theirs.pk,
        "correspondent": whispering.identity_id,
        "topic": topic.pk,
        "occasion": Occasion.objects.filter(colleague=sanne).latest("pk").pk,
        "resting": _resting(sanne),
        "stance": stance.pk,
        "tone_note": _tone_note(sanne),
        "notice": notice.pk,
        "device": _device(sanne),
        "source": Source.objects.get(account=own).pk,
        **_said(sanne, public, letter),
        **_known(sanne),
        **_asked(sanne),
        **_carried(sanne),
        **_shared(sanne),
        **_guided(sanne),
        **_confided(sanne),
        **_of_the_house(sanne),
        **spoken(sanne, WORD),
        **telling(sanne, own, public, WORD, now),
        **storytelling(sanne, WORD),
        **picturing(sanne),
        **followed(sanne, WORD),
    }


def _tone_note(sanne: Colleague) -> int:
    return tone.write_note(
        network="mastodon", source=None, by=sanne, kind="other", text="Droge humor."
    ).pk


def _device(sanne: Colleague) -> int:
    device = PushDevice.objects.create(
        colleague=sanne, name=f"{WORD} telefoon", mark="x", endpoint=f"https://{WORD}.example/"
    )
    device.pushes.create(key="x", words=WORD, next_try=timezone.now(), created=timezone.now())
    return device.pk


def _resting(sanne: Colleague) -> int:
    return RestingPerson.objects.create(colleague=sanne, identity=identity(f"{WORD} Rust")).pk


def _said(sanne: Colleague, public: Post, letter: Post) -> dict[str, int]:
    sent(sanne, letter, f"{WORD}: een antwoord onder ons.")
    rest: dict[str, Any] = {"colleague": sanne, "network": "mastodon", "answers": public}
    Message.objects.create(text=f"{WORD}: nog niet af", **rest)
    waiting = Message.objects.create(
        text=WORD, state=Message.State.WAITING, next_try=timezone.now(), **rest
    )
    refused = Message.objects.create(
        text=WORD, state=Message.State.REFUSED, error="rejected", error_detail=WORD, **rest
    )
    return {"message": refused.pk, "waiting": waiting.pk}


def _known(sanne: Colleague) -> dict[str, int]:
    one = relationships.add_contact(
        by=sanne, name=f"{WORD} Contact", organisation="Stilte", function=WORD, how_met=WORD
    )
    relationships.keep_note(relationship=one, by=sanne, how_met=WORD, note=WORD)
    moment = relationships.note_moment(
        by=sanne, relationship=one, kind=Moment.Kind.MET, at=timezone.now(), place=WORD, note=WORD
    )
    return {
        "relationship": one.pk,
        "moment": moment.pk,
        **_together(sanne, one),
        **_came_in(sanne, one),
        **_kept(sanne, one),
    }


def _kept(sanne: Colleague, one: Relationship) -> dict[str, int]:
    """A group, an address, and somebody whose turn it is."""
    now = timezone.now()
    group = relationships.group_named(by=sanne, name=f"{WORD} groep")
    relationships.set_groups(relationship=one, by=sanne, groups=[group.pk], now=now)
    relationships.keep_note(
        relationship=one, by=sanne, how_met=WORD, note=WORD, interests=WORD, could_give=WORD
    )
    address = relationships.add_address(
        relationship=one, by=sanne, way="mail", value=f"x@{WORD}.example", label=WORD
    )
    lost = relationships.add_contact(by=sanne, name=f"{WORD} Vergeten")
    relationships.note_moment(
        by=sanne, relationship=lost, kind="met", at=now - timedelta(days=200), given=WORD
    )
    relationships.set_rhythm(relationship=lost, by=sanne, days=7, now=now)
    return {"group": group.pk, "address": address.pk if address else 0}


def _came_in(sanne: Colleague, one: Relationship) -> dict[str, int]:
    """A question whom something was with, one whether two are the same, and a mail folder."""
    now = timezone.now()
    stray = relationships.jot(by=sanne, sentence=f"koffie met {WORD}a Onbekend", now=now).stray
    twin = relationships.add_contact(by=sanne, name=f"{WORD} Tweede")
    join = Join.objects.create(colleague=sanne, one=one.contact, other=twin.contact)
    way = {"host": f"imap.{WORD}.example".lower(), "user": WORD, "password": WORD}
    feeder = relationships.add_mail(by=sanne, name=WORD, letters=Letters(**way), now=now)
    relationships.make_moment_address(by=sanne)
    told = NewWork.objects.create(
        colleague=sanne, identity=identity("Nel Nieuwbaan"), organisation="Kleine Bron",
        words="Werkt bij Kleine Bron", key="kleine bron", noticed=now,
    )  # fmt: skip
    return {
        "stray": stray.pk if stray else 0, "join": join.pk, "feeder": feeder.pk,
        "new_work": told.pk,
    }  # fmt: skip


def _together(sanne: Colleague, one: Relationship) -> dict[str, int]:
    """Shared with one colleague alone, who is asked for an introduction; and what came of it."""
    kees = Colleague.objects.create_user("kees.stil@kade.example", name="Kees Stil")
    relationships.share(relationship=one, by=sanne, colleague=kees, moments=True)
    theirs = relationships.add_contact(by=kees, name=f"{WORD} Kennis", organisation="Stilte")
    relationships.share(relationship=theirs, by=kees, colleague=sanne)
    asked = relationships.ask(relationship=theirs.pk, by=sanne, words=WORD)
    led = relationships.tell_outcome(
        relationship=one, by=sanne, kind="idea", title=WORD, told=WORD, on=timezone.localdate()
    )
    return {"introduction": asked.pk, "outcome": led.pk}


def _asked(sanne: Colleague) -> dict[str, int]:
    lookup = Lookup.objects.create(
        colleague=sanne, text=WORD, state=Lookup.State.FAILED, error="not-found", error_detail=WORD
    )
    pending = PendingConnection.objects.create(
        colleague=sanne, way="mastodon", server=f"https://{WORD}.example", stage="ready"
    )
    feeds = Lookup.objects.create(
        colleague=sanne, aim=Lookup.Aim.OPML, text=WORD, state=Lookup.State.FOUND,
        findings=[{}, {"address": f"https://{WORD}.example/", "title": WORD, "folder": WORD}],
    )  # fmt: skip
    return {"lookup": lookup.pk, "connection": pending.pk, "list": feeds.pk}


def _carried(sanne: Colleague) -> dict[str, int]:
    """A file that waits for a choice, and a copy of everything."""
    now = timezone.now()
    told = pack({"owner": {"name": WORD}, "troubles": [{"code": "x", "where": WORD, "facts": {}}]})
    batch = Import.objects.create(
        colleague=sanne, name=f"{WORD}.vcf", format="vcard", state=Import.State.PREVIEW,
        told=told, next_try=now,
    )  # fmt: skip
    batch.rows.create(position=1, key="x", card=pack({"card": {"key": "x", "name": WORD}}))
    copy = Takeaway.objects.create(colleague=sanne, state=Takeaway.State.READY, next_try=now)
    relationships.keep_farewell_address(by=sanne, address=f"{WORD}@thuis.example")
    return {"import": batch.pk, "copy": copy.pk}


def _shared(sanne: Colleague) -> dict[str, int]:
    """A short link, a key for another program, an address for drafts."""
    mail_in.make_writing_address(by=sanne)
    link = short_links.short_link(by=sanne, target=f"https://{WORD}.example/{WORD}")
    return {"short_link": link.pk, "key": keys.make_key(by=sanne, name=WORD)[0].pk}


def _guided(sanne: Colleague) -> dict[str, int]:
    """A handbook that would like to name her, and a question that may help others."""
    guide, roos = (
        Colleague.objects.create_user(f"{name}@kade.example", name=name.title())
        for name in ("gids", "roos")
    )
    guide.duties.create(role=Role.SOCIAL_LEAD)
    answerer = Answerer.objects.create(colleague=roos, willing=timezone.now())
    place = handbook.add_situation(by=guide, name="Een foto", lead="Vraag het even.")
    told: dict[str, Any] = {"what": "Een collega vroeg het eerst.", "why": "Niemand werd verrast."}
    example = handbook.save_example(by=guide, situation=place, named=sanne, **told)
    handbook.publish(by=guide, news="Ouder.")
    edition = handbook.current()
    handbook.add_situation(by=guide, name="Een fout", lead="Zet het recht.")
    handbook.publish(by=guide, news="Nieuwer.")
    handbook.invite_stand(colleague=sanne, by=guide)
    link = f"https://{WORD}.example/"
    asked = handbook.ask(by=sanne, words=WORD, attached=WORD, link=link)
    handbook.reply(question=asked, by=roos, words=WORD)
    handbook.propose_example(question=asked, by=roos, situation=place, what=WORD, why=WORD)
    return {
        "question": asked.pk,
        "named_example": example.pk,
        "example": example.pk,
        "situation": place.pk,
        "answerer": answerer.pk,
        "edition": edition.pk if edition else 0,
    }


def _confided(sanne: Colleague) -> dict[str, int]:
    """A name that is kept, and that her texts touched many."""
    keeper = Colleague.objects.create_user("wim@kade.example", name="Wim Waker")
    keeper.duties.create(role=Role.KEEPER)
    told = {"aliases": [f"{WORD}bank"], "instead": WORD, "proof": WORD}
    one = registering.keep(by=keeper, kind="client", name=f"{WORD} Advies", **told)
    probing.note_probing(by=sanne, names=14, day=timezone.localdate())
    return {"confidence": one.pk, "probing": Probing.objects.get().pk}


def _mailbox() -> Source:
    source = Source.objects.create(
        kind="mailbox", network="web", address="nieuws@kade.example", host="imap.example",
        title="nieuws@kade.example", next_check=timezone.now(),
    )  # fmt: skip
    Mailbox.objects.create(source=source, host="imap.example", user="nieuws", password=WORD)
    return source


def _of_the_house(sanne: Colleague) -> dict[str, int]:
    """What is nobody's, or for administrators only."""
    shared = Source.objects.create(
        kind="feed",
        network="web",
        address="https://blog.example/feed.xml",
        host="blog.example",
        title="Blog",
        next_check=timezone.now(),
    )
    trouble = Trouble.objects.create(place="x", fingerprint="x", summary="x")
    attempt = Attempt.objects.create(
        job="00000000-0000-4000-8000-000000000001", task="x", state=Attempt.State.DEAD
    )
    department = colleagues.add_department(name="Fiscaal")
    invitation = sanne.invitations.create(secret_hash=get_random_string(64), email="n@kade.example")
    key = Authenticator.objects.create(
        user=sanne, type=Authenticator.Type.WEBAUTHN, data={"name": WORD, "credential": {}}
    )
    return {
        "shared_source": shared.pk,
        "mailbox": _mailbox().pk,
        "trouble": trouble.pk,
        "attempt": attempt.pk,
        "department": department.pk,
        "invitation": invitation.pk,
        "passkey": key.pk,
        "colleague": sanne.pk,
    }
