"""What may be typed into the handbook, and at the question desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague, Role
from merkwerk.handbook.models import Example, Handbook, Situation
from merkwerk.handbook.models.examples import LONGEST
from merkwerk.handbook.models.questions import MOST_ATTACHED, MOST_WORDS
from merkwerk.lib.typed import Typed


def area(rows: int, **more: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **more})


class SearchForm(forms.Form):
    """Odd values are passed over: a search never fails, it only finds less."""

    q = Typed(label=_("Search the handbook"), required=False, max_length=100)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["q"].widget.input_type = "search"

    def asked(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class GuideForm(forms.Form):
    guideline = Typed(
        label=_("The guideline, in one line"),
        max_length=120,
        help_text=_("For instance: use your common sense."),
        error_messages={"required": _("One line is enough, but it needs one.")},
    )
    clause = Typed(
        label=_("What the confidentiality clause means, in plain words"),
        required=False,
        max_length=1500,
        widget=area(6),
        help_text=_("What is the client’s, what is yours, and whom to ask."),
    )
    clause_link = forms.URLField(
        label=_("Where the clause itself stands"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("An address begins with https:// and has a name in it.")},
    )


class SituationForm(forms.ModelForm[Situation]):
    class Meta:
        model = Situation
        fields = ["name", "lead"]
        field_classes = {"name": Typed, "lead": Typed}
        labels = {"name": _("Which situation?"), "lead": _("In one sentence")}
        help_texts = {"name": _("A client visit, a photo, an opinion, a mistake, or your own.")}
        error_messages = {"name": {"required": _("Give the situation a name.")}}


class ExampleForm(forms.Form):
    """An example by an editor. Of one that a colleague gave, the words stay as they are."""

    situation = forms.ModelChoiceField(
        Situation.objects.none(), label=_("Situation"), empty_label=None
    )
    what = Typed(
        label=_("What did a colleague do?"),
        max_length=LONGEST,
        widget=area(5),
        error_messages={"required": _("Tell what somebody did.")},
    )
    why = Typed(
        label=_("Why was it fine?"),
        max_length=LONGEST,
        widget=area(3),
        error_messages={"required": _("Tell why it was fine.")},
    )
    named = forms.ModelChoiceField(
        Colleague.objects.none(),
        label=_("Who was it?"),
        required=False,
        empty_label=_("A colleague, without a name"),
        help_text=_("They are asked first, with these words. Until they say yes: no name."),
    )
    outside = forms.BooleanField(
        label=_("May stand in the public version"),
        required=False,
        help_text=_("Without a name, and only when there is a public version."),
    )

    def __init__(self, *args: Any, example: Example | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        standing = Situation.objects.standing()
        self.fields["situation"].queryset = standing  # type: ignore[attr-defined]
        people = Colleague.objects.here().order_by("name")
        self.fields["named"].queryset = people  # type: ignore[attr-defined]
        if example is not None and example.is_given:
            for name in ("what", "why", "named"):
                del self.fields[name]
        if example is not None and example.stays_inside:
            del self.fields["outside"]

    def told(self) -> dict[str, Any]:
        """What the action needs."""
        rest: dict[str, Any] = {"what": "", "why": "", "named": None, "outside": False}
        return rest | self.cleaned_data


class PublishForm(forms.Form):
    news = Typed(
        label=_("What is new, in one sentence?"),
        max_length=240,
        help_text=_("Colleagues read this first."),
        error_messages={"required": _("One sentence, so that nobody has to look for it.")},
    )


class PromiseForm(forms.Form):
    promised_hours = forms.TypedChoiceField(
        label=_("How soon do colleagues have an answer?"),
        choices=Handbook.Promise.choices,
        coerce=int,
        help_text=_("Counted in working hours: Monday to Friday, nine to five."),
    )


class StandForm(forms.Form):
    words = Typed(
        label=_("How do you do it yourself?"),
        max_length=1200,
        widget=area(8),
        help_text=_("In your own words, and only about yourself."),
        error_messages={"required": _("A few sentences will do.")},
    )


class ColleagueForm(forms.Form):
    colleague = forms.ModelChoiceField(
        Colleague.objects.none(),
        label=_("Whom?"),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        staff = Colleague.objects.here().exclude(duties__role=Role.ADVISER).order_by("name")
        self.fields["colleague"].queryset = staff  # type: ignore[attr-defined]


class AskForm(forms.Form):
    words = Typed(
        label=_("What would you like to know?"),
        max_length=MOST_WORDS,
        widget=area(5),
        error_messages={"required": _("Write your question; half a sentence will do.")},
    )
    attached = Typed(
        label=_("What you would like to say"),
        required=False,
        max_length=MOST_ATTACHED,
        widget=area(5),
        help_text=_("A copy goes along with your question. Your draft stays yours and unchanged."),
    )
    link = forms.URLField(
        label=_("Is it about a page? Its address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("An address begins with https:// and has a name in it.")},
    )
    of = forms.ModelMultipleChoiceField(
        Colleague.objects.none(),
        label=_("Who may read it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person to answer.")},
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Colleague], **rest: Any) -> None:
        super().__init__(*args, **rest)
        found = Colleague.objects.filter(pk__in=[one.pk for one in people]).order_by("name")
        self.fields["of"].queryset = found  # type: ignore[attr-defined]
        self.fields["of"].initial = [one.pk for one in people]
        self.fields["of"].label_from_instance = str  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    words = Typed(
        label=_("Your words"),
        max_length=MOST_WORDS,
        widget=area(5),
        error_messages={"required": _("Write something first.")},
    )


class ProposalForm(forms.Form):
    situation = forms.ModelChoiceField(
        Situation.objects.none(), label=_("Situation"), empty_label=None
    )
    what = Typed(
        label=_("What did a colleague do?"),
        max_length=LONGEST,
        widget=area(5),
        help_text=_("Without names, places or anything by which somebody knows who it was."),
        error_messages={"required": _("Tell what somebody did.")},
    )
    why = Typed(
        label=_("Why was it fine?"),
        max_length=LONGEST,
        widget=area(3),
        error_messages={"required": _("Tell why it was fine.")},
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        standing = Situation.objects.standing()
        self.fields["situation"].queryset = standing  # type: ignore[attr-defined]


class HelpForm(forms.Form):
    """The asker's yes, to words that may be their own."""

    what = Typed(label=_("What a colleague did"), max_length=LONGEST, widget=area(5))
    why = Typed(label=_("Why it was fine"), max_length=LONGEST, widget=area(3))
    also_outside = forms.BooleanField(
        label=_("It may also stand in a public version"), required=False
    )
