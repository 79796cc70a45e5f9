"""Nobody is named without a yes to the very words, and a yes can be taken back."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import fold, tokens
from merkwerk.handbook.models import Agreement, Edition, Example
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice


def ask_to_name(*, example: Example, by: Colleague) -> None:
    """Asks whom the example would like to name; who names themself said yes by that. Once for the
    same words."""
    named = example.named
    if named == by:
        agree(example=example, by=by, also_outside=example.outside)
    if named is None or agreed(example, named):
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


def agree(*, example: Example, by: Colleague, also_outside: bool = False) -> None:
    """Yes to being named with these words, in every edition that has exactly these. No name stands
    outside as a signature; with `also_outside` words in which it stands may be read there. Refuses
    (Example.DoesNotExist) whoever isn't named."""
    if example.named_id != by.pk:
        raise Example.DoesNotExist
    Agreement.objects.update_or_create(
        example=example,
        words=example.words,
        defaults={"colleague": by, "outside": also_outside},
    )


def decline(*, example: Example, by: Colleague) -> None:
    """No, or no longer: the name goes out of every edition at once, and nothing of the asking
    stays. The example itself stays, about "a colleague"; unless the name stands in its words, then
    it goes too, and out of earlier editions where it stood in words that were changed since."""
    with transaction.atomic():
        _leave_editions(example, by.name)
        if mentions(f"{example.what} {example.why}", by.name):
            Example.objects.filter(pk=example.pk).update(withdrawn=timezone.now())
        Agreement.objects.filter(example=example, colleague=by).delete()
        Notice.objects.filter(colleague=by, key__startswith=_key(example)).delete()
        Example.objects.filter(pk=example.pk, named=by).update(named=None, asked_by=None)


def _leave_editions(example: Example, name: str) -> None:
    """Earlier words of the example in which the name stands are in no edition any more."""
    for edition in Edition.objects.all():
        changed = False
        for place in edition.contents["situations"]:
            kept = [
                told
                for told in place["examples"]
                if told["pk"] != example.pk or not mentions(f"{told['what']} {told['why']}", name)
            ]
            changed = changed or len(kept) < len(place["examples"])
            place["examples"] = kept
        if changed and not mentions(f"{example.what} {example.why}", name):
            edition.save(update_fields=["contents"])


def mentions(text: str, name: str) -> bool:
    """Whether somebody's first name stands in a text as a word."""
    first = fold(name).split()[:1]
    return bool(first) and first[0] in {token.word for token in tokens(text)}


def _key(example: Example) -> str:
    return f"handbook:example:{example.pk}:"
