"""Stories that are being written, read along and spoken in; the worst among them."""

from __future__ import annotations

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.lib.style import HOSTILE
from merkwerk.stories import actions as stories
from merkwerk.stories.actions import drafting, interviewing, placing, proposing, versions
from merkwerk.stories.models import Story

BODY = (
    "<p>Om zes uur stond ik op de kade en was de stilte het eerste dat ik hoorde.</p>"
    "<h2>Wat er misging</h2><p>De tros brak, en <strong>niemand</strong> zei iets. Zie "
    '<a href="https://blad.example/1">het verhaal van Ilse</a>.</p>'
    "<ul><li>touw</li><li>haken<ol><li>kleine</li></ol></li></ul>"
    "<blockquote><p>Je luistert pas als het stil is.</p><p><cite>Ilse, schipper</cite></p>"
    "</blockquote><hr><p>Nu doen we het anders.</p>"
)
NEW = BODY.replace("brak", "knapte").replace("<hr><p>Nu doen we het anders.</p>", "<p>Nu niet.</p>")


def written(sanne: Colleague, karim: Colleague, photo: int) -> dict[str, int]:
    """Each in its everyday form and its worst."""
    Duty.objects.get_or_create(colleague=karim, role=Role.EDITOR)
    karim = Colleague.objects.get(pk=karim.pk)
    full = _full(sanne, photo)
    worst = stories.begin_about(by=sanne, words=HOSTILE * 4, whose=HOSTILE, address="")
    words = drafting.Words(HOSTILE, HOSTILE * 3, f"<p>{HOSTILE * 20}</p>", HOSTILE)
    stories.save(story=worst, by=sanne, words=words)
    theirs = stories.begin(by=karim, own_words="Een verhaal van mij.")
    interview = interviewing.interview_of(story=theirs, by=karim)
    interviewing.let_lead(interview=interview, by=karim, who=sanne)
    asked = interviewing.ask_to_interview(by=karim, who=sanne)
    return {
        "story_full": full.pk,
        "story_worst": worst.pk,
        "story_empty": stories.begin(by=sanne).pk,
        "story_led": theirs.pk,
        "story_asked": asked.story_id,
        **_proposed(full, sanne, karim),
    }


def _full(sanne: Colleague, photo: int) -> Story:
    story = stories.begin_about(
        by=sanne, kind="kitchen", words="Wie kan ons iets leren over controle?", whose="Mira Kaya",
        address="https://blad.example/2",
    )  # fmt: skip
    body = f'{BODY}<figure data-photo="{photo}"><figcaption>De haven</figcaption></figure>'
    words = drafting.Words("De stilte op de kade", "Ik dacht dat ik te laat was.", body, "En jij?")
    stories.save(story=story, by=sanne, words=words, prompts={"hard": "De tros"}, desk="kantoor")
    versions.keep_version(story=story, by=sanne)
    phone = drafting.Words("Op de telefoon", "", "<p>Iets heel anders.</p>", "")
    stories.save(story=story, by=sanne, words=phone, desk="telefoon")
    stories.save(story=story, by=sanne, words=words, desk="kantoor")
    series = placing.make_series(by=sanne, title="De kade wakker")
    placing.place_story(
        story=story, by=sanne, kind="kitchen", language="nl", subjects=["Havens"], series=series,
        place=2,
    )  # fmt: skip
    placing.say_next(series=series, by=sanne, words="Volgende week: de machinekamer")
    return story


def _proposed(story: Story, sanne: Colleague, karim: Colleague) -> dict[str, int]:
    proposing.show_to_editors(story=story, by=sanne)
    words = drafting.Words("De stilte van de kade", "Ik dacht dat ik te laat was.", NEW, "En jij?")
    made = proposing.propose(story=story, by=karim, remark="Wie zweeg er?", words=words)
    asks = proposing.propose(story=story, by=karim, remark=HOSTILE * 3)
    return {"story_proposal": made.pk, "story_question": asks.pk}
