"""The pair drags the borders of the parts under the film: by mouse, finger and keys; two at once lose nothing."""

import re

from playwright.sync_api import expect

from media_review import laying
from tests import make
from tests.browser.conftest import LAPTOP, PHONE, wait_until
from tests.browser.screening import stands_at
from tests.browser.writing import enter


def opened(room, page, seconds=10):
    enter(room, page, seconds)
    page.get_by_text("Lay the parts along the film").click()
    expect(border(page, "Launch")).to_be_visible()
    return page


def border(page, name):
    return page.get_by_role("slider", name=f"Where “{name}” begins")


def links(page):
    return page.get_by_role("navigation", name="Parts of the lesson").get_by_role("link")


def field(page, name):
    return page.locator(".places").get_by_label(name)


def is_saved(page, by="Wren"):
    expect(page.locator(".lay .kept")).to_contain_text(f"Last saved by {by}")


def places(room):
    return {row.name: row.starts_ms for row in laying.segments(room.recording, room.cycle)}


def drag(page, name, share):
    """To so much of the width of the film."""
    border(page, name).evaluate("handle => handle.scrollIntoView({ block: 'center' })")
    handle, track = border(page, name).bounding_box(), page.locator("#borders").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * share, handle["y"] + 10, steps=5)
    page.mouse.up()


def test_she_drags_a_border_and_lanes_chapters_and_the_cycle_follow(room, open_as):
    wren = opened(room, open_as(room.educator, LAPTOP))
    drag(wren, "Pair talk", 0.75)
    expect(links(wren).nth(1)).to_have_text("Pair talk 0:45")
    stands_at(wren, 45)
    is_saved(wren)
    assert abs(places(room)["Pair talk"] - 45_000) < 400
    lane = wren.get_by_role("img", name="coach models until 0:4")
    expect(lane).to_be_visible()
    assert abs(lane.locator("svg").nth(1).bounding_box()["x"] - border(wren, "Pair talk").bounding_box()["x"]) < 16
    links(wren).nth(1).click()
    stands_at(wren, 45)
    chapters = wren.request.get(f"{room.address}feedback.chapters.vtt").text()
    assert re.search(r"00:00:4[45]\.\d+ --> 00:01:00\.\d+\nPair talk", chapters)
    wren.goto(room.cycle.get_absolute_url())
    expect(wren.get_by_role("list", name="Parts of the lesson").get_by_role("listitem").nth(1)).to_contain_text(
        re.compile(r"0:4[45] Pair talk agreed: educator leads")
    )


def test_keys_move_it_by_seconds_and_undo_takes_it_back(room, open_as):
    wren = opened(room, open_as(room.educator, LAPTOP))
    handle = border(wren, "Pair talk")
    before = field(wren, "Pair talk").input_value()
    handle.focus()
    handle.press("PageUp")
    handle.press("ArrowRight")
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "0:39")
    wait_until(wren, lambda: 39_000 <= (places(room)["Pair talk"] or 0) < 40_000)
    is_saved(wren)
    handle.press("PageDown")
    expect(handle).to_have_attribute("aria-valuetext", "0:29")
    handle.press("Home")
    expect(handle).to_have_attribute("aria-valuetext", "0:01")  # it does not pass its neighbor
    expect(wren.locator(".lay .kept")).to_contain_text("Last saved by Wren")
    undo = wren.get_by_role("button", name="Undo", exact=True)
    while undo.is_visible():
        undo.click()
    expect(field(wren, "Pair talk")).to_have_value(before)
    is_saved(wren)
    wren.reload()
    expect(links(wren).nth(1)).to_have_text("Pair talk 0:27")


def test_a_finger_drags_too_and_a_part_starts_where_the_film_stands(room, open_as):
    wren = opened(room, open_as(room.educator, PHONE, has_touch=True), seconds=20)
    box = border(wren, "Launch").bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 44
    field(wren, "Launch").locator("..").get_by_role("button", name="Starts here").click()
    is_saved(wren)
    assert abs(places(room)["Launch"] - 20_000) < 400
    expect(links(wren).first).to_have_text("Launch 0:20")
    drag(wren, "Launch", 0.1)
    expect(links(wren).first).to_have_text(re.compile(r"Launch 0:0[56]"))


def test_two_at_once_lose_nothing_and_the_second_wins_knowingly(room, open_as):
    wren, ines = (opened(room, open_as(person, LAPTOP)) for person in (room.educator, room.coach))
    wren.route("**/changes/*", lambda route: route.abort("internetdisconnected"))  # she has not heard of it yet
    drag(ines, "Launch", 0.25)
    is_saved(ines, "Ines")
    drag(wren, "Launch", 0.1)
    expect(wren.get_by_text("Ines saved this at")).to_be_visible()
    expect(wren.get_by_text(re.compile(r"Ines saved: “0:1[45]"))).to_be_visible()
    assert 14_000 < places(room)["Launch"] < 16_000
    expect(field(wren, "Launch")).to_have_value(re.compile(r"^0:0[56]"))
    wren.get_by_role("button", name="Save again").click()
    is_saved(wren)
    assert 5000 < places(room)["Launch"] < 7000


def test_where_one_lays_a_part_it_lies_for_the_other_too_without_a_reload(room, open_as):
    leader = make.make_member("leader", room.cycle.partnership.program, "Halima Osei")
    room.recording.share(by=room.educator, person=leader)
    wren, ines = (opened(room, open_as(person, LAPTOP)) for person in (room.educator, room.coach))
    halima = enter(room, open_as(leader, LAPTOP))
    border(wren, "Launch").focus()
    drag(ines, "Launch", 0.25)
    is_saved(ines, "Ines")
    for page in (wren, halima):
        expect(links(page).first).to_have_text(re.compile("Launch 0:1[45]"))
    is_saved(wren, "Ines")
    expect(border(wren, "Launch")).to_be_focused()
    expect(border(wren, "Launch")).to_have_attribute("aria-valuetext", re.compile("0:1[45]"))
    drag(wren, "Launch", 0.1)  # from where it lies now: nobody is asked to choose
    is_saved(wren)
    expect(links(ines).first).to_have_text(re.compile("Launch 0:0[56]"))


def test_without_a_line_the_border_stays_where_she_put_it_and_is_saved_later(room, open_as):
    wren = opened(room, open_as(room.educator, LAPTOP))
    wren.route("**/lesson/", lambda route: route.abort("internetdisconnected"))
    drag(wren, "Pair talk", 0.5)
    expect(wren.get_by_text("Not saved yet.")).to_be_visible()
    expect(links(wren).nth(1)).to_have_text("Pair talk 0:30")
    wren.unroute("**/lesson/")
    wren.evaluate("dispatchEvent(new Event('online'))")
    is_saved(wren)
    assert abs(places(room)["Pair talk"] - 30_000) < 400


def test_who_is_not_of_the_pair_sees_the_parts_and_no_border(room, open_as):
    guest = make.make_member("coach", room.cycle.partnership.program, "Gail Guest")
    room.recording.share(by=room.educator, person=guest)
    page = open_as(guest, LAPTOP)
    enter(room, page)
    expect(page.get_by_text("Lay the parts along the film")).to_have_count(0)
    expect(page.locator("#borders")).to_have_count(0)
