"""A coach in the room with a tablet and no line: her clock, her words and her page are there, whatever happens."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from media_review import observing
from media_review.models import Recording
from tests import make
from tests.browser.conftest import LAPTOP, PHONE, sign_in, two_frames, wait_until
from tests.browser.test_accessible import AXE, RULES, RUN_AXE

TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def cycle(site):
    program = make.make_program("Harbor Street")
    ines, wren = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")
    return make.plan_lesson(make.make_cycle(make.make_partnership(program, ines, wren)))


@pytest.fixture
def observation(cycle):
    return make.make_observation(cycle)


@pytest.fixture
def in_the_room(open_as, cycle, observation):
    """in_the_room(viewport) → the coach's page of the observation."""

    def open_(viewport=TABLET, **options):
        page = open_as(cycle.partnership.coach, viewport, **options)
        page.clock.install()  # at the time it is: a service worker has a clock of its own
        page.goto(f"/recordings/{observation.pk}/")
        expect(page.get_by_text("This page also opens without a connection.")).to_be_visible()
        return page

    return open_


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def shows(page, time):
    """The clock, to within the seconds that a test takes."""
    expect(page.get_by_role("timer")).to_have_text(re.compile(f"^{time}$"))


def write(page, words):
    page.get_by_label("Add feedback").fill(words)
    page.get_by_label("Add feedback").press("Enter")
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_contain_text(words)


def start_and_save(page, words):
    press(page, "Start the clock")
    write(page, words)
    expect(page.get_by_text("Saving…")).to_have_count(0)


def said(observation):
    return list(observation.annotations.order_by("created_at").values_list("body", flat=True))


def offline(page, is_offline=True):
    page.context.set_offline(is_offline)


def saved(page, observation, *words):
    expect(page.get_by_text("Kept on this tablet")).to_have_count(0)
    assert sorted(said(observation)) == sorted(words)


def test_she_starts_in_the_cycle_and_the_clock_is_ready(open_as, cycle):
    cycle.stage = "lesson"
    cycle.save()
    page = open_as(cycle.partnership.coach, TABLET)
    page.goto(f"/cycles/{cycle.pk}/")
    press(page, "Observe live")
    shows(page, "0:00")
    expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    expect(page.get_by_text("Children say why, in their own words.")).to_be_visible()
    expect(page.get_by_text("Ines and Wren can read.")).to_be_visible()


def test_the_clock_goes_by_the_wall_over_reload_and_sleep(in_the_room):
    page = in_the_room()
    press(page, "Start the clock")
    expect(page.get_by_role("button", name="Pause the clock")).to_be_focused()
    page.clock.fast_forward("01:30")
    shows(page, "1:[345]\\d")
    page.reload()
    shows(page, "1:[345]\\d")
    page.clock.fast_forward("40:00")  # the tablet sleeps
    shows(page, "41:[345]\\d")
    press(page, "Pause the clock")
    page.clock.fast_forward("05:00")
    shows(page, "41:[345]\\d")
    page.reload()
    shows(page, "41:[345]\\d")
    expect(page.get_by_role("button", name=re.compile("^Go on as if it had run: 46:[345]\\d"))).to_be_visible()
    press(page, "Go on")
    page.clock.fast_forward("01:00")
    shows(page, "4[23]:\\d\\d")
    press(page, "Pause the clock")
    page.clock.fast_forward("10:00")
    page.get_by_role("button", name="Go on as if it had run").click()
    shows(page, "5[23]:\\d\\d")


def test_what_was_written_moves_along_when_the_start_is_corrected(in_the_room, observation):
    page = in_the_room()
    press(page, "Start the clock")
    page.clock.fast_forward("00:10")
    write(page, "They wait.")
    page.get_by_text("Correct the start").click()
    press(page, "1 minute earlier")
    shows(page, "1:[123]\\d")
    expect(page.locator(".said-here .moment")).to_have_text(re.compile("1:[0123]\\d"))
    page.get_by_label("or the clock should show").fill("half past")
    press(page, "Set the clock")
    expect(page.get_by_text("Write a time like 1:02")).to_be_visible()
    page.get_by_label("or the clock should show").fill("12:00")
    press(page, "Set the clock")
    shows(page, "12:0\\d")
    write(page, "She asks why.")
    page.reload()
    shows(page, "12:[01]\\d")
    expect(page.locator("#annotations > .unsent")).to_have_count(0)
    until_told(page, observation, 600_000)
    first, second = observation.annotations.order_by("created_at").values_list("start_ms", flat=True)
    assert 700_000 < first < 725_000
    assert 715_000 < second < 740_000


