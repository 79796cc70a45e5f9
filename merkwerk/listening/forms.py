"""What may be typed in listening."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import QueryError, parse
from merkwerk.lib.typed import Typed
from merkwerk.listening.models import Topic
from merkwerk.listening.sentences import mistake


class TopicForm(forms.ModelForm[Topic]):
    """A topic; a mistake in the query is explained at its place (`mistake`) in what was `asked`."""

    mistake: QueryError | None = None
    asked = ""

    class Meta:
        model = Topic
        fields = ["name", "query", "purpose"]
        field_classes = {"name": Typed, "query": Typed, "purpose": Typed}
        widgets = {
            "query": forms.Textarea(
                attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}
            )
        }
        help_texts = {
            "name": _("What you call it yourself, for example “VAT for platforms”."),
            "query": _("Words, “exact phrases”, boekhoud*, #tag, AND OR NOT and brackets."),
            "purpose": _("For yourself: why do you want to hear this, and for whom?"),
        }

    def clean_query(self) -> str:
        self.asked = str(self.cleaned_data["query"])
        try:
            parse(self.asked)
        except QueryError as error:
            self.mistake = error
            raise forms.ValidationError(mistake(error)) from None
        return self.asked


class MeaningForm(forms.Form):
    meaning = Typed(
        label=_("What does this mean, according to you?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PassForm(forms.Form):
    """One colleague and a sentence; never a list."""

    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Colleague.objects.none(), empty_label=_("Choose a colleague")
    )
    sentence = Typed(
        label=_("Why them? One sentence."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in one sentence why it is something for them.")},
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = Colleague.objects.here().exclude(pk=by.pk).order_by("name")
        self.fields["to"].queryset = choices  # type: ignore[attr-defined]
