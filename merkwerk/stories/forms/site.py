"""What may be typed about the site itself, and about somebody's own page on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from merkwerk.connectors.content import safe_url
from merkwerk.lib.typed import Typed
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.looks import faults
from merkwerk.stories.actions.own_page import MOST_LINKS
from merkwerk.stories.models import PersonPage, Site

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_SUBJECTS = 12
COLOUR = r"^#[0-9A-Fa-f]{6}\Z"


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class Picker(forms.TextInput):
    """The browser's own picker, which always has a colour and so is never "required"."""

    input_type = "color"

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class Colour(forms.RegexField):
    """A colour as the browser's own picker gives it: # and six signs."""

    widget = Picker

    def __init__(self, label: _StrPromise, help_text: _StrPromise) -> None:
        said = _("A colour is a # with six signs of 0 to 9 and a to f.")
        super().__init__(COLOUR, label=label, help_text=help_text, error_messages={"invalid": said})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).lower()


class SiteForm(forms.ModelForm[Site]):
    """All choices of the site. Colours that can't be read are sent back, each with one that can."""

    name = Typed(label=_("The name above every page"), max_length=80)
    motto = Typed(
        label=_("The sentence on top"),
        max_length=200,
        required=False,
        help_text=_("Big letters, so few words. For instance: eight hours a day, one door."),
    )
    introduction = Typed(
        label=_("A few words below it"), max_length=600, required=False, widget=area(3)
    )
    about = Typed(
        label=_("How we take part"),
        max_length=6000,
        required=False,
        widget=area(10),
        help_text=_(
            "A page by itself: why people tell here, and what you agreed with each other. An empty "
            "line begins a new paragraph. Left empty, two honest sentences stand there."
        ),
    )
    ink = Colour(_("What can be pressed"), _("Links and the mark. Dark enough to read on white."))
    accent = Colour(_("Human contact"), _("A question to the reader, a quote. Never letters."))

    class Meta:
        model = Site
        fields = (
            *("is_open", "name", "motto", "introduction", "about", "language"),
            *("ink", "accent", "type", "mark"),
            *("asks_before_showing", "keeps_out_search", "keeps_out_models"),
        )
        widgets = {"mark": forms.HiddenInput}
        labels = {
            "is_open": _("Open to everybody"),
            "language": _("The site’s own language"),
            "type": pgettext_lazy("type", "Letters"),
            "asks_before_showing": _("Reactions wait for the author"),
            "keeps_out_search": _("Search engines stay out"),
            "keeps_out_models": _("Machines that train on texts stay out"),
        }
        help_texts = {
            "is_open": _(
                "Closed, nothing of it is there for anybody outside, not even an empty page."
            ),
            "language": _("The words around the stories. Each story keeps its own language."),
            "type": _("The reader’s own letters cost nothing to fetch."),
            "asks_before_showing": _(
                "Else a confirmed reaction stands at once, and can be hidden."
            ),
            "keeps_out_models": _(
                "Said in every way there is; who doesn’t listen, doesn’t listen."
            ),
        }

    def __init__(self, *args: Any, photos: QuerySet[Photo], **rest: Any) -> None:
        super().__init__(*args, **rest)
        mark = self.fields["mark"]
        assert isinstance(mark, forms.ModelChoiceField)  # noqa: S101
        mark.queryset = photos

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("ink") and told.get("accent"):
            self.faults = faults(told["ink"], told["accent"])
            for one in self.faults:
                self.add_error(one.field, str(one.sentence))
        return told


class PersonPageForm(forms.Form):
    """Somebody's page on the site, in their own words."""

    name = Typed(label=_("Your name, as readers know you"), max_length=120)
    work = Typed(
        label=_("What you do"),
        max_length=120,
        required=False,
        help_text=_("As you would say it at a party: accountant in Groningen."),
    )
    introduction = Typed(label=_("About you"), max_length=1500, required=False, widget=area(6))
    interests = Typed(
        label=_("What you like"),
        max_length=300,
        required=False,
        help_text=_("Also outside of work: sailing, bread, old maps."),
    )
    subjects = Typed(
        label=_("What you tell about"),
        max_length=600,
        required=False,
        help_text=_("With commas between them. Only what you write here stands on the site."),
    )
    links = Typed(
        label=_("Where you are elsewhere"),
        max_length=1500,
        required=False,
        widget=area(3),
        help_text=_("One on a line, a word and an address: Mastodon https://social.example/@you"),
    )
    portrait = forms.ModelChoiceField(
        Photo.objects.none(), required=False, widget=forms.HiddenInput
    )
    is_open = forms.BooleanField(
        label=_("My page is on the site"),
        required=False,
        help_text=_("You need it to publish. Close it whenever you like: your page is gone then."),
    )
    is_followable = forms.BooleanField(
        label=_("People can follow me from the fediverse"),
        required=False,
        help_text=_("Mastodon and others. They get your new stories, in their own place."),
    )

    def __init__(self, *args: Any, photos: QuerySet[Photo], **rest: Any) -> None:
        super().__init__(*args, **rest)
        portrait = self.fields["portrait"]
        assert isinstance(portrait, forms.ModelChoiceField)  # noqa: S101
        portrait.queryset = photos

    def clean_subjects(self) -> list[str]:
        names = [" ".join(one.split())[:80] for one in self.cleaned_data["subjects"].split(",")]
        kept = list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]
        if len(kept) > MOST_SUBJECTS:
            raise forms.ValidationError(_("Twelve subjects at most: choose what you love most."))
        return kept

    def clean_links(self) -> list[dict[str, str]]:
        lines = [line for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise forms.ValidationError(_("Six addresses at most."))
        return [_link(line) for line in lines]


def _link(line: str) -> dict[str, str]:
    *words, address = line.split()
    if not safe_url(address) or not address.startswith(("https://", "http://")):
        said = _("“%(line)s” has no address at its end: one that begins with https://")
        raise forms.ValidationError(said, params={"line": line.strip()[:60]})
    return {"label": " ".join(words)[:60] or str(urlsplit(address).hostname), "address": address}


def as_typed(page: PersonPage) -> dict[str, Any]:
    """What stands on somebody's page, as it is typed in the form."""
    links = "\n".join(f"{one['label']} {one['address']}" for one in page.links)
    plain = ("name", "work", "introduction", "interests", "is_open", "is_followable")
    return {
        **{name: getattr(page, name) for name in plain},
        "subjects": ", ".join(page.subjects.values_list("name", flat=True)),
        "links": links,
        "portrait": page.portrait_id,
    }
