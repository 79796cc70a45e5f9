"""`merkwerk example`: the invented firm, into an empty database; `--links`: the ways in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from merkwerk.example import actions

AS = ("colleague", "social lead", "administrator")
HONEST = (
    "Everybody in it is invented, and so are their networks (names ending in .example): nothing\n"
    "is fetched, and nothing can be sent there. To try an answer, copy it, or connect an account\n"
    "of your own and add a real source.\n"
)


class Command(BaseCommand):
    help = "Puts the example organisation into an empty database, and prints three ways in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--links", action="store_true", help="only print fresh ways in")
        parser.add_argument("--no-links", action="store_true", help="print the ways in later")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["links"]:
            self._load()
        if not options["no_links"]:
            self._doors(options)

    def _load(self) -> None:
        self.stdout.write("Making the example: a firm with three months of life ...")
        try:
            made = actions.load()
        except actions.AlreadyThere:
            raise CommandError(
                "There is an organisation here already. The example is for an empty database: "
                "use another data folder (--data DIR)."
            ) from None
        self.stdout.write(
            f"{made.organisation}: {made.colleagues} colleagues, {made.relationships} "
            f"relationships, {made.posts} posts from {made.sources} sources.\n{HONEST}"
        )

    def _doors(self, options: dict[str, Any]) -> None:
        doors = actions.doors()
        if not doors and options["verbosity"]:
            raise CommandError(
                "The example is not here. `merkwerk example` puts it into an empty database."
            )
        if doors:
            self.stdout.write("Come in as (each link works once, for a day):")
        for what, (colleague, link) in zip(AS, doors, strict=False):
            who = f"{colleague.name}, {what}:"
            self.stdout.write(f"  {who:<32} {link}")
