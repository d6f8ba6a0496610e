"""Finding feedback among much of it: filters that stand in the address, and govern marks and counts."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from media_review import agenda
from tests import make
from tests.browser.conftest import LAPTOP, PHONE


@pytest.fixture
def people(site):
    program = make.make_program("Harbor Street")
    coach, educator = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program)
    cycle = make.plan_lesson(make.make_cycle(make.make_partnership(program, coach, educator)))
    return coach, educator, cycle


@pytest.fixture
def recording(people):
    """Five pieces of feedback: the coach's four, of which one is answered, and a draft of the educator's."""
    coach, educator, cycle = people
    film = make.make_recording(educator, cycle=cycle)
    film.share(by=educator, partnership=cycle.partnership)
    focus, other = make.criteria_of(cycle.edition)
    strong = focus.levels.get(number=3)

    def say(body, start_ms, **fields):
        return make.make_annotation(film, coach, body, start_ms, **({"shared_at": now()} | fields))

    say("You waited five slow counts.", 5_000, kind="celebrate", criterion=focus, level=strong)
    asked = say("What did Élodie hear?", 20_000, kind="question", criterion=other)
    make.make_annotation(film, educator, "Her brother, I think.", 20_000, parent=asked, shared_at=now())
    say("What could you ask that yes does not answer?", 40_000, kind="question", criterion=focus)
    say("Try the picture cards.", 60_000, end_ms=70_000, kind="suggestion")
    make.make_annotation(film, educator, "I talk too fast here.", 50_000)
    return film


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li:visible")


def words(page):
    return cards(page).locator("> .words").all_inner_texts()


def reads(page, them):
    expect(cards(page).locator("> .words")).to_have_text(them)


def marks(page):
    """They are drawn when the page is painted next: only `expect` waits for that."""
    return page.get_by_role("region", name="Feedback timeline").locator(".marks a")


def filters(page):
    return page.get_by_role("form", name="Filter feedback")


def open_filters(page):
    filters(page).get_by_role("button", name=re.compile("^Filter")).click()
    panel = page.get_by_role("dialog", name="Which feedback?")
    expect(panel).to_be_visible()
    return panel


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_filters_govern_cards_marks_and_counts_and_stand_in_the_address(viewport, people, recording, open_as):
    page = open_as(people[1], viewport)
    page.goto(f"/recordings/{recording.pk}/?t=12")
    expect(cards(page)).to_have_count(5)
    expect(filters(page).get_by_text("shown")).to_have_count(2)  # and hidden, until something is on
    filters(page).get_by_label("Kind of feedback").select_option("question")
    expect(cards(page)).to_have_count(2)
    expect(filters(page).locator(".filtered .count")).to_have_text("2 of 5 shown")
    panel = open_filters(page)
    panel.get_by_label("Answers").select_option("No answer yet")
    expect(panel.get_by_text("1 of 5 shown")).to_be_visible()
    panel.get_by_role("button", name="Done").click()
    reads(page, ["What could you ask that yes does not answer?"])
    expect(marks(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?t=12&kind=question&answered=no$"))
    expect(filters(page).get_by_role("button", name="Filter 1 on")).to_be_visible()

    page.go_back()
    expect(cards(page)).to_have_count(2)
    page.go_back()
    expect(cards(page)).to_have_count(5)
    expect(filters(page).get_by_label("Kind of feedback")).to_have_value("")
    page.go_forward()
    page.go_forward()
    expect(cards(page)).to_have_count(1)
    page.reload()
    expect(cards(page)).to_have_count(1)
    expect(marks(page)).to_have_count(1)

    filters(page).get_by_role("link", name="Without the filter “No answer yet”").click()
    expect(cards(page)).to_have_count(2)
    expect(filters(page).get_by_role("button", name=re.compile("^Filter"))).to_be_focused()
    filters(page).get_by_role("link", name="Show all feedback").click()
    expect(cards(page)).to_have_count(5)
    expect(page).to_have_url(re.compile(r"/\?t=12$"))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_link_with_filters_shows_the_same_to_her_coach(people, recording, open_as):
    wren = open_as(people[1], LAPTOP)
    wren.goto(f"/recordings/{recording.pk}/")
    panel = open_filters(wren)
    panel.get_by_label("Words in it").press_sequentially("elodie")
    expect(cards(wren)).to_have_count(1)
    panel.get_by_label("Who said it").select_option("Ines Duarte")
    panel.get_by_label("What we look for").select_option("Open questions")
    ines = open_as(people[0], PHONE)
    ines.goto(wren.evaluate("location.href"))
    reads(ines, ["What did Élodie hear?"])
    expect(filters(ines).get_by_role("link", name=re.compile("Without"))).to_have_count(3)
    expect(filters(ines).get_by_text("1 of 4 shown").first).to_be_visible()


WAITED, HEARD, ASK, CARDS, MINE = (
    "You waited five slow counts.",
    "What did Élodie hear?",
    "What could you ask that yes does not answer?",
    "Try the picture cards.",
    "I talk too fast here.",
)


def test_rubric_focus_agenda_and_steps_are_filters_too(people, recording, open_as):
    coach, educator, cycle = people
    asked, cards_said = (recording.annotations.get(body=body) for body in (ASK, CARDS))
    agenda.discuss(agenda.put(asked, coach), True)
    step = cycle.steps_agreed.create(text="Hang the cards", owner=educator)
    recording.annotations.filter(pk=cards_said.pk).update(next_step=step)
    page = open_as(educator, LAPTOP)
    page.goto(f"/recordings/{recording.pk}/")
    panel = open_filters(page)
    for label, choice, found in (
        ("Domain", "Conversation", [WAITED, HEARD, ASK]),
        ("How far along", "3 Strong", [WAITED]),
        ("Talked about", "Talked about", [ASK]),
        ("Next steps", "Became a next step", [CARDS]),
        ("Who said it", "You", [MINE]),
    ):
        panel.get_by_label(label, exact=True).select_option(choice)
        reads(page, found)
        expect(marks(page)).to_have_count(len(found))
        page.reload()
        reads(page, found)
        panel = open_filters(page)
        panel.get_by_label(label, exact=True).select_option(index=0)
    panel.get_by_label("Our focus").check()
    reads(page, [WAITED, ASK])
    panel.get_by_label("How far along").select_option("3 Strong")
    reads(page, [WAITED])
    expect(page).to_have_url(re.compile(r"\?focus=on&level=3$"))


def test_a_word_is_one_step_back_and_nothing_found_has_a_way_out(people, recording, open_as):
    page = open_as(people[1], LAPTOP)
    page.goto(f"/recordings/{recording.pk}/")
    panel = open_filters(page)
    panel.get_by_label("Words in it").press_sequentially("picture cards")
    reads(page, ["Try the picture cards."])
    panel.get_by_label("Words in it").fill("BROTHER hear")
    reads(page, ["What did Élodie hear?"])
    panel.get_by_label("Words in it").press_sequentially(" of elephants")
    expect(page.get_by_text("Nothing here matches the filter.")).to_be_visible()
    expect(page.locator("#room-says")).to_have_text("0 of 5 shown")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show all feedback").click()
    expect(cards(page)).to_have_count(5)
    page.go_back()
    expect(page.get_by_text("Nothing here matches the filter.")).to_be_visible()
    page.go_back()
    expect(cards(page)).to_have_count(5)


def test_newest_first_and_back_to_the_order_of_the_film(people, recording, open_as):
    page = open_as(people[1], LAPTOP)
    page.goto(f"/recordings/{recording.pk}/")
    in_film = words(page)
    panel = open_filters(page)
    panel.get_by_label("Order").select_option("Newest first")
    expect(cards(page).first).to_contain_text("I talk too fast here.")
    newest = words(page)
    page.reload()
    reads(page, newest)
    filters(page).get_by_role("link", name="Without the filter “Newest first”").click()
    reads(page, in_film)


def test_without_scripts_the_form_filters_too(people, recording, open_as):
    page = open_as(people[1], LAPTOP, java_script_enabled=False)
    page.goto(f"/recordings/{recording.pk}/")
    filters(page).get_by_label("Kind of feedback").select_option("question")
    filters(page).get_by_role("button", name="Show", exact=True).first.click()
    reads(page, ["What did Élodie hear?", "What could you ask that yes does not answer?"])
    filters(page).get_by_role("button", name=re.compile("^Filter")).click()
    page.get_by_label("Words in it").fill("YES")
    page.get_by_role("dialog", name="Which feedback?").get_by_role("button", name="Show", exact=True).click()
    expect(cards(page)).to_have_count(1)
    filters(page).get_by_role("link", name="Without the filter ““YES””").click()
    expect(cards(page)).to_have_count(2)
    filters(page).get_by_role("link", name="Show all feedback").click()
    expect(cards(page)).to_have_count(5)
