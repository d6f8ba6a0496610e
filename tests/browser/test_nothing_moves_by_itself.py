"""What a page shows keeps its place while it comes to life: a press that was begun on a control ends on it.

A person takes about a tenth of a second from pressing to letting go. What moves away meanwhile gets no press at all.
"""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, two_frames, wait_until
from tests.browser.screening import until

# With what was there before the observer was; an entry tells of what was in sight.
WRITE_DOWN = """
window.moves = [];
const told = ({ node, previousRect: from, currentRect: to }) =>
  `${node?.outerHTML?.slice(0, 90)}: ${from.x},${from.y} to ${to.x},${to.y}`;
new PerformanceObserver((list) => {
  for (const { sources } of list.getEntries()) moves.push(...sources.map(told));
}).observe({ type: "layout-shift", buffered: true });
"""


def moves(page):
    two_frames(page)
    return page.evaluate("moves")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("role", ["coach", "educator"])
def test_a_room_stays_where_it_is_when_its_controls_and_its_film_come(role, viewport, room, open_as):
    room.say(3)
    room.say(20, 22)
    page = open_as(getattr(room, role), viewport)
    page.add_init_script(WRITE_DOWN)
    page.goto(room.address)
    page.get_by_label("Position in the film").focus()  # the film is fetched for whoever does anything
    until(page, "film.readyState > 1")
    expect(page.get_by_label("Quality").get_by_role("option")).to_have_count(3)
    assert moves(page) == []


def test_what_comes_late_does_not_take_a_press_away(room, open_as):
    wren = open_as(room.educator, PHONE)
    wren.clock.install()
    late = []
    wren.route("**/recordings/of-cycle/**", lambda route: late.append(route))
    wren.goto(f"/cycles/{room.cycle.pk}/")
    link = wren.get_by_role("link", name="Print, or make a PDF")
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    wren.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_until(wren, lambda: late)
    wren.mouse.down()
    wren.clock.pause_at(datetime.now() + timedelta(seconds=1))  # however slow the machine: this is a short press
    with wren.expect_response(late[0].request.url) as answer:
        late[0].continue_()
    answer.value.finished()
    wren.clock.run_for(100)
    wren.mouse.up()
    wren.clock.resume()
    expect(wren).to_have_url(f"/cycles/{room.cycle.pk}/paper/")


def test_a_press_beside_its_controls_does_not_close_what_she_writes_in(room, open_as):
    ines = open_as(room.coach, PHONE)
    ines.goto(room.address)
    composer = ines.get_by_role("form", name="New feedback")
    composer.get_by_label("Add feedback").click()
    expect(composer.get_by_role("button", name="Save feedback")).to_be_visible()
    composer.click(position={"x": 3, "y": 3})
    two_frames(ines)
    expect(composer.get_by_role("button", name="Save feedback")).to_be_visible()
    ines.get_by_role("heading", level=1).click()
    expect(composer.get_by_role("button", name="Save feedback")).to_be_hidden()
