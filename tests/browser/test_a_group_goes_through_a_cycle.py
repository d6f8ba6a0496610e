"""A small group is coached together: three people, each in a browser of her own, from its name to its step."""

import re

import pytest
from playwright.sync_api import expect

from cycles.models import Cycle
from tests import films, make
from tests.browser import walking
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.walking import edit, follow, press, write

STEP = "One of us counts, the other one asks"


@pytest.fixture
def people(site):
    program = make.make_program("Harbor Street")
    names = {"coach": "Ines Duarte", "wren": "Wren Abara", "tomas": "Tomas Reyes"}
    roles = {"coach": "coach", "wren": "educator", "tomas": "educator"}
    return {key: make.make_member(roles[key], program, name) for key, name in names.items()}


def make_a_group(ines, tomas):
    """On the page of the cycle: who takes part, and the name that says whom one means."""
    follow(ines, "Who takes part")
    ines.get_by_label("is coached").check()
    ines.get_by_label("Who?").select_option(label=tomas.name)
    write(ines, "Name of the group", "Sparrow room team")
    press(ines, "Let her join")
    expect(ines.get_by_text("Tomas Reyes takes part from today on.")).to_be_visible()


def plan(ines, wren, tomas, address):
    with edit(tomas, address, "Edit the pre-conference", "Save the pre-conference"):
        write(tomas, re.compile("^Goal for"), "They explain it to each other.")
        walking.agree(tomas, 0, "Pair talk", "educator leads")
        tomas.get_by_role("group", name="What to focus on").get_by_role("checkbox").first.check()
    with edit(wren, address, "Edit the pre-conference", "Save and go to the lesson"):
        wren.get_by_text("Pick prompts").click()
        wren.get_by_label("Where would you like a second pair of eyes or hands?").check()
        write(wren, "Your answer", "When both of us wait.")
    expect(wren.get_by_role("button", name="Move on to the post-conference")).to_be_visible()
    ines.goto(address)
    expect(ines.get_by_text("Sparrow room team with Ines Duarte")).to_be_visible()
    expect(ines.get_by_text("The goal: They explain it to each other.")).to_be_visible()


def look(ines, wren, tomas, room):
    """All three see the film and what is said."""
    tomas.goto(room)
    ines.goto(room)
    walking.say(ines, ("Neither of you filled the silence.", "celebrate"))
    expect(walking.cards(tomas)).to_have_count(1, timeout=30_000)
    walking.reply(tomas, "Neither of you filled the silence.", "I counted for us both.")
    wren.goto(room)
    expect(walking.cards(wren).first).to_contain_text("I counted for us both.")


def test_a_group_goes_through_a_cycle_together(people, open_as, tmp_path):
    ines, wren, tomas = (open_as(people[who], size) for who, size in zip(people, (LAPTOP, PHONE, PHONE), strict=True))
    walking.pair_up(ines, people["wren"])
    address = walking.start(ines, "Block corner, towers")
    assert tomas.goto(address).status == 404
    make_a_group(ines, people["tomas"])
    plan(ines, wren, tomas, address)
    press(wren, "It went as agreed: move on")
    room = walking.upload(wren, address, films.safe(tmp_path / "towers.mp4"))
    look(ines, wren, tomas, room)
    walking.reflect(wren, address, "Easier with two.")
    ines.goto(address)
    write(ines, "A success to celebrate", "Both waited.")
    write(ines, "An area to strengthen", "Who speaks first.")
    write(ines, "The step", STEP)
    ines.get_by_role("radio", name="Tomas Reyes").check()
    press(ines, "Save and close")
    expect(ines.get_by_text(re.compile("^Closed on"))).to_be_visible()

    tomas.goto("/next-steps/")
    expect(tomas.get_by_text(STEP)).to_be_visible()
    press(tomas, re.compile("^Mark as done"))
    expect(tomas.get_by_role("button", name=re.compile("^Mark as done"))).to_have_count(0)
    cycle = Cycle.objects.get(partnership__coachee=people["wren"])
    step = cycle.steps_agreed.get()
    assert (cycle.is_open, step.owner, step.done_at is not None) == (False, people["tomas"], True)
