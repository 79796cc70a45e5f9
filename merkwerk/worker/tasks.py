"""Doors from the timetable to the actions of the rooms."""

from __future__ import annotations

from django.utils import timezone

from merkwerk.accounts import actions as accounts
from merkwerk.colleagues import actions as colleagues
from merkwerk.connectors.errors import ConnectorError
from merkwerk.fediverse import actions as fediverse
from merkwerk.handbook import actions as handbook
from merkwerk.jobs import actions as jobs
from merkwerk.jobs.actions import job
from merkwerk.jobs.errors import TryLater
from merkwerk.listening import actions as listening
from merkwerk.networks import actions as networks
from merkwerk.notifications import actions as notifications
from merkwerk.pages import actions as pages
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.actions import importing
from merkwerk.stories import actions as stories
from merkwerk.stories.actions import found, readers
from merkwerk.today import actions as today
from merkwerk.worker import actions
from merkwerk.writing import actions as writing
from merkwerk.writing.actions import mail_in, probing, registering


@job(tries=2, seconds=60)
def collect_due() -> None:
    networks.collect_due()


@job(tries=2, seconds=60, hurry=30)
def send_due() -> None:
    networks.send_due()


@job(tries=2, seconds=60)
def visit_feeders() -> None:
    """Calendars and mail folders of colleagues."""
    relationships.visit_due(now=timezone.now())


@job(tries=2, seconds=300)
def collect_moments() -> None:
    relationships.collect_moments(now=timezone.now())


@job(tries=2, seconds=300)
def collect_drafts() -> None:
    """Letters to colleagues' writing addresses."""
    mail_in.collect_letters(now=timezone.now())


@job(tries=2, seconds=300)
def hear_profiles() -> None:
    """What people changed in what they say of themselves."""
    relationships.hear_profiles(now=timezone.now())


@job(tries=2, seconds=300)
def propose_joins() -> None:
    relationships.propose_all(now=timezone.now())


@job(tries=2, seconds=60)
def pick_up() -> None:
    """Lookups and connections whose job was lost."""
    networks.look_again()
    networks.go_on()


@job(tries=2, seconds=60, hurry=10)
def fill_directory() -> None:
    colleagues.catch_up()


@job(tries=2)
def disconnect_leavers() -> None:
    networks.disconnect_leavers()


@job(tries=2, seconds=300)
def read_posts() -> None:
    actions.read_posts()


@job(tries=2, seconds=300, hurry=10)
def remember_messages() -> None:
    actions.remember_messages()


@job(tries=2, seconds=300)
def remember_reactions() -> None:
    actions.remember_reactions()


@job(tries=5)
def remember_message(message_id: int) -> None:
    actions.remember_message(message_id=message_id)


@job(tries=5)
def remember_reaction(reaction_id: int) -> None:
    actions.remember_reaction(reaction_id=reaction_id)


@job(tries=2, seconds=300, hurry=-5)
def find_echoes() -> None:
    listening.find_echoes(now=timezone.now())


@job(tries=3, seconds=600, hurry=-10)
def bind_matches() -> None:
    listening.bind(now=timezone.now())


@job(tries=3, seconds=1800, hurry=-20)
def refresh_forms() -> None:
    listening.refresh_forms(now=timezone.now())


@job(tries=2, seconds=300)
def post_letters() -> None:
    notifications.post_letters(now=timezone.now())


@job(tries=2, seconds=300, hurry=10)
def push_due() -> None:
    notifications.push_due(now=timezone.now())


@job(tries=3, seconds=1800, hurry=-20)
def reckon_warmth() -> None:
    relationships.reckon_all(now=timezone.now())


@job(tries=3, seconds=1800, hurry=-20)
def notice_quiet() -> None:
    today.notice_quiet(now=timezone.now())


@job(tries=3, seconds=1800, hurry=-20)
def measure_tone() -> None:
    listening.measure_places(now=timezone.now())


@job(tries=2, seconds=600)
def write_digests() -> None:
    today.write_digests(now=timezone.now())


@job(tries=3, seconds=600, hurry=-5)
def choose_days() -> None:
    today.choose_all(now=timezone.now())


@job(tries=3, seconds=1800, hurry=-30)
def prune() -> None:
    jobs.prune(now=timezone.now())
    accounts.tidy(now=timezone.now())
    networks.forget_reviews(now=timezone.now())
    pages.clear_changes(now=timezone.now())