@pytest.mark.parametrize("viewport", [TABLET, PHONE, LAPTOP], ids=["tablet", "phone", "laptop"])
def test_without_a_line_everything_is_there_and_arrives_once(viewport, in_the_room, observation):
    page = in_the_room(viewport)
    press(page, "Start the clock")
    write(page, "Before the line went.")
    expect(page.get_by_text("Saving…")).to_have_count(0)
    offline(page)
    page.clock.fast_forward("02:00")
    write(page, "In the dead corner.")
    press(page, "side by side")
    expect(page.get_by_text("Kept on this tablet: 2. They are sent when you are online.")).to_be_visible()
    page.reload()
    shows(page, "2:\\d\\d")
    everything = page.get_by_role("list", name="Feedback", exact=True)
    for words in ("Before the line went.", "In the dead corner.", "Now: side by side"):
        expect(everything.get_by_text(words, exact=True)).to_have_count(1)
    write(page, "After the reload.")
    page.get_by_label("Add feedback").fill("Half a thou")
    page.reload()
    expect(page.get_by_label("Add feedback")).to_have_value("Half a thou")
    expect(page.get_by_text("Kept on this tablet: 3.")).to_be_visible()
    assert said(observation) == ["Before the line went."]
    offline(page, False)
    page.get_by_label("Add feedback").press("Enter")
    for words in ("In the dead corner.", "After the reload.", "Half a thou"):
        expect(everything.get_by_text(words, exact=True)).to_have_count(1)
    expect(page.locator("#annotations > .unsent")).to_have_count(0)
    expect(page.get_by_text("Kept on this tablet")).to_have_count(0)
    arrived = ["Before the line went.", "In the dead corner.", "Now: side by side", "After the reload.", "Half a thou"]
    assert said(observation) == arrived
    page.reload()
    expect(everything.get_by_role("listitem")).to_have_count(5)
    late = observation.annotations.get(body="In the dead corner.")
    assert 110_000 < late.start_ms < 150_000


def test_the_start_is_corrected_without_a_line_too(in_the_room, observation):
    page = in_the_room()
    press(page, "Start the clock")
    write(page, "Sent at once.")
    expect(page.get_by_text("Saving…")).to_have_count(0)
    offline(page)
    write(page, "Timed before.")
    page.get_by_text("Correct the start").click()
    press(page, "1 minute earlier")
    write(page, "Timed after.")
    page.reload()
    shows(page, "1:\\d\\d")
    offline(page, False)
    expect(page.locator("#annotations > .unsent")).to_have_count(0)
    expect(page.get_by_text("Kept on this tablet")).to_have_count(0)
    page.reload()
    shows(page, "1:\\d\\d")
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_contain_text("Timed after.")
    until_told(page, observation, 60_000)
    starts = observation.annotations.values_list("start_ms", flat=True)
    assert len(starts) == 3
    assert all(58_000 <= start < 100_000 for start in starts)


def until_told(page, observation, moved_ms):
    """A start is corrected here at once; the site is told when it can be."""
    wait_until(page, lambda: Recording.objects.get(pk=observation.pk).start_moved_ms >= moved_ms)


def test_who_reads_along_sees_corrected_times_come_in(open_as, observation, cycle):
    make.make_annotation(observation, cycle.partnership.coach, "They wait.", 5000, shared_at=now())
    wren = open_as(cycle.partnership.coachee, LAPTOP)
    wren.goto(f"/recordings/{observation.pk}/")
    moment = wren.locator("#annotations .moment")
    expect(moment).to_have_text("0:05")
    observing.move_start(observation, 60_000)
    expect(moment).to_have_text("1:05")


def test_signed_out_meanwhile_is_said_and_nothing_is_lost(in_the_room, cycle, observation):
    page = in_the_room()
    press(page, "Start the clock")
    page.context.clear_cookies()
    write(page, "Nobody is signed in now.")
    expect(page.get_by_text("You were signed out: sign in in another tab, and they are sent.")).to_be_visible()
    door = page.context.new_page()
    sign_in(door, cycle.partnership.coach)
    door.close()
    page.clock.fast_forward("01:05")
    expect(page.get_by_text("Kept on this tablet")).to_have_count(0)
    saved(page, observation, "Nobody is signed in now.")


