"""What lies on the desk: a sheet with everything beside it, told things, a pause, requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues import actions as colleagues
from merkwerk.colleagues.models import Subject
from merkwerk.lib.style import HOSTILE
from merkwerk.networks.models import ConnectedAccount, Message, Post
from merkwerk.networks.tests.people import post
from merkwerk.writing import actions as writing
from merkwerk.writing.models import Draft, Reference, Request, Version

TEXT = (
    "Vorige week zat ik bij een waterbedrijf aan tafel en leerde ik waarom een controle soms "
    "begint met goed luisteren. Mijn collega schreef erover, en ik denk dat ze één ding vergeet: "
    "de stilte."
)


def desk(sanne: Colleague, karim: Colleague, about: Post, now: datetime) -> dict[str, int]:
    """Each in its everyday form and its worst."""
    account = ConnectedAccount.objects.visible_to(sanne).order_by("pk").first()
    assert account is not None
    full = _full(sanne, about)
    worst = writing.begin(by=sanne, text=f"{HOSTILE} " * 20)
    long = writing.begin(by=sanne, text="Een lange gedachte. " * 80)
    writing.save_version(draft=long, account=account, by=sanne, text="Deel een.\n---\nDeel twee.")
    resting = writing.begin(by=sanne, text="Hier wil ik over slapen.")
    writing.pause(draft=resting, by=sanne, minutes=20 * 60, now=now)
    away = writing.begin(by=sanne, text="Toch niet.")
    writing.put_away(draft=away, by=sanne, now=now)
    told = _told(sanne, account, now - timedelta(days=2))
    fresh = _told(sanne, account, now, state=Message.State.REFUSED, error="token-refused")
    return {
        "draft": full.pk,
        "worst_draft": worst.pk,
        "long_draft": long.pk,
        "resting_draft": resting.pk,
        "through": account.pk,
        "showing": _shown(full, sanne, karim),
        "told_draft": told.draft_id,
        "told_message": told.message_id or 0,
        "fresh_draft": fresh.draft_id,
        **_requests(sanne, karim),
    }


def _full(sanne: Colleague, about: Post) -> Draft:
    draft = writing.begin(by=sanne, text=TEXT, facts="12 gesprekken, 3 weken", about=about)
    writing.save(draft=draft, by=sanne, text="Op de telefoon begonnen.", desk="phone")
    draft = writing.save(
        draft=draft, by=sanne, text=TEXT, answers={"surprised": "De stilte"}, desk="office"
    )
    for number, state in enumerate(Reference.State.values):
        one = writing.refer(draft=draft, by=sanne, address=f"https://blad.example/{number}")
        assert one is not None
        Reference.objects.filter(pk=one.pk).update(
            state=state, title=HOSTILE[:120] if number else "Luisteren op de kade", author="Ilse"
        )
    drawn = BytesIO()
    Image.new("RGB", (640, 360), "#2a6f7a").save(drawn, "PNG")
    file = SimpleUploadedFile("kade.png", drawn.getvalue(), "image/png")
    picture = writing.add_picture(draft=draft, by=sanne, file=file)
    writing.describe(picture=picture, by=sanne, description="De kade", people_agreed=True)
    return draft


def _shown(full: Draft, sanne: Colleague, karim: Colleague) -> int:
    """What the reader is shown of Karim, and what Sanne let him read."""
    theirs = writing.begin(by=karim, text=TEXT)
    shown = writing.show(draft=full, by=sanne, to=karim, asks="Is het te lang?")
    writing.remark(showing=shown, by=karim, words=HOSTILE)
    return writing.show(draft=theirs, by=karim, to=sanne, asks=HOSTILE).pk


def _told(
    sanne: Colleague,
    account: ConnectedAccount,
    at: datetime,
    state: str = Message.State.SENT,
    error: str = "",
) -> Version:
    draft = writing.begin(by=sanne, text=TEXT)
    version = Version.objects.create(draft=draft, account=account)
    version.message = Message.objects.create(
        colleague=sanne, account=account, network=account.network, piece=version.key, text=TEXT,
        state=state, error=error, asked_at=at, uid=f"https://social.example/desk/{draft.pk}",
        sent_at=at if state == Message.State.SENT else None,
        url="https://social.example/desk" if state == Message.State.SENT else "",
    )  # fmt: skip
    version.save()
    Draft.objects.filter(pk=draft.pk).update(told_at=at)
    if state == Message.State.SENT:
        post("Precies wat ik ook hoorde.", reply_to=version.message.uid)
    return version


def _requests(sanne: Colleague, karim: Colleague) -> dict[str, int]:
    colleagues.feel(by=karim, name="Havens", feeling="gladly", found=True)
    subject = Subject.objects.get(name="Havens")
    asked = Request.objects.create(
        asker=karim, asked=sanne, subject=subject, words="Vertel jij over de stilte?",
        link="https://blad.example/1",
    )  # fmt: skip
    worst = Request.objects.create(asker=sanne, asked=karim, subject=subject, words=HOSTILE)
    return {"asked_request": asked.pk, "own_request": worst.pk, "to_ask_about": subject.pk}
