"""Two people, each in a browser of her own, go through two whole cycles; what was left open in the first comes back.

Ines works on a laptop, Wren on a phone. Films are uploaded for real, and every act goes through the page.
"""

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from cycles.models import Cycle, NextStep
from media_review.models import StepEvidence
from tests import films, make
from tests.browser import walking
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.walking import edit, follow, press, write

STEP = "Ask “what makes you think so?” after the second reading"
WAITED, YES = "You waited five slow counts.", "All say yes. What could you ask that yes does not answer?"


@pytest.fixture
def people(site):
    program = make.make_program("Harbor Street")
    return make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")


def prepare(ines, wren, address):
    """Both write the pre-conference, in turns: the coach what they agreed on, the coachee what she asks for."""
    with edit(ines, address, "Edit the pre-conference", "Save the pre-conference"):
        write(ines, re.compile("^Goal for"), "Children say why, in their own words.")
        walking.agree(ines, 0, "Launch", "coach models")
        press(ines, "Add a segment")
        walking.agree(ines, 1, "Pair talk", "educator leads")
    with edit(wren, address, "Edit the pre-conference", "Save the pre-conference"):
        wren.get_by_text("Pick prompts").click()
        wren.get_by_label("Where would you like a second pair of eyes or hands?").check()
        write(wren, "Your answer", "When nobody answers I jump in. Help me wait.")
        wren.get_by_role("group", name="What to focus on").get_by_role("checkbox").first.check()
        walking.agree(wren, 0, "Launch", "side by side")
    ines.goto(address)
    expect(ines.get_by_text("Help me wait.")).to_be_visible()
    expect(ines.get_by_text("The goal: Children say why, in their own words.")).to_be_visible()
    expect(ines.locator("#lesson")).to_contain_text("side by side")
    press(wren, "Move on to the lesson")


def teach(wren, address):
    """One part went otherwise than agreed, and she says why before they can go on."""
    with edit(wren, address, "Edit the lesson", "Save the lesson"):
        write(wren, "Date", str(localdate()))
        rows = wren.locator(".rows.happened > li")
        rows.nth(0).get_by_label("Happened").select_option(label="coach models")
        rows.nth(1).get_by_label("Happened").select_option(label="educator leads")
    press(wren, "Move on to the post-conference")
    expect(wren.get_by_role("alert")).to_contain_text("Say why “Launch” went otherwise than agreed.")
    with edit(wren, address, "Edit the lesson", "Save the lesson"):
        rows.nth(0).get_by_label("Why it changed").fill("The book was new to us both.")
    press(wren, "Move on to the post-conference")
    expect(wren.get_by_label("How did it go, in your own words?")).to_be_visible()


def look(ines, wren, room):
    """Feedback is the coach's alone until it is shared; then it is answered in words and by a tap."""
    ines.goto(room)
    wren.goto(room)
    walking.say(ines, (WAITED, "celebrate"), (YES, "question"))
    expect(walking.cards(wren)).to_have_count(2, timeout=30_000)
    walking.open_card(wren, WAITED).get_by_role("button", name="Thanks").click()
    expect(walking.cards(wren).filter(has_text=WAITED)).to_contain_text("You say thanks")
    walking.reply(wren, YES, "I fill the silence.")
    walking.open_card(wren, YES).get_by_role("button", name="Let's talk").click()
    expect(walking.cards(wren).filter(has_text=YES)).to_contain_text("You want to talk")
    ines.goto(room)
    expect(walking.open_card(ines, YES)).to_contain_text("I fill the silence.")


def debrief(ines, wren, address):
    """What she wants to talk about stands on the agenda; a step comes of it, with the moment that caused it."""
    walking.reflect(wren, address, "Calmer than I feared.")
    ines.goto(address)
    follow(ines, "Talk it through, clip by clip")
    expect(ines.get_by_role("heading", name="Talk it through")).to_be_visible()
    expect(ines.locator(".piece[data-here]")).to_contain_text("All say yes.")
    press(ines, "Discussed")
    expect(ines.get_by_role("button", name="Discussed")).to_have_attribute("aria-pressed", "true")
    ines.get_by_role("button", name="Strengthen it").locator("visible=true").click()
    expect(ines.get_by_text("Stands in the post-conference as an area to strengthen.")).to_be_visible()
    ines.get_by_role("button", name="Make a next step").locator("visible=true").click()
    walking.make_step(ines, Cycle.objects.get(pk=address.split("/")[-2]).partnership.coachee, STEP, walking.in_days(9))
    press(ines, "Add the next step")
    expect(ines.get_by_text(f"Became a next step: {STEP}")).to_be_visible()