@job(tries=3, seconds=300)
def read_references() -> None:
    writing.read_due(now=timezone.now())


@job(tries=3, seconds=600, hurry=-30)
def clear_drafts() -> None:
    writing.clear_away(now=timezone.now())


@job(tries=3, seconds=600, hurry=-20)
def tell_of_ends() -> None:
    registering.tell_of_ends(now=timezone.now())
    probing.forget_touches(now=timezone.now())


@job(tries=2, seconds=300)
def remind_answerers() -> None:
    handbook.remind(now=timezone.now())


@job(tries=3, seconds=1800, hurry=-30)
def expire() -> None:
    networks.expire()


@job(tries=2, seconds=60)
def go_on_with_imports() -> None:
    importing.go_on(now=timezone.now())


@job(tries=2, seconds=600, hurry=-20)
def sweep_imports() -> None:
    importing.sweep(now=timezone.now())
    relationships.prune_takeaways(now=timezone.now())


@job(tries=2, seconds=3600)
def make_copies() -> None:
    """What colleagues asked to take along."""
    actions.make_copies(now=timezone.now())


@job(tries=2, seconds=300)
def bid_farewell() -> None:
    relationships.bid_farewell(now=timezone.now())


@job(tries=3, seconds=3600, hurry=-20)
def erase_leavers() -> None:
    actions.erase_leavers(now=timezone.now())


@job(tries=2, seconds=60, hurry=20)
def follow_due() -> None:
    networks.follow_due()


@job(tries=2, seconds=60, hurry=-15)
def read_followers_due() -> None:
    networks.read_followers_due()


@job(tries=2, seconds=60, hurry=10)
def follow_addresses_due() -> None:
    networks.follow_addresses_due()


@job(tries=2, seconds=60, hurry=10)
def read_registered_due() -> None:
    networks.read_registered_due()


@job(tries=2, seconds=60, hurry=-10)
def recheck_due() -> None:
    networks.recheck_due()


@job(tries=2, seconds=120)
def name_people() -> None:
    """Whoever a stream told of by number only. A network that is away is asked again later."""
    try:
        networks.name_people()
    except ConnectorError as trouble:
        raise TryLater(max(trouble.wait or 0, 300)) from trouble


@job(tries=2, seconds=120, hurry=20)
def remember_outside() -> None:
    actions.remember_outside()


@job(tries=5)
def remember_photo(event_id: int) -> None:
    actions.remember_photo(event_id=event_id)


@job(tries=5)
def remember_story(event_id: int) -> None:
    actions.remember_story(event_id=event_id)


@job(tries=2, seconds=120, hurry=10)
def make_pages() -> None:
    pages.make_due()


@job(tries=2, seconds=60)
def develop_photos() -> None:
    """Photos whose work was lost on the way."""
    photos.work_due()


@job(tries=3, seconds=600, hurry=-20)
def sweep_photos() -> None:
    photos.sweep_files()


@job(tries=2, seconds=300, hurry=10)
def keep_consent() -> None:
    """A yes that runs out, and those who left and are asked again."""
    consent.run_due(now=timezone.now())


@job(tries=2, seconds=300)
def exchange_mentions() -> None:
    readers.mentions_due(now=timezone.now())


@job(tries=2, seconds=600)
def write_to_readers() -> None:
    readers.send_due(now=timezone.now())


@job(tries=2, seconds=300, hurry=-10)
def tidy_readers() -> None:
    readers.tidy(now=timezone.now())


@job(tries=2, seconds=120)
def ping() -> None:
    found.pings_due(now=timezone.now())


@job(tries=2, seconds=120, hurry=10)
def deliver() -> None:
    """Stories, to the servers of those who follow from the fediverse."""
    fediverse.deliver_due(now=timezone.now())


@job(tries=2, seconds=120, hurry=10)
def verify_letters() -> None:
    """What other servers sent, before anything of it is believed."""
    fediverse.verify_due(now=timezone.now())


@job(tries=2, seconds=120)
def tend_actors() -> None:
    stories.close_pages_of_leavers(now=timezone.now())
    fediverse.tend(now=timezone.now())


@job(tries=2, seconds=600, hurry=-20)
def forget_deliveries() -> None:
    fediverse.forget_old(now=timezone.now())
