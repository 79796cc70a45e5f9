"""The firm's own site: who tells there, their photos, their stories, and what readers said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Subject
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Block, blocks
from merkwerk.example.actions.times import Clock
from merkwerk.photos import actions as photos
from merkwerk.photos.actions import consent
from merkwerk.photos.models import Photo, Place
from merkwerk.stories import actions as stories
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PersonPage, Reaction, Series, Site, Story, StoryEvent

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
BRINGS = "mitchell"
AN_HOUR = timedelta(hours=1)


class Storytelling:
    """Does the blocks of the text, in their order."""

    def __init__(self, insiders: Mapping[str, Insider], clock: Clock) -> None:
        self.insiders, self.clock = insiders, clock
        self.photos: dict[str, Photo] = {}
        self.stories: dict[str, Story] = {}

    def do(self) -> None:
        """All of it; what happened to the stories was heard of long ago."""
        ways = {
            "site": self._found,
            "pagina": self._open_page,
            "foto": self._bring,
            "reeks": self._begin_series,
            "verhaal": self._tell,
            "reactie": self._react,
            "teken": self._like,
        }
        for block in blocks("verhalen.txt"):
            ways[block.head[0]](block)
        StoryEvent.objects.update(remembered_at=self.clock.now)

    def _colleague(self, key: str) -> Colleague:
        return self.insiders[key].colleague

    def _found(self, block: Block) -> None:
        facts = block.facts
        Site.objects.create(
            pk=1,
            is_open=True,
            name=facts["naam"],
            motto=facts["motto"],
            introduction=facts["inleiding"],
            about=facts["over"],
        )

    def _open_page(self, block: Block) -> None:
        page = stories.person_page_of(self._colleague(block.head[1]))
        facts = block.facts
        PersonPage.objects.filter(pk=page.pk).update(
            work=facts["werk"],
            introduction=facts["over"],
            interests=facts.get("houdt", ""),
            is_open=True,
            opened_at=self.clock.day(200, 9, 0),
        )
        page.subjects.set(self._subjects(facts.get("vertelt", "")))

    def _subjects(self, names: str) -> list[Subject]:
        wanted = [name.strip() for name in names.split(",") if name.strip()]
        return list(Subject.objects.filter(name__in=wanted))

    def _bring(self, block: Block) -> None:
        """A photo with its words, and the yes of everybody in it."""
        facts, by = block.facts, self._colleague(BRINGS)
        photo = photos.bring(by=by, file=PICTURES / facts["bestand"])
        photos.develop(photo_id=photo.pk, now=self.clock.now)
        photo.refresh_from_db()
        self.photos[block.head[1]] = photos.describe(
            photo=photo,
            by=by,
            description=facts["beschrijving"],
            decorative=False,
            photographer=facts["fotograaf"],
            source=facts["bron"],
        )
        people = [self._colleague(key.strip()) for key in facts.get("erop", "").split(",") if key]
        for colleague in people:
            self._agree(photo, by, colleague)
        look = consent.say_all_marked if people else consent.say_nobody
        look(photo=photo, by=by, now=self.clock.now)

    def _agree(self, photo: Photo, by: Colleague, colleague: Colleague) -> None:
        at = self.clock.day(12, 11, 0)
        person = consent.mark(photo=photo, by=by, told=consent.Told(colleague=colleague), now=at)
        given = consent.Answer(places=(Place.SITE, Place.NETWORKS), months=36)
        consent.answer(person=person, given=given, now=at)

    def _begin_series(self, block: Block) -> None:
        Series.objects.create(
            title=" ".join(block.head[1:]),
            slug=block.facts["slug"],
            introduction=block.facts["zin"],
            next_says=block.facts["straks"],
            begun_by=self._colleague(block.facts["wie"]),
        )

    def _tell(self, block: Block) -> None:
        _verhaal, key, when, kind, *rest = block.head
        facts, by, at = block.facts, self._colleague(key), self.clock.at(when)
        cover = self.photos.get(facts.get("foto", ""))
        story = Story.objects.create(
            author=by,
            key=uuid5(NAMESPACE_URL, facts["titel"]).hex,
            kind=kind,
            language=rest[0] if rest else "nl",
            title=facts["titel"],
            opening=facts["opening"],
            body="".join(self._paragraph(line) for line in block.lines),
            question=facts.get("vraag", ""),
            cover=cover,
            series=Series.objects.filter(slug=facts.get("reeks", "")).first(),
            place=int(facts.get("plek", "0")),
            translates=self.stories.get(facts.get("vertaalt", "")),
            slug=stories.short_slug(facts["titel"]),
        )
        story.subjects.set(self._subjects(facts.get("onderwerpen", "")))
        self.stories[facts["titel"]] = story
        stories.publish(story=story, by=by, now=at)
        Story.objects.filter(pk=story.pk).update(started=at - timedelta(days=2), changed=at)

    def _about(self, word: str) -> Story:
        return Story.objects.get(slug__contains=word, language="nl")

    def _react(self, block: Block) -> None:
        _reactie, word, when, *name = block.head
        story, at = self._about(word), self.clock.at(when)
        reaction = Reaction.objects.create(
            story=story,
            key=uuid5(NAMESPACE_URL, block.facts["zegt"]).hex,
            name=" ".join(name),
            words=block.facts["zegt"],
            state=Reaction.State.SHOWN,
            at=at,
            confirmed_at=at,
        )
        if "antwoord" in block.facts and story.author is not None:
            words, later = block.facts["antwoord"], self.clock.not_yet(at + AN_HOUR)
            readers.answer(reaction=reaction, by=story.author, words=words, now=later)

    def _like(self, block: Block) -> None:
        _teken, word, when, kind, *name = block.head
        address, at = block.facts["adres"], self.clock.at(when)
        readers.note_sign(
            story=self._about(word),
            kind="share" if kind == "share" else "like",
            name=" ".join(name),
            address=address,
            key=address,
            network="fediverse",
            at=at,
            now=at,
        )

    def _paragraph(self, line: str) -> str:
        if line.startswith("## "):
            return f"<h2>{escape(line[3:])}</h2>"
        if line.startswith("> "):
            return f"<blockquote><p>{escape(line[2:])}</p></blockquote>"
        if line.startswith("! "):
            return f'<figure data-photo="{self.photos[line[2:]].pk}"></figure>'
        return f"<p>{escape(line)}</p>"
