"""A coach in the room with a tablet and no line: her clock, her words and her page are there, whatever happens."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, sign_in, two_frames, wait_until
from tests.browser.observing import offline, press, said, saved, shows, start_and_save, until_told, write


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
