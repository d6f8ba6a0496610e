"""Two people use the room without a mouse: every act is reached by the room's keys, or by Tab and its name."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from cycles.models import NextStep
from media_review.models import AgendaItem, Response
from tests.browser.conftest import LAPTOP, wait_until
from tests.browser.screening import now, until
from tests.browser.writing import cards, press, saved, written

FAR = 150  # stops of the Tab key; nothing in these rooms is further away
NAME = """() => {
  const here = document.activeElement;
  const words = here.getAttribute("aria-label") ?? here.labels?.[0]?.innerText ?? here.innerText;
  return words.replace(/\\s+/g, " ").trim();
}"""
IS_SEEN = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return here.matches(":focus-visible") && (ring || style.boxShadow !== "none");
}"""


class Keys:
    """A page, and nothing but keys to use it with."""

    def __init__(self, page):
        self.page = page

    def to(self, name, back=False):
        """Tab on until the focus is on what is called so, and can be seen there."""
        wanted = re.compile(name)
        for _ in range(FAR):
            press(self.page, "Shift+Tab" if back else "Tab")
            if wanted.fullmatch(self.page.evaluate(NAME)):
                assert self.page.evaluate(IS_SEEN), f"{name} has the focus, and nobody sees it"
                return self
        raise AssertionError(f"{name} is not reached")

    def do(self, name, back=False):
        self.to(name, back)
        press(self.page, "Enter")

    def write(self, words):
        self.page.keyboard.type(words)


def focused(page):
    return page.evaluate(NAME)


@pytest.fixture
def ines(room, open_as):
    page = open_as(room.coach, LAPTOP)
    page.goto(room.address)
    return Keys(page)


def test_the_coach_writes_changes_shares_and_agrees_on_a_step(ines, room):
    page = ines.page
    press(page, "c")
    ines.write("They look at each other.")
    press(page, "Enter", "Escape", "l", "i", "l", "o", "q")
    ines.write("What could you ask?")
    press(page, "Enter")
    saved(page, 2)
    press(page, "Escape")
    assert [(said.kind, said.start_ms, said.end_ms) for said in written(room)] == [
        ("note", 0, None),
        ("question", 10_000, 20_000),
    ]
    ines.do(r"Share feedback \(2\)")
    expect(page.get_by_role("heading", name="Feedback", exact=True)).to_be_focused()
    assert all(said.shared_at for said in written(room))

    expect(page.locator(".marks .draft-mark")).to_have_count(0)
    press(page, "Shift+ArrowLeft", "Shift+ArrowRight")
    expect(cards(page).nth(1).locator(".moment")).to_be_focused()
    ines.do("Edit")
    expect(page.get_by_label("Your feedback")).to_be_focused()
    press(page, "Control+End")
    ines.write(" And then wait?")
    press(page, "Enter")
    expect(cards(page).nth(1)).to_contain_text("What could you ask? And then wait?")
    expect(cards(page).nth(1)).to_contain_text("Ines, edited")

    ines.do("Make a next step")
    expect(page.get_by_label("The step")).to_be_focused()
    press(page, "Control+a")  # it begins with the words of the feedback
    ines.write("Ask, then count to five")
    ines.to("By when")
    ines.write(f"{localdate() + timedelta(days=7):%m%d%Y}")
    ines.do("Add the next step")
    expect(cards(page).nth(1)).to_contain_text("became a next step")
    step = NextStep.objects.get(cycle=room.cycle)
    assert (step.text, step.due) == ("Ask, then count to five", localdate() + timedelta(days=7))

    ines.do("Talk about it")
    expect(cards(page).nth(1)).to_contain_text("On the agenda")
    wait_until(page, lambda: focused(page) == "Take it off the agenda")
    assert AgendaItem.objects.get(cycle=room.cycle).annotation.start_ms == 10_000

    press(page, "Shift+ArrowLeft")
    expect(cards(page).first.locator(".moment")).to_be_focused()
    ines.do("Edit")
    expect(page.get_by_label("Your feedback")).to_be_focused()
    ines.do("Take it back")
    expect(cards(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    press(page, "Enter")
    expect(cards(page)).to_have_count(2)


def test_the_educator_finds_reads_answers_and_takes_along(room, open_as):
    room.say(12, body="You waited.", kind="celebrate")
    room.say(30, 50, "All five say yes.", kind="question")
    page = open_as(room.educator, LAPTOP)
    page.goto(room.address)
    wren = Keys(page)
    wren.do("Filter", back=True)
    wren.to("Words in it")
    wren.write("five")
    expect(cards(page).locator("visible=true")).to_have_count(1)
    press(page, "Escape")
    wait_until(page, lambda: focused(page).startswith("Filter"))
    wren.do("Take along")
    wren.to("Table")
    with page.expect_download() as taken:
        press(page, "Enter")
    (row,) = csv.DictReader(Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines())
    assert row["Feedback"] == "All five say yes."
    press(page, "Escape")
    wait_until(page, lambda: focused(page) == "Take along")
    wren.do("Play these", back=False)
    until(page, "film.currentTime > 30.2")
    press(page, "k")
    wren.do("Without the filter “.five.”|Show all feedback")
    expect(cards(page).locator("visible=true")).to_have_count(2)

    press(page, "Shift+ArrowRight" if now(page) < 12 else "Shift+ArrowLeft")
    expect(cards(page).first.locator(".moment")).to_be_focused()
    wren.do("Thanks")
    expect(cards(page).first).to_contain_text("You say thanks")
    wait_until(page, lambda: focused(page) == "Thanks")
    assert Response.objects.get(annotation__recording=room.recording).kind == "thanks"
    wren.do("Reply")
    expect(page.get_by_label("Your reply")).to_be_focused()
    wren.write("I counted in my head.")
    press(page, "Enter")
    expect(cards(page).first).to_contain_text("I counted in my head.")
    wren.do("Loop the range|Transcript", back=True)
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_whoever_went_on_before_the_answer_came_keeps_the_focus(ines, room):
    """The list heard of her step before the answer to her own form had arrived; then the answer replaces the card."""
    room.say(10, body="What could you ask?", kind="question")
    page, held = ines.page, []
    page.reload()
    page.route(
        "**/next-step/", lambda route: _hold(route, held) if route.request.method == "POST" else route.continue_()
    )
    press(page, "Shift+ArrowRight")
    expect(cards(page).first.locator(".moment")).to_be_focused()
    ines.do("Make a next step")
    expect(page.get_by_label("The step")).to_be_focused()
    press(page, "Control+a")
    ines.write("Ask, then count to five")
    ines.do("Add the next step")
    expect(cards(page).first).to_contain_text("became a next step")
    ines.to("Talk about it", back=True)
    wait_until(page, lambda: held)
    for route, answer in held:
        route.fulfill(response=answer)
    expect(page.get_by_label("The step")).to_have_count(0)
    expect(page.get_by_role("button", name="Talk about it")).to_be_focused()
    press(page, "Enter")
    expect(cards(page).first).to_contain_text("On the agenda")
    expect(page.get_by_role("button", name="Take it off the agenda")).to_be_focused()


def _hold(route, held):
    """What is sent arrives, and its answer waits."""
    if route.request.method == "POST":
        held.append((route, route.fetch()))
    else:
        route.continue_()
