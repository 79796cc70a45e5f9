"""A mistake in a query, explained in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from merkwerk.engine.topics import QueryError


def mistake(error: QueryError) -> str:
    """One sentence: what is wrong at the marked place, and what to do."""
    facts = {key: str(value) for key, value in error.facts.items()}
    return (
        _sentences().get(error.code, _("This can't be read as a query. Look at the marked place."))
        % facts
    )


def _sentences() -> dict[str, str]:
    return {
        "empty": _("Type at least one word to listen for."),
        "too-long": _("This is too long. Make two topics of it: that reads better, too."),
        "too-deep": _("There are too many brackets inside brackets here. Write it simpler."),
        "unbalanced-bracket": _("This bracket has no partner. Add one, or take this one away."),
        "unclosed-quote": _(
            "This quotation mark is never closed. Add one at the end of the phrase."
        ),
        "missing-term": _("A word is missing here."),
        "dangling-operator": _(
            "After %(operator)s something must follow. Add a word, or take it away."
        ),
        "only-not": _("This says only what you don't want. Add a word that you do want to hear."),
        "unknown-field": _("“%(field)s:” is not known here. You can use from:, site: and lang:."),
        "bad-value": _("“%(value)s” doesn't fit behind %(field)s: here."),
        "wide-prefix": _("“%(prefix)s*” would find almost everything. Use at least two letters."),
        "misplaced-star": _("The star goes at the end of a word, as in boekhoud*."),
        "no-word": _("“%(text)s” has no letters or figures to listen for."),
        "link-as-word": _("To find posts that link to a site, write site:%(host)s."),
    }
