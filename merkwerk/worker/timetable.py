"""What comes again, and how often. The short ones ask first whether there is anything to do: that
is one indexed query, and no job is made for nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from merkwerk.colleagues import actions as colleagues
from merkwerk.fediverse import actions as fediverse
from merkwerk.handbook.models import Question
from merkwerk.jobs.actions import Recurring
from merkwerk.listening import actions as listening
from merkwerk.listening.models import MatchPage
from merkwerk.networks import actions as networks
from merkwerk.networks.models import (
    Follow,
    LedAddress,
    Message,
    Post,
    ProfileChange,
    Reaction,
    Registration,
    Source,
)
from merkwerk.notifications.models import Push
from merkwerk.pages.models import MadePage
from merkwerk.photos import actions as photos
from merkwerk.photos.models import PhotoEvent
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Feeder, Import, Takeaway
from merkwerk.stories.actions import found, readers
from merkwerk.stories.models import StoryEvent
from merkwerk.today.models import DigestWish
from merkwerk.worker import tasks
from merkwerk.writing.actions import mail_in
from merkwerk.writing.models import Reference


def _posts(now: datetime) -> bool:
    return Post.objects.unread(now).exists()


def _messages(now: datetime) -> bool:
    return Message.objects.unremembered().exists()


def _reactions(now: datetime) -> bool:
    return Reaction.objects.unremembered().exists()


def _sources(now: datetime) -> bool:
    return Source.objects.due(now).exists()


def _outbox(now: datetime) -> bool:
    return Message.objects.due(now).exists() or Message.objects.wished(now).exists()


def _expired(now: datetime) -> bool:
    return networks.has_expired(now)


def _matches(now: datetime) -> bool:
    return listening.is_loose()


def _found(now: datetime) -> bool:
    return MatchPage.objects.filter(written__gt=now - 2 * MINUTE).exists()


def _copies(now: datetime) -> bool:
    return Takeaway.objects.waiting(now).exists()


def _follows(now: datetime) -> bool:
    return Follow.objects.due(now).exists()


def _followers(now: datetime) -> bool:
    return networks.followers_are_due(now)


def _led(now: datetime) -> bool:
    return LedAddress.objects.due(now).exists() or LedAddress.objects.over(now).exists()


def _registered(now: datetime) -> bool:
    return Registration.objects.due(now).exists()


def _watched(now: datetime) -> bool:
    return networks.watched(now).exists()


def _nameless(now: datetime) -> bool:
    return networks.nameless(now).exists()


def _pushes(now: datetime) -> bool:
    return Push.objects.unfinished(now).exists()


def _digests(now: datetime) -> bool:
    return DigestWish.objects.exclude(rhythm=DigestWish.Rhythm.NEVER).exists()


def _feeders(now: datetime) -> bool:
    return Feeder.objects.due(now).exists()


def _moment_mail(now: datetime) -> bool:
    return relationships.is_offered()


def _writing_mail(now: datetime) -> bool:
    return mail_in.takes_mail()


def _imports(now: datetime) -> bool:
    return Import.objects.waiting(now).exists()


def _references(now: datetime) -> bool:
    return Reference.objects.due(now).exists()


def _late_questions(now: datetime) -> bool:
    return Question.objects.to_remind(now).exists()


def _newcomers(now: datetime) -> bool:
    return colleagues.behind().exists()


def _made(now: datetime) -> bool:
    return MadePage.objects.due().exists()


def _profiles(now: datetime) -> bool:
    return ProfileChange.objects.exists()


def _outside(now: datetime) -> bool:
    return StoryEvent.objects.unremembered().exists() or PhotoEvent.objects.unremembered().exists()


SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
# Times of the day are UTC, at night in Europe.
TIMETABLE = (
    Recurring("read new posts", 2 * SECOND, tasks.read_posts, when=_posts),
    Recurring("remember messages", 2 * SECOND, tasks.remember_messages, when=_messages),
    Recurring("remember reactions", 5 * SECOND, tasks.remember_reactions, when=_reactions),
    Recurring("send what waits", 30 * SECOND, tasks.send_due, when=_outbox),
    Recurring("follow whom somebody wants", 30 * SECOND, tasks.follow_due, when=_follows),
    Recurring("collect due sources", 20 * SECOND, tasks.collect_due, when=_sources),
    Recurring("name people", 20 * SECOND, tasks.name_people, when=_nameless),
    Recurring("read who follows us", 10 * MINUTE, tasks.read_followers_due, when=_followers),
    Recurring("see where addresses lead", MINUTE, tasks.follow_addresses_due, when=_led),
    Recurring("read what was registered", 20 * SECOND, tasks.read_registered_due, when=_registered),
    Recurring("look whether posts stand", 5 * MINUTE, tasks.recheck_due, when=_watched),
    Recurring("fill the directory", 5 * SECOND, tasks.fill_directory, when=_newcomers),
    Recurring("find echoes", 30 * SECOND, tasks.find_echoes, when=_found),
    Recurring("bind the book of matches", MINUTE, tasks.bind_matches, when=_matches),
    Recurring("pick up what was lost", MINUTE, tasks.pick_up),
    Recurring("look at calendars and mail", MINUTE, tasks.visit_feeders, when=_feeders),
    Recurring("take in moments by mail", MINUTE, tasks.collect_moments, when=_moment_mail),
    Recurring("take in drafts by mail", MINUTE, tasks.collect_drafts, when=_writing_mail),
    Recurring("hear of other work", 10 * MINUTE, tasks.hear_profiles, when=_profiles),
    Recurring("find who is the same", DAY, tasks.propose_joins, at=5 * HOUR),
    Recurring("go on with imports", MINUTE, tasks.go_on_with_imports, when=_imports),
    Recurring("throw away what was brought", HOUR, tasks.sweep_imports, at=10 * MINUTE),
    Recurring("make copies to take along", 5 * SECOND, tasks.make_copies, when=_copies),
    Recurring("bid leavers farewell", 10 * MINUTE, tasks.bid_farewell),
    Recurring("erase leavers", DAY, tasks.erase_leavers, at=3 * HOUR + 30 * MINUTE),
    Recurring("post letters", MINUTE, tasks.post_letters),
    Recurring("push what waits", 30 * SECOND, tasks.push_due, when=_pushes),
    Recurring("choose days", 10 * MINUTE, tasks.choose_days),
    Recurring("write digests", 5 * MINUTE, tasks.write_digests, when=_digests),
    Recurring("disconnect leavers", 10 * MINUTE, tasks.disconnect_leavers),
    Recurring("reckon warmth", DAY, tasks.reckon_warmth, at=HOUR),
    Recurring("notice quiet", DAY, tasks.notice_quiet, at=2 * HOUR),
    Recurring("measure tone", DAY, tasks.measure_tone, at=4 * HOUR),
    Recurring("read what drafts are about", MINUTE, tasks.read_references, when=_references),
    Recurring("clear away drafts", DAY, tasks.clear_drafts, at=3 * HOUR + 20 * MINUTE),
    Recurring("tell which leave ends", DAY, tasks.tell_of_ends, at=6 * HOUR),
    Recurring("remind who answers", 10 * MINUTE, tasks.remind_answerers, when=_late_questions),
    Recurring("let old posts go", HOUR, tasks.expire, at=20 * MINUTE, when=_expired),
    Recurring("hear new word forms", DAY, tasks.refresh_forms, at=4 * HOUR),
    Recurring("tell of stories", SECOND, tasks.remember_outside, when=_outside),
    Recurring("make pages", 20 * SECOND, tasks.make_pages, when=_made),
    Recurring("work on photos", 20 * SECOND, tasks.develop_photos, when=photos.has_work),
    Recurring("sweep files of photos", HOUR, tasks.sweep_photos, at=50 * MINUTE),
    Recurring("keep consent", MINUTE, tasks.keep_consent),
    Recurring("exchange webmentions", MINUTE, tasks.exchange_mentions, when=readers.is_due),
    Recurring("write to readers", 10 * MINUTE, tasks.write_to_readers),
    Recurring("tidy what readers said", DAY, tasks.tidy_readers, at=3 * HOUR + 10 * MINUTE),
    Recurring("tell hubs and search engines", MINUTE, tasks.ping, when=found.pings_wait),
    Recurring("deliver stories", 2 * SECOND, tasks.deliver, when=fediverse.deliveries_wait),
    Recurring("verify letters", 2 * SECOND, tasks.verify_letters, when=fediverse.letters_wait),
    Recurring("tend actors", MINUTE, tasks.tend_actors),
    Recurring("forget deliveries", DAY, tasks.forget_deliveries, at=3 * HOUR + 40 * MINUTE),
    Recurring("prune", DAY, tasks.prune, at=3 * HOUR),
)
