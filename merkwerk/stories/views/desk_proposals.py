"""Editors read what they are shown, ask and propose; the author takes what they want."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.stories.actions import cleaning, drafting, proposing
from merkwerk.stories.actions import versions as keeping
from merkwerk.stories.forms.desk import TOO_LONG, ProposalForm, words_of_row
from merkwerk.stories.models import Story, StoryProposal
from merkwerk.stories.views.desk import own_story
from merkwerk.stories.views.desk_text import text_of


def editors(request: Request, pk: int) -> HttpResponse:
    """Who may read along, and what they said; the author shows it, or takes it back."""
    mine = own_story(request, pk)
    if request.method == "POST":
        _shown(request, mine)
        return redirect("stories:editors", pk=pk)
    facts = {
        "here": "stories",
        "story": mine,
        "editors": proposing.editors(but=request.user).order_by("name", "pk"),
        "proposals": mine.proposals.select_related("by"),
    }
    return render(request, "stories/editors.html", facts)


def _shown(request: Request, mine: Story) -> None:
    if request.POST.get("hide"):
        proposing.hide_from_editors(story=mine, by=request.user)
        messages.success(request, _("The editors don't see it any more."))
        return
    try:
        proposing.show_to_editors(story=mine, by=request.user)
    except ValueError:
        messages.error(request, _("There are no words to read yet."))
        return
    messages.success(request, _("The editors can read it. What stands here stays yours."))


def read(request: Request, pk: int) -> HttpResponse:
    """What an editor reads, and where they ask or propose."""
    shown = proposing.readable_by(request.user).select_related("author")
    one = get_object_or_404(shown, pk=pk)
    form = ProposalForm(request.POST) if request.method == "POST" else _first(one)
    if form.is_bound and form.is_valid() and (made := _proposed(request, one, form)):
        messages.success(request, _("Said to the author. Nothing in the story changed."))
        return redirect("stories:proposal", pk=made.pk)
    facts = {
        "here": "stories",
        "story": one,
        "form": form,
        "text": text_of(one.body),
        "body": cleaning.shown_body(one.body),
        "mine": one.proposals.filter(by=request.user),
    }
    return render(request, "stories/read.html", facts, status=SENT_BACK if form.is_bound else 200)


def _first(story: Story) -> ProposalForm:
    return ProposalForm(initial=words_of_row(story))


def _proposed(request: Request, story: Story, form: ProposalForm) -> StoryProposal | None:
    told = form.cleaned_data
    try:
        words = form.words() if told["proposes"] else None
        return proposing.propose(story=story, by=request.user, remark=told["remark"], words=words)
    except cleaning.TooLong:
        form.add_error("body", TOO_LONG)
    except proposing.Enough:
        form.add_error(None, _("Twenty of your proposals wait already. Let the author read first."))
    except ValueError:
        form.add_error("remark", _("Ask something, or propose other words."))
    return None


def proposal(request: Request, pk: int) -> HttpResponse:
    """A proposal against the words it is about; its author answers, its editor may take it back."""
    one = get_object_or_404(proposing.proposals_for(request.user), pk=pk)
    own = one.story.author_id == request.user.pk
    if request.method == "POST":
        return _answered(request, one) if own else _withdrawn(request, one)
    sees = own or proposing.readable_by(request.user).filter(pk=one.story_id).exists()
    basis, words = proposing.basis_of(one), drafting.words_in(one)
    with_words = proposing.proposes_words(one) and sees
    facts = {
        "here": "stories",
        "proposal": one,
        "story": one.story,
        "own": own,
        "differences": keeping.differences_of(basis, words) if with_words else None,
        "waits": one.state == StoryProposal.State.ASKED,
        "choose": own and one.state == StoryProposal.State.ASKED,
    }
    return render(request, "stories/proposal.html", facts)


def _withdrawn(request: Request, one: StoryProposal) -> HttpResponse:
    if proposing.take_back(proposal=one, by=request.user):
        messages.success(request, _("Taken back."))
    return redirect("stories:proposal", pk=one.pk)


def _answered(request: Request, one: StoryProposal) -> HttpResponse:
    try:
        match request.POST.get("answer", ""):
            case "all":
                _taken(request, proposing.take(proposal=one, by=request.user))
            case "part":
                _taken(request, _part(request, one))
            case "no":
                proposing.decline(proposal=one, by=request.user)
                messages.success(request, _("It stays as you wrote it."))
            case "read":
                proposing.have_read(proposal=one, by=request.user)
            case _:
                return HttpResponseBadRequest()
    except ValueError:
        messages.error(request, _("Choose what you want to take over first."))
        return redirect("stories:proposal", pk=one.pk)
    return redirect("stories:story", pk=one.story_id)


def _part(request: Request, one: StoryProposal) -> proposing.Taken:
    numbers = [whole_number(typed) for typed in request.POST.getlist("line")]
    return proposing.take(
        proposal=one,
        by=request.user,
        short=[name for name in request.POST.getlist("short") if name in proposing.SHORT],
        lines=[number for number in numbers if number is not None],
    )


def _taken(request: Request, taken: proposing.Taken) -> None:
    messages.success(request, _("Taken over. Your words of before are kept as a version."))
    if taken.missed:
        said = ngettext(
            "%(n)s paragraph wasn't there any more; you had changed it.",
            "%(n)s paragraphs weren't there any more; you had changed them.",
            taken.missed,
        )
        messages.info(request, said % {"n": taken.missed})
