"""Two people talk a lesson through: at one screen clip by clip, or each at her own with one of them driving."""

import re

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from cycles.models import NextStep, PostConference
from media_review import agenda
from media_review.models import AgendaItem, Viewing
from tests import make
from tests.browser.conftest import LAPTOP, PHONE, two_frames, wait_until
from tests.browser.test_accessible import RULES, RUN_AXE, complaints_on

SOON_MS = 12_000  # a page that follows asks once a second; a driver who only fell silent is forgotten after 15
ALONE_MS = 30_000  # who followed a moment ago counts as following for some seconds


@pytest.fixture
def room(room):
    """The coach said three things, and they are on the agenda; the coachee's own view is written."""
    PostConference.objects.filter(cycle=room.cycle).update(reflection="Calmer than I feared.")
    room.items = [
        agenda.put(each, room.coach)
        for each in (
            room.say(20, kind="celebrate"),
            room.say(30, 33, "All five say yes.", kind="question"),
            room.say(45, 59, "They talk to each other.", kind="note"),
        )
    ]
    return room


def debrief_of(room, number=0):
    return f"/recordings/debrief/{room.cycle.pk}/?item={room.items[number].pk}"


def open_at(page, room, number=0):
    page.goto(debrief_of(room, number))
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def drive(page):
    press(page, "Drive")
    expect(page.get_by_role("button", name="Stop driving")).to_be_visible()


def at(page):
    return page.locator(".film:not([hidden]) video").evaluate("film => film.currentTime")


def is_there(page, condition, value=None, timeout=SOON_MS):
    script = "value => { const film = document.querySelector('.film:not([hidden]) video'); return %s; }"
    page.wait_for_function(script % condition, arg=value, timeout=timeout)


def shown(page):
    return page.locator(".piece[data-here]")


# --- At one screen -------------------------------------------------------------------------------------------------


def test_a_clip_plays_its_stretch_and_stops_and_the_next_one_waits(room, open_as):
    ines = open_at(open_as(room.coach), room, 1)
    expect(shown(ines)).to_contain_text("All five say yes.")
    press(ines, "Play")
    is_there(ines, "film.paused && film.currentTime > 32.5", timeout=30_000)
    assert at(ines) == pytest.approx(33, abs=0.2)
    ines.get_by_role("link", name="Next", exact=True).click()
    expect(shown(ines)).to_contain_text("They talk to each other.")
    is_there(ines, "film.paused && Math.abs(film.currentTime - 45) < 0.3", timeout=20_000)
    expect(ines.get_by_text("3 of 3", exact=True)).to_be_visible()
    expect(ines.get_by_role("link", name="Next", exact=True)).to_have_attribute("aria-disabled", "true")
    ines.get_by_role("link", name="Previous", exact=True).click()
    press(ines, "Play")
    is_there(ines, "!film.paused && film.currentTime > 30 && film.currentTime < 33", timeout=20_000)
    watched = Viewing.objects.get(recording=room.recording, viewer=room.coach)
    ines.goto("/")  # what was played is told when the page is left
    wait_until(ines, lambda: Viewing.objects.get(pk=watched.pk).ranges)


def test_keys_alone_go_through_it(room, open_as):
    ines = open_at(open_as(room.coach), room)
    ines.keyboard.press("PageDown")
    expect(shown(ines)).to_contain_text("All five say yes.")
    ines.keyboard.press("Shift+ArrowRight")
    expect(shown(ines)).to_contain_text("They talk to each other.")
    ines.keyboard.press("PageUp")
    expect(shown(ines)).to_contain_text("All five say yes.")
    ines.keyboard.press("Space")
    is_there(ines, "film.currentTime > 30.3", timeout=20_000)
    ines.keyboard.press("k")
    is_there(ines, "film.paused")
    expect(ines.get_by_role("slider", name="Position in the clip")).to_have_attribute(
        "aria-valuetext", re.compile(r"0:3\d of 0:33")
    )
    field = ines.get_by_label("What do you want to keep of it?")
    field.first.focus()
    field.locator("visible=true").fill("Ask why. ")
    ines.keyboard.press("PageDown")
    expect(shown(ines)).to_contain_text("All five say yes.")


