"""People outside, as public facts and as a colleague's own cards, and how they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.connectors.exports.values import Way
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.networks.models import Identity

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Contacts(models.QuerySet["Contact"]):
    def visible_to(self, colleague: Colleague) -> Contacts:
        """Those one knows oneself, and those a colleague shares with one: that a contact is on
        file at all would tell that somebody knows them."""
        own = Q(relationships__colleague=colleague)
        if not colleague.is_authenticated or colleague.is_guest:
            return self.filter(own).distinct()
        told = (
            Q(relationships__shares__everyone=True)
            | Q(relationships__shares__with_colleague=colleague)
            | Q(relationships__shares__department__profiles__colleague=colleague)
        )
        here = works_here("relationships__colleague")
        return self.filter(own | (told & here)).distinct()


class Contact(models.Model):
    """A person outside, over all their identities. Without an owner it is made of public facts,
    and the same for every colleague who knows them. With one it is that colleague's own card:
    what they call somebody, whom they join and what they add changes nobody else's.
    `words` is what it may be found by and `organisation_key` what the organisation is the same
    by, both folded."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="cards"
    )
    name = models.CharField(_("name"), max_length=300)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    organisation_key = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    function = models.CharField(_("function"), max_length=200, blank=True)
    identities = models.ManyToManyField(Identity, through="Belonging", related_name="contacts")
    words = models.TextField(blank=True, editable=False)
    made = models.DateTimeField(auto_now_add=True)

    objects = Contacts.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Belonging(models.Model):
    """An identity belongs to one contact: for everybody, or as `owner` sees it on their own
    cards. An own one goes before the one for everybody."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="belongings")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="belongings")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    because = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "identity", name="belongs_once", condition=Q(owner__isnull=True)
            ),
            models.UniqueConstraint(
                "identity",
                "owner",
                name="belongs_once_to_each",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity_id} is {self.contact_id}"


class Handle(models.Model):
    """A handle that a colleague wrote down on an own card, before anybody with it was seen here.
    The identity joins the card as soon as it turns up."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="handles")
    handle = models.CharField(_("handle"), max_length=300, db_index=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["handle"]
        constraints = [models.UniqueConstraint("contact", "handle", name="written_once")]

    def __str__(self) -> str:
        return self.handle


PROFILES = {"linkedin": "https://www.linkedin.com/in/", "x": "https://x.com/"}


class Addresses(models.QuerySet["Address"]):
    def visible_to(self, colleague: Colleague) -> Addresses:
        return self.filter(relationship__colleague=colleague)


class Address(models.Model):
    """How a colleague reaches somebody: mail, telephone, post, a page. Private, as everything
    that came out of somebody's own address book; `mark` is a keyed fingerprint by which a letter
    or a call finds its person without the database telling the address."""

    relationship = models.ForeignKey(
        "relationships.Relationship", models.CASCADE, related_name="addresses"
    )
    way = models.CharField(_("way"), max_length=8, choices=[(way.value, way.name) for way in Way])
    value = EncryptedTextField(_("address"))
    mark = models.CharField(max_length=64, db_index=True)
    label = EncryptedTextField(_("label"), blank=True)
    imported = models.ForeignKey(
        "relationships.Import", models.SET_NULL, null=True, blank=True, related_name="addresses"
    )
    since = models.DateTimeField(auto_now_add=True)

    objects = Addresses.as_manager()

    class Meta:
        ordering = ["way", "pk"]
        constraints = [models.UniqueConstraint("relationship", "way", "mark", name="address_once")]

    def __str__(self) -> str:
        return f"{self.way} of {self.relationship_id}"

    @property
    def profile(self) -> str:
        """The page of a profile on a network that isn't listened to here, or ""."""
        network, _, name = self.value.partition(":")
        page = PROFILES.get(network) if self.way == Way.HANDLE else None
        return page + quote(name, safe="") if page and name else ""


class Position(models.Model):
    """Where somebody worked, as far as it was told: the last one without `until` is now. One that
    `noticed` a change, by a machine or an import, is told to who knows them."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="positions")
    organisation = models.CharField(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=100, blank=True)
    noticed = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.contact_id} at {self.organisation}"
