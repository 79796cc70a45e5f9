"""`merkwerk topics FILE --for ADDRESS`: many topics at once, out of a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import QueryError
from merkwerk.listening import actions
from merkwerk.listening.sentences import mistake

SHOWN = 20


class Command(BaseCommand):
    help = "Takes topics for one colleague out of a CSV file with name, query and purpose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--for", dest="address", required=True, help="their e-mail address")

    def handle(self, *args: Any, **given: Any) -> None:
        by = Colleague.objects.here().filter(email__iexact=given["address"]).first()
        if by is None:
            raise CommandError(f"No colleague here has the address {given['address']}.")
        try:
            with given["file"].open(newline="", encoding="utf-8") as rows:
                done = actions.import_topics(by=by, topics=actions.lines(rows))
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise CommandError(f"{given['file']} can't be read: {error}") from None
        for unread in done.unread[:SHOWN]:
            self.stderr.write(f"line {unread.line.number}: {_sentence(unread.why)}")
        if len(done.unread) > SHOWN:
            self.stderr.write(f"and {len(done.unread) - SHOWN} more that can't be read.")
        self.stdout.write(
            f"{done.saved} new topics, {done.known} there already, {len(done.unread)} not taken."
        )


def _sentence(why: QueryError | str) -> str:
    """In English, as everything on the command line."""
    with override("en"):
        return str(mistake(why)) if isinstance(why, QueryError) else f"the {why} is missing."
