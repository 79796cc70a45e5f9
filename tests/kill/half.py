"""Publishes a story and stops in the middle, until somebody kills it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django

django.setup()

from merkwerk.accounts.models import Colleague, Organisation  # noqa: E402
from merkwerk.stories.actions import person_page_of, publish, publishing  # noqa: E402
from merkwerk.stories.models import PersonPage, PublicStory, Site, Story, StoryEvent  # noqa: E402


def main(sign: Path) -> None:
    """Writes everything that publishing writes, tells so by a file, and never commits."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade"})
    sanne = Colleague.objects.create_user("sanne@kade.example", name="Sanne Vos")
    Site.objects.create(pk=1, name="Kade", is_open=True)
    PersonPage.objects.filter(pk=person_page_of(sanne).pk).update(is_open=True)
    story = Story.objects.create(author=sanne, title="De kade", body="<p>Het water kwam.</p>")
    tell = publishing._tell

    def stop(standing: PublicStory, what: StoryEvent.What) -> None:
        tell(standing, what)
        sign.write_text("halfway")
        time.sleep(120)

    publishing._tell = stop  # type: ignore[assignment]
    publish(story=story, by=sanne)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
