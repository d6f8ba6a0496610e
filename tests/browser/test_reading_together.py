"""Two people in one room at the same time: what one does, the other sees, and nothing of hers moves or is lost."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from media_review import drafts, feedback
from media_review.models import Annotation
from tests import make
from tests.browser.conftest import LAPTOP, PHONE, two_frames

MANY = 40


@pytest.fixture
def people(site):
    program = make.make_program("Harbor Street")
    coach, educator = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program)
    cycle = make.plan_lesson(make.make_cycle(make.make_partnership(program, coach, educator)))
    return coach, educator, cycle


@pytest.fixture
def recording(people):
    coach, educator, cycle = people
    film = make.make_recording(educator, cycle=cycle)
    film.share(by=educator, partnership=cycle.partnership)
    Annotation.objects.bulk_create(
        Annotation(recording=film, author=coach, start_ms=2000 * number, body=f"Number {number}", shared_at=now())
        for number in range(MANY)
    )
    return film


def enter(page, recording, query=""):
    page.goto(f"/recordings/{recording.pk}/{query}")
    return page


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li:visible")


def card(page, words):
    return cards(page).filter(has_text=words)


def top(locator):
    return locator.evaluate("element => element.getBoundingClientRect().top")


def say(page, words, kind=None):
    page.get_by_label("Add feedback").fill(words)
    if kind:
        page.get_by_label(kind, exact=True).check(force=True)
    page.get_by_role("button", name="Save feedback").click()
    expect(card(page, words)).to_be_visible()
    expect(page.locator("#annotations > .unsent")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_feedback_arrives_while_she_reads_and_writes(viewport, people, recording, open_as):
    wren, ines = enter(open_as(people[1], viewport), recording), enter(open_as(people[0], LAPTOP), recording)
    reading = card(wren, "Number 20")
    reading.scroll_into_view_if_needed()
    field = wren.get_by_label("Add feedback")
    field.press_sequentially("Half a tho")
    before = top(reading)

    say(ines, "What did she hear?", "question")
    say(ines, "You waited five counts.", "celebrate")
    ines.get_by_role("button", name="Share feedback").click()
    expect(ines.get_by_role("button", name="Share feedback")).to_have_count(0)

    expect(cards(wren)).to_have_count(MANY + 2)
    assert top(reading) == pytest.approx(before, abs=2)
    expect(field).to_be_focused()
    wren.keyboard.type("ught")
    expect(field).to_have_value("Half a thought")
    expect(wren.locator("#room-says")).to_have_text("2 new pieces of feedback.")
    wren.get_by_role("button", name="2 new: show").click()
    expect(card(wren, "What did she hear?").get_by_role("link").first).to_be_focused()
    card(wren, "You waited five counts.").scroll_into_view_if_needed()
    expect(wren.get_by_role("button", name="new: show")).to_have_count(0)  # what was in sight is no news
    expect(field).to_have_value("Half a thought")
    expect(wren.get_by_role("region", name="Feedback timeline").locator(".marks a")).to_have_count(MANY + 2)


def test_an_answer_arrives_at_its_card_and_an_open_reply_keeps_its_words(people, recording, open_as):
    wren, ines = enter(open_as(people[1], LAPTOP), recording), enter(open_as(people[0], LAPTOP), recording)
    for page in (wren, ines):
        card(page, "Number 3").first.get_by_role("link").first.click()
    card(wren, "Number 3").first.get_by_role("button", name="Reply").click()
    reply = card(wren, "Number 3").first.get_by_role("textbox")
    reply.press_sequentially("I think th")

    card(ines, "Number 3").first.get_by_role("button", name="Reply").click()
    card(ines, "Number 3").first.get_by_role("textbox").fill("A word more from me.")
    ines.get_by_role("button", name="Send reply").click()

    expect(card(wren, "A word more from me.")).to_be_visible()
    expect(reply).to_be_focused()
    wren.keyboard.type("ey heard it.")
    expect(reply).to_have_value("I think they heard it.")
    wren.get_by_role("button", name="Send reply").click()
    expect(card(wren, "I think they heard it.")).to_contain_text("A word more from me.")
    expect(card(ines, "I think they heard it.")).to_be_visible()


def test_the_focus_stays_on_a_card_that_changes_and_finds_a_neighbour_of_one_that_goes(people, recording, open_as):
    wren = enter(open_as(people[1], LAPTOP), recording)
    first, second = (Annotation.objects.get(recording=recording, body=f"Number {number}") for number in (5, 6))
    link = wren.locator(f"#f-{first.pk}").get_by_role("link").first
    link.focus()
    feedback.change(first, {"body": "Another word"})
    expect(card(wren, "Another word")).to_be_visible()
    expect(link).to_be_focused()
    expect(wren.locator("#room-says")).to_have_text("The feedback at 0:10 was changed or answered.")
    feedback.take_back(first)
    expect(wren.locator(f"#f-{first.pk}")).to_have_count(0)
    expect(wren.locator(f"#f-{second.pk}").get_by_role("link").first).to_be_focused()
    expect(wren.locator("#room-says")).to_have_text("The feedback at 0:10 was taken back.")


def test_news_of_a_card_whose_button_is_held_down_do_not_lose_the_press(people, recording, open_as):
    wren = enter(open_as(people[1], LAPTOP), recording)
    said = Annotation.objects.get(recording=recording, body="Number 4")
    place = wren.locator(f"#f-{said.pk}")
    place.get_by_role("link").first.click()
    place.get_by_role("button", name="Reply").hover()
    wren.mouse.down()
    with wren.expect_response(lambda answer: "/feedback/changes/" in answer.url and answer.status == 200) as news:
        feedback.change(said, {"body": "Another word"})
    news.value.finished()
    two_frames(wren)
    wren.mouse.up()
    expect(place.get_by_role("textbox")).to_be_focused()
    expect(place).to_contain_text("Another word")


def test_what_is_taken_back_while_she_answers_leaves_her_words(people, recording, open_as):
    wren = enter(open_as(people[1], LAPTOP), recording)
    said = Annotation.objects.get(recording=recording, body="Number 4")
    place = wren.locator(f"#f-{said.pk}")
    place.get_by_role("link").first.click()
    place.get_by_role("button", name="Reply").click()
    place.get_by_role("textbox").press_sequentially("I was going to say")
    feedback.take_back(said)
    expect(place).to_contain_text("Taken back by its author.")
    expect(place).not_to_contain_text("Number 4")
    expect(place.get_by_role("textbox")).to_be_focused()
    wren.get_by_role("button", name="Send reply").click()
    expect(place.get_by_role("alert")).to_contain_text("not here any more")
    expect(place.get_by_role("textbox")).to_have_value("I was going to say")
    place.get_by_role("link", name="Give up").click()
    expect(place).to_have_count(0)


def test_filters_and_order_hold_for_what_arrives(people, recording, open_as):
    coach, educator, _cycle = people
    wren = enter(open_as(educator, LAPTOP), recording, "?kind=question&sort=newest")
    expect(wren.get_by_text("Nothing here matches the filter.")).to_be_visible()
    make.make_annotation(recording, coach, "First", 50_000, kind="question", shared_at=now())
    expect(card(wren, "First")).to_be_visible()
    make.make_annotation(recording, coach, "Second", 60_000, kind="question", shared_at=now())
    make.make_annotation(recording, coach, "Of no matter now", 20_000, kind="note", shared_at=now())
    expect(cards(wren)).to_have_count(2)
    expect(cards(wren).locator("> .words")).to_have_text(["Second", "First"])
    expect(wren.locator(".filtered .count")).to_have_text(f"2 of {MANY + 3} shown")
    wren.get_by_role("link", name="Without the filter “Newest first”").click()
    expect(cards(wren).locator("> .words")).to_have_text(["First", "Second"])
    assert wren.locator("#annotations > li").count() == MANY + 3


def test_her_drafts_from_another_device_arrive_with_the_button_to_share_them(people, recording, open_as):
    ines = enter(open_as(people[0], LAPTOP), recording)
    make.make_annotation(recording, people[0], "From my phone")
    expect(ines.get_by_text("One draft, only you see it.")).to_be_visible()
    expect(ines.get_by_role("button", name="Share feedback")).to_be_visible()
    drafts.share(recording, people[0], recording.annotations.drafts_of(people[0]))
    expect(ines.get_by_role("button", name="Share feedback")).to_have_count(0)


def test_the_coachs_words_open_in_place_when_she_has_left_her_own(people, recording, open_as):
    recording.own_view_first = True
    recording.save()
    wren = enter(open_as(people[1], LAPTOP), recording)
    expect(cards(wren)).to_have_count(0)
    say(wren, "My own view")
    expect(cards(wren)).to_have_count(MANY + 1)


def test_a_share_taken_back_ends_in_kind_words_and_leaves_what_was_written(people, recording, open_as):
    ines = enter(open_as(people[0], LAPTOP), recording)
    ines.get_by_label("Add feedback").fill("Not saved yet")
    recording.shares.get().stop()
    expect(ines.get_by_role("alert").filter(has_text="This is no longer shared with you.")).to_be_visible()
    expect(ines.get_by_text("This film is no longer shared with you")).to_be_visible()
    expect(ines.get_by_label("Add feedback")).to_have_value("Not saved yet")


def test_one_that_lost_its_line_goes_on_without_a_word(people, recording, open_as):
    wren = enter(open_as(people[1], LAPTOP), recording)
    wren.context.set_offline(True)
    with wren.expect_event("requestfailed", lambda request: "/changes/" in request.url):
        pass
    make.make_annotation(recording, people[0], "Said meanwhile", shared_at=now())
    wren.context.set_offline(False)
    expect(card(wren, "Said meanwhile")).to_be_visible()
    assert wren.get_by_role("alert").filter(has_text=re.compile(r"\w")).count() == 0


def test_a_page_nobody_looks_at_asks_nothing(people, recording, open_as):
    wren = open_as(people[1], LAPTOP)
    wren.clock.install()
    enter(wren, recording)
    asked = []
    wren.on("request", lambda request: "/changes/" in request.url and asked.append(request.url))
    with wren.expect_response(re.compile("/changes/")):
        wren.clock.run_for(4_000)
    wren.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { get: () => window.away });
          window.away = true;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    asked.clear()
    wren.clock.run_for(60_000)
    assert asked == []
    make.make_annotation(recording, people[0], "While she was away", shared_at=now())
    wren.evaluate("() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')); }")
    expect(card(wren, "While she was away")).to_be_visible()
