"""The room in each of its states: axe finds nothing, nothing scrolls sideways, and nothing moves for who wants that."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessible import found_on
from tests.browser.writing import cards, cut, enter, field, go, palette, press, unsent

SMALL = {"width": 360, "height": 640}
# What a laptop's page has left of its 1440 by 900 when it is shown at twice its size.
DOUBLED = {"width": 720, "height": 450}
SIZES = pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), (LAPTOP, "dark"), (SMALL, "dark"), (DOUBLED, "light")],
    ids=["phone", "laptop", "360 px", "200 %"],
)
KINDS = ("celebrate", "question", "suggestion", "note", "look")


@SIZES
def test_while_a_coach_begins_drafts_and_shares(viewport, scheme, room, open_as):
    page = open_as(room.coach, viewport, color_scheme=scheme)
    page.goto(room.address)
    expect(page.get_by_text("Nothing has been said yet")).to_be_visible()
    assert found_on(page) == [], "empty"
    assert covered(page) == []
    for number, kind in enumerate(KINDS):
        is_long = number % 2
        room.say(5 + 10 * number, 9 + 10 * number if is_long else None, f"A {kind}", kind=kind, shared_at=None)
    room.say(55, body="Not for anybody", shared_at=None, is_private=True)
    enter(room, page, 20)
    field(page).fill("Half a thought")
    assert found_on(page) == [], "drafts, and words on their way"
    assert covered(page) == []
    with cut(page):
        field(page).press("Enter")
        expect(unsent(page)).to_contain_text("Kept in this browser")
        assert found_on(page) == [], "without a line"
    page.get_by_role("button", name=re.compile("^Share feedback")).click()
    expect(page.get_by_role("button", name=re.compile("^Share feedback"))).to_have_count(0)
    cards(page).first.locator(".moment").click()
    cards(page).first.get_by_role("button", name="Edit", exact=True).click()
    expect(cards(page).first.get_by_label("Your feedback")).to_be_visible()
    assert found_on(page) == [], "shared, and one being changed"


@SIZES
def test_while_an_educator_reads_answers_and_is_refused(viewport, scheme, room, open_as):
    criterion = make.criteria_of(room.cycle.edition)[0]
    said = room.say(12, 20, kind="question", criterion=criterion, level=criterion.levels.get(number=2))
    make.make_annotation(room.recording, room.educator, "I hoped so.", 12_000, parent=said, shared_at=now())
    page = open_as(room.educator, viewport, color_scheme=scheme)
    enter(room, page, 20)
    cards(page).first.locator(".moment").click()
    cards(page).first.get_by_role("button", name="Reply", exact=True).click()
    expect(cards(page).first.get_by_label("Your reply")).to_be_visible()
    assert found_on(page) == [], "answering"
    cards(page).first.get_by_role("button", name="Send reply").click()
    expect(cards(page).first.get_by_role("alert")).to_contain_text("Write a few words first")
    page.get_by_label("From", exact=True).fill("9:00")
    field(page).fill("When?")
    page.get_by_role("button", name="Save feedback").click()
    expect(page.get_by_role("form", name="New feedback").get_by_role("alert")).to_contain_text("ends at")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # where the sheet lies over nothing else
    assert found_on(page) == [], "refused"


@SIZES
def test_its_panels(viewport, scheme, room, open_as):
    room.say(12)
    page = open_as(room.coach, viewport, color_scheme=scheme)
    enter(room, page, 20)
    for opener, panel in (("Filter", "Which feedback?"), ("Take along", "Take feedback along")):
        page.get_by_role("button", name=opener, exact=True).click()
        expect(page.get_by_role("dialog", name=panel)).to_be_visible()
        assert found_on(page) == [], panel
        press(page, "Escape")
        expect(page.get_by_role("dialog", name=panel)).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert found_on(page) == [], "shortcuts"
    page.get_by_label("How long a digit waits").select_option("Until I press Escape")  # axe takes its time
    press(page, "Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.wait_for_function("() => !document.activeElement.closest('dialog')")
    press(page, "1")
    expect(palette(page)).to_be_visible()
    assert found_on(page) == [], "digits"
    press(page, "Escape")
    page.get_by_text("Lay the parts along the film").click()
    expect(page.get_by_role("slider", name="Where “Launch” begins")).to_be_visible()
    assert found_on(page) == [], "parts"


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_while_there_is_no_film_yet_and_after_it_is_gone(viewport, scheme, room, open_as):
    coming = make.make_recording(room.educator, state="queued", attempt=0)
    broken = make.make_recording(room.educator, state="failed", failed_reason="It holds no pictures and no sound.")
    wren = open_as(room.educator, viewport, color_scheme=scheme)
    for film, words in ((coming, "The film is on its way"), (broken, "This film could not be used")):
        wren.goto(f"/recordings/{film.pk}/")
        wren.wait_for_load_state("networkidle")
        expect(wren.get_by_role("heading", name=words)).to_be_visible()
        assert found_on(wren) == [], words
    ines = open_as(room.coach, viewport, color_scheme=scheme)
    enter(room, ines, 20)
    field(ines).fill("Half a thought")
    room.recording.shares.get().stop()
    expect(ines.get_by_text("This is no longer shared with you.")).to_be_visible(timeout=30_000)
    expect(field(ines)).to_have_value("Half a thought")
    assert found_on(ines) == [], "taken back"


def test_who_wants_no_motion_gets_none(room, open_as):
    for number in range(30):
        room.say(2 * number, body=f"Number {number}")
    page = open_as(room.coach, LAPTOP, reduced_motion="reduce")
    enter(room, page, 1)
    watch = """() => {
      window.moved = [];
      const note = () => {
        for (const each of document.getAnimations()) moved.push(each.effect.target.outerHTML.slice(0, 80));
        requestAnimationFrame(note);
      };
      note();
    }"""
    page.evaluate("localStorage.setItem('writing', JSON.stringify({ patience: 10 }))")
    page.evaluate(watch)
    go(page, 58)  # the list follows
    expect(cards(page).last).to_be_in_viewport()
    press(page, "1")
    expect(palette(page)).to_be_visible()
    press(page, "Escape", "?", "Escape")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Words in it").fill("29")
    expect(page.locator(".filtered .count")).to_have_text("1 of 30 shown")
    assert page.evaluate("moved") == []
    glides = "each => getComputedStyle(each).scrollBehavior === 'smooth'"
    assert page.evaluate(f"Array.from(document.querySelectorAll('*')).filter({glides}).length") == 0


def covered(page):
    """Of the acts that are always wanted, those that something else lies over, once they are scrolled to."""
    names = [
        ("button", "Play"),
        ("button", "Full screen"),
        ("textbox", "Add feedback"),
        ("slider", "Position in the film"),
    ]
    found = []
    for role, name in names:
        place = page.get_by_role(role, name=name, exact=True)
        place.evaluate("place => place.scrollIntoView({ block: 'center' })")
        hit = """place => {
          const { left, top, width, height } = place.getBoundingClientRect();
          const over = document.elementFromPoint(left + width / 2, top + height / 2);
          return place.contains(over) || over?.contains(place) ? "" : over?.outerHTML.slice(0, 120) ?? "out of sight";
        }"""
        if over := place.evaluate(hit):
            found.append(f"{name}: {over}")
    return found
