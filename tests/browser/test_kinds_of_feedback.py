"""What feedback is: its kind, what was seen, what is made of it; and that words are only words."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.screening import now, until
from tests.browser.writing import (
    cards,
    field,
    go,
    held,
    is_playing,
    play,
    press,
    saved,
    unsent,
    written,
)


def test_words_that_ask_are_a_question_unless_she_says_what_they_are(ines, room):
    field(ines).click()
    ines.keyboard.type("What could you ask?")
    expect(ines.get_by_role("radio", name="question")).to_be_checked()
    press(ines, "Enter")
    ines.keyboard.type("Why? I wonder.")
    expect(ines.get_by_role("radio", name="note")).to_be_checked()
    press(ines, "Enter")
    press(ines, "Escape", "t")
    ines.keyboard.type("What if you counted to five?")
    press(ines, "Enter")
    saved(ines, 3)
    assert [said.kind for said in written(room)] == ["question", "note", "suggestion"]


@pytest.mark.parametrize(("key", "kind"), [("w", "celebrate"), ("t", "suggestion"), ("y", "look")])
def test_while_she_writes_a_kind_is_said_by_its_key_with_alt(key, kind, ines, room):
    play(ines)
    field(ines).click()
    ines.keyboard.type("What if all heard it?")
    assert not is_playing(ines)
    press(ines, f"Alt+{key}")
    saved(ines, 1)
    assert is_playing(ines)
    expect(field(ines)).to_be_focused()
    ines.keyboard.type("And then?")
    press(ines, "Enter")
    saved(ines, 2)
    assert [said.kind for said in written(room)] == [kind, "question"]


def test_before_there_are_words_it_only_chooses_the_kind(ines, room):
    field(ines).click()
    press(ines, "Alt+w")
    expect(ines.get_by_role("radio", name="celebrate")).to_be_checked()
    expect(field(ines)).to_be_focused()
    ines.keyboard.type("Did you hear him?")
    press(ines, "Enter")
    saved(ines, 1)
    assert [said.kind for said in written(room)] == ["celebrate"]


@pytest.mark.parametrize(
    ("key", "kind"),
    [("w", "celebrate"), ("q", "question"), ("t", "suggestion"), ("n", "note"), ("y", "look")],
)
def test_each_kind_has_a_key(key, kind, ines, room):
    play(ines)
    earliest = now(ines)
    press(ines, key)
    latest = now(ines)
    until(ines, "film.currentTime > value", latest + 0.4)
    ines.keyboard.type("Four are waiting.")
    press(ines, "Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert said.kind == kind
    assert earliest - 0.1 <= said.start_ms / 1000 + 2 <= latest + 0.1, "when its key was pressed"


def test_a_stretch_is_left_for_the_educator_without_words(ines, room, open_as):
    press(ines, "i")
    go(ines, 14)
    press(ines, "o", "y", "Enter")
    saved(ines, 1)
    (said,) = written(room)
    assert (said.kind, said.start_ms, said.end_ms, said.body) == ("look", 10_000, 14_000, "")
    ines.get_by_role("button", name=re.compile("^Share feedback")).click()
    expect(cards(ines)).to_contain_text("Ines")
    wren = open_as(room.educator, PHONE)
    wren.goto(room.address)
    expect(cards(wren)).to_contain_text("you look at this one")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_what_she_saw_stands_apart_from_what_she_makes_of_it(viewport, room, open_as):
    ines = open_as(room.coach, viewport)
    ines.goto(room.address)
    field(ines).fill("She counts to five on her fingers.")
    ines.get_by_text("What you make of it, a link").click()
    ines.get_by_label("What do you make of it?").fill("The silence is planned.")
    ines.get_by_label("Link to a resource").fill("example.org/waiting")
    ines.get_by_role("button", name="Save feedback").click()
    saved(ines, 1)
    card = cards(ines).first
    expect(card).to_contain_text("The silence is planned.")
    link = card.get_by_role("link", name="example.org/waiting")
    expect(link).to_have_attribute("href", "https://example.org/waiting")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(ines.get_by_label("What do you make of it?")).to_be_hidden()
    card.locator(".moment").click()
    card.get_by_role("button", name="Edit").click()
    making = card.get_by_label("What do you make of it?")
    expect(making).to_have_value("The silence is planned.")
    making.fill("Her fingers count for her.")
    card.get_by_role("button", name="Save the change").click()
    expect(card).to_contain_text("Her fingers count for her.")


def test_scripts_and_turned_letters_are_only_words(ines, room):
    words = "<img src=x onerror=alert(1)> \u202eturned\u202c </script>"
    ines.on("dialog", lambda dialog: pytest.fail("A script ran."))
    with held(ines):
        field(ines).fill(words)
        press(ines, "Enter")
        expect(unsent(ines).locator(".words")).to_have_text(words)
        assert unsent(ines).locator(".words").evaluate("words => getComputedStyle(words).unicodeBidi") == "isolate"
    saved(ines, 1)
    expect(cards(ines).first.locator(".words")).to_have_text(words)
    assert cards(ines).first.locator(".words").evaluate("words => getComputedStyle(words).unicodeBidi") == "isolate"
