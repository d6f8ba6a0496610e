"""A line that falls silent, a phone that sleeps, a network that changes: what no error tells the page.

The page's clock is ours here, so that half a minute of silence passes at once; where it stands still, nothing but the
event under test can have woken the upload.
"""

import re
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import TimeoutError as TimedOut
from playwright.sync_api import expect

from media_review.models import Recording
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.sending import ARRIVING_MS, LANES, MIB, PARTS, Line, begin, emulate, expect_whole, reach, refused
from tests.browser.test_bad_connections_and_films import choose, slow_line

A_PART = re.compile("partNumber=")
NO_CONNECTION = "No connection just now."
GOES_ON = "You can lock the phone: it goes on when you come back."
# More failures in a row than the libraries allow before they give up, and throw away what has arrived.
MANY = 25
# Much shorter than the silence after which a question is given up: a slow machine answers within a few leaps.
LEAP_MS = 6_000
LOOK_AGAIN = {
    "online": "dispatchEvent(new Event('online'))",
    "pageshow": "dispatchEvent(new Event('pageshow'))",
    "visibilitychange": "document.dispatchEvent(new Event('visibilitychange'))",
}
# Safari ends a request whose connection was lost as if somebody had given it up.
ENDS_LIKE_SAFARI = """{
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.upload.onprogress) {
      XMLHttpRequest.prototype.send = send;
      this.upload.addEventListener("progress", () => this.abort(), { once: true });
    }
    send.apply(this, body);
  };
}"""
# Every lock of the screen that the real browser gave.
NOTES_LOCKS = """{
  window.screenLocks = [];
  const request = WakeLock.prototype.request;
  WakeLock.prototype.request = async function (...what) {
    const lock = await request.apply(this, what);
    screenLocks.push(lock);
    return lock;
  };
}"""
HELD = "screenLocks.filter((lock) => !lock.released).length"


def held(route):
    """The connection stays open, and no byte moves."""


def fails_once_more(page):
    """Its clock may leap before it has begun to wait for the next try, or wait longer: then it leaps again."""
    for _ in range(MANY):
        with suppress(TimedOut):
            with page.expect_response(A_PART, timeout=1_000):
                page.clock.fast_forward(LEAP_MS)
            return
    pytest.fail("it has given up")


def stop_the_clock(page):
    """It stops where it will be in ten seconds, since on a busy machine it runs on while it is told to."""
    page.clock.pause_at(datetime.fromtimestamp(page.evaluate("Date.now()") / 1000) + timedelta(seconds=10))


