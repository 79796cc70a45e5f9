"""What readers fill in on the site, and authors when they answer them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed
from merkwerk.stories.models import Rhythm

MOST_WORDS, MOST_NAME = 4000, 80
TRAP = "homepage"
"""A field that nobody sees; whoever fills it in is no reader."""


def words_field(**more: Any) -> Typed:
    """The words of a reader or an author."""
    said: dict[str, Any] = {
        "label": _("Your words"),
        "max_length": MOST_WORDS,
        "widget": forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        "error_messages": {
            "required": _("There are no words yet."),
            "max_length": _("This is longer than 4,000 characters. Say it a bit shorter."),
        },
    }
    return Typed(**(said | more))


class ReaderForm(forms.Form):
    """What every form for readers has: a signed token instead of a cookie, and a trap."""

    sheet = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def renew(self, token: str) -> None:
        """A fresh token goes with the page; what was typed stays."""
        if self.is_bound:
            self.data = {name: self.data[name] for name in self.data} | {"sheet": token}
        self.initial["sheet"] = token

    @property
    def is_trapped(self) -> bool:
        """Whether somebody filled in what nobody sees."""
        return bool(self.data.get(TRAP))


def email_field() -> forms.EmailField:
    """A mail address; signs that could begin a header are no part of one."""
    return forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Without an address we can't ask if it is you."),
            "invalid": _("This is no mail address. It looks like name@example.org."),
        },
    )


class ReactionForm(ReaderForm):
    """A reaction under a story, without an account."""

    words = words_field()
    name = Typed(
        label=_("Your name"),
        help_text=_("It stands with your words."),
        max_length=MOST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={
            "required": _("How may people call you? A first name is enough."),
            "max_length": _("This name is longer than 80 characters."),
        },
    )
    email = email_field()
    wishes_answer = forms.BooleanField(
        label=_("Tell me by mail when somebody answers me"), required=False, initial=True
    )
    to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Nobody sees it. We send you one letter to ask if these are your words."
        )

    def clean_name(self) -> str:
        """A name has letters or figures; a row of hearts calls nobody."""
        name = str(self.cleaned_data["name"])
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError(_("How may people call you? A first name is enough."))
        return name


class OwnWordsForm(forms.Form):
    """A reader changes their own words."""

    words = words_field()
    wishes_answer = forms.BooleanField(
        label=_("Tell me by mail when somebody answers me"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class SubscribeForm(ReaderForm):
    """Letters about everything, or about one person, subject or series."""

    what = forms.ChoiceField(label=_("What about"), widget=forms.RadioSelect)
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm.choices,
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        help_text=_("When there is nothing new, nothing comes."),
    )
    email = email_field()

    def __init__(self, *args: Any, things: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = things  # type: ignore[attr-defined]
        if len(things) == 1:
            self.fields["what"].widget = forms.HiddenInput()
        self.fields["what"].initial = things[0][0]


class RhythmForm(forms.Form):
    """How often letters come."""

    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class AnswerForm(forms.Form):
    """The author answers a reader by name."""

    words = words_field(label=_("Your answer"))
    asks_back = forms.BooleanField(label=_("I ask something back"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ChangeAnswerForm(forms.Form):
    """The author says an answer differently."""

    words = words_field(label=_("Your answer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class HideForm(forms.Form):
    """Not shown, with a kind word to the reader or without."""

    note = Typed(
        label=_("A kind word to the reader"),
        help_text=_("It goes by mail. Leave it empty, and nobody is told."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
