"""The organisation, the people with an account here, what each may do, and invitations."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

INVITATION_LASTS = timedelta(days=14)
SIGN_IN_LINK_LASTS = timedelta(hours=24)


class Organisation(models.Model):
    """The one organisation of this installation."""

    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="nl"
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_organisation"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody comes for. A role gives sight or duties, never rights over another's voice."""

    COLLEAGUE = "colleague", _("Colleague")
    SOCIAL_LEAD = "social-lead", _("Social lead")
    EDITOR = "editor", _("Editor")
    RECRUITER = "recruiter", _("Recruiter")
    CARE_DESK = "care-desk", _("Care desk")
    BOARD_MEMBER = "board-member", _("Board member")
    KEEPER = "keeper", _("Keeper of confidential names")
    ADVISER = "adviser", _("Adviser")
    ADMINISTRATOR = "administrator", _("Administrator")


KEEPERS = frozenset({Role.SOCIAL_LEAD, Role.ADMINISTRATOR})
"""Who looks after what is everybody's: shared sources, and what is stored of people outside."""


def known_time_zone(name: str) -> None:
    """Refuses a time zone that this machine doesn't know."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


def works_here(way: str = "") -> models.Q:
    """The condition that somebody may sign in today: a colleague, or by `way` ("colleague") of
    something the one it belongs to."""
    path = f"{way}__" if way else ""
    return models.Q((f"{path}is_active", True), (f"{path}left_at", None))


class Colleagues(BaseUserManager["Colleague"]):
    """Questions about colleagues as accounts."""

    def create_user(self, email: str, password: str | None = None, **rest: Any) -> Colleague:
        colleague = self.model(email=self.normalize_email(email).lower(), **rest)
        colleague.set_password(password)
        colleague.save()
        return colleague

    def get_by_natural_key(self, username: str | None) -> Colleague:
        return self.get(email__iexact=username)

    def here(self) -> models.QuerySet[Colleague]:
        """Everybody who may sign in today."""
        return self.filter(works_here())

    def left(self) -> models.QuerySet[Colleague]:
        """Who left: higher rooms let go of what belongs to them (tokens of networks, for one)."""
        return self.exclude(left_at=None)

    def administrators(self) -> models.QuerySet[Colleague]:
        """Everybody who may run this Merkwerk today."""
        return self.here().filter(duties__role=Role.ADMINISTRATOR)

    def visible_to(self, colleague: Colleague) -> models.QuerySet[Colleague]:
        """Colleagues see each other; an adviser sees colleagues too, a stranger nobody."""
        return self.here() if colleague.is_authenticated else self.none()


class Colleague(AbstractBaseUser):
    """A person with an account here. `user` in Django's words."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="nl"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Amsterdam", validators=[known_time_zone]
    )
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Colleagues] = Colleagues()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """How one is greeted: the first word of the name."""
        return self.name.split(" ")[0] if self.name else self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        """All roles held; everybody is a colleague, except an adviser, who is a guest."""
        held = frozenset(self.duties.values_list("role", flat=True))
        return held if held == {Role.ADVISER} else held | {Role.COLLEAGUE}

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_here(self) -> bool:
        """The same as `works_here`, of one."""
        return self.is_active and self.left_at is None

    @property
    def is_guest(self) -> bool:
        """An adviser and nothing else: limited sight, no private data."""
        return self.roles == {Role.ADVISER}


class Duty(models.Model):
    """One role held by one colleague."""

    colleague = models.ForeignKey(Colleague, models.CASCADE, related_name="duties")
    role = models.CharField(max_length=20, choices=Role.choices)
    given = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [models.UniqueConstraint("colleague", "role", name="each_role_once")]

    def __str__(self) -> str:
        return f"{self.colleague}: {self.get_role_display()}"


def new_token() -> str:
    """A secret that fits in a link: 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret of 256 random bits: its SHA-256, which gives nothing away."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Invitations(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self, now: datetime) -> Invitations:
        return self.filter(accepted_by=None, withdrawn_at=None, created__gt=now - INVITATION_LASTS)

    def of_secret(self, secret: str) -> Invitations:
        return self.filter(secret_hash=hash_of(secret))


class Invitation(models.Model):
    """A link by which one person makes one account, once. Only a hash of its secret is kept."""

    secret_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.COLLEAGUE)
    invited_by = models.ForeignKey(Colleague, models.CASCADE, related_name="invitations")
    accepted_by = models.OneToOneField(
        Colleague, models.CASCADE, null=True, blank=True, related_name="invitation"
    )
    created = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.email


class SignInLinks(models.QuerySet["SignInLink"]):
    """Questions about sign-in links."""

    def open(self, now: datetime) -> SignInLinks:
        """Not used, not too old, and of somebody who is still here."""
        fresh = self.filter(used_at=None, created__gt=now - SIGN_IN_LINK_LASTS)
        return fresh.filter(works_here("colleague"))


class SignInLink(models.Model):
    """A link that signs one colleague in, once: for the first day and for a lost key. Only the
    SHA-256 of its secret is kept."""

    colleague = models.ForeignKey(Colleague, models.CASCADE, related_name="sign_in_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInLinks.as_manager()

    def __str__(self) -> str:
        return f"{self.colleague} {self.created:%Y-%m-%d}"
