"""Who answers whom, held against an invented chat."""

import json
from pathlib import Path

from merkwerk.engine.conversations import REACH, Said, answers, conversations

GOLD = Path(__file__).parent.parent / "gold" / "conversations.json"
LEAST_RIGHT = 0.85


def test_it_is_right_about_the_gold_chat() -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    found = answers([Said(*message) for message in gold["messages"]])
    right = sum(ours == truth for ours, truth in zip(found, gold["answers"], strict=True))
    assert right / len(found) >= LEAST_RIGHT, found


def test_an_empty_chat_has_no_conversations() -> None:
    assert conversations([]) == ()


def test_the_first_message_begins_something() -> None:
    assert answers([Said("sanne", "hoi", 0)]) == (0,)


def test_a_name_at_the_beginning_calls_somebody() -> None:
    chat = [
        Said("joris", "waar is de koffie?", 0),
        Said("mila", "de trein is te laat", 5),
        Said("karim", "joris: in de kast", 20),
    ]
    assert answers(chat)[2] == 0


def test_two_conversations_at_once_are_kept_apart() -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    whole = conversations([Said(*message) for message in gold["messages"]])
    assert whole[7] == whole[12] == 6
    assert whole[10] != whole[11]


def test_nobody_answers_a_message_to_come() -> None:
    chat = [Said("a", f"bericht {n}", n) for n in range(30)]
    assert all(found <= place for place, found in enumerate(answers(chat)))


def test_it_looks_back_no_further_than_it_says() -> None:
    chat = [Said(f"p{n}", "hm", n) for n in range(REACH + 20)]
    chat.append(Said("z", "p0: ja", 200))
    assert len(chat) - 1 - answers(chat)[-1] <= REACH


def test_a_line_of_the_server_answers_nobody_and_is_answered_by_nobody() -> None:
    chat = [Said("", "sanne has joined", 0), Said("karim", "sanne: hoi", 1)]
    assert answers(chat) == (0, 1)


def test_clocks_that_run_backwards_do_no_harm() -> None:
    chat = [Said("a", "hoe laat is het?", 100), Said("b", "a: drie uur", 0)]
    assert answers(chat) == (0, 0)