def test_they_order_tick_and_take_off_and_the_focus_stays(room, open_as):
    ines = open_at(open_as(room.coach), room, 2)
    row = ines.locator(".agenda li").nth(2)
    row.get_by_role("button", name="Move up").focus()
    ines.keyboard.press("Enter")
    expect(ines.locator(".agenda li").nth(1)).to_contain_text("They talk to each other.")
    expect(ines.get_by_text("2 of 3", exact=True)).to_be_visible()
    expect(ines.locator(".agenda li").nth(1).get_by_role("button", name="Move up")).to_be_focused()
    press(ines, "Discussed")
    expect(ines.get_by_role("button", name="Discussed")).to_have_attribute("aria-pressed", "true")
    expect(ines.get_by_role("button", name="Discussed")).to_be_focused()
    expect(ines.get_by_text("1 of 3 talked about")).to_be_visible()
    ines.locator(".agenda li").nth(1).get_by_role("button", name="Take it off").click()
    expect(ines.locator(".agenda li")).to_have_count(2)
    expect(shown(ines)).to_contain_text("All five say yes.")
    ines.goto(room.address)
    ines.get_by_role("link", name="Agenda", exact=True).click()
    expect(ines.locator(".agenda li")).to_have_count(2)


def test_what_they_note_and_agree_on_lands_in_the_cycle(room, open_as):
    ines = open_at(open_as(room.coach), room, 1)
    ines.locator(".piece[data-here] textarea").fill("Ask what makes you think so.")
    press(ines, "Keep the note")
    expect(ines.get_by_text(re.compile("^Kept at"))).to_be_visible()
    ines.get_by_role("button", name="Strengthen it").locator("visible=true").click()
    expect(ines.get_by_text("Stands in the post-conference as an area to strengthen.")).to_be_visible()
    ines.get_by_role("button", name="Make a next step").locator("visible=true").click()
    ines.get_by_label("The step").fill("Ask “what makes you think so?”")
    ines.get_by_label("By when").fill(str(localdate()))
    press(ines, "Add the next step")
    expect(ines.get_by_text("Became a next step: Ask “what makes you think so?”")).to_be_visible()
    ines.locator(".piece[data-here] textarea").fill("Ask what makes you think so, twice.")
    ines.get_by_role("link", name="Next", exact=True).click()
    expect(shown(ines)).to_contain_text("They talk to each other.")
    ines.wait_for_function(
        "() => Array.from(document.querySelectorAll('textarea')).every((words) => words.value === words.defaultValue)"
    )
    ines.get_by_role("link", name="Story time, small group").first.click()
    expect(ines.get_by_text("Story time, 0:30\u20130:33: Ask what makes you think so, twice.")).to_be_visible()
    expect(ines.locator(".said")).to_contain_text("All five say yes.")
    expect(ines.get_by_role("heading", name="Ask “what makes you think so?”")).to_be_visible()
    expect(ines.get_by_text("3 on the agenda.")).to_be_visible()
    assert NextStep.objects.get(cycle=room.cycle).moments.get() == room.items[1].annotation


# --- Each at her own screen ----------------------------------------------------------------------------------------


def test_one_drives_and_the_others_film_follows_within_seconds(room, open_as):
    ines, wren = open_at(open_as(room.coach, LAPTOP), room), open_at(open_as(room.educator, PHONE), room)
    drive(ines)
    expect(ines.get_by_text("You drive. Wren follows.")).to_be_visible(timeout=SOON_MS)
    expect(wren.get_by_text("Ines drives. Your film follows.")).to_be_visible(timeout=SOON_MS)

    ines.get_by_role("link", name="Next", exact=True).click()
    ines.get_by_role("link", name="Next", exact=True).click()
    expect(shown(wren)).to_contain_text("They talk to each other.", timeout=SOON_MS)
    press(ines, "Play")
    is_there(wren, "!film.paused && film.currentTime > 45.5", timeout=20_000)
    is_there(ines, "film.currentTime > 47", timeout=20_000)
    wait_until(ines, lambda: abs(at(ines) - at(wren)) < 2)
    assert at(ines) < 55, "before the clip has ended"
    press(ines, "Pause")
    is_there(wren, "film.paused")
    is_there(wren, "Math.abs(film.currentTime - value) < 0.5", at(ines))
    ines.get_by_role("slider", name="Position in the clip").fill("57000")
    is_there(wren, "Math.abs(film.currentTime - 57) < 0.5")


