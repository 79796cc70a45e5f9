"""Folding and words, with their places in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.folding import aligned
from merkwerk.engine.text import fold, line, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("BTW", "btw"),
        ("Coördinatie", "coordinatie"),
        ("coo\u0308rdinatie", "coordinatie"),
        ("Straße", "strasse"),
        ("ĲSSEL en ijssel", "ijssel en ijssel"),
        ("ﬁets", "fiets"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("Ærø Łódź", "aero lodz"),
        ("İstanbul", "istanbul"),
        ("b\u200bt\u00adw", "btw"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("が", "が"),
        ("か\u3099", "が"),
        ("ｶﾞ", "ガ"),
        ("한국", "한국"),
        ("\u1112\u1161\u11ab", "한"),
        ("a\ud800b\0c", "a b c"),
        ("ᴏᴠᴇʀʜᴇɪᴅ 𝗼𝘃𝗲𝗿 𝓱𝓮𝓲𝓭 ⓞⓥⓔⓡ", "overheid over heid over"),
        ("b\u3164t\u2060w", "btw"),
        ("оverheid Вtw", "overheid btw"),
        ("ΗUIS huιs ΝU µg", "huis huis nu ug"),
        ("о\u200bv\u0301erheid", "overheid"),
        ("Ꮋuis ꓠu հuis", "huis nu huis"),
        ("Москва и Ηλιος сосо", "москва и ηλιοσ сосо"),
        ("кофеin ꙮlie", "кофеin ꙮlie"),
        ("👨‍👩‍👧 🏳️‍🌈", "👨\u200d👩\u200d👧 🏳\u200d🌈"),
        ("🤷🏽‍♀️ 🧑🏿‍💻", "🤷 🧑\u200d💻"),
        ("a\u200d👨\u200db", "a👨b"),
    ],
)
def test_it_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


tricky = st.text("aов жΗηνΜß\u200d\u200b♀👨🏽👧\ufe0f\u0301か\u3099\u1112\u1161µ1_#@", max_size=12)


@given(tricky)
def test_folding_tricks_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(tricky, st.text(max_size=40)))
def test_the_way_with_places_folds_the_same(text: str) -> None:
    folded, starts, ends = aligned(text)
    assert (folded, len(starts), len(ends)) == (fold(text), len(folded), len(folded))


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def test_a_tag_stands_twice() -> None:
    assert words("over #Btw nu") == ["over", "#btw", "btw", "nu"]


def test_a_tag_with_a_line_gives_each_word() -> None:
    assert words("#net_zero") == ["#net_zero", "net", "zero"]


def test_a_number_sign_is_no_tag() -> None:
    assert words("#1 van 3") == ["1", "van", "3"]


def test_a_handle_stands_twice() -> None:
    assert words("dank @Joris@social.example.") == ["dank", "@joris@social.example", "@joris"]


def test_a_mail_address_is_no_handle() -> None:
    assert words("a@b.nl") == ["a", "b", "nl"]


def test_links_are_cut_out() -> None:
    assert words("zie https://nos.nl/btw?x=1#deel en www.voorbeeld.nl/a nu") == ["zie", "en", "nu"]


def test_emoji_are_words() -> None:
    assert words("ik 🚲 naar 🇳🇱") == ["ik", "🚲", "naar", "🇳🇱"]


def test_a_family_is_one_word() -> None:
    assert words("een 👨‍👩‍👧👍🏽") == ["een", "👨\u200d👩\u200d👧", "👍"]


def test_signs_of_scripts_without_spaces_are_words() -> None:
    assert words("税金です") == ["税", "金", "で", "す"]


def test_a_hyphen_and_an_apostrophe_part_words() -> None:
    assert words("e-mail zzp’er") == ["e", "mail", "zzp", "er"]


def test_places_are_those_of_the_original() -> None:
    text = "Ĳs 👨‍👩‍👧 en ﬁets, coo\u0308p #Btw"
    found = {token.word: text[token.start : token.end] for token in tokens(text)}
    assert found["ijs"] == "Ĳs"
    assert found["fiets"] == "ﬁets"
    assert found["coop"] == "coo\u0308p"
    assert found["#btw"] == "#Btw"
    assert found["btw"] == "Btw"


@given(st.one_of(tricky, st.text(max_size=60)))
def test_the_quick_way_finds_the_same_words(text: str) -> None:
    quick, beside = line(fold(text))
    assert sorted(word for word in (*quick, *beside) if word) == sorted(words(text))


@given(st.text(max_size=60))
def test_every_place_lies_within_the_text(text: str) -> None:
    assert all(0 <= token.start < token.end <= len(text) for token in tokens(text))


def test_every_sign_folds_for_good() -> None:
    signs = [chr(point) for point in (*range(0x10000), *range(0x1F000, 0x1FB00))]
    assert [sign for sign in signs if fold(fold(sign)) != fold(sign)] == []


def test_every_sign_folds_for_good_beside_a_letter() -> None:
    signs = [f"a{chr(point)}" for point in (*range(0x10000), *range(0x1D400, 0x1D800))]
    assert [sign for sign in signs if fold(fold(sign)) != fold(sign)] == []
