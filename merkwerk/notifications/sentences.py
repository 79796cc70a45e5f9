"""Every kind of notice and its sentence. The facts in it are filled in when it is read, so it
speaks the language of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from merkwerk.notifications.models import Notice

SENTENCES: dict[str, Promise] = {
    "passed_post": _("%(by)s passed you a post."),
    "message_refused": _("Your message was not sent to %(network)s: %(reason)s"),
    "wish_refused": _("What you said on %(network)s still stands there as it was: %(reason)s"),
    "account_refused": _("%(account)s doesn't let us in any more. Connect it again."),
    "source_stopped": _("We can't read %(source)s any more."),
    "words_unsure": _("We read what stands on %(place)s. Are these your words?"),
    "brand_asked": _("%(by)s asks you to write for %(brand)s, under your own name."),
    "brand_joined": _("%(by)s writes for %(brand)s from now on."),
    "brand_gone": _(
        "Nothing can be said for %(brand)s any more: its account is not connected. Whoever may, "
        "connects it again and asks you anew."
    ),
    "review_asked": _("%(by)s asks you to look along before they speak for %(brand)s."),
    "review_yes": _("%(by)s looked along: your words for %(brand)s can go."),
    "review_remark": _("%(by)s looked along and says something about your words for %(brand)s."),
    "device_gone": _(
        "%(device)s doesn't take our messages any more. If you still use it, switch it on there "
        "once more."
    ),
    "person_forgotten": _(
        "Somebody you know asked not to be stored here. What they said is gone; what you wrote "
        "down yourself is still yours to keep or remove."
    ),
    "work_changed": _("%(who)s seems to have other work. Is that so?"),
    "introduction_asked": _("%(by)s asks if you would introduce them to %(who)s."),
    "introduction_promised": _("%(by)s promised to introduce you to %(who)s."),
    "introduction_declined": _("%(by)s can't introduce you to %(who)s now."),
    "introduction_made": _("%(by)s introduced you to %(who)s."),
    "introduction_met": _("%(by)s met %(who)s, thanks to you."),
    "draft_shown": _("%(by)s lets you read something first."),
    "draft_read": _("%(by)s read your draft and says something about it."),
    "request_asked": _("%(by)s asks if you would tell about something."),
    "request_taken": _("%(by)s is going to tell about what you asked."),
    "request_passed": _("%(by)s supports what you asked and passed it on to %(to)s."),
    "leave_ends": _("Permission to name something on the confidential list ends on %(day)s."),
    "list_tried": _("Drafts of %(by)s touched many names on the confidential list."),
    "handbook_asked": _("%(by)s asks you: may I say this?"),
    "handbook_asked_on": _("%(by)s asks on about something you answered."),
    "handbook_answered": _("%(by)s answered your question."),
    "handbook_late": _("%(by)s still waits for an answer that was promised by now."),
    "handbook_waits": _(
        "Your question has no answer yet, though it was promised by now. Reminded: %(by)s."
    ),
    "handbook_may_help": _("%(by)s asks if your question may help others, without your name."),
    "handbook_naming": _("%(by)s would like to name you in an example of the handbook."),
    "handbook_stand": _("%(by)s invites you to tell in the handbook how you do it yourself."),
    "handbook_answering": _("%(by)s asks if you would answer questions of colleagues."),
    "consent_asked": _("%(by)s asks if a photo with you in it may be used."),
    "consent_answered": _("Somebody in a photo you brought has answered."),
    "consent_taken_back": _(
        "Somebody doesn’t want a photo you brought to be shown any more, or in fewer places. On "
        "our website that is so already. Was it posted on a network? Then take it away there too."
    ),
    "consent_ends": _("Somebody’s yes for a photo you brought ends on %(day)s."),
    "consent_ends_own": _("Your yes for a photo with you in it ends on %(day)s."),
    "consent_over": _(
        "The time is over for which somebody in a photo you brought said yes. It is not shown any "
        "more."
    ),
    "consent_grown": _(
        "Somebody in a photo you brought is 16 now and decides themselves. Until they say yes it "
        "is not shown. Did no letter go to them? Then pass their own link on."
    ),
    "consent_leaver": _(
        "Somebody who left us is in a photo, and we don’t know where to ask them again. Without a "
        "new yes the photo goes away after 30 days."
    ),
    "story_shown": _("%(by)s lets the editors read a story."),
    "story_proposed": _("%(by)s read your story and asks or proposes something."),
    "story_answered": _("%(by)s looked at what you asked or proposed."),
    "interview_asked": _("%(by)s would like to interview you for a story of yours."),
    "interview_agreed": _("%(by)s likes to be interviewed by you."),
    "interview_lead": _("%(by)s asks you to lead an interview."),
    "story_reacted": _("A reader says something under “%(story)s”."),
    "story_reaction_waits": _("A reader says something about “%(story)s”. It waits for you."),
    "photo_taken_back": _(
        "A photo is gone from “%(story)s”: it may not be shown any more. Your words stand as they "
        "were."
    ),
}

BUZZES: dict[str, Promise] = {
    "questions": _("%(name)s asks you something."),
    "reactions": _("%(name)s reacts to what you told."),
    "try": _("Hello %(name)s. This is how it looks when somebody needs you."),
}
"""What a device says, by the wish that lets it."""


def sentence(notice: Notice) -> str:
    """The notice in words, in the language that is active now. A notice whose kind has gone from
    the list still says something true."""
    if words := SENTENCES.get(notice.kind):
        return str(words) % {name: str(fact) for name, fact in notice.facts.items()}
    return gettext("Something was told to you.")
