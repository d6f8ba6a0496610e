"""Links to a moment, a range or a card; and where else a film is shown: on the whole screen, in a window of its own."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.screening import now, stands_at, until
from tests.browser.test_main_road import press
from tests.browser.test_other_ways_to_watch import LOOP, cards, toggle

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def copied(page):
    return page.evaluate("navigator.clipboard.readText()")


def said(page, words):
    return page.get_by_role("status").filter(has_text=words)


@pytest.mark.parametrize("query", ["?t=0:22,0:24", "?t=22,24", "?kind=question&t=24,22.0"])
def test_a_link_to_a_range_makes_it_ready_and_play_goes_round_in_it(query, room, open_as):
    wren = open_as(room.educator, PHONE)
    wren.goto(room.address + query)
    expect(toggle(wren, LOOP)).to_have_attribute("aria-pressed", "true")
    stands_at(wren, 22)
    assert wren.evaluate("document.querySelector('video').paused"), "a quiet room stays quiet"
    press(wren, "Play")
    until(wren, "film.currentTime > 23.2")
    until(wren, "film.currentTime < 22.7")


def test_links_to_moments_open_there_and_nonsense_opens_the_beginning(room, open_as):
    wren = open_as(room.educator, LAPTOP)
    for query, seconds in (("?t=0:31", 31), ("?t=31.5", 31.5), ("?t=soon", 0), ("?t=99:00", 60), ("?t=-4", 0)):
        wren.goto(room.address + query)
        wren.locator(".clock b").click()
        until(wren, "film.readyState > 0")
        stands_at(wren, seconds)
        expect(toggle(wren, LOOP)).to_have_attribute("aria-pressed", "false")


def test_she_copies_a_link_to_where_the_film_stands(room, open_as):
    ines = open_as(room.coach, LAPTOP, permissions=CLIPBOARD)
    ines.goto(room.address + "?kind=question&t=0:31")
    stands_at(ines, 31)
    press(ines, "Copy link to this moment")
    expect(said(ines, "It opens only for people who may watch")).to_be_visible()
    assert copied(ines).endswith(f"{room.address}?t=0:31")
    ines.goto(room.address + "?t=10.5,12")
    expect(toggle(ines, LOOP)).to_have_attribute("aria-pressed", "true")
    press(ines, "Copy link to this moment")
    expect(said(ines, "It opens only for people who may watch")).to_be_visible()
    assert copied(ines).endswith(f"{room.address}?t=0:10.5,0:12")


def test_she_copies_a_link_to_a_card_and_it_opens_there_for_who_may_watch(room, open_as, site):
    asked = room.say(40, kind="question")
    ines = open_as(room.coach, PHONE, permissions=CLIPBOARD)
    ines.goto(room.address)
    cards(ines).first.get_by_role("button", name="Copy link").focus()
    ines.keyboard.press("Enter")
    expect(said(ines, "Link copied.")).to_be_visible()
    link = copied(ines)
    assert link == f"{site.url}{room.address}#f-{asked.pk}"
    wren = open_as(room.educator, LAPTOP)
    wren.goto(link.replace("#", "?kind=note#"))
    stands_at(wren, 40)
    expect(cards(wren).first).to_have_attribute("aria-current", "true")
    expect(cards(wren).first).to_be_in_viewport()
    stranger = open_as(room.stranger, LAPTOP)
    assert stranger.goto(link).status == 404


def test_a_link_to_a_draft_says_that_it_waits_to_be_shared(room, open_as):
    draft = room.say(40, shared_at=None)
    ines = open_as(room.coach, LAPTOP, permissions=CLIPBOARD)
    ines.goto(room.address)
    cards(ines).first.get_by_role("button", name="Copy link").focus()
    ines.keyboard.press("Enter")
    expect(said(ines, "once you have shared it")).to_be_visible()
    wren = open_as(room.educator, LAPTOP)
    wren.goto(f"{room.address}#f-{draft.pk}", wait_until="commit")  # it is said for some seconds only
    expect(said(wren, "it is not open to you")).to_be_visible()
    assert now(wren) == 0


def test_where_a_page_may_not_copy_the_link_is_shown(room, open_as):
    ines = open_as(room.coach, LAPTOP)
    ines.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    asked = []
    ines.on("dialog", lambda dialog: (asked.append((dialog.message, dialog.default_value)), dialog.dismiss()))
    ines.goto(room.address)
    press(ines, "Copy link to this moment")
    assert asked[0][1].endswith(f"{room.address}?t=0:00")
    assert "Copy the link from here" in asked[0][0]


def test_on_a_laptop_feedback_comes_along_to_the_full_screen(room, open_as):
    room.say(10, body="You waited.")
    room.say(40, 45, body="And here?")
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    press(ines, "Full screen")
    until(ines, "document.fullscreenElement?.matches('.room')")
    film, card = ines.get_by_label("Film", exact=True), cards(ines).nth(1)
    expect(card).to_be_in_viewport()
    assert film.bounding_box()["width"] > 900
    assert film.bounding_box()["x"] + film.bounding_box()["width"] <= card.bounding_box()["x"]
    card.get_by_role("link", name=re.compile("^0:40")).click()
    stands_at(ines, 40)
    ines.get_by_label("Add feedback").fill("They look at each other.")
    press(ines, "Save feedback")
    expect(cards(ines)).to_have_count(3)
    expect(ines.get_by_role("button", name="Play", exact=True)).to_be_in_viewport()
    ines.locator(".clock b").click()
    ines.keyboard.press("f")
    until(ines, "document.fullscreenElement === null")


def test_a_phone_fills_its_screen_with_the_film_and_the_browsers_own_controls(room, open_as):
    wren = open_as(room.educator, PHONE)
    wren.goto(room.address)
    press(wren, "Full screen")
    until(wren, "document.fullscreenElement === film && film.controls")
    wren.evaluate("document.exitFullscreen()")
    until(wren, "document.fullscreenElement === null && !film.controls")


def test_the_film_goes_into_a_window_of_its_own_and_comes_back(room, open_as):
    ines = open_as(room.coach, LAPTOP)
    ines.goto(room.address)
    picture = ines.get_by_role("button", name="Picture in picture")
    ines.keyboard.press("Shift")  # the film is fetched
    until(ines, "film.readyState > 0")  # a click is fresh for five seconds only
    picture.click()
    until(ines, "document.pictureInPictureElement === film")
    expect(picture).to_have_attribute("aria-pressed", "true")
    ines.keyboard.press("p")
    until(ines, "document.pictureInPictureElement === null")
    expect(picture).to_have_attribute("aria-pressed", "false")


def test_a_browser_without_such_windows_offers_none(room, open_as):
    ines = open_as(room.coach, LAPTOP)
    ines.add_init_script("Object.defineProperty(document, 'pictureInPictureEnabled', {value: undefined})")
    ines.goto(room.address)
    expect(ines.get_by_role("button", name="Full screen")).to_be_visible()
    expect(ines.get_by_role("button", name="Picture in picture")).to_have_count(0)


def test_on_a_phone_the_first_screen_shows_the_list_and_filters_open_at_a_press(room, open_as):
    wren = open_as(room.educator, PHONE)
    wren.goto("/cycles/?open=1")
    form = wren.get_by_role("form", name="Filter cycles")
    expect(form).to_be_hidden()
    expect(wren.get_by_text("Open Show all")).to_be_in_viewport()
    expect(wren.get_by_role("link", name="Story time").first).to_be_in_viewport()
    wren.get_by_text("Filters (1)").click()
    form.get_by_label("Open or closed").select_option("")
    form.get_by_role("button", name="Show").click()
    expect(wren.get_by_text("Filters", exact=True)).to_be_visible()
    ines = open_as(room.coach, LAPTOP)
    ines.goto("/cycles/")
    expect(ines.get_by_role("form", name="Filter cycles")).to_be_visible()
    expect(ines.get_by_text("Filters", exact=True)).to_be_hidden()