def test_who_follows_may_leave_and_come_back_and_taking_over_is_one_press(room, open_as):
    ines, wren = open_at(open_as(room.coach), room), open_at(open_as(room.educator), room)
    drive(ines)
    expect(wren.get_by_text("Ines drives. Your film follows.")).to_be_visible(timeout=SOON_MS)
    press(wren, "Leave for a while")
    expect(wren.get_by_text("Ines drives. You look on your own.")).to_be_visible()
    expect(wren.get_by_role("button", name="Take over")).to_be_focused()
    ines.get_by_role("link", name="Next", exact=True).click()
    expect(ines.get_by_text("You drive. Wren has not opened this page yet, or looks alone.")).to_be_visible(
        timeout=ALONE_MS
    )
    expect(shown(wren)).to_contain_text("You waited five slow counts.")
    press(wren, "Follow again")
    expect(shown(wren)).to_contain_text("All five say yes.", timeout=SOON_MS)
    wren.get_by_role("link", name="Previous", exact=True).click()  # who goes her own way has left
    expect(wren.get_by_text("Ines drives. You look on your own.")).to_be_visible()
    expect(shown(ines)).to_contain_text("All five say yes.")
    press(wren, "Take over")
    expect(ines.get_by_text("Wren drives. Your film follows.")).to_be_visible(timeout=SOON_MS)
    expect(shown(ines)).to_contain_text("You waited five slow counts.", timeout=SOON_MS)
    press(wren, "Stop driving")
    expect(ines.get_by_text("Each at your own screen?")).to_be_visible(timeout=SOON_MS)
    drive(ines)
    expect(wren.get_by_text("Ines drives. Your film follows.")).to_be_visible(timeout=SOON_MS)
    ines.goto("/")
    expect(wren.get_by_text("Each at your own screen?")).to_be_visible(timeout=SOON_MS)


def test_what_one_changes_the_other_sees_and_words_being_written_stay(room, open_as):
    ines, wren = open_at(open_as(room.coach), room), open_at(open_as(room.educator), room)
    drive(ines)
    expect(wren.get_by_text("Ines drives. Your film follows.")).to_be_visible(timeout=SOON_MS)
    words = wren.locator(".piece[data-here] textarea")
    words.fill("I count to")
    press(ines, "Discussed")
    expect(wren.get_by_text("1 of 3 talked about")).to_be_visible(timeout=SOON_MS)
    ines.get_by_role("link", name="Next", exact=True).click()
    expect(wren.get_by_text("Ines has gone on. Your page follows when you have finished writing.")).to_be_visible(
        timeout=SOON_MS
    )
    expect(words).to_be_focused()
    expect(words).to_have_value("I count to")
    words.press_sequentially(" five.")
    words.blur()
    expect(shown(wren)).to_contain_text("All five say yes.", timeout=SOON_MS)
    # Her words were kept on the way.
    wait_until(wren, lambda: AgendaItem.objects.get(pk=room.items[0].pk).note == "I count to five.")
    added = agenda.put(room.say(50, body="One more thing."), room.educator)
    expect(ines.locator(".agenda")).to_contain_text("One more thing.", timeout=SOON_MS)
    ines.locator(f"#go-{added.pk}").click()
    expect(shown(wren)).to_contain_text("One more thing.", timeout=SOON_MS)
    agenda.take_off(room.cycle, added.annotation_id)
    expect(shown(ines)).not_to_contain_text("One more thing.", timeout=SOON_MS)


