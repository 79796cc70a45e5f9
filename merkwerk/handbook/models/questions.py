"""The question desk: "may I say this?", what was answered, and whether it may help others."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.handbook.models.examples import LONGEST, Example, Situation
from merkwerk.handbook.models.people import Answerer
from merkwerk.lib.encrypted import EncryptedTextField

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

MOST_WORDS = 4000
MOST_ATTACHED = 20000


class Questions(models.QuerySet["Question"]):
    def visible_to(self, colleague: Colleague) -> Questions:
        """One's own, and those one was asked and still answers; nobody else's, whatever their
        role."""
        return self.filter(Q(asker=colleague) | Q(pk__in=self._asked_of(colleague).values("pk")))

    def for_answerer(self, colleague: Colleague) -> Questions:
        """What others asked this colleague, who still answers."""
        return self._asked_of(colleague)

    def of_asker(self, colleague: Colleague) -> Questions:
        return self.filter(asker=colleague)

    def open(self) -> Questions:
        """Somebody waits for an answer."""
        return self.filter(state=Question.State.OPEN)

    def overdue(self, now: datetime) -> Questions:
        return self.open().filter(due__lte=now)

    def to_remind(self, now: datetime) -> Questions:
        """Late, of somebody who is here, and nobody was told so since it was promised."""
        told = Q(reminded__gt=F("due"))
        return self.overdue(now).filter(works_here("asker")).exclude(told)

    def _asked_of(self, colleague: Colleague) -> Questions:
        answers = Answerer.objects.willing().filter(colleague=colleague)
        asked = Question.asked_of.through.objects.filter(
            question=OuterRef("pk"), colleague=colleague
        )
        here = works_here("asker")
        return self.filter(here, Exists(asked), Exists(answers)).exclude(asker=colleague)


class Question(models.Model):
    """One colleague asks, the named ones answer, nobody else reads along. What is asked and what
    is attached (words of a draft, a copy) are encrypted. `due` is what was promised."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ANSWERED = "answered", _("answered")

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="handbook_questions"
    )
    asked_of = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    words = EncryptedTextField(_("question"))
    attached = EncryptedTextField(blank=True)
    link = EncryptedTextField(blank=True)
    key = models.CharField(max_length=64, blank=True)
    """Names the page it was asked on, so that pressing twice asks once."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked = models.DateTimeField()
    since = models.DateTimeField()
    """Since when the asker waits: asking on begins anew."""
    due = models.DateTimeField()
    reminded = models.DateTimeField(null=True, blank=True)
    may_help = models.BooleanField(default=False)
    """Its asker was asked whether it may become an example; what they said is not kept."""
    example = models.OneToOneField(
        Example, models.SET_NULL, null=True, blank=True, related_name="question"
    )

    objects = Questions.as_manager()

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(fields=["state", "due"])]
        constraints = [
            models.UniqueConstraint("asker", "key", name="one_question", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    def is_late(self, now: datetime) -> bool:
        return self.state == self.State.OPEN and self.due <= now


class Reply(models.Model):
    """What one of them says: an answer, or the asker asking on."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Proposal(models.Model):
    """An example that an answerer would like to make of a question, without any name, waiting for
    the asker. Both a yes and a no end it; a no leaves nothing."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="proposal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="+")
    what = EncryptedTextField(_("what a colleague did"), max_length=LONGEST)
    why = EncryptedTextField(_("why it was fine"), max_length=LONGEST)

    def __str__(self) -> str:
        return f"proposal {self.pk}"
