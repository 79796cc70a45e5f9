"""Making a topic sharper: what its posts should have been, words to add or leave out, and an order
learned from that. Corrections and words of doubt only order; only a changed query decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience
from merkwerk.engine.sharpening import Example, Proposal, Ranking, learn, proposals
from merkwerk.engine.text import fold
from merkwerk.engine.topics import Matcher, QueryError, lean, parse
from merkwerk.engine.topics.query import And, Near, Node, Not, Or, Phrase, Prefix, Term
from merkwerk.listening.actions.ears import heard, query_of
from merkwerk.listening.actions.reading import hold
from merkwerk.listening.actions.topics import change_query
from merkwerk.listening.models import Correction, Topic
from merkwerk.listening.models.topics import Corrections
from merkwerk.networks.models import Post

ENOUGH = 10
"""From so many corrections on an order is learned."""
LEAST_HITS, LEAST_POSTS, COMMON, SHOWN = 20, 200, 0.02, 3
MOST = 400
"""So many corrections of a topic are learned from, the latest."""
STREAM = 2_000
"""So many posts of everybody are learned from beside them, the newest."""
WORDS = 4
REMEMBERED = 200

Order = Callable[[Topic, Post], tuple[int, float]]

_learned: dict[int, tuple[object, Ranking | None]] = {}


@dataclass(frozen=True, slots=True)
class Sharper:
    """What the corrections of a topic tell: `more` is how many it still takes before they order."""

    corrections: int
    more: int
    proposals: tuple[Proposal, ...]
    ranking: Ranking | None
    words: tuple[str, ...]


@transaction.atomic
def correct(*, topic: Topic, post: Post, by: Colleague, wanted: bool) -> Correction:
    """Says that a post is what a topic is about, or is not; saying it again changes it. Raises
    DoesNotExist for a post or a topic that isn't there for `by`."""
    Topic.objects.visible_to(by).get(pk=topic.pk)
    hold(post=post, by=by)
    return Correction.objects.update_or_create(
        topic=topic, post=post, defaults={"by": by, "wanted": wanted}
    )[0]


@transaction.atomic
def uncorrect(*, topic: Topic, post: Post, by: Colleague) -> None:
    """Takes a correction back."""
    Correction.objects.visible_to(by).filter(topic=topic, post=post).delete()


def text_of(post: Post) -> str:
    """What a post says, as one learns from it."""
    return f"{post.title}\n{post.text}".strip()


def _examples(topic: Topic) -> list[Example]:
    told = _telling().filter(topic=topic).select_related("post")
    return [Example(text=text_of(one.post), wanted=one.wanted) for one in told[:MOST]]


def _telling() -> Corrections:
    """Corrections that may teach: of a team's topic only those of public posts, so that no word of
    a letter to one of them reaches the others."""
    for_all = Q(topic__team=None) | Q(post__audience=Audience.PUBLIC)
    return Correction.objects.filter(for_all, post__deleted_at=None)


@dataclass(frozen=True, slots=True)
class Lately:
    """What was said lately to everybody, the newest last, and whether each met a topic."""

    texts: tuple[str, ...] = ()
    matched: tuple[bool, ...] = ()

    @property
    def tells(self) -> tuple[tuple[str, ...], tuple[bool, ...]]:
        """What may be learned from. Where few met the topic, nothing tells what usually does."""
        return (self.texts, self.matched) if sum(self.matched) >= LEAST_HITS else ((), ())

    def is_common(self, word: str) -> bool:
        """Whether so many people say a word that it tells nothing."""
        if len(self.texts) < LEAST_POSTS:
            return False
        alone = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        return sum(bool(alone.search(fold(text))) for text in self.texts) > len(self.texts) * COMMON


def _lately(topic: Topic) -> Lately:
    """Posts that were corrected are left out: they speak for themselves."""
    query = query_of(topic)
    if query is None:
        return Lately()
    public = Post.objects.filter(
        audience=Audience.PUBLIC, deleted_at=None, identity__indexable=True
    )
    others = public.exclude(pk__in=Correction.objects.filter(topic=topic).values("post"))
    posts = list(others.select_related("identity").order_by("-pk")[:STREAM])[::-1]
    hits = Matcher({0: query}).match([heard(post) for post in posts])
    return Lately(tuple(text_of(post) for post in posts), tuple(bool(hit) for hit in hits))


def _stamps(topics: Collection[int]) -> dict[int, tuple[object, int]]:
    rows = _telling().filter(topic__in=topics).order_by()
    told = rows.values("topic").annotate(n=Count("pk"), last=Max("at"))
    return {row["topic"]: ((row["n"], row["last"]), row["n"]) for row in told}


def rankings(*, topics: Collection[Topic]) -> dict[int, Ranking]:
    """What was learned for those of these topics with enough corrections. Costs one query; learning
    again costs another, for each topic that was corrected since."""
    found = {}
    here = {topic.pk: topic for topic in topics}
    for number, (stamp, count) in _stamps(here.keys()).items():
        if count < ENOUGH:
            continue
        stamp = (stamp, here[number].query)
        if _learned.get(number, ("", None))[0] != stamp:
            if len(_learned) >= REMEMBERED:
                _learned.clear()
            _learned[number] = (stamp, _learn(here[number]))
        ranking = _learned[number][1]
        if ranking is not None:
            found[number] = ranking
    return found


