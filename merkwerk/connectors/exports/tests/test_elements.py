"""Long lists in JSON, element by element."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merkwerk.connectors.exports import elements as module
from merkwerk.connectors.exports.archives import DamagedMember, TooLargeMember
from merkwerk.connectors.exports.elements import elements

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 7)


def read(body: str, after: str = "=") -> list[object]:
    return list(elements(io.BytesIO(body.encode()), after))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(JSON, max_size=6), st.sampled_from([None, 1]), st.booleans())
def test_a_list_comes_as_it_is(small: None, value: list[object], indent: int, ascii_: bool) -> None:
    body = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    assert read(f"window.YTD.x.part0 = {body};\n") == value


def test_a_list_within_an_object_is_found(small: None) -> None:
    assert read('{"totalItems": 2, "orderedItems": [1, {"a": "]"}], "x": 3}', '"orderedItems"') == [
        1,
        {"a": "]"},
    ]


@pytest.mark.parametrize("body", ["", "x", "= {}", "= [1, 2", "= [1, {", "= [1 x]", "= [" * 5000])
def test_what_breaks_off_is_damaged(small: None, body: str) -> None:
    with pytest.raises(DamagedMember):
        read(body)


def test_what_came_before_the_damage_is_given() -> None:
    found = elements(io.BytesIO(b'= [1, "a", {'), "=")
    assert [next(found), next(found)] == [1, "a"]


def test_one_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1000)
    with pytest.raises(TooLargeMember):
        read('= ["' + "x" * 5_000_000)


def test_a_long_list_is_not_held() -> None:
    body = b"= [" + b",\n".join([b'{"a": "' + b"x" * 500 + b'"}'] * 40_000) + b"]"
    stream = io.BytesIO(body)
    tracemalloc.start()
    assert sum(1 for _ in elements(stream, "=")) == 40_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000 < len(body)
