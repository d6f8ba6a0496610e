"""What was seen, what was typed and what stands there become one, and no wording is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.merging import Merged, Sheet, in_order, merged

words = st.sampled_from(["", "wait", "wait longer", "ask again"])
chosen = st.lists(st.sampled_from("abcde"), unique=True).map(sorted)
keys = st.lists(st.sampled_from("abcdefg"), unique=True)


def test_what_only_one_of_them_changed_is_taken():
    assert merged("wait", "wait longer", "wait") == Merged("wait longer")
    assert merged("wait", "wait", "ask again") == Merged("ask again")
    assert merged("wait", "ask again", "ask again") == Merged("ask again")


def test_where_both_wrote_what_was_saved_first_stays_until_she_chooses():
    assert merged("wait", "wait longer", "ask again") == Merged("ask again", clashes=True)
    assert merged("", "wait longer", "ask again") == Merged("ask again", clashes=True), "she has seen nothing"


@given(words, words, words)
def test_no_wording_is_lost(seen, typed, stands):
    result = merged(seen, typed, stands)
    assert result.value in (typed, stands)
    if typed not in (seen, stands):
        assert result.clashes or result.value == typed, "hers is written, or she is asked"
    if stands not in (seen, typed):
        assert result.value == stands, "the other's is never written over"


@given(words, words, words)
def test_once_she_has_seen_it_her_choice_stands(seen, typed, stands):
    assert merged(stands, typed, stands) == Merged(typed)
    assert merged(stands, stands, stands) == Merged(stands)


@given(chosen, chosen, chosen)
def test_of_several_choices_each_is_one_of_its_own(seen, typed, stands):
    result = merged(seen, typed, stands)
    assert not result.clashes
    for each in "abcde":
        hers_changed = (each in typed) != (each in seen)
        assert (each in result.value) == ((each in typed) if hers_changed else (each in stands))


@given(keys, keys, keys)
def test_every_row_that_stands_keeps_a_place(seen, typed, stands):
    order = in_order(seen, typed, stands)
    assert sorted(order) == sorted(stands)
    assert in_order(seen, seen, stands) == stands, "who moved nothing moves nothing"
    mine = [key for key in typed if key in stands]
    unmoved = [key for key in seen if key in mine] + [key for key in mine if key not in seen]
    if mine != unmoved:
        assert [key for key in order if key in mine] == mine


def test_what_she_sent_she_has_seen_though_no_answer_came():
    stands = Sheet({"setting": "On the rug"}, {"goals": {"1": {"text": "They say why."}}})
    sent = Sheet({"setting": "On the rug"}, {"goals": {"1": {"text": "They say why."}, "2": {"text": "Never arrived"}}})
    seen = Sheet({"setting": ""}, {}).with_attempts([sent], stands)
    assert seen == Sheet({"setting": "On the rug"}, {"goals": {"1": {"text": "They say why."}}})
    other = Sheet({"setting": ""}).with_attempts([Sheet({"setting": "By the door"})], stands)
    assert other.fields == {"setting": ""}, "what the other wrote is not hers"


def test_a_sheet_comes_back_as_it_was_written():
    sheet = Sheet({"notes": "“Why?”\n", "focus": ["1", "2"]}, {"goals": {"b": {"text": "é"}, "a": {"text": ""}}})
    assert Sheet.read(str(sheet)) == sheet
    assert list(Sheet.read(str(sheet)).rows["goals"]) == ["b", "a"]


BROKEN = ["", "{", "[" * 100_000, "1" * 5000, "null", "[]", '{"fields": []}', '{"rows": {"goals": []}}']


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_of_what_we_did_not_write_nothing_was_seen(text):
    assert not any(Sheet.read(text).rows.values())
    assert Sheet.read(text).fields == {}


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_of_strange_values_nothing_was_seen_either(told):
    sheet = Sheet.read(json.dumps({"fields": told, "rows": {"goals": told}}))
    for row in (sheet.fields, *sheet.rows.get("goals", {}).values()):
        assert all(isinstance(value, str | list) for value in row.values())
