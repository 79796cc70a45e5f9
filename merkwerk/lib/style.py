"""The living style page: every piece of the look in use, for who works on it. Its address exists
in development and in tests only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

HOSTILE = "‮gnirts desrever " + "Zeerlangwoord" * 24 + " 🏳️‍🌈" * 30


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(label="Naam", help_text="Zoals collega’s je noemen.")
    about = forms.CharField(label="Waarover", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Plek", choices=[("g", "Groningen"), ("z", "Zwolle")])
    rhythm = forms.ChoiceField(
        label="Hoe vaak wil je post?",
        help_text="Je kunt dit altijd veranderen.",
        widget=forms.RadioSelect,
        choices=[("d", "Elke werkdag"), ("w", "Op maandag"), ("n", "Niet")],
    )
    shared = forms.BooleanField(
        label="Collega’s mogen zien dat jullie elkaar kennen", required=False
    )


class AnswerForm(forms.Form):
    """What somebody writes in their own words."""

    text = forms.CharField(label="Jouw antwoord", widget=forms.Textarea)


def style_page(request: HttpRequest) -> HttpResponse:
    """Shows all pieces, with a form that was filled in wrongly."""
    now = timezone.now()
    messages.success(request, "Bewaard. Joris staat nu bij je relaties.")
    messages.error(request, "De server van Mira antwoordt niet. We proberen het over tien minuten.")
    context: dict[str, Any] = {
        "here": "today",
        "form": SampleForm({"name": "", "rhythm": "x", "place": "g"}),
        "answer": AnswerForm({"text": "Ja, die heb ik."}),
        "page": Paginator(range(90), 30).page(2),
        "soon": now - timedelta(minutes=38),
        "before": now - timedelta(days=1, hours=2),
        "long_ago": now - timedelta(days=68),
        "reasons": [(20, 23), (33, 41)],
        "hostile": HOSTILE,
        "foreign": '<p>Wij <b>ook</b>. <a href="https://social.example/">Lees</a></p><script>1</script>',
    }
    return render(request, "style.html", context)
