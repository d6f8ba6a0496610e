"""A full cycle of a pair that knows its way: all that both press and fill in is counted, thinking and filming apart.

The list of what is pressed stands in `tests/bench/README.md`.
"""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from cycles.models import Cycle
from cycles.support import SupportLevel
from media_review.models import Annotation, Recording, Response
from tests import films, make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.hands import Hands
from tests.browser.screening import until
from tests.browser.walking import form_is_open

MOST_PRESSES, MOST_FIELDS = 25, 12
PROCESSING_MS = 240_000
STEP = "Wait for five counts"


@pytest.fixture
def pair(site):
    """One cycle lies behind them, a step of it is open; Ines has begun with another educator, too."""
    program = make.make_program("Harbor Street")
    coach = make.make_member("coach", program, "Ines Duarte")
    pair = make.make_partnership(program, coach, make.make_member("educator", program, "Wren Abara"))
    last = make.plan_lesson(make.make_cycle(pair))
    last.segments.update(actual_level=SupportLevel.CO_TEACHING)
    due = localdate() + timedelta(days=3)
    last.steps_agreed.create(text=STEP, owner=pair.coachee, due=due)
    Cycle.objects.filter(pk=last.pk).update(stage="post_conference", closed_at=now())
    make.make_cycle(make.make_partnership(program, coach, make.make_member("educator", program, "Tomas Reyes")))
    return pair


def under_way(page):
    return page.get_by_role("region", name="Under way")


def plan(hands, ines, wren):
    ines.goto("/")
    hands.link(ines, "Start a cycle")
    hands.fill(ines, "What is it about?", "Block corner, towers")
    hands.button(ines, "Start a cycle")
    hands.fill(ines, re.compile("^Goal for"), "They say why it stands.")
    hands.button(ines, "Save the pre-conference")
    expect(ines.get_by_role("button", name="Move on to the lesson")).to_be_visible()
    wren.goto("/")
    hands.link(under_way(wren), re.compile("Block corner, towers"))
    hands.fill(wren, "What became of it?", "Twice; then I forgot.")
    hands.button(wren, re.compile("^Carry on with it"))
    hands.link(wren, "Edit the pre-conference")
    form_is_open(wren)
    hands.fill(wren, "Your answer", "Whether the quiet ones get a turn.")
    hands.button(wren, "Save and go to the lesson")
    expect(wren.get_by_role("button", name="Move on to the post-conference")).to_be_visible()


def teach(hands, wren, film):
    wren.goto("/")
    hands.link(under_way(wren), re.compile("Block corner, towers"))
    hands.button(wren, "It went as agreed: move on")
    hands.link(wren, "Upload a recording")
    hands.choose(wren, "Choose a film", film)
    expect(wren.get_by_role("link", name="Watch it")).to_be_visible(timeout=PROCESSING_MS)


def look(hands, ines, wren):
    ines.goto("/")
    hands.link(ines, "Watch")
    hands.button(ines, "Play")
    until(ines, "film.currentTime > 1")
    for number, words in enumerate(("You waited five counts.", "What could you ask that yes does not answer?"), 1):
        hands.fill(ines, "Add feedback", words)
        hands.key(ines, "Enter")
        expect(ines.locator("#annotations > li")).to_have_count(number)
    hands.button(ines, re.compile("^Share feedback"))
    expect(ines.get_by_role("button", name="Share feedback")).to_have_count(0)
    wren.goto("/")
    hands.link(wren, "Look")
    opened = wren.locator("#annotations > li[aria-current=true]")
    expect(opened).to_contain_text("You waited five counts.")
    hands.button(opened, "Thanks")
    expect(opened.get_by_role("button", name="Thanks")).to_have_attribute("name", "unsay")  # as the site has it


def talk(hands, ines, wren):
    hands.link(wren, re.compile("^Cycle: "))
    hands.fill(wren, "How did it go, in your own words?", "Calmer than I feared.")
    hands.button(wren, "Save your own view")
    expect(wren.get_by_role("link", name="Change your own view")).to_be_visible()
    ines.goto("/")
    hands.link(under_way(ines), re.compile("Block corner, towers"))
    hands.fill(ines, "A success to celebrate", "Five counts, and Amadou said why.")
    hands.fill(ines, "An area to strengthen", "Questions that yes does not answer.")
    hands.fill(ines, "The step", "Ask what makes them think so.")
    hands.button(ines, "Save and close")
    expect(ines.get_by_text(re.compile("^Closed on"))).to_be_visible()


def test_a_full_cycle_by_an_experienced_pair(pair, open_as, tmp_path, capsys):
    ines, wren = open_as(pair.coach, LAPTOP), open_as(pair.coachee, PHONE)
    hands = Hands()
    plan(hands, ines, wren)
    teach(hands, wren, films.safe(tmp_path / "towers.mp4"))
    look(hands, ines, wren)
    talk(hands, ines, wren)

    cycle = pair.cycles.get(number=2)
    assert not cycle.is_open
    assert [change.arrived for change in cycle.history.all()] == ["pre_conference", "lesson", "post_conference", ""]
    assert {step.text: (step.owner, step.due is not None) for step in cycle.next_steps()} == {
        STEP: (pair.coachee, True),
        "Ask what makes them think so.": (pair.coachee, True),
    }
    film = Recording.objects.get(cycle=cycle)
    assert film.shares.active().filter(partnership=pair).exists()
    assert Annotation.objects.filter(recording=film, shared_at__isnull=False).count() == 2
    assert Response.objects.filter(annotation__recording=film, person=pair.coachee).count() == 1
    with capsys.disabled():
        print(f"\n{len(hands.presses)} presses: {'; '.join(getattr(each, 'pattern', each) for each in hands.presses)}")
        print(f"{len(hands.fields)} fields: {'; '.join(getattr(each, 'pattern', each) for each in hands.fields)}")
    assert len(hands.presses) <= MOST_PRESSES
    assert len(hands.fields) <= MOST_FIELDS