def test_a_full_tablet_says_so_and_sends_all_the_same(in_the_room, observation):
    page = in_the_room()
    page.evaluate(
        """() => {
          const set = Storage.prototype.setItem;
          Storage.prototype.setItem = function () { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    press(page, "Start the clock")
    expect(page.get_by_text("This browser has no room to keep the clock.")).to_be_visible()
    shows(page, "0:0\\d")
    offline(page)
    write(page, "Where does this go?")
    cards = page.get_by_role("list", name="Feedback", exact=True)
    warning = cards.get_by_text("Leave this page open until it is saved.")
    expect(warning).to_be_visible()
    offline(page, False)
    expect(warning).to_have_count(0)
    saved(page, observation, "Where does this go?")


HOLD_THE_PAGE = """() => {
  const ask = window.fetch;
  const held = new Promise((go) => (window.letPageCome = go));
  window.fetch = async (what, how) => (what === location.pathname ? (await held, ask(what, how)) : ask(what, how));
}"""
KEPT_WORDS = """async (words) => {
  const [name] = await caches.keys();
  const page = await (await caches.open(name)).match(location.pathname, { ignoreVary: true });
  return (await page.text()).includes(words);
}"""


def test_what_was_saved_just_before_the_line_went_is_there(in_the_room, observation):
    page = in_the_room()
    page.evaluate(HOLD_THE_PAGE)
    start_and_save(page, "Just before.")
    offline(page)
    page.reload()
    expect(page.get_by_text("Just before.")).to_be_visible()
    assert said(observation) == ["Just before."]


def test_what_is_kept_anew_while_the_page_is_left_is_not_taken_for_shown(in_the_room):
    page = in_the_room()
    page.evaluate(HOLD_THE_PAGE)
    start_and_save(page, "While she leaves.")
    page.evaluate("dispatchEvent(new Event('beforeunload'))")  # a reload begins, and has read what was kept till now
    page.evaluate("letPageCome()")
    wait_until(page, lambda: page.evaluate(KEPT_WORDS, "While she leaves."))
    two_frames(page)
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('saved '))")


def test_the_next_person_at_the_tablet_finds_nothing_of_hers(in_the_room, cycle, observation):
    page = in_the_room()
    start_and_save(page, "A draft of Ines.")
    offline(page)
    page.reload()
    expect(page.get_by_text("A draft of Ines.")).to_be_visible()
    offline(page, False)
    page.goto("/accounts/me/")
    press(page, "Sign out")
    expect(page.get_by_label("E-mail")).to_be_visible()
    wait_until(page, "caches.keys().then((names) => names.length === 0)")
    offline(page)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(f"/recordings/{observation.pk}/")
    offline(page, False)
    sign_in(page, cycle.partnership.coachee)
    page.goto(f"/recordings/{observation.pk}/")
    expect(page.get_by_text("Ines saw this lesson live")).to_be_visible()
    expect(page.get_by_text("A draft of Ines.")).to_have_count(0)
    assert page.evaluate("caches.keys()") == []
    offline(page)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.reload()


def test_what_is_kept_is_this_page_and_its_files_and_no_longer_than_she_is_signed_in(in_the_room, observation):
    page = in_the_room()
    kept = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const cache = await caches.open(names[0]);
          return [names.length, (await cache.keys()).map(({ url }) => new URL(url).pathname)];
        }"""
    )
    assert kept[0] == 1
    pages = [path for path in kept[1] if not path.startswith("/static/")]
    assert pages == [f"/recordings/{observation.pk}/"]
    (scope,) = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => new URL(scope).pathname))"
    )
    assert scope == f"/recordings/{observation.pk}/"
    page.evaluate(
        """async (path) => {
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          const page = await cache.match(path, { ignoreVary: true });
          const headers = new Headers(page.headers);
          headers.set("X-Kept-Until", 1);
          await cache.put(path, new Response(await page.text(), { headers }));
        }""",
        f"/recordings/{observation.pk}/",
    )
    offline(page)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.reload()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "light"), (TABLET, "light"), (LAPTOP, "dark")], ids=["phone", "tablet", "laptop"]
)
def test_every_state_of_the_clock_is_accessible(viewport, scheme, in_the_room):
    page = in_the_room(viewport, color_scheme=scheme)
    page.evaluate(AXE.read_text())
    check(page)
    press(page, "Start the clock")
    write(page, "They wait for each other.")
    check(page)
    offline(page)
    write(page, "Kept.")
    expect(page.get_by_text("Kept on this tablet: 1.")).to_be_visible()
    check(page)
    press(page, "Pause the clock")
    page.get_by_text("Correct the start").click()
    check(page)


def check(page):
    assert page.evaluate(RUN_AXE, RULES) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_by_keys_alone_she_notes_a_range_on_the_clock(in_the_room, observation):
    page = in_the_room(LAPTOP)
    press(page, "Start the clock")
    page.clock.fast_forward("01:00")
    page.keyboard.press("i")
    page.clock.fast_forward("00:20")
    page.keyboard.press("o")
    page.keyboard.press("c")
    page.keyboard.type("Nobody hurries.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saving…")).to_have_count(0)
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_contain_text("Nobody hurries.")
    row = observation.annotations.get()
    assert 58_000 <= row.start_ms < 75_000
    assert 18_000 < row.end_ms - row.start_ms < 30_000
    shows(page, "1:[2345]\\d")  # writing has not stopped the lesson


def test_the_moment_is_when_writing_began_a_little_before(in_the_room, observation):
    page = in_the_room()
    press(page, "Start the clock")
    page.clock.fast_forward("01:00")
    page.get_by_label("Add feedback").press("T")
    page.clock.fast_forward("00:45")
    write(page, "They say why.")
    expect(page.get_by_text("Saving…")).to_have_count(0)
    assert 55_000 <= observation.annotations.get().start_ms < 75_000


def test_a_card_that_is_read_stays_in_the_light_while_the_clock_runs(in_the_room, observation, cycle):
    make.make_annotation(observation, cycle.partnership.coach, "They wait.", 1000)
    page = in_the_room(LAPTOP)
    press(page, "Start the clock")
    page.get_by_role("link", name="0:01").first.click()
    page.clock.fast_forward("00:30")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    shows(page, "0:[345]\\d")