def test_news_that_come_while_a_button_is_held_down_do_not_lose_the_press(room, open_as):
    ines = open_at(open_as(room.coach), room)
    button = ines.get_by_role("button", name="Make a next step").locator("visible=true")
    with ines.expect_response(lambda answer: answer.url == ines.url) as news:
        button.hover()
        ines.mouse.down()
        room.items[0].annotation.responses.create(person=room.educator, kind="talk")
        agenda.discuss(room.items[0], True)
    news.value.finished()
    two_frames(ines)
    ines.mouse.up()
    expect(ines.get_by_label("The step")).to_be_focused()
    expect(ines.get_by_text("1 of 3 talked about")).to_be_visible()


def test_a_lost_line_is_said_and_it_goes_on_by_itself(room, open_as):
    ines, wren = open_at(open_as(room.coach), room), open_at(open_as(room.educator), room)
    drive(ines)
    expect(wren.get_by_text("Ines drives. Your film follows.")).to_be_visible(timeout=SOON_MS)
    wren.context.set_offline(True)
    expect(wren.get_by_text("The connection is lost. It goes on by itself.")).to_be_visible(timeout=ALONE_MS)
    ines.get_by_role("link", name="Next", exact=True).click()
    wren.context.set_offline(False)
    expect(shown(wren)).to_contain_text("All five say yes.", timeout=SOON_MS)
    expect(wren.get_by_text("Ines drives. Your film follows.")).to_be_visible()


def test_a_browser_that_wants_a_tap_before_it_plays_says_so(room, open_as):
    ines, wren = open_at(open_as(room.coach), room, 2), open_as(room.educator, PHONE)
    wren.add_init_script(
        """const play = HTMLMediaElement.prototype.play;
        let tapped = false;
        addEventListener("pointerdown", () => (tapped = true), true);
        HTMLMediaElement.prototype.play = function () {
          return tapped ? play.call(this) : Promise.reject(new DOMException("", "NotAllowedError"));
        };"""
    )
    open_at(wren, room, 2)
    drive(ines)
    press(ines, "Play")
    expect(wren.get_by_text("This browser wants a tap")).to_be_visible(timeout=20_000)
    press(wren, "Play here, too")
    is_there(wren, "!film.paused", timeout=20_000)


def test_a_film_taken_back_ends_here_and_is_said(room, open_as):
    ines, wren = open_at(open_as(room.coach), room), open_at(open_as(room.educator), room)
    room.recording.shares.get().stop()
    wren.reload()
    expect(shown(wren)).to_contain_text("Ines does not see this just now.")
    press(wren, "Drive")
    expect(ines.get_by_text("Wren drives.")).to_be_visible(timeout=SOON_MS)
    ines.reload()
    expect(ines.get_by_text("3 more rest")).to_be_visible()
    expect(ines.locator("video")).to_have_count(0)


# --- For everyone --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_each_state_of_it_is_accessible(size, scheme, room, open_as):
    ines = open_as(room.coach, size, color_scheme=scheme)
    assert complaints_on(ines, debrief_of(room, 1)) == []
    drive(ines)
    ines.get_by_role("button", name="Make a next step").locator("visible=true").click()
    expect(ines.get_by_label("The step")).to_be_focused()
    assert complaints_in(ines) == []
    agenda.discuss(room.items[0], True)
    make.make_annotation(
        room.recording, room.educator, "I was afraid.", parent=room.items[1].annotation, shared_at=now()
    )
    room.say(10).responses.create(person=room.educator, kind="talk")
    assert complaints_on(ines, debrief_of(room, 1)) == []
    AgendaItem.objects.filter(cycle=room.cycle).delete()
    assert complaints_on(ines, debrief_of(room, 1)) == []


def complaints_in(page):
    return page.evaluate(RUN_AXE, RULES)


def test_it_fits_the_smallest_phone_and_twice_the_size(room, open_as):
    for width in (360, 720):
        page = open_as(room.coach, {"width": width, "height": 640})
        page.goto(debrief_of(room, 1))
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
