"""Identities (one handle on one network) and the posts they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.values import Audience, Network, NoticeKind
from merkwerk.networks.models.accounts import NETWORKS
from merkwerk.networks.models.sources import Source

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

TRIES = 5


class Identities(models.QuerySet["Identity"]):
    def visible_to(self, colleague: Colleague) -> Identities:
        """People of whom this colleague may see something: what they said or did to them, or that
        an own account follows them."""
        said = Post.objects.visible_to(colleague).filter(identity=OuterRef("pk"))
        did = Reaction.objects.visible_to(colleague).filter(identity=OuterRef("pk"))
        followed = Identity.objects.filter(
            pk=OuterRef("pk"),
            followed_by__account__colleague_id=colleague.pk,
            followed_by__account__removed_at=None,
        )
        return self.filter(Exists(said) | Exists(did) | Exists(followed))


class Identity(models.Model):
    """Somebody on one network: a shared public fact."""

    network = models.CharField(max_length=10, choices=NETWORKS)
    uid = models.CharField(max_length=500)
    handle = models.CharField(max_length=300, db_index=True)
    name = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    bio = models.TextField(blank=True)
    bot = models.BooleanField(default=False)
    indexable = models.BooleanField(default=True)
    """Whether their words may be searched; else only their tags are, and whom they speak to."""
    discoverable = models.BooleanField(default=True)
    """Whether they may be proposed to people who don't know them."""
    links = models.JSONField(default=list, blank=True)
    """Pages of which the network proved that they are theirs."""
    gone_at = models.DateTimeField(null=True, blank=True)
    """When the network said that the account is no more."""
    told_by = models.CharField(max_length=255, blank=True)
    """Which server told this; empty where it doesn't matter."""
    updated = models.DateTimeField(auto_now=True)

    objects = Identities.as_manager()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint("network", "uid", name="identity_once")]

    def __str__(self) -> str:
        return self.name or self.handle

    @property
    def called(self) -> str:
        """What people read: the name, else the handle."""
        return self.name or self.handle

    @property
    def at(self) -> str:
        """The handle as people write it. Who has only a site has none, so that stands plainly."""
        return self.handle if self.network == Network.WEB else f"@{self.handle}"


class Posts(models.QuerySet["Post"]):
    def visible_to(self, colleague: Colleague) -> Posts:
        """Public posts for everybody here; limited ones only for whose own source received
        them."""
        if not colleague.is_authenticated:
            return self.none()
        received = Sighting.objects.filter(source__account__colleague_id=colleague.pk).values(
            "post"
        )
        seen = Q(audience=Audience.PUBLIC) | Q(pk__in=received)
        return self.filter(seen, deleted_at=None)

    def unread(self, now: datetime) -> Posts:
        """Posts the pipeline still has to read, oldest first."""
        return self.filter(state=Post.State.NEW, try_after__lte=now).order_by("try_after", "pk")

    def in_thread_of(self, post: Post) -> Posts:
        """The post, what it answers, and what answers either, as far as we have it."""
        top = post.root or post.uid
        return self.filter(
            Q(uid__in=[top, post.uid, post.reply_to])
            | Q(root=top)
            | Q(reply_to__in=[top, post.uid]),
            network=post.network,
        )

    def set_aside(self) -> Posts:
        return self.filter(state=Post.State.SET_ASIDE)


class Post(models.Model):
    """A message by somebody. `state` is the pipeline's: new, read, or set aside after five
    tries."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        READ = "read", _("read")
        SET_ASIDE = "set-aside", _("set aside")

    network = models.CharField(max_length=10, choices=NETWORKS)
    uid = models.CharField(max_length=1000)
    url = models.CharField(max_length=1000, blank=True)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="posts")
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    warning = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=35, blank=True)
    written = models.DateTimeField(db_index=True)
    edited = models.DateTimeField(null=True, blank=True)
    reply_to = models.CharField(max_length=1000, blank=True, db_index=True)
    root = models.CharField(max_length=1000, blank=True, db_index=True)
    audience = models.CharField(
        max_length=10, default=Audience.PUBLIC, choices=[(a.value, a.value) for a in Audience]
    )
    links = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    mentions = models.JSONField(default=list)
    pictures = models.JSONField(default=list)
    native = models.JSONField(default=dict)
    revision = models.CharField(max_length=64, blank=True)
    received = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    thread_asked = models.DateTimeField(null=True, blank=True)
    thread_read = models.DateTimeField(null=True, blank=True)
    """When its conversation was last asked for, and last read from the network."""
    held = models.BooleanField(default=False)
    """Somebody here did something with it; what nobody acted on expires."""
    watched_until = models.DateTimeField(null=True, blank=True)
    rechecked = models.DateTimeField(null=True, blank=True)
    """Until when its author's edits and deletions are asked for every hour, and when last."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField()
    trouble = models.TextField(blank=True)

    objects = Posts.as_manager()

    class Meta:
        ordering = ["-written"]
        constraints = [models.UniqueConstraint("network", "uid", name="post_once")]
        indexes = [
            models.Index(
                fields=["try_after", "id"], name="posts_to_read", condition=Q(state="new")
            ),
            models.Index(fields=["identity", "-written"]),
            models.Index(
                fields=["rechecked"],
                name="posts_to_recheck",
                condition=Q(watched_until__isnull=False),
            ),
            models.Index(fields=["received"], name="posts_to_expire", condition=Q(held=False)),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]

    LATER = timedelta(minutes=2)


class Sighting(models.Model):
    """A post was seen through a source."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="sightings")
    source = models.ForeignKey(Source, models.CASCADE, related_name="sightings")

    class Meta:
        constraints = [models.UniqueConstraint("post", "source", name="seen_once")]

    def __str__(self) -> str:
        return f"{self.post_id} via {self.source_id}"


class Reactions(models.QuerySet["Reaction"]):
    def visible_to(self, colleague: Colleague) -> Reactions:
        """What people did with one's own accounts is told to their owner only."""
        return self.filter(source__account__colleague_id=colleague.pk)

    def unremembered(self) -> Reactions:
        """Those that the rooms above haven't heard of, oldest first."""
        return self.filter(remembered_at=None).order_by("pk")


class Reaction(models.Model):
    """Somebody liked, shared or followed: `about` is the uid of our post (empty for a follow),
    `source.account` whose it is."""

    class Kind(models.TextChoices):
        FAVOURITE = NoticeKind.FAVOURITE.value, _("liked")
        BOOST = NoticeKind.BOOST.value, _("shared")
        FOLLOW = NoticeKind.FOLLOW.value, _("follows")

    network = models.CharField(max_length=10, choices=NETWORKS)
    uid = models.CharField(max_length=1000)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="reactions")
    about = models.CharField(max_length=1000, blank=True, db_index=True)
    at = models.DateTimeField()
    source = models.ForeignKey(Source, models.CASCADE, related_name="reactions")
    received = models.DateTimeField(auto_now_add=True)
    remembered_at = models.DateTimeField(null=True, blank=True)
    """When the pipeline told the rooms above about it."""

    objects = Reactions.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("source", "uid", name="reaction_once")]
        indexes = [
            models.Index(fields=["id"], name="reactions_to_read", condition=Q(remembered_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
