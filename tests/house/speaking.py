"""What somebody said with a tool of their own, who follows them, and a brand they write for."""

from __future__ import annotations

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.marks import pack
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Brand, FollowerList, Message, Registration
from merkwerk.networks.tests.people import account


def spoken(sanne: Colleague, word: str) -> dict[str, int]:
    """Fills their tables with the word, and gives the numbers that addresses need: something that
    isn't sure to be hers, and a brand where a colleague asks her to look along."""
    now = timezone.now()
    own = account(sanne, f"{word} Merk")
    FollowerList.objects.create(account=own, marks=pack([1, 2]), count=2, next_look=now)
    told = networks.register(
        by=sanne, address="https://krant.example/stuk", about=f"https://{word}.example/"
    )
    Message.objects.filter(pk=told.pk).update(text=word)
    Registration.objects.filter(pk=told.pk).update(state="asks", author=word, links=[word])
    brand = Brand.objects.create(account=own, name=f"{word} Merk", pattern="^{name}")
    bart = Colleague.objects.create_user("bart@kade.example", name="Bart Merk")
    for colleague in (sanne, bart):
        brand.writers.create(colleague=colleague, accepted_at=now)
    asked = networks.ask_review(
        by=bart, account=own, parts=[networks.Part(word)], piece="stuk", warning=word
    )
    return {"registered": told.pk, "brand": brand.pk, "review": asked.pk}
