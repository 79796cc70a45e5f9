"""What may be typed in about networks."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from merkwerk.accounts.models import Colleague, Role
from merkwerk.lib.typed import Typed
from merkwerk.networks import actions
from merkwerk.networks.models import Brand, ConnectedAccount, Message, Post

PLAIN = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class AddressForm(forms.Form):
    """One address of something to listen to."""

    text = Typed(
        label=_("Address"),
        max_length=1000,
        help_text=_("A site or feed, @somebody@server.example, a Bluesky name, or a #hashtag."),
        widget=forms.TextInput({**PLAIN, "autofocus": True}),
        error_messages={"required": _("Type an address first.")},
    )


class LinkForm(forms.Form):
    """One page, found by hand."""

    text = Typed(
        label=_("Address of the page"),
        max_length=1000,
        help_text=_("As your browser shows it."),
        widget=forms.TextInput({**PLAIN, "autofocus": True, "inputmode": "url"}),
        error_messages={"required": _("Type an address first.")},
    )


class MastodonForm(forms.Form):
    """The server on which somebody has an account."""

    server = Typed(
        label=_("Your server"),
        max_length=255,
        help_text=_("For example social.example, or your full name there: @you@social.example."),
        widget=forms.TextInput(PLAIN),
        error_messages={"required": _("Type the name of your server first.")},
    )


class BlueskyForm(forms.Form):
    """A Bluesky name; the account's own server asks for the yes."""

    handle = Typed(
        label=_("Your name on Bluesky"),
        max_length=255,
        help_text=_("For example anna.bsky.social."),
        widget=forms.TextInput(PLAIN),
        error_messages={"required": _("Type your name on Bluesky first.")},
    )


class AppPasswordForm(BlueskyForm):
    """A Bluesky name with a password made for this program only."""

    app_password = forms.CharField(
        label=_("App password"),
        max_length=255,
        help_text=_("Made in Bluesky's settings for Merkwerk alone. Never your own password."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
        error_messages={"required": _("Type the app password first.")},
    )


class AccountChoice(forms.ModelChoiceField[ConnectedAccount]):
    """Accounts as people know them: by their handle."""

    def label_from_instance(self, obj: Any) -> str:
        return f"@{obj.identity.handle}"


class AnswerForm(forms.Form):
    """An answer in one's own words, within what the account's server allows. `desk` names this
    open page, `version` the draft it saw."""

    text = Typed(
        label=_("Your answer"),
        strip=False,
        max_length=actions.MOST,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )
    account = AccountChoice(
        label=_("Answer as"),
        queryset=ConnectedAccount.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose which account answers."),
            "invalid_choice": _("This account is not connected any more. Choose another one."),
        },
    )
    desk = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, *args: Any, post: Post, accounts: list[ConnectedAccount], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.accounts = post, accounts
        chosen = self.fields["account"]
        assert isinstance(chosen, AccountChoice)  # noqa: S101
        mine = ConnectedAccount.objects.filter(pk__in=[account.pk for account in accounts])
        chosen.queryset = mine.select_related("identity")
        if len(accounts) == 1:
            chosen.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, account = cleaned.get("text", ""), cleaned.get("account")
        if "text" in cleaned and not text.strip():
            self.add_error("text", str(_("Write something first.")))
        elif text and account is not None:
            length = actions.measured(text.strip(), account=account, post=self.post)
            if not length.fits:
                over = max(-length.left, length.bytes_over)
                self.add_error(
                    "text",
                    ngettext(
                        "That is %(n)s character too long for %(server)s. Your text is kept: "
                        "shorten it, then send it.",
                        "That is %(n)s characters too long for %(server)s. Your text is kept: "
                        "shorten it, then send it.",
                        over,
                    )
                    % {"n": over, "server": account.host},
                )
        return cleaned


def blank_answer(post: Post, accounts: list[ConnectedAccount], draft: Message | None) -> AnswerForm:
    """The form as it first stands on the page: the draft's words, the draft's account."""
    known = {account.pk for account in accounts}
    account = draft.account_id if draft and draft.account_id in known else None
    first = account or (accounts[0].pk if accounts else None)
    return AnswerForm(
        post=post,
        accounts=accounts,
        initial={
            "text": draft.text if draft else "",
            "account": first,
            "desk": token_urlsafe(24),
            "version": draft.version if draft else 0,
        },
    )


class ElsewhereForm(forms.Form):
    """Where an answer stands that was sent with another tool."""

    address = Typed(
        label=_("Address of your answer"),
        max_length=1000,
        help_text=_("Open your answer there and copy its address."),
        widget=forms.TextInput({**PLAIN, "inputmode": "url"}),
        error_messages={"required": _("Paste the address of your answer first.")},
    )


class JetstreamForm(forms.Form):
    """Where everything on Bluesky is heard."""

    address = Typed(
        label=_("Address of the Jetstream"),
        max_length=500,
        required=False,
        help_text=_("The usual one is filled in. An own one begins with wss://."),
        widget=forms.TextInput({**PLAIN, "inputmode": "url"}),
    )


