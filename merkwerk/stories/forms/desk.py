"""What may be typed while a story is written."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.lib.typed import Typed
from merkwerk.photos.models import Photo
from merkwerk.stories.actions import drafting, marking, placing
from merkwerk.stories.actions.cleaning import LONGEST, MOST
from merkwerk.stories.actions.drafting import PROMPTS, Words
from merkwerk.stories.models import Series, Story

TOO_LONG = _("That is too long for one story. Keep a part of it elsewhere, and nothing is lost.")


def _area(label: Any, rows: int, most: int, **attributes: str) -> Typed:
    return Typed(
        label=label,
        required=False,
        strip=False,
        max_length=most,
        widget=forms.Textarea({"rows": rows, "dir": "auto", **attributes}),
        error_messages={"max_length": TOO_LONG},
    )


class WordsForm(forms.Form):
    """The words of a story. `written` says how the body is written: in light marks, or by the
    editor as HTML."""

    title = Typed(
        label=_("Title"),
        required=False,
        max_length=drafting.TITLE,
        widget=forms.Textarea({"rows": 1, "dir": "auto", "autocomplete": "off"}),
    )
    opening = _area(_("How does it begin?"), 2, drafting.OPENING)
    body = forms.CharField(
        label=_("Your story"),
        required=False,
        strip=False,
        max_length=MOST,
        widget=forms.Textarea({"rows": 14, "dir": "auto", "autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG},
    )
    question = Typed(
        label=_("What would you like to ask your readers?"),
        required=False,
        max_length=drafting.QUESTION,
        widget=forms.Textarea({"rows": 1, "dir": "auto", "autocomplete": "off"}),
    )
    written = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        body = told.get("body", "")
        if told.get("written") != "html" and len(body) > LONGEST:
            self.add_error("body", TOO_LONG)
        return told

    def words(self) -> Words:
        """What was typed. Raises TooLong."""
        told = self.cleaned_data
        typed = told["body"]
        body = typed if told["written"] == "html" else marking.body_of_marks(typed)
        return Words(told["title"], told["opening"], body, told["question"])


def _prompt(code: str) -> Typed:
    return _area(PROMPTS[code], 2, drafting.BESIDE, form="story")


class StoryForm(WordsForm):
    """The sheet: the words, and what stands beside them. `desk` names this open page, `revision`
    the story it saw."""

    notes = _area(_("Facts and notes"), 4, drafting.BESIDE, form="story")
    hard = _prompt("hard")
    wrong = _prompt("wrong")
    disagreed = _prompt("disagreed")
    surprised = _prompt("surprised")
    small = _prompt("small")
    desk = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def prompts(self) -> dict[str, str]:
        """What was answered to the prompts."""
        return {name: self.cleaned_data.get(name, "") for name in PROMPTS}


def words_of_row(row: Any) -> dict[str, Any]:
    """How the words of a story, version or proposal first stand in a form."""
    return {
        "title": row.title,
        "opening": row.opening,
        "body": marking.marks_of_body(row.body),
        "question": row.question,
        "written": "marks",
    }


def story_form(story: Story, *, photo: int = 0) -> StoryForm:
    """The sheet as it first stands on the page; with a `photo` that was chosen without script."""
    prompts = story.beside.get("prompts", {})
    words = words_of_row(story)
    if photo:
        words["body"] = f"{words['body']}\n\n![photo {photo}]".strip()
    return StoryForm(
        initial={
            **words,
            **{name: prompts.get(name, "") for name in PROMPTS},
            "notes": story.beside.get("notes", ""),
            "desk": token_urlsafe(24),
            "revision": story.revision,
        }
    )


class PlaceForm(forms.Form):
    """What it is and where it belongs."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Story.Kind.choices)
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    subjects = Typed(
        label=_("What is it about?"),
        required=False,
        max_length=700,
        help_text=_("A few subjects, with commas between them."),
    )
    series = forms.ModelChoiceField(
        Series.objects.all(),
        label=_("Part of a series"),
        required=False,
        empty_label=_("No series"),
    )
    new_series = Typed(label=_("Or begin a series"), required=False, max_length=120)
    place = forms.IntegerField(
        label=_("Which part is it?"), required=False, min_value=1, max_value=999
    )
    next_says = Typed(
        label=_("What do you say about the next part?"),
        required=False,
        max_length=120,
        help_text=_("For instance: next week the engine room."),
    )
    translates = forms.ModelChoiceField(
        Story.objects.none(),
        label=_("It is a translation of"),
        required=False,
        empty_label=_("No translation"),
    )
    cover = forms.IntegerField(
        label=_("Number of the photo on top"), required=False, min_value=1, max_value=999_999_999
    )

    def __init__(self, *args: Any, story: Story, **rest: Any) -> None:
        super().__init__(*args, **rest)
        translates = self.fields["translates"]
        assert isinstance(translates, forms.ModelChoiceField)  # noqa: S101
        translates.queryset = placing.translatable(story)
        translates.label_from_instance = lambda one: one.title or str(_("Without a title yet"))  # type: ignore[assignment,method-assign]

    def clean_cover(self) -> Photo | None:
        number = self.cleaned_data.get("cover")
        if not number:
            return None
        found = Photo.objects.filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no photo with this number. Look it up."))
        return found

    def names(self) -> list[str]:
        """The subjects that were typed."""
        return [one.strip()[:80] for one in self.cleaned_data["subjects"].split(",")]


def place_form(story: Story) -> PlaceForm:
    """As it first stands on the page."""
    subjects = ", ".join(story.subjects.values_list("name", flat=True))
    return PlaceForm(
        story=story,
        initial={
            "kind": story.kind,
            "language": story.language,
            "subjects": subjects,
            "series": story.series_id,
            "place": story.place or None,
            "next_says": story.series.next_says if story.series else "",
            "translates": story.translates_id,
            "cover": story.cover_id,
        },
    )


class BeginForm(forms.Form):
    """How a story begins; others' words stand beside it."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Story.Kind.choices, required=False, initial="story"
    )
    words = _area(_("Somebody's words"), 3, drafting.BESIDE)
    whose = Typed(label=_("Whose words are these?"), required=False, max_length=200)
    address = forms.URLField(
        label=_("Address of what it is about"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"invalid": _("This is no address of a page. It begins with https://.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)


class SourceForm(BeginForm):
    """Something that stands beside a story."""

    kind = None  # type: ignore[assignment]
    key = None  # type: ignore[assignment]


class ProposalForm(WordsForm):
    """What an editor asks, and what they would write."""

    remark = _area(_("What would you like to ask or say?"), 3, 5_000)
    proposes = forms.BooleanField(label=_("I propose other words"), required=False)


class LeadForm(forms.Form):
    """Who asks the questions of an interview."""

    who = forms.ModelChoiceField(
        Colleague.objects.none(),
        label=_("Which colleague?"),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("That colleague isn't here any more. Choose somebody else."),
        },
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        who = self.fields["who"]
        assert isinstance(who, forms.ModelChoiceField)  # noqa: S101
        who.queryset = Colleague.objects.here().exclude(pk=by.pk).order_by("name", "pk")
