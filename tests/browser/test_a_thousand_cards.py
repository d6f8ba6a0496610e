"""A room with a thousand pieces of feedback is a room like any other; `tests.bench thousand` says how quick it is."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from media_review.models import Annotation
from tests import make
from tests.browser.conftest import LAPTOP
from tests.browser.test_accessible import AXE, RULES, RUN_AXE

PIECES = 1000
KINDS = ("celebrate", "question", "suggestion", "note")


@pytest.fixture
def people(site):
    program = make.make_program("Harbor Street")
    coach, educator = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program)
    return coach, educator, make.plan_lesson(make.make_cycle(make.make_partnership(program, coach, educator)))


@pytest.fixture
def recording(people):
    coach, educator, cycle = people
    film = make.make_recording(educator, cycle=cycle, duration_ms=PIECES * 1400)
    film.share(by=educator, partnership=cycle.partnership)
    Annotation.objects.bulk_create(
        Annotation(
            recording=film,
            author=coach,
            start_ms=number * 1400,
            kind=KINDS[number % len(KINDS)],
            body=f"You waited {number} counts.",
            shared_at=now(),
        )
        for number in range(PIECES)
    )
    return film


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li:visible")


def marks(page):
    return page.get_by_role("region", name="Feedback timeline").locator(".marks a")


def test_she_finds_answers_and_writes_among_a_thousand(open_as, people, recording):
    page = open_as(people[1], LAPTOP)
    page.goto(f"/recordings/{recording.pk}/")
    expect(marks(page)).to_have_count(PIECES)
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN_AXE, RULES) == []

    page.get_by_role("combobox", name="Kind of feedback").select_option("question")
    expect(page.get_by_text("250 of 1000 shown").first).to_be_visible()
    expect(marks(page)).to_have_count(PIECES // len(KINDS))

    # By keys alone, out of the field: the second question, and an answer to it, as at any card.
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    current = page.locator("#annotations > [aria-current]")
    expect(current).to_contain_text("You waited 5 counts.")
    page.keyboard.press("Tab")
    expect(current.get_by_role("button", name="Thanks")).to_be_focused()
    current.get_by_role("button", name="Reply").press("Enter")
    expect(page.get_by_role("textbox", name="Your reply")).to_be_focused()
    page.get_by_role("textbox", name="Your reply").fill("Two of them did.")
    page.keyboard.press("Enter")
    expect(current).to_contain_text("Two of them did.")

    page.get_by_role("link", name="Show all feedback").click()
    page.get_by_label("Add feedback").fill("I see it, too.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("I see it, too.")).to_be_visible()
    expect(marks(page)).to_have_count(PIECES + 1)


def test_what_can_be_done_with_the_last_of_them_is_there_by_itself(open_as, people, recording):
    page = open_as(people[0], LAPTOP)
    page.goto(f"/recordings/{recording.pk}/")
    expect(cards(page).last.get_by_role("button", name="Edit")).to_have_count(1)


def test_without_scripts_every_card_can_be_answered(open_as, people, recording):
    page = open_as(people[1], LAPTOP, java_script_enabled=False)
    page.goto(f"/recordings/{recording.pk}/")
    cards(page).last.get_by_role("link", name="Answer, or do more").press("Enter")
    last = cards(page).last
    last.get_by_role("button", name="Reply").focus()
    last.get_by_role("button", name="Reply").press("Enter")
    page.get_by_role("textbox", name="Your reply").fill("Without any script.")
    page.get_by_role("button", name="Send reply").click()
    expect(cards(page).last).to_contain_text("Without any script.")