class PublicForm(forms.Form):
    """A Mastodon-like server whose public timeline is heard."""

    server = Typed(
        label=_("Server"),
        max_length=255,
        help_text=_("For example social.example."),
        widget=forms.TextInput(PLAIN),
        error_messages={"required": _("Type the name of the server first.")},
    )
    whose = forms.ChoiceField(
        label=_("What to hear"),
        choices=[
            ("local", _("what people of this server say")),
            ("public", _("everything this server knows")),
        ],
        initial="local",
        widget=forms.RadioSelect,
    )


class MailboxForm(forms.Form):
    """The way into a mailbox with newsletters."""

    host = Typed(
        label=_("Mail server"),
        max_length=255,
        help_text=_("The one for reading (IMAP), for example imap.example.org."),
        widget=forms.TextInput(PLAIN),
        error_messages={"required": _("Type the name of the mail server first.")},
    )
    user = Typed(
        label=_("User name"),
        max_length=255,
        help_text=_("Often the whole address of the mailbox."),
        widget=forms.TextInput({**PLAIN, "autocomplete": "off"}),
        error_messages={"required": _("Type the user name first.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        strip=False,
        help_text=_("Best one made for Merkwerk alone. It is stored encrypted."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Type the password first.")},
    )
    port = forms.IntegerField(
        label=_("Port"),
        min_value=1,
        max_value=65535,
        initial=993,
        help_text=_("993, nearly always."),
    )
    folder = Typed(
        label=_("Folder"),
        max_length=255,
        initial="INBOX",
        help_text=_("INBOX is the usual one."),
        widget=forms.TextInput(PLAIN),
    )

    def letters(self) -> actions.Letters:
        """What was typed. Only for a valid form."""
        typed = self.cleaned_data
        return actions.Letters(
            host=typed["host"].lower(), user=typed["user"], password=typed["password"],
            port=typed["port"], folder=typed["folder"],
        )  # fmt: skip


class FeedListForm(forms.Form):
    """A file with a list of feeds."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("A file that ends in .opml or .xml, as another reader hands it out."),
        widget=forms.FileInput({"accept": ".opml,.xml,text/xml,text/x-opml"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )


class RegisterForm(forms.Form):
    """What was said with another tool: only where it stands, and perhaps what it is about."""

    address = Typed(
        label=_("Where does it stand?"),
        max_length=1000,
        help_text=_("Open what you said and copy its address."),
        widget=forms.TextInput({**PLAIN, "inputmode": "url"}),
        error_messages={"required": _("Paste the address first.")},
    )
    about = Typed(
        label=_("What is it about?"),
        max_length=1000,
        required=False,
        help_text=_("The address of the page or story, if there is one."),
        widget=forms.TextInput({**PLAIN, "inputmode": "url"}),
    )


class BrandForm(forms.Form):
    """An account that speaks for the organisation."""

    account = AccountChoice(
        label=_("Account"),
        queryset=ConnectedAccount.objects.none(),
        empty_label=_("Choose one of your accounts"),
        error_messages={"required": _("Choose the account first.")},
    )
    name = Typed(
        label=_("Name of the organisation or brand"),
        max_length=100,
        error_messages={"required": _("Give it a name, as people know it.")},
    )
    pattern = forms.ChoiceField(
        label=_("How are messages signed?"),
        help_text=_("Everybody sees who writes. It counts in the length."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how messages are signed.")},
    )
    sure = forms.BooleanField(
        label=_("Yes, this account speaks for the organisation"),
        help_text=_("Its messages are signed, and another writer looks at each of them first."),
        error_messages={"required": _("Tick this if you are sure. Otherwise leave the page.")},
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        mine = [account.pk for account in actions.accounts_for_brand(by)]
        accounts = ConnectedAccount.objects.filter(pk__in=mine).select_related("identity")
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        brand = _("brand")
        self.fields["pattern"].choices = [  # type: ignore[attr-defined]
            (one, one.replace("{name}", by.first_name).replace("{brand}", str(brand)))
            for one in actions.patterns(by.language)
        ]


class WriterForm(forms.Form):
    """A colleague to be asked to write for a brand."""

    colleague = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        queryset=Colleague.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague first."),
            "invalid_choice": _("That colleague isn't here any more, or is asked already."),
        },
    )

    def __init__(self, *args: Any, brand: Brand, **rest: Any) -> None:
        super().__init__(*args, **rest)
        staff = Colleague.objects.here().exclude(duties__role=Role.ADVISER)
        free = staff.exclude(pk__in=brand.writers.values("colleague")).order_by("name")
        self.fields["colleague"].queryset = free  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """What somebody says who looked along."""

    remark = Typed(
        label=_("Do you want to say something about it?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only its writer reads this."),
    )

    def clean(self) -> dict[str, Any]:
        """Without a yes there is something to say."""
        typed = super().clean() or {}
        if self.data.get("answer") == "remark" and not typed.get("remark"):
            self.add_error("remark", _("Say what you would change, so that your colleague can."))
        return typed
