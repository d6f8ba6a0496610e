"""A lesson was seen live; now its film is here. One offset brings everything to its moment, and can be corrected."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.screening import stands_at
from tests.browser.test_accessible import found_on
from tests.browser.writing import cards, go


@pytest.fixture
def observation(room):
    """Three things that Ines wrote by her clock; the last of them after the camera was switched off."""
    observation = make.make_observation(room.cycle)
    at = {"shared_at": room.recording.created_at}
    make.make_annotation(observation, room.coach, "They wait.", 5_000, **at)
    make.make_annotation(observation, room.coach, "All five speak.", 20_000, end_ms=26_000, **at)
    make.make_annotation(observation, room.coach, "They clean up.", 55_000)
    return observation


def times(page):
    return page.locator("#annotations .moment")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_one_offset_brings_it_all_to_the_film(viewport, scheme, observation, room, open_as):
    ines = open_as(room.coach, viewport, color_scheme=scheme)
    ines.goto(f"/recordings/{observation.pk}/")
    ines.get_by_role("link", name="The film of this lesson has come").click()
    expect(ines.get_by_role("heading", name="Where in the film did you begin?")).to_be_visible()
    stands = ines.get_by_role("list", name="Feedback, where it would stand").locator(".stands")
    expect(stands).to_have_text(["0:05", "0:20", "0:55"])
    ines.keyboard.press("Shift")
    go(ines, 8)
    press(ines, "It starts here")
    expect(ines.get_by_text("Your clock begins at 0:08 of the film.")).to_be_visible()
    expect(ines.get_by_text("1 from after the film ends, placed at its end.")).to_be_visible()
    expect(stands).to_have_text(["0:13", "0:28", "1:00"])
    press(ines, "+1 s")
    expect(stands).to_have_text(["0:14", "0:29", "1:00"])
    assert found_on(ines) == []
    press(ines, "Bring the feedback to the film")
    expect(ines).to_have_url(re.compile(f"{room.recording.pk}/$"))
    expect(times(ines)).to_have_text(["0:14", "0:29\u20130:35", "1:00"])
    expect(cards(ines).first).to_contain_text("Ines · seen live")
    cards(ines).nth(1).locator(".moment").click()
    stands_at(ines, 29)

    ines.get_by_role("link", name="Correct where it begins in the film").click()
    expect(ines.get_by_role("heading", name="Where in the film did you begin?")).to_be_visible()
    expect(ines.get_by_role("button", name="It starts here")).to_be_visible()  # its scripts are there
    ines.keyboard.press("Shift")
    go(ines, 7)
    ines.get_by_role("listitem").filter(has_text="They wait.").get_by_role("button", name="This is here").click()
    expect(stands).to_have_text(["0:07", "0:22", "0:57"])
    press(ines, "Move the feedback")
    expect(cards(ines)).to_have_count(3)
    expect(times(ines)).to_have_text(["0:07", "0:22\u20130:28", "0:57"])

    wren = open_as(room.educator, viewport)
    wren.goto(room.address)
    expect(times(wren)).to_have_text(["0:07", "0:22\u20130:28"])
