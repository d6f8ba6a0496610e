"""From a draft to an answer: sharing in one's own time, thanks with one tap, and the own view that comes first."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from media_review import own_view
from media_review.models import Annotation
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessible import AXE, RULES, RUN_AXE

SIZES = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
WORDS = "You waited five slow counts."


def enter(page, room):
    """Open the room; `stayed` will tell whether the page is still the same."""
    page.goto(room.address)
    page.evaluate("window.isTheSame = true")


def stayed(page):
    return page.evaluate("window.isTheSame === true")


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li")


def open_card(page, words):
    card = cards(page).filter(has_text=words)
    card.get_by_role("link").first.click()
    expect(card).to_have_attribute("aria-current", "true")
    return card


def marks(page):
    return page.get_by_role("region", name="Feedback timeline").locator(".marks a")


def write(page, words):
    page.get_by_label("Add feedback").fill(words)
    page.get_by_role("button", name="Save feedback").click()
    expect(cards(page).filter(has_text=words)).to_be_visible()


def share_button(page):
    return page.get_by_role("button", name=re.compile("^Share feedback"))


def is_accessible(page):
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN_AXE, RULES) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def look(page, name):
    """For people who want to see it: SCREENS=folder pytest …"""
    if folder := os.environ.get("SCREENS"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}-{scheme}.png")
        page.emulate_media(color_scheme="light")


@SIZES
def test_she_answers_with_one_tap_and_keeps_what_she_was_writing(viewport, room, open_as):
    room.say(12, 20, WORDS, kind="suggestion")
    page, ines = open_as(room.educator, viewport), open_as(room.coach, viewport)
    enter(ines, room)
    enter(page, room)
    card = open_card(page, WORDS)
    card.get_by_role("button", name="Reply").click()
    reply = card.get_by_label("Your reply")
    reply.fill("I counted in my head")
    card.get_by_role("button", name="Thanks").click()
    expect(card.get_by_text("You say thanks")).to_be_visible()
    thanks = card.get_by_role("button", name="Thanks")
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_be_focused()
    expect(reply).to_have_value("I counted in my head")
    look(page, "answered")
    is_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card.get_by_text("You say thanks · You want to talk")).to_be_visible()
    expect(card.get_by_role("button", name="Let's talk")).to_be_focused()
    thanks.click()
    expect(card.get_by_text("You say thanks")).to_have_count(0)
    card.get_by_role("button", name="Send reply").click()
    expect(card.locator(".replies")).to_contain_text("I counted in my head")
    assert stayed(page)

    expect(cards(ines).filter(has_text=WORDS)).to_contain_text("Wren wants to talk")
    card = open_card(ines, WORDS)
    expect(card.get_by_role("button", name="Thanks")).to_have_count(0)
    assert stayed(ines)


@SIZES
def test_she_shares_one_then_some_then_all(viewport, room, open_as):
    for number in range(5):
        room.say(5 + 10 * number, body=f"Draft number {number}", shared_at=None)
    page = open_as(room.coach, viewport)
    enter(page, room)
    expect(share_button(page)).to_have_text("Share feedback (5)")
    card = open_card(page, "Draft number 3")
    look(page, "drafts")
    card.get_by_role("button", name="Share this one").click()
    expect(share_button(page)).to_have_text("Share feedback (4)")
    expect(card).not_to_contain_text("only you")
    expect(card.get_by_role("link").first).to_be_focused()

    page.get_by_role("link", name="Share only some").click()
    choice = page.get_by_role("dialog", name="Choose what to share")
    expect(choice).to_contain_text("goes to Wren.")
    expect(choice.get_by_role("checkbox")).to_have_count(4)
    look(page, "choose")
    is_accessible(page)
    for box in choice.get_by_role("checkbox").all():
        box.uncheck()
    choice.get_by_role("button", name="Share the chosen ones").click()
    expect(choice.get_by_text("Choose at least one.")).to_be_visible()
    for number in (0, 2):
        choice.get_by_label(f"Draft number {number}").check()
    choice.get_by_role("button", name="Share the chosen ones").click()
    expect(choice).to_have_count(0)
    expect(share_button(page)).to_have_text("Share feedback (2)")
    expect(page.get_by_text("2 pieces of feedback are shared.")).to_be_attached()
    expect(page.get_by_role("heading", name="Feedback", exact=True)).to_be_focused()
    share_button(page).click()
    expect(share_button(page)).to_have_count(0)
    expect(page.get_by_role("heading", name="Feedback", exact=True)).to_be_focused()
    assert not Annotation.objects.drafts_of(room.coach).exists()
    assert stayed(page)


@SIZES
def test_what_is_only_for_her_says_so_and_stays_when_all_is_shared(viewport, room, open_as):
    page = open_as(room.coach, viewport)
    enter(page, room)
    field = page.get_by_label("Add feedback")
    field.fill("I was tired that day.")
    expect(page.get_by_text("until you share it with Wren")).to_be_visible()
    page.get_by_label("Only for me, always").check()
    expect(page.get_by_text("Nobody else will ever see it")).to_be_visible()
    expect(page.get_by_text("until you share it with Wren")).to_be_hidden()
    look(page, "only-for-me")
    page.reload()
    expect(field).to_have_value("I was tired that day.")
    expect(page.get_by_label("Only for me, always")).to_be_checked()
    enter(page, room)
    field.focus()
    page.get_by_role("button", name="Save feedback").click()
    expect(cards(page).filter(has_text="I was tired")).to_contain_text("Only for you, always")
    expect(share_button(page)).to_have_count(0)
    field.fill("Look at her hands.")
    page.get_by_label("Only for me, always").uncheck()
    page.get_by_role("button", name="Save feedback").click()
    expect(share_button(page)).to_have_text("Share feedback (1)")
    look(page, "private")
    share_button(page).click()
    expect(share_button(page)).to_have_count(0)
    expect(cards(page).filter(has_text="I was tired")).to_contain_text("Only for you, always")
    assert room.recording.annotations.get(is_private=True).shared_at is None
    assert stayed(page)


@SIZES
def test_her_own_view_comes_first_and_then_all_opens_without_a_reload(viewport, room, open_as):
    ines = open_as(room.coach, viewport)
    enter(ines, room)
    ines.get_by_role("button", name="Ask Wren to look first").click()
    expect(ines.get_by_role("button", name="Open it without waiting")).to_be_visible()
    expect(ines.get_by_role("button", name="Open it without waiting")).to_be_focused()
    for number in range(3):
        room.say(5 + 10 * number, body=f"The coach's {number}")
    look(ines, "asked-coach")

    wren = open_as(room.educator, viewport)
    enter(wren, room)
    expect(wren.get_by_text("Ines has left feedback.")).to_be_visible()
    to_it = wren.get_by_role("link", name="You look first")
    expect(to_it).to_have_count(1 if viewport == PHONE else 0)
    if viewport == PHONE:
        to_it.click()
        expect(wren.get_by_text("Ines has left feedback.")).to_be_in_viewport()
    expect(wren.get_by_text("It opens as soon as you have left a note of your own.")).to_be_visible()
    expect(cards(wren)).to_have_count(0)
    expect(marks(wren)).to_have_count(0)
    look(wren, "waits")
    is_accessible(wren)
    write(wren, "I talk too fast here.")
    expect(cards(wren)).to_have_count(4)
    expect(marks(wren)).to_have_count(4)
    expect(wren.get_by_text("Ines has left feedback.")).to_have_count(0)
    expect(to_it).to_have_count(0)
    expect(wren.get_by_text("What was left for you is open now.")).to_be_attached()
    look(wren, "opened")
    assert stayed(wren)


def test_the_coach_opens_it_without_waiting(room, open_as):
    own_view.ask(room.recording, room.coach)
    room.say(5)
    ines, wren = open_as(room.coach), open_as(room.educator)
    enter(ines, room)
    enter(wren, room)
    expect(cards(wren)).to_have_count(0)
    ines.get_by_role("button", name="Open it without waiting").click()
    expect(ines.get_by_role("button", name="Open it without waiting")).to_have_count(0)
    expect(cards(wren)).to_have_count(1)
    expect(wren.get_by_text("Ines has left feedback.")).to_have_count(0)
    assert stayed(wren)


def test_a_share_taken_back_while_the_room_is_open_costs_no_words(room, open_as):
    said = make.make_annotation(room.recording, room.educator, "I rushed.", 5000, shared_at=room.recording.created_at)
    page = open_as(room.coach)
    enter(page, room)
    card = open_card(page, "I rushed.")
    card.get_by_role("button", name="Reply").click()
    card.get_by_label("Your reply").fill("You had good reasons")
    page.get_by_label("Add feedback").fill("A long thought that must not be lost")
    room.recording.shares.get().stop()

    page.get_by_role("button", name="Save feedback").click()
    expect(page.get_by_text("no longer shared with you").first).to_be_visible()
    card.get_by_role("button", name="Thanks").click()
    expect(card.get_by_text("no longer shared with you")).to_be_visible()
    expect(card.get_by_role("button", name="Thanks")).to_have_attribute("aria-pressed", "false")
    card.get_by_role("button", name="Send reply").click()
    expect(card.get_by_label("Your reply")).to_have_value("You had good reasons")
    assert (
        "A long thought that must not be lost"
        in page.locator("feedback-list").inner_text() + page.get_by_label("Add feedback").input_value()
    )
    assert not said.responses.exists()


def test_without_scripts_she_answers_and_shares_too(room, open_as):
    room.say(12, body=WORDS)
    for number in range(2):
        make.make_annotation(room.recording, room.educator, f"Draft number {number}", 1000 * number)
    page = open_as(room.educator, java_script_enabled=False)
    page.goto(room.address)
    card = cards(page).filter(has_text=WORDS)
    card.get_by_role("link", name="Answer, or do more").click()
    card.get_by_role("button", name="Thanks").press("Enter")
    expect(cards(page).filter(has_text=WORDS)).to_contain_text("You say thanks")
    page.get_by_role("link", name="Share only some").click()
    page.get_by_label("Draft number 0").uncheck()
    page.get_by_role("button", name="Share the chosen ones").click()
    expect(page.get_by_text("1 piece of feedback is shared.")).to_be_visible()
    expect(share_button(page)).to_have_text("Share feedback (1)")
