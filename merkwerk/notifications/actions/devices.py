"""Which browsers a colleague switched on, and what may buzz there."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague, hash_of
from merkwerk.connectors import push
from merkwerk.connectors.errors import ConnectorError
from merkwerk.notifications.models import PushDevice, PushWishes

MOST = 10


def public_key() -> str:
    """What a browser must know of us to be switched on (RFC 8292), in base64url."""
    return sender().public


def sender() -> push.Sender:
    """This installation, as push services know it. Whoever runs one may write to the address that
    letters come from."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    return push.Sender(settings.PUSH_KEY, f"mailto:{address}")


@transaction.atomic
def switch_on(*, by: Colleague, endpoint: str, p256dh: str, auth: str, name: str) -> PushDevice:
    """Switches one browser on for `by`, and asks for what may buzz if nothing was chosen yet.

    A browser that was switched on before stays the same device; if a colleague used it then, it is
    `by`'s from now on, for a browser tells one person. Refuses (ValidationError) what no browser
    gives, an address inside a private network, and more than ten devices."""
    try:
        push.browser(endpoint, p256dh, auth)
    except ConnectorError:
        raise ValidationError(
            _("Your browser gave no address that we can send to. Try it again, or another browser.")
        ) from None
    mark = hash_of(endpoint)
    others = PushDevice.objects.visible_to(by).exclude(mark=mark)
    if others.count() >= MOST:
        raise ValidationError(_("You have ten devices already. Switch one off first."))
    device, _made = PushDevice.objects.update_or_create(
        mark=mark,
        defaults={
            "colleague": by,
            "name": name[:80],
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "failures": 0,
        },
    )
    device.pushes.all().delete()
    PushWishes.objects.get_or_create(colleague=by, defaults={"questions": True, "reactions": True})
    return device


def switch_off(*, device: PushDevice) -> None:
    """Forgets a device and whatever was still on its way to it."""
    device.delete()


def name_device(*, device: PushDevice, name: str) -> None:
    """Calls a device by what its owner calls it, cut to eighty signs."""
    device.name = name[:80]
    device.save(update_fields=["name"])


def wishes_of(colleague: Colleague) -> PushWishes:
    """What may buzz for a colleague; without a choice, an unsaved row in which nothing may."""
    found = PushWishes.objects.filter(colleague=colleague).first()
    return found or PushWishes(colleague=colleague)