def _learn(topic: Topic) -> Ranking | None:
    return learn(_examples(topic), *_lately(topic).tells)


def order_of(*, topics: Collection[Topic]) -> Order:
    """What orders the posts of these topics, more is earlier: first how many of the query's
    `maybe:` a post holds, then what the corrections taught."""
    learned = rankings(topics=topics)
    queries = {topic.pk: query_of(topic) for topic in topics}

    def order(topic: Topic, post: Post) -> tuple[int, float]:
        query, ranking = queries.get(topic.pk), learned.get(topic.pk)
        leans = lean(query, heard(post)) if query and query.maybe else 0
        return leans, ranking.score(text_of(post)) if ranking else 0.0

    return order


def speaks_for(*, topics: Collection[Topic], post: Post) -> dict[int, tuple[str, ...]]:
    """The few words for which a post stands high among each topic's, according to its corrections;
    by topic, as far as an order was learned."""
    text = text_of(post)
    return {number: _speaking(ranking, text) for number, ranking in rankings(topics=topics).items()}


def _speaking(ranking: Ranking, text: str) -> tuple[str, ...]:
    return tuple(word for word, weight in ranking.because(text) if weight > 0)[:WORDS]


def sharper(*, topic: Topic) -> Sharper:
    """What the corrections of a topic propose, and what was learned from them. Words that were
    declined, or that the query can't take, aren't proposed. Costs three queries."""
    examples, query = _examples(topic), query_of(topic)
    told: tuple[Proposal, ...] = ()
    if examples and query:
        lately = _lately(topic)
        found = proposals(words_in(query.root), examples, *lately.tells, most=2 * SHOWN)
        told = tuple(one for one in found if not lately.is_common(one.word))
    fresh = [one for one in told if key_of(one) not in topic.declined and _fits(topic, one)]
    ranking = rankings(topics=[topic]).get(topic.pk)
    wanted = "\n".join(one.text for one in examples if one.wanted)
    return Sharper(
        corrections=len(examples),
        more=max(ENOUGH - len(examples), 0),
        proposals=tuple(_few(fresh)),
        ranking=ranking,
        words=_speaking(ranking, wanted) if ranking else (),
    )


def _few(told: Sequence[Proposal]) -> Iterator[Proposal]:
    """At most so many of each kind; not a tag beside its word, since that finds the tag, too."""
    for kind in ("add", "exclude"):
        these = [one for one in told if one.kind == kind]
        plain = {one.word for one in these}
        lone = (one for one in these if one.word[0] != "#" or one.word[1:] not in plain)
        yield from islice(lone, SHOWN)


def words_in(node: Node) -> set[str]:
    """All words that a query names, wanted or not."""
    match node:
        case Term(token):
            return {token.lstrip("#@")}
        case Prefix(start):
            return {start.lstrip("#@")}
        case Phrase(words):
            return set(words)
        case Near(left, right):
            return words_in(left) | words_in(right)
        case Not(child):
            return words_in(child)
        case And(children) | Or(children):
            return {word for child in children for word in words_in(child)}


def key_of(proposal: Proposal) -> str:
    """A proposal as it is written down when it was declined."""
    return f"{proposal.kind}:{proposal.word}"


def with_word(query: str, kind: str, word: str) -> str:
    """A query, as it was typed, with a word more: one that also finds ("add"), or one that must not
    be there ("exclude"). Raises QueryError when it can't be read then."""
    parsed = parse(query)
    quoted = f'"{word}"' if " " in word else word
    if kind == "exclude":
        changed = (
            f"({query}) NOT {quoted}" if isinstance(parsed.root, Or) else f"{query} NOT {quoted}"
        )
    elif parsed.maybe:
        maybe = " ".join(f"maybe:{one}" for one in parsed.maybe)
        changed = f"({parsed.root} OR {quoted}) {maybe}"
    else:
        changed = f"{query} OR {quoted}"
    parse(changed)
    return changed


def _fits(topic: Topic, proposal: Proposal) -> bool:
    try:
        with_word(topic.query, proposal.kind, proposal.word)
    except QueryError:
        return False
    return True


@transaction.atomic
def accept(*, topic: Topic, by: Colleague, kind: str, word: str) -> str:
    """Takes a proposed word into the query; gives the query as it was, to go back to. Raises
    QueryError when the query can't be read with it."""
    before = topic.query
    change_query(topic=topic, by=by, query=with_word(before, kind, word))
    return before


@transaction.atomic
def decline(*, topic: Topic, by: Colleague, kind: str, word: str) -> None:
    """Notes that a proposed word is not wanted; it isn't proposed again."""
    declined = [*topic.declined, f"{kind}:{word}"]
    Topic.objects.visible_to(by).filter(pk=topic.pk).update(
        declined=list(dict.fromkeys(declined))[-200:], changed=timezone.now()
    )
