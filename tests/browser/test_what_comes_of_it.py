"""From the room to what the two do: onto the agenda, into the conference, and later the moment that shows it done."""

import re

import pytest
from playwright.sync_api import expect

from media_review.models import AgendaItem
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessible import found_on
from tests.browser.writing import cards, enter

SIZES = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


def open_card(page, words):
    card = cards(page).filter(has_text=words)
    card.locator(".moment").click()
    expect(card).to_have_attribute("aria-current", "true")
    return card


@SIZES
def test_feedback_is_picked_in_the_room_and_talked_through(viewport, room, open_as):
    room.say(12, body="You waited.", kind="celebrate")
    room.say(30, 34, "All five say yes.", kind="question")
    room.say(50, body="Not for today.")
    ines, wren = open_as(room.coach, viewport), open_as(room.educator, viewport)
    ines.goto(room.address)
    card = open_card(ines, "All five say yes.")
    card.get_by_role("button", name="Talk about it").click()
    expect(card).to_contain_text("On the agenda")
    expect(card.get_by_role("button", name="Take it off the agenda")).to_be_focused()
    wren.goto(room.address)
    open_card(wren, "You waited.").get_by_role("button", name="Let's talk").click()
    expect(cards(ines).filter(has_text="You waited.")).to_contain_text("Wren wants to talk")
    expect(cards(ines).filter(has_text="You waited.")).to_contain_text("On the agenda")

    ines.get_by_role("link", name="Agenda", exact=True).click()
    agenda = ines.locator(".agenda li")
    expect(agenda).to_have_count(2)
    expect(agenda.first).to_contain_text("All five say yes.")
    expect(agenda.nth(1)).to_contain_text("You waited.")
    expect(ines.get_by_role("button", name="Play", exact=True)).to_be_visible()
    ines.get_by_role("button", name="Discussed").locator("visible=true").click()
    expect(ines.get_by_text("1 of 2 talked about")).to_be_visible()
    assert AgendaItem.objects.get(cycle=room.cycle, annotation__start_ms=30_000).discussed_at is not None
    ines.goto(f"{room.address}?discussed=yes")
    expect(cards(ines).locator("visible=true")).to_have_count(1)
    expect(cards(ines).locator("visible=true")).to_contain_text("Talked about")


@SIZES
def test_a_moment_and_a_card_show_a_step_done(viewport, room, open_as):
    room.say(30, 34, "Five slow counts, and then he speaks.")
    steps = room.cycle.steps_agreed
    steps.create(text="Wait five counts", owner=room.educator)
    steps.create(text="Hang the cards", owner=room.educator)
    wren = open_as(room.educator, viewport)
    enter(room, wren, 10)
    card = open_card(wren, "Five slow counts")
    card.get_by_role("button", name="This shows a step done").click()
    card.get_by_label("Wait five counts").check()
    assert found_on(wren) == []
    card.get_by_role("button", name="It can be seen here").click()
    expect(card.get_by_role("link", name="shows a step done")).to_be_visible()

    enter(room, wren, 42)
    wren.get_by_role("link", name="This moment shows a step done").click()
    expect(wren.get_by_label("From", exact=True).locator("visible=true").first).to_have_value(re.compile("^0:42"))
    wren.get_by_label("Hang the cards").check()
    wren.get_by_role("button", name="It can be seen here").click()
    expect(wren.get_by_role("button", name="It can be seen here")).to_have_count(0)
    assert sorted(steps.values_list("evidence__start_ms", flat=True)) == [30_000, 42_000]
    wren.goto("/next-steps/")
    moments = wren.get_by_role("link", name=re.compile("0:30|0:42"))
    expect(moments).to_have_count(2)
    moments.filter(has_text="0:42").click()
    wren.wait_for_function("() => document.querySelector('video')?.currentTime > 41.9")
