"""What she writes stands there at once and arrives once: over a dead line, a reload, another's session, a full disk."""

import re

import pytest
from playwright.sync_api import expect

from cycles.models import Cycle
from media_review import feedback
from media_review.models import Annotation
from tests import make
from tests.browser.conftest import sign_in, wait_until
from tests.browser.writing import back, cards, cut, field, held, press, saved, unanswered, unsent, written

NO_NEWS = 204
OFFLINE = "Kept in this browser. It goes out by itself when the connection is back."


@pytest.fixture
def ines(room, open_as):
    page = open_as(room.coach)
    page.goto(room.address)
    return page


def write(page, words):
    field(page).fill(words)
    press(page, "Enter")


def says(page):
    return page.locator("#room-says")


def test_her_card_stands_there_before_the_site_has_answered(ines, room):
    with held(ines):
        write(ines, "You waited.")
        expect(unsent(ines)).to_contain_text("Saving…")
        expect(unsent(ines)).to_contain_text("You waited.")
        expect(ines.get_by_role("region", name="Feedback timeline").locator(".marks a")).to_have_count(1)
        expect(field(ines)).to_have_value("")
        assert written(room) == []
    saved(ines, 1)
    expect(cards(ines)).to_contain_text("Draft, only you")
    expect(says(ines)).to_have_text("Saved at 0:00.")
    assert [said.body for said in written(room)] == ["You waited."]


def test_without_a_line_it_waits_over_a_reload_and_goes_out_in_order_once(ines, room):
    with cut(ines):
        for words in ("First", "Second", "Third"):
            write(ines, words)
        expect(unsent(ines)).to_have_count(3)
        expect(unsent(ines).first).to_contain_text(OFFLINE)
        expect(says(ines)).to_have_text(OFFLINE)
        ines.reload()
        expect(unsent(ines)).to_have_count(3)
        expect(unsent(ines).last).to_contain_text(OFFLINE)
        assert written(room) == []
    back(ines)
    saved(ines, 3)
    assert [said.body for said in written(room)] == ["First", "Second", "Third"]
    ines.reload()
    saved(ines, 3)
    assert len(written(room)) == 3


def test_an_answer_that_was_lost_is_not_saved_twice(ines, room):
    with unanswered(ines, "**/feedback/"):
        write(ines, "You waited.")
        expect(unsent(ines)).to_contain_text(OFFLINE)
        assert len(written(room)) == 1
    ines.reload()
    saved(ines, 1)
    assert len(written(room)) == 1


def test_what_waits_can_be_changed(ines, room):
    with cut(ines):
        write(ines, "You wated.")
        expect(unsent(ines)).to_contain_text(OFFLINE)
        unsent(ines).locator(".moment").click()
        for _ in range(10):  # one that is being tried this very moment cannot be taken back: she presses again
            unsent(ines).get_by_role("button", name="Change it").click()
            if not unsent(ines).count():  # its effect is seen at once
                break
        expect(unsent(ines)).to_have_count(0)
        expect(field(ines)).to_be_focused()
        expect(field(ines)).to_have_value("You wated.")
    write(ines, "You waited.")
    saved(ines, 1)
    assert [said.body for said in written(room)] == ["You waited."]


def test_signed_out_her_words_wait_until_she_is_back(ines, room):
    ines.context.clear_cookies(name="sessionid")
    write(ines, "You waited.")
    expect(unsent(ines)).to_contain_text("you were signed out. Sign in in another tab")
    other = ines.context.new_page()
    sign_in(other, room.coach)
    other.close()
    back(ines)
    saved(ines, 1)
    assert written(room)[0].author == room.coach


def test_a_letter_that_crosses_with_a_new_sign_in_goes_once_more(ines, room):
    other = ines.context.new_page()
    ines.context.clear_cookies(name="sessionid")
    with held(ines):
        write(ines, "You waited.")
        expect(unsent(ines)).to_contain_text("Saving…")
        sign_in(other, room.coach)
    saved(ines, 1)
    assert [said.author for said in written(room)] == [room.coach]


def test_nobody_else_sends_her_words_on_a_shared_tablet(ines, room):
    with cut(ines):
        write(ines, "Half a thought about Wren")
        expect(unsent(ines)).to_contain_text(OFFLINE)
        ines.context.clear_cookies(name="sessionid")  # before the line is back
    other = ines.context.new_page()
    sign_in(other, room.educator)
    other.goto(room.address)
    expect(other.get_by_text("Half a thought")).to_have_count(0)
    with ines.expect_response("**/feedback/") as answer:
        back(ines)
    assert answer.value.status == 409
    expect(unsent(ines)).to_contain_text("you were signed out")
    assert written(room) == []
    ines.context.clear_cookies(name="sessionid")
    sign_in(other, room.coach)
    other.goto(room.address)
    saved(other, 1)
    assert [said.author for said in written(room)] == [room.coach]
    saved(ines, 1)


def test_what_the_site_refuses_says_why_and_goes_back_into_the_field(ines, room):
    """The pair has moved to another edition of its rubric while her page was open."""
    field(ines).fill("You waited.")
    ines.get_by_label("Criterion").select_option(label="Open questions")
    Cycle.objects.filter(pk=room.cycle.pk).update(edition=make.make_edition())
    ines.get_by_role("button", name="Save feedback").click()
    expect(unsent(ines).get_by_role("alert")).to_contain_text("not of the rubric that this cycle looks through")
    expect(unsent(ines)).to_contain_text("Not saved")
    ines.reload()
    expect(unsent(ines).get_by_role("alert")).to_contain_text("not of the rubric that this cycle looks through")
    unsent(ines).locator(".moment").click()
    unsent(ines).get_by_role("button", name="Change it").click()
    expect(field(ines)).to_have_value("You waited.")
    ines.get_by_role("button", name="Save feedback").click()
    saved(ines, 1)
    assert written(room)[0].criterion is None


