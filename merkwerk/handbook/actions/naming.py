"""Nobody is named without a yes to the very words, and a yes can be taken back."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.handbook.models import Agreement, Example
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice


def ask_to_name(*, example: Example, by: Colleague) -> None:
    """Asks whom the example would like to name; who names themself said yes by that. Once for the
    same words."""
    named = example.named
    if named is None or agreed(example, named):
        return
    if named == by:
        agree(example=example, by=by)
        return
    tell(
        colleague=named,
        kind="handbook_naming",
        key=f"{_key(example)}{example.words[:20]}",
        facts={"by": by.name},
        link=reverse("handbook:named"),
    )


def agreed(example: Example, colleague: Colleague) -> bool:
    """Whether this colleague said yes to the words as they are now."""
    there = Agreement.objects.filter(example=example, words=example.words, colleague=colleague)
    return there.exists()


def agree(*, example: Example, by: Colleague) -> None:
    """Yes to being named with these words, in every edition that has exactly these. Refuses
    (Example.DoesNotExist) whoever isn't named."""
    if example.named_id != by.pk:
        raise Example.DoesNotExist
    Agreement.objects.update_or_create(
        example=example, words=example.words, defaults={"colleague": by}
    )


def decline(*, example: Example, by: Colleague) -> None:
    """No, or no longer: the name goes out of every edition at once, and nothing of the asking
    stays. The example itself stays, about "a colleague"."""
    with transaction.atomic():
        Agreement.objects.filter(example=example, colleague=by).delete()
        Notice.objects.filter(colleague=by, key__startswith=_key(example)).delete()
        Example.objects.filter(pk=example.pk, named=by).update(named=None, asked_by=None)


def _key(example: Example) -> str:
    return f"handbook:example:{example.pk}:"
