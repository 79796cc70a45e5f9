"""What a colleague does with one post: keep it, let it rest, say what it means, pass it on. Every
act can be undone, and every act on a post that its colleague does not see raises
`Post.DoesNotExist`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.engine.text import fold
from merkwerk.listening.actions.queue import echoes_of
from merkwerk.listening.models import Claim, Interpretation, PassedPost, Reading, Topic
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Message, Post
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice

State = Reading.State
MOST = 2_000


def seen(*, posts: Iterable[Post], by: Colleague) -> list[int]:
    """The numbers of these posts, as far as they are there for `by`."""
    wanted = {post.pk for post in posts}
    return list(Post.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True))


def hold(*, post: Post, by: Colleague) -> None:
    """Keeps a post from expiring, since `by` acts on it. Raises Post.DoesNotExist when it is not
    there for them."""
    if not seen(posts=[post], by=by):
        raise Post.DoesNotExist
    networks.hold(posts=[post.pk])


@transaction.atomic
def keep(*, post: Post, by: Colleague, note: str = "", topic: Topic | None = None) -> Reading:
    """Keeps a post in the scrapbook of `by`, with a note for themselves alone. Keeping it again
    changes the note. What was answered or passed on stays so."""
    hold(post=post, by=by)
    reading, _ = Reading.objects.get_or_create(
        colleague=by, post=post, defaults={"state": State.KEPT, "topic": topic}
    )
    if reading.state == State.RESTED:
        reading.state = State.KEPT
    reading.kept, reading.note = True, note.strip()[:500]
    reading.save()
    return reading


@transaction.atomic
def let_go(*, post: Post, by: Colleague) -> None:
    """Takes a post out of the scrapbook, with its note. One that was only kept is to be read again.
    Works for a post that its author took away, too."""
    own = Reading.objects.filter(colleague=by, post=post)
    own.filter(state=State.KEPT).delete()
    own.update(kept=False, note="")


def scrapbook(*, by: Colleague, words: str = "") -> list[Reading]:
    """What `by` kept, the latest first; with words only what holds each of them, in the post, its
    author's name or the note. Capitals and accents make no difference. At most two thousand are
    looked through. Costs one query."""
    kept = Reading.objects.visible_to(by).scrapbook().select_related("post__identity")
    wanted = fold(words).split()
    return [one for one in kept.order_by("-at")[:MOST] if _holds(one, wanted)]


def _holds(reading: Reading, wanted: list[str]) -> bool:
    if not wanted:
        return True
    post = reading.post
    said = fold(" ".join([post.title, post.text, post.identity.called, reading.note]))
    return all(word in said for word in wanted)


@transaction.atomic
def rest(*, posts: Iterable[Post], by: Colleague, topic: Topic | None = None) -> None:
    """Lets posts rest (one, or several that say the same): they leave the list of `by`. What was
    answered or passed on stays so."""
    there = seen(posts=posts, by=by)
    had = dict(Reading.objects.filter(colleague=by, post__in=there).values_list("post", "state"))
    Reading.objects.bulk_create(
        Reading(colleague=by, post_id=pk, topic=topic, state=State.RESTED)
        for pk in there
        if pk not in had
    )
    kept = [pk for pk, state in had.items() if state == State.KEPT]
    Reading.objects.filter(colleague=by, post__in=kept).update(state=State.RESTED)


@transaction.atomic
def read_again(*, posts: Iterable[Post], by: Colleague) -> None:
    """Undoes resting: the posts are to be read again; one in the scrapbook stays there."""
    rested = Reading.objects.filter(colleague=by, post__in=posts, state=State.RESTED)
    rested.filter(kept=True).update(state=State.KEPT)
    rested.filter(kept=False).delete()


@transaction.atomic
def interpret(*, post: Post, by: Colleague, meaning: str) -> Interpretation | None:
    """Says what a post means, in the name of `by`, to whoever sees the post. Saying it again
    changes the words, and holds for the post as it stands now; empty words take it back."""
    if not meaning.strip():
        Interpretation.objects.filter(colleague=by, post=post).delete()
        return None
    hold(post=post, by=by)
    words = {"text": meaning.strip()[:2000], "of_edit": post.edited}
    return Interpretation.objects.update_or_create(colleague=by, post=post, defaults=words)[0]


def meanings(*, posts: Iterable[Post], by: Colleague) -> dict[int, list[Interpretation]]:
    """What colleagues say that these posts mean, by post, as far as `by` sees the posts; costs one
    query."""
    here = {post.pk: post for post in posts}
    found: dict[int, list[Interpretation]] = defaultdict(list)
    said = Interpretation.objects.visible_to(by).filter(post__in=here)
    for one in said.select_related("colleague") if here else ():
        one.post = here[one.post_id]
        found[one.post_id].append(one)
    return dict(found)


@transaction.atomic
def pass_on(*, post: Post, by: Colleague, to: Colleague, sentence: str) -> PassedPost:
    """Passes one post to one colleague with a sentence why, and tells them. Passing the same post
    to the same person again changes the sentence. Raises ValueError for a post that was not
    public, for oneself, and for somebody who left."""
    if post.audience != Audience.PUBLIC:
        raise ValueError("A post for a few people is not passed on.")
    if to == by or not to.is_active or to.left_at:
        raise ValueError("A post is passed on to a colleague who works here.")
    hold(post=post, by=by)
    passed, _ = PassedPost.objects.update_or_create(
        post=post, by=by, to=to, defaults={"sentence": sentence.strip()}
    )
    Reading.objects.update_or_create(colleague=by, post=post, defaults={"state": State.PASSED})
    tell(
        colleague=to,
        kind="passed_post",
        key=_told(passed),
        facts={"by": by.name, "who": post.identity.called},
        link=reverse("networks:conversation", args=[post.pk]),
    )
    return passed


def _told(passed: PassedPost) -> str:
    return f"passed:{passed.pk}"


@transaction.atomic
def take_back(*, post: Post, by: Colleague) -> None:
    """Takes back what `by` passed on of this post: it is gone for whom it was meant, with the
    notice of it. The post is to be read again; one in the scrapbook stays there."""
    passed = PassedPost.objects.filter(by=by, post=post)
    untell(passed=passed)
    passed.delete()
    own = Reading.objects.filter(colleague=by, post=post, state=State.PASSED)
    own.filter(kept=True).update(state=State.KEPT)
    own.filter(kept=False).delete()


@transaction.atomic
def untell(*, passed: Iterable[PassedPost]) -> None:
    """Takes away the notices of what was passed on: they name who wrote the post."""
    for one in passed:
        Notice.objects.filter(colleague=one.to_id, key=_told(one)).delete()


@transaction.atomic
def undo(*, post: Post, by: Colleague) -> bool:
    """Takes back what `by` did last with a post: resting (with what says the same), passing on, or
    keeping. False when there is nothing to take back; an answer stays."""
    state = Reading.objects.filter(colleague=by, post=post).values_list("state", flat=True).first()
    match state:
        case State.RESTED:
            read_again(posts=[post, *echoes_of(post=post, by=by)], by=by)
        case State.PASSED:
            take_back(post=post, by=by)
        case State.KEPT:
            let_go(post=post, by=by)
        case _:
            return False
    return True


@transaction.atomic
def note_message(*, message: Message) -> None:
    """A message that stands on the network settles the post that it answers, for its writer; and
    "leave it to me" has come true. Safe to repeat."""
    if message.answers is None:
        return
    Reading.objects.update_or_create(
        colleague=message.colleague, post=message.answers, defaults={"state": State.ANSWERED}
    )
    networks.hold(posts=[message.answers.pk])
    Claim.objects.filter(post=message.answers, colleague=message.colleague).delete()