def test_a_film_no_longer_shared_leaves_her_the_words(ines, room):
    room.recording.shares.get().stop()
    write(ines, "You waited.")
    expect(unsent(ines).get_by_role("alert")).to_contain_text("no longer shared with you. Copy what you wrote.")
    expect(unsent(ines)).to_contain_text("You waited.")


def test_a_browser_without_room_says_so_and_saves_all_the_same(ines, room):
    ines.evaluate("Storage.prototype.setItem = () => { throw new Error('full'); }; void 0")
    with cut(ines):
        write(ines, "You waited.")
        expect(unsent(ines)).to_contain_text("You waited.")
        ines.once("dialog", lambda dialog: dialog.dismiss())
        leaves = ines.evaluate(
            "() => { const event = new Event('beforeunload', { cancelable: true }); return dispatchEvent(event); }"
        )
        assert leaves is False, "leaving the page asks first"
    back(ines)
    saved(ines, 1)
    assert len(written(room)) == 1


def test_sharing_takes_along_what_was_saved_in_the_same_breath(ines, room):
    write(ines, "First")
    saved(ines, 1)
    ines.route("**/feedback/", lambda route: (ines.wait_for_timeout(700), route.continue_()), times=1)
    write(ines, "Second")
    ines.get_by_role("button", name=re.compile("^Share feedback")).click()
    expect(cards(ines).filter(has_text="Draft")).to_have_count(0)
    saved(ines, 2)
    assert all(said.shared_at for said in written(room))


# --- Second thoughts -----------------------------------------------------------------------------


def act(page, name):
    card = cards(page).first
    card.locator(".moment").click()
    card.get_by_role("button", name="Edit", exact=True).click()
    card.get_by_role("button", name=name).click()


@pytest.mark.parametrize(("is_shared", "name"), [(False, "Delete"), (True, "Take it back")])
def test_what_she_deletes_she_can_have_back_after_a_reload_too(is_shared, name, room, open_as):
    room.say(12, shared_at=room.recording.created_at if is_shared else None)
    ines = open_as(room.coach)
    ines.goto(room.address)
    act(ines, name)
    expect(cards(ines)).to_have_count(0)
    undo = ines.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(undo).to_have_accessible_description("Deleted. Nobody can read it any more.")
    assert written(room) == []
    ines.reload()
    expect(cards(ines)).to_have_count(0)
    ines.get_by_role("button", name="Undo").press("Enter")
    expect(cards(ines)).to_contain_text("You waited five slow counts.")
    expect(cards(ines).locator(".moment")).to_be_focused()
    expect(ines.get_by_role("button", name="Undo")).to_be_hidden()
    (said,) = written(room)
    assert (said.shared_at is not None) is is_shared


def test_what_the_site_said_before_it_was_deleted_does_not_bring_it_back(room, open_as):
    said, late = room.say(12, shared_at=None), []

    def hold_the_first_news(route):
        if late:
            return route.continue_()
        answer = route.fetch()
        if answer.status == NO_NEWS:
            return route.fulfill(response=answer)
        late.append((route, answer))

    ines = open_as(room.coach)
    ines.route("**/feedback/changes/*", hold_the_first_news)
    ines.goto(room.address)
    feedback.change(said, {"body": "You waited six slow counts."})
    room.say(20, body="Another word.")
    wait_until(ines, lambda: late)
    act(ines, "Delete")
    expect(cards(ines)).to_have_count(0)
    ((route, answer),) = late
    route.fulfill(response=answer)
    expect(cards(ines)).to_have_text(re.compile("Another word."))


def test_undo_is_hers_alone_and_goes_away_with_its_time(room, open_as):
    room.say(12, shared_at=None)
    ines = open_as(room.coach)
    ines.clock.install()
    ines.goto(room.address)
    act(ines, "Delete")
    expect(ines.get_by_role("button", name="Undo")).to_be_visible()
    ines.clock.run_for(16 * 60_000)
    expect(ines.get_by_role("button", name="Undo")).to_be_hidden()
    ines.reload()
    expect(ines.get_by_role("button", name="Undo")).to_be_hidden()


def test_the_second_of_two_tabs_is_told_and_keeps_her_words(room, open_as):
    said = room.say(12)
    first = open_as(room.coach)
    first.goto(room.address)
    second = first.context.new_page()
    second.goto(room.address)
    for page, words in ((first, "Four"), (second, "Six")):
        cards(page).first.locator(".moment").click()
        cards(page).first.get_by_role("button", name="Edit", exact=True).click()
        cards(page).first.get_by_label("Your feedback").fill(f"{words} slow counts.")
    cards(first).first.get_by_role("button", name="Save the change").click()
    expect(cards(first).first).to_contain_text("Ines, edited")
    cards(second).first.get_by_role("button", name="Save the change").click()
    expect(cards(second).first.get_by_role("alert")).to_contain_text("it now says “Four slow counts.”")
    expect(cards(second).first.get_by_label("Your feedback")).to_have_value("Six slow counts.")
    said.refresh_from_db()
    assert said.body == "Four slow counts."
    cards(second).first.get_by_role("button", name="Save the change").click()
    expect(cards(second).first.get_by_label("Your feedback")).to_have_count(0)
    assert Annotation.objects.get(pk=said.pk).body == "Six slow counts."
