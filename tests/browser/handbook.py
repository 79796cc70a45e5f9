"""The handbook as it stands and as it is worked on, and the question desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from merkwerk.accounts.models import Colleague, Role
from merkwerk.handbook import actions as handbook
from merkwerk.handbook.models import Answerer, Example, Question, Situation
from merkwerk.lib.style import HOSTILE

ANSWER = (
    "Dit kan gerust zo. Ik zou de stad weglaten, want er is er maar één van. Voor de rest is het "
    "jouw verhaal, en het is een mooi verhaal. Vertel je me hoe het ging?"
)


def guide_through(sanne: Colleague, karim: Colleague, now: datetime) -> dict[str, int]:
    """Each page in its everyday form and its worst. Ada looks after the handbook, and is nobody who
    asks or answers, so that she sees the empty pages too."""
    ada = Colleague.objects.filter(name="Ada Beheer").first() or Colleague.objects.create_user(
        "ada.gids@kade.example", name="Ada Beheer"
    )
    ada.duties.create(role=Role.BOARD_MEMBER)
    handbook.begin(by=ada)
    handbook.publish(by=ada, news="Ons handboek is er: tien verhalen.", now=now - timedelta(40))
    older = handbook.current()
    photo = Situation.objects.standing()[1]
    named = _more(ada, karim, photo)
    handbook.publish(by=ada, news="Nieuw: een foto van twee.", now=now - timedelta(3))
    handbook.open_outside(by=ada, is_public=True)
    told: dict[str, Any] = {
        "what": "Je mag geen foto’s maken zonder toestemming.",
        "why": "Conform het contract.",
    }
    forbids = handbook.save_example(by=ada, situation=photo, named=sanne, **told)
    for person in (sanne, karim):
        Answerer.objects.create(colleague=person, willing=now)
    handbook.tell_stand(by=ada, words="Ik tel tot tien. Daarna zeg ik het meestal gewoon.")
    return {
        "older_edition": older.pk if older else 0,
        "situation": photo.pk,
        "example": forbids.pk,
        "named_example": named.pk,
        **_asked(sanne, karim, photo, now),
    }


def _more(ada: Colleague, karim: Colleague, photo: Situation) -> Example:
    worst = handbook.add_situation(by=ada, name=HOSTILE[:80], lead=HOSTILE[:240])
    handbook.save_example(by=ada, situation=worst, what=HOSTILE[:900], why=HOSTILE[:300])
    Example.objects.standing().filter(situation=photo).update(outside=True)
    told: dict[str, Any] = {
        "what": "Karim liet de foto eerst zien.",
        "why": "Samen kiezen duurt een minuut.",
    }
    named = handbook.save_example(by=ada, situation=photo, named=karim, outside=True, **told)
    handbook.agree(example=named, by=karim)
    handbook.guide(
        by=ada,
        guideline=handbook.the_draft().guideline,
        clause=handbook.the_draft().clause,
        clause_link="https://intranet.kade.example/contract",
    )
    return named


def _asked(sanne: Colleague, karim: Colleague, photo: Situation, now: datetime) -> dict[str, int]:
    waits = handbook.ask(by=sanne, words="Mag de soep erbij?", now=now)
    late = handbook.ask(by=sanne, words=HOSTILE, attached=HOSTILE, now=now - timedelta(9))
    helped = handbook.ask(
        by=sanne,
        words="Kan ik vertellen dat we meedenken, zonder te zeggen bij wie?",
        attached="Vandaag zat ik bij mensen die pakjes rondbrengen voor wie ze nooit zien.",
        link="https://blad.example/1",
        now=now - timedelta(2),
    )
    handbook.reply(question=helped, by=karim, words=ANSWER, now=now - timedelta(1))
    told: dict[str, Any] = {
        "what": "Een collega liet de stad weg.",
        "why": "De vraag is van iedereen.",
    }
    handbook.propose_example(question=helped, by=karim, situation=photo, **told)
    theirs = handbook.ask(by=karim, words="Mag mijn zoon op de foto?", now=now)
    answered = handbook.ask(by=karim, words="En dit?", now=now - timedelta(3))
    handbook.reply(question=answered, by=sanne, words="Gerust.", now=now - timedelta(2))
    given = _given(sanne, karim, photo, now)
    return {
        "question_waits": waits.pk,
        "question_late": late.pk,
        "question_helped": helped.pk,
        "question_theirs": theirs.pk,
        "question_answered": answered.pk,
        "question_given": given.pk,
        "given_example": given.example_id or 0,
    }


def _given(sanne: Colleague, karim: Colleague, photo: Situation, now: datetime) -> Question:
    """One that became an example."""
    one = handbook.ask(by=sanne, words="Mag ik een fout vertellen?", now=now - timedelta(5))
    handbook.reply(question=one, by=karim, words="Graag zelfs.", now=now - timedelta(4))
    told: dict[str, Any] = {
        "what": "Een collega vertelde haar fout.",
        "why": "Anderen leren ervan.",
    }
    handbook.propose_example(question=one, by=karim, situation=photo, **told)
    handbook.let_help(question=one, by=sanne, **told)
    one.refresh_from_db()
    return one
