"""Three months pass: what was said is read, remembered and passed on by the rooms' own verbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Doing, Turn, blocks
from merkwerk.example.actions.telling import NOTICES, Dated, Teller
from merkwerk.example.actions.times import AFTER
from merkwerk.listening import actions as listening
from merkwerk.listening.models import Interpretation, PassedPost, Reading, Topic
from merkwerk.notifications.models import Notice
from merkwerk.today import actions as today
from merkwerk.today.models import Occasion
from merkwerk.worker import actions as worker

STILL_WAITS = timedelta(hours=36)


def save_topics(*, insiders: Mapping[str, Insider]) -> int:
    """What colleagues listen for, before anything is said, each by themselves or `samen` with some
    of their department; gives how many."""
    count = 0
    for block in blocks("topics.txt"):
        key, *name = block.head
        owner = insiders[key].colleague
        readers = block.facts.get("samen", "").split()
        topic = listening.save_topic(
            by=owner,
            name=" ".join(name),
            query=block.facts["zoek"],
            purpose=block.facts.get("waarvoor", ""),
            team=owner.profile.department if readers else None,
        )
        for reader in readers:
            listening.join(topic=topic, by=insiders[reader].colleague)
        count += 1
    return count


def live(*, said: Iterable[Dated], teller: Teller) -> None:
    """Everything up to last evening, then today. What waited before yesterday has been done with,
    as people do; what came since is on today's pages."""
    said = sorted(said, key=lambda one: one[1])
    now, evening = teller.clock.now, teller.clock.last_evening()
    _pass([one for one in said if one[1] <= evening], teller, evening)
    old = Occasion.objects.filter(state=Occasion.State.OPEN, at__lt=now - STILL_WAITS)
    old.update(state=Occasion.State.DROPPED, done_at=evening)
    _pass([one for one in said if one[1] > evening], teller, now)


def _pass(said: list[Dated], teller: Teller, now: datetime) -> None:
    teller.tell(said, now=now)
    worker.read_posts(now=now)
    for turn, _at in said:
        for doing in turn.doings:
            if doing.verb not in NOTICES:
                _do(turn, doing, teller)
    today.notice_passed(now=now)
    while worker.remember_messages(now=now):
        continue
    while worker.remember_reactions(now=now):
        continue


def _do(turn: Turn, doing: Doing, teller: Teller) -> None:
    """What a colleague did with a post: geeft (to another), bewaart, duidt, rust, neemt (leave it
    to me), and of one of their topics: meer (more like this), niet (not about it)."""
    by, words = teller.insiders[doing.words[0]].colleague, " ".join(doing.words[1:])
    post, at = teller.post_of(turn), teller.times[turn] + AFTER
    if doing.verb == "geeft":
        _pass_on(turn, doing, teller)
    elif doing.verb == "bewaart":
        listening.keep(post=post, by=by, note=words)
        Reading.objects.filter(colleague=by, post=post).update(at=at)
    elif doing.verb == "rust":
        listening.rest(posts=[post], by=by)
    elif doing.verb == "duidt":
        listening.interpret(post=post, by=by, meaning=words)
        Interpretation.objects.filter(colleague=by, post=post).update(at=at)
    elif doing.verb == "neemt":
        listening.claim(post=post, by=by, now=teller.clock.at(words, at))
    elif doing.verb in {"meer", "niet"}:
        topic = Topic.objects.visible_to(by).get(name=words)
        listening.correct(topic=topic, post=post, by=by, wanted=doing.verb == "meer")
    else:
        raise ValueError(f"{doing.verb!r} is nothing one does.")


def _pass_on(turn: Turn, doing: Doing, teller: Teller) -> None:
    by, to, when, *sentence = doing.words
    at = teller.clock.at(when, teller.times[turn])
    passed = listening.pass_on(
        post=teller.post_of(turn),
        by=teller.insiders[by].colleague,
        to=teller.insiders[to].colleague,
        sentence=" ".join(sentence),
    )
    PassedPost.objects.filter(pk=passed.pk).update(at=at)
    Notice.objects.filter(key=f"passed:{passed.pk}").update(created=at)
