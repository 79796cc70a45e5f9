"""What a topic keeps of its word forms stretches its query again, no more and no less."""

from __future__ import annotations

import pytest

from merkwerk.engine.topics import parse
from merkwerk.engine.topics.dutch import stretched
from merkwerk.engine.topics.dutch.kept import with_forms

HEARD = {"gemeente", "gemeentehuis", "huizen", "regeltje", "btw", "btwregels", "foto"}


@pytest.mark.parametrize(
    "text",
    ["huis", "huis NEAR/3 regel", "regel AND (huis OR btw) NOT huisje", '"nieuwe regels" huis',
     "foto's", "huis maybe:regel", "#btw"],
)  # fmt: skip
def test_it_gives_the_query_that_was_shown(text: str) -> None:
    query = parse(text)
    shown, added = stretched(query, HEARD)
    forms: dict[str, list[str]] = {}
    for one in added:
        forms.setdefault(one.word, []).extend(one.forms)
    assert with_forms(query, forms) == shown


def test_without_forms_nothing_changes() -> None:
    query = parse("huis OR btw")
    assert with_forms(query, {}) == query
