"""What the bench `site` does inside a Merkwerk: fills it, makes its pages, changes something."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from merkwerk.accounts.actions import begin  # noqa: E402
from merkwerk.accounts.models import Colleague  # noqa: E402
from merkwerk.engine.folding import fold  # noqa: E402
from merkwerk.pages.actions import make_due, touched_path  # noqa: E402
from merkwerk.pages.actions.beginning import begin as begin_pages  # noqa: E402
from merkwerk.pages.actions.making import ask  # noqa: E402
from merkwerk.photos.models import Looking, Photo  # noqa: E402
from merkwerk.stories.actions import publish, take_down  # noqa: E402
from merkwerk.stories.actions.searching import note_words  # noqa: E402
from merkwerk.stories.models import PersonPage, PublicStory, Site, Story  # noqa: E402

DICE = random.Random(6)
WORDS = """beton kade boot schip dek touw water haven motor mast roer anker kiel romp lier takel
zeil vracht ruim brug sluis dok helling staal las verf roest lood klink hamer vonk dienst nacht
ochtend koffie ploeg maat vraag fout les kans stap ruimte licht wind regen mist getij stroom"""
LIST = WORDS.split()
PHOTOS = 600
COMMON = "kade"


def sentence(length: int = 14) -> str:
    return " ".join(DICE.choices(LIST, k=length)).capitalize() + "."


def paragraph() -> str:
    return "<p>" + " ".join(sentence() for _ in range(5)) + "</p>"


def photos(author: Colleague) -> list[Photo]:
    """Photos that may be shown, with a file for every size."""
    sizes = [[320, 213], [640, 427], [960, 640], [1280, 853], [1920, 1280]]
    made = Photo.objects.bulk_create(
        Photo(brought_by=author, state=Photo.State.READY, width=3000, height=2000, sizes=sizes,
              description=sentence(6), photographer="Sanne Vos", source="eigen werk",
              placeholder=DICE.randbytes(40))
        for _ in range(PHOTOS)
    )  # fmt: skip
    now = timezone.now()
    Looking.objects.bulk_create(
        Looking(photo=one, saw=Looking.Saw.NOBODY, by=author, at=now) for one in made
    )
    folder = Path(settings.PUBLIC_PICTURES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    for one in made[:30]:
        for width, _height in sizes:
            (folder / f"{one.key}-{width}.avif").write_bytes(DICE.randbytes(width * 40))
    return made


def story_body(shown: list[Photo]) -> str:
    parts = [paragraph() for _ in range(6)]
    for place, photo in zip((1, 3, 5), shown, strict=False):
        parts.insert(place, f'<figure data-photo="{photo.pk}"></figure>')
    return "".join(parts)


def fill(number: int) -> None:
    author = begin(
        organisation="Meting", name="Sanne Vos", email="s@a.example", password="een zin van nu",
        language="nl",
    )  # fmt: skip
    Site.objects.update_or_create(pk=1, defaults={"name": "Meting", "is_open": True})
    page = PersonPage.objects.create(
        colleague=author, slug="sanne-vos", name="Sanne Vos", is_open=True
    )
    pictures = photos(author)
    now = timezone.now()
    for start in range(0, number, 1000):
        block(range(start, min(start + 1000, number)), author, page, pictures, now)


def block(numbers: range, author: Colleague, page: PersonPage, pictures: list[Photo], now) -> None:  # type: ignore[no-untyped-def]
    stories = Story.objects.bulk_create(
        Story(author=author, title=f"{sentence(4)} {n}", opening=sentence(), slug=f"verhaal-{n}",
              body=story_body([pictures[(3 * n + k) % PHOTOS] for k in range(3)]),
              cover=pictures[(3 * n) % PHOTOS], first_published_at=now - timedelta(hours=6 * n))
        for n in numbers
    )  # fmt: skip
    public = PublicStory.objects.bulk_create(
        PublicStory(story=s, person=page, version=1, slug=str(s.slug), language="nl",
                    title=s.title, opening=s.opening, body=s.body, words=420, cover=s.cover,
                    folded=fold(f"{s.title} {s.opening} {s.body}"),
                    published_at=s.first_published_at, changed_at=s.first_published_at)
        for s in stories
    )  # fmt: skip
    note_words(*public)


def export(path: str) -> None:
    told = PublicStory.objects.values("title", "slug", "opening", "body")
    Path(path).write_text(json.dumps(list(told[:200])))


def made() -> dict[str, float]:
    """Makes all pages as a new installation would, and tells how long it took."""
    begin_pages()
    with transaction.atomic():
        for path in ("/stories/", "/stories/archive/"):
            touched_path(path)
        for slug in PublicStory.objects.values_list("slug", flat=True)[:200]:
            touched_path(f"/stories/{slug}/")
    start = time.process_time()
    count = make_due(seconds=600)
    return {"pages": count, "cpu": time.process_time() - start}


def live() -> dict[str, float]:
    """Milliseconds of CPU time of a page rendered anew."""
    pages = {"home": "/stories/", "archive": "/stories/archive/"}
    found = {}
    for name, path in pages.items():
        found[name] = _median(path, "")
    found["search, common word"] = _median("/stories/search/", f"q={COMMON}")
    found["search, two words"] = _median("/stories/search/", "q=kade+anker")
    return found


def _median(path: str, query: str) -> float:
    taken = []
    for turn in range(24):
        begun = time.process_time()
        answer = ask(path, query)
        if turn >= 4:
            taken.append((time.process_time() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        answer.close()
    return statistics.median(taken)


def change(word: str) -> float:
    """A story gets another title; the moment at which that was in force."""
    story = Story.objects.get(slug="verhaal-0")
    story.title = word
    story.save(update_fields=["title"])
    publish(story=story, by=Colleague.objects.get())
    return time.time()


def withdraw() -> float:
    story = Story.objects.get(slug="verhaal-0")
    take_down(story=story, by=Colleague.objects.get())
    return time.time()


WORK = {"fill": lambda n: fill(int(n)), "export": export, "made": made, "live": live,
        "change": change, "withdraw": withdraw}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:])))  # type: ignore[operator]