def test_a_line_that_falls_silent_is_given_up_and_the_part_goes_again(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    line.once(held)
    page.clock.install()
    with page.expect_request(A_PART):
        begin(page, film)
    page.clock.fast_forward(20_000)
    expect(page.get_by_text(GOES_ON)).to_be_visible()
    assert line.asked == 1
    page.clock.fast_forward(15_000)
    expect_whole(page, site, wren, film)
    assert (line.asked, sorted(line.taken)) == (6, PARTS)


def test_a_minute_without_network_and_it_goes_on_as_soon_as_there_is_one(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    emulate(network, offline=False)
    page.clock.install()
    begin(page, film)
    reach(page, 0.3)
    emulate(network, offline=True)
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    stop_the_clock(page)
    for _ in range(60):
        page.clock.run_for(1000)
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    before = len(line.taken)
    emulate(network, offline=False)
    expect(page.get_by_text(GOES_ON)).to_be_visible()
    page.clock.resume()
    expect_whole(page, site, wren, film)
    assert before < len(line.taken)
    assert sorted(line.taken) == PARTS
    assert line.asked <= 5 + LANES


@pytest.mark.parametrize("sign", LOOK_AGAIN)
def test_each_sign_of_life_wakes_it(sign, wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    line.trouble = refused(503)
    page.clock.install()
    page.goto("/recordings/new/")
    stop_the_clock(page)
    choose(page, film)
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    line.trouble = lambda route: route.continue_()
    page.evaluate(LOOK_AGAIN[sign])
    expect(page.get_by_text(GOES_ON)).to_be_visible()
    page.clock.resume()
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS


def test_a_phone_that_slept_longer_than_its_addresses_lived(wren, open_as, site, film):
    """To the page, sleep is a leap of the clock: when it wakes, connections are dead and addresses too old."""
    page = open_as(wren, PHONE)
    line = Line(page)
    slow_line(page, 3 * MIB)
    page.clock.install()
    last, old, expired = f"partNumber={PARTS[-1]}", [], refused(403)

    def trouble(route):
        if last in route.request.url and not old:
            old.append(route.request.url)  # and is held
        elif route.request.url in old:
            expired(route)
        else:
            route.continue_()

    line.trouble = trouble
    with page.expect_request(re.compile(last), timeout=ARRIVING_MS):
        begin(page, film)
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.clock.fast_forward(3600_000)
    page.evaluate(LOOK_AGAIN["visibilitychange"])
    expect_whole(page, site, wren, film)
    anew = next(url for method, url in asked if method == "PUT" and last in url and url not in old)
    before = asked[: asked.index(("PUT", anew))]
    assert any(method == "POST" for method, _url in before), "new addresses were asked for first"
    assert sorted(line.taken) == PARTS
    assert line.asked <= 5 + LANES


def test_from_one_network_to_another_it_does_not_wait_for_dead_connections(wren, open_as, site, film):
    """The old network takes its connections with it without a word; half a minute of patience would be lost."""
    page = open_as(wren, PHONE)
    line = Line(page)
    line.once(held)
    page.clock.install()
    page.goto("/recordings/new/")
    with page.expect_request(A_PART):
        choose(page, film)
    stop_the_clock(page)
    page.clock.run_for(6_000)
    assert line.asked == 1
    page.context.set_offline(True)
    page.context.set_offline(False)
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()  # given up, though the clock stands still
    page.clock.resume()
    expect_whole(page, site, wren, film)
    assert (line.asked, sorted(line.taken)) == (6, PARTS)


def test_however_often_it_fails_nothing_that_arrived_is_thrown_away(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    thrown_away = []
    page.on("request", lambda request: thrown_away.append(request.url) if "cancel" in request.url else None)
    slow_line(page, 3 * MIB)
    page.clock.install()
    begin(page, film)
    reach(page, 0.3)
    upload = Recording.objects.get(uploader=wren).upload_id
    line.trouble = refused(503)
    for _ in range(MANY):
        fails_once_more(page)
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    line.trouble = lambda route: route.continue_()
    page.clock.fast_forward(31_000)
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS
    assert thrown_away == []
    assert Recording.objects.get(uploader=wren).upload_id == upload


def test_a_lost_connection_that_the_browser_calls_given_up_is_no_wish_to_stop(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    page.add_init_script(ENDS_LIKE_SAFARI)
    slow_line(page, 3 * MIB)
    begin(page, film)
    expect_whole(page, site, wren, film)
    assert (line.asked, sorted(line.taken)) == (6, PARTS)


def test_the_site_that_never_answers_is_asked_again_and_she_is_told(wren, open_as, site, film):
    """After a reload, what has arrived is asked for; without an answer the page must not stand there mute."""
    page = open_as(wren, LAPTOP)
    line = Line(page)
    slow_line(page, 3 * MIB)
    begin(page, film)
    reach(page, 0.3)
    page.on("dialog", lambda dialog: dialog.accept())
    page.clock.install()
    unanswered = []

    def leave_one_unanswered(route):
        # Not what the page that is left may still be sending.
        is_asked = route.request.method == "GET" and not unanswered
        unanswered.append(route) if is_asked else route.continue_()

    page.route("**/parts/", leave_one_unanswered)
    with page.expect_request(lambda request: request.url.endswith("/parts/") and request.method == "GET"):
        page.reload()
    page.clock.fast_forward(5_000)
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    page.clock.fast_forward(30_000)
    page.clock.fast_forward(3_000)
    expect(page.get_by_text(re.compile(r"\d+ of 32 MB have arrived"))).to_be_visible()
    expect(page.get_by_text(NO_CONNECTION)).to_be_hidden()
    choose(page, film)
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS


def test_the_screen_stays_awake_while_a_film_is_sent_and_no_longer(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    page.add_init_script(NOTES_LOCKS)
    slow_line(page, 3 * MIB)
    begin(page, film)
    page.wait_for_function(f"() => {HELD} === 1")
    page.get_by_role("button", name="Pause upload").click()
    page.wait_for_function(f"() => {HELD} === 0")
    page.get_by_role("button", name="Resume upload").click()
    page.wait_for_function(f"() => {HELD} === 1")
    page.evaluate("() => screenLocks.at(-1).release()")  # as the system does when the screen is locked by hand
    page.evaluate("; ".join(LOOK_AGAIN.values()))  # back at it: several signs of life at once
    page.wait_for_function(f"() => {HELD} >= 1")
    expect_whole(page, site, wren, film)
    page.wait_for_function(f"() => {HELD} === 0")