def close(ines, address):
    with edit(ines, address, "Edit the post-conference", "Save the post-conference"):
        write(ines, "A success to celebrate", "Five slow counts.")
    press(ines, "Close the cycle")
    expect(ines.get_by_text(re.compile("^Closed on"))).to_be_visible()


def begin_again(ines, wren):
    """The second cycle begins where the first left off: its plan, and the step that is still open."""
    follow(ines, "Start the next cycle")
    address = walking.start(ines, "Block corner, towers")
    wren.goto(address)
    offer = wren.get_by_role("region", name="Still open from before")
    expect(offer).to_contain_text(STEP)
    expect(offer).to_contain_text("From cycle 1, Story time, small group.")
    write(offer, "What became of it?", "Twice; the third time I forgot.")
    press(wren, re.compile("^Carry on with it"))
    carried = wren.get_by_role("region", name="Next steps")
    expect(carried).to_contain_text("Carried from cycle 1, Story time, small group.")
    expect(carried).to_contain_text("What became of it: Twice; the third time I forgot.")
    expect(offer).to_have_count(0)
    with edit(wren, address, "Edit the pre-conference", "Save and go to the lesson"):
        agreed = [wren.locator(".rows.segments > li").nth(number).get_by_label("Agreed") for number in (0, 1)]
        expect(agreed[0]).to_have_value("modeling")
        expect(agreed[1]).to_have_value("educator_led")
        agreed[0].select_option(label="side by side")
        write(wren, re.compile("^Goal for"), "They say why it stands.")
        write(wren, "Your answer", "Whether the quiet ones get a turn.")
    expect(wren.get_by_role("button", name="Move on to the post-conference")).to_be_visible()
    return address


def show_it_done(wren, room):
    """The moment that shows the step done hangs on it, and its owner says that it is."""
    wren.goto(room)
    follow(wren, "This moment shows a step done")
    choice = wren.locator("#shows-step")
    choice.get_by_label(STEP).check()
    choice.get_by_label("If it is mine, mark it as done").uncheck()
    press(choice, "It can be seen here")
    expect(choice.get_by_role("link", name="See the step")).to_be_visible()
    wren.goto("/next-steps/")
    expect(wren.get_by_text(STEP)).to_be_visible()
    press(wren, re.compile("^Mark as done"))
    expect(wren.get_by_role("button", name=re.compile("^Mark as done"))).to_have_count(0)


def test_a_pair_goes_through_two_whole_cycles(people, open_as, tmp_path):
    coach, educator = people
    ines, wren = open_as(coach, LAPTOP), open_as(educator, PHONE)
    walking.pair_up(ines, educator)
    first = walking.start(ines, "Story time, small group")
    prepare(ines, wren, first)
    teach(wren, first)
    look(ines, wren, walking.upload(wren, first, films.safe(tmp_path / "story.mp4")))
    debrief(ines, wren, first)
    close(ines, first)

    second = begin_again(ines, wren)
    press(wren, "It went as agreed: move on")
    room = walking.upload(wren, second, films.safe(tmp_path / "towers.mp4", size="320x240"))
    ines.goto(room)
    walking.say(ines, ("You asked, and Amadou said because.", "celebrate"))
    show_it_done(wren, room)
    walking.reflect(wren, second, "I asked it without thinking of it.")
    ines.goto(second)
    write(ines, "A success to celebrate", "Amadou said because.")
    write(ines, "An area to strengthen", "The quiet ones.")
    write(ines, "The step", "Begin with the two who are quiet")
    press(ines, "Save and close")
    expect(ines.get_by_text(re.compile("^Closed on"))).to_be_visible()

    one, two = Cycle.objects.filter(partnership__coachee=educator).order_by("number")
    assert not one.is_open
    assert not two.is_open
    step = NextStep.objects.get(text=STEP, cycle=one)
    assert (step.cycle, step.carried_into, step.done_at is not None) == (one, two, True)
    assert [change.kind for change in step.history.all()] == ["carried", "done"]
    assert StepEvidence.objects.filter(step=step).count() == 1
    assert one.edition == two.edition
    assert [part.agreed_level for part in two.segments.all()] == ["co_teaching", "educator_led"]
    left = two.steps_agreed.get()
    assert (left.owner, left.is_open) == (educator, True)
