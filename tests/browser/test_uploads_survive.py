"""What cuts an upload short in a centre, one by one: each time it goes on by itself, and the film arrives whole.

What users of other products report, and the tests that keep it from our users. Tests that stand elsewhere: `silence`
is test_uploads_survive_silence, `kills` is test_uploads_survive_kills, `server` is tests/media_review/test_uploads.

Signed addresses expire while the phone sleeps, and the next try fails at once
    kills.test_addresses_that_expire_on_the_way_are_made_anew,
    silence.test_a_phone_that_slept_longer_than_its_addresses_lived
A reload shows all as sent, and leaves an empty film
    server.test_finishing_with_parts_missing_says_which_and_queues_nothing
A reload begins at nothing
    test_after_a_reload_no_part_that_arrived_goes_again
After a reload it hangs, asking what has arrived
    silence.test_the_site_that_never_answers_is_asked_again_and_she_is_told
A lost network raises no error and is never tried again
    silence.test_a_minute_without_network_and_it_goes_on_as_soon_as_there_is_one,
    silence.test_a_line_that_falls_silent_is_given_up_and_the_part_goes_again
After so many tries all that arrived is thrown away
    silence.test_however_often_it_fails_nothing_that_arrived_is_thrown_away
A part is believed to be there by its number, whatever its size
    server.test_a_part_of_the_wrong_size_counts_as_missing
Safari calls a lost connection one that was given up
    silence.test_a_lost_connection_that_the_browser_calls_given_up_is_no_wish_to_stop
A locked screen stops it for ever
    silence.test_each_sign_of_life_wakes_it,
    silence.test_the_screen_stays_awake_while_a_film_is_sent_and_no_longer
The same film chosen again after a break is refused
    kills.test_after_a_killed_browser_the_film_chosen_as_if_new_is_the_same_upload
A line so slow that all leave to send expires on the way
    kills.test_addresses_that_expire_on_the_way_are_made_anew
At a hundred percent it begins again
    test_the_answer_to_the_last_question_is_lost, test_two_tabs_send_the_same_film_and_it_is_one_recording,
    kills.test_the_web_server_is_killed_while_it_puts_the_film_together
"""

import re

import pytest
from playwright.sync_api import expect

from media_review.models import Recording
from tests import films
from tests.browser.conftest import LAPTOP, PHONE, sign_in, wait_until
from tests.browser.sending import (
    ARRIVING_MS,
    LANES,
    MIB,
    PARTS,
    Line,
    begin,
    emulate,
    expect_each_once,
    expect_whole,
    reach,
    refused,
)
from tests.browser.test_bad_connections_and_films import choose, slow_line


def damaged(route):
    content = bytearray(route.request.post_data_buffer)
    content[0] ^= 1
    route.continue_(post_data=bytes(content))


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(refused(403), id="address_expired"),
        pytest.param(refused(500), id="store_fails"),
        pytest.param(refused(503), id="store_busy"),
        pytest.param(lambda route: route.abort("connectionreset"), id="line_cut"),
        pytest.param(damaged, id="bytes_damaged"),
    ],
)
def test_a_part_that_is_refused_or_lost_goes_again(trouble, wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    line.once(trouble)
    begin(page, film)
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS
    assert 6 <= line.asked <= 5 + LANES


def test_the_network_goes_in_mid_part_and_comes_back(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    emulate(network, offline=False)
    begin(page, film)
    reach(page, 0.3)
    emulate(network, offline=True)
    expect(page.get_by_text("No connection just now.")).to_be_visible()
    emulate(network, offline=False)
    expect_whole(page, site, wren, film)
    assert line.asked <= 5 + LANES


def test_the_store_is_away_for_a_while(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    line.trouble = refused(503)
    begin(page, film)
    expect(page.get_by_text("No connection just now.")).to_be_visible()
    assert line.taken == []
    line.trouble = lambda route: route.continue_()
    expect_whole(page, site, wren, film)


def test_after_a_reload_no_part_that_arrived_goes_again(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    slow_line(page, 3 * MIB)
    begin(page, film)
    reach(page, 0.3)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_role("heading", name="This film has not arrived yet")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ of 32 MB have arrived"))).to_be_visible()
    choose(page, film)
    expect_whole(page, site, wren, film)
    expect_each_once(line)
    assert line.asked <= 5 + LANES


def test_a_browser_that_was_closed_goes_on_when_it_is_opened_again(wren, open_as, site, film):
    first = open_as(wren, PHONE)
    before = Line(first)
    slow_line(first, 6 * MIB)
    begin(first, film)
    reach(first, 0.3)
    first.context.close()

    page = open_as(wren, PHONE)
    line = Line(page)
    page.goto("/recordings/")
    page.get_by_role("link", name="Resume upload").click()
    choose(page, film)
    expect_whole(page, site, wren, film)
    assert set(before.sent + line.sent) == set(PARTS)
    assert not set(before.taken) & set(line.sent)


def test_another_film_is_not_mixed_into_this_one(wren, open_as, site, film, tmp_path):
    other = tmp_path / "story.mp4"
    other.write_bytes(film.read_bytes()[:-1] + b"!")
    page = open_as(wren, PHONE)
    slow_line(page, 3 * MIB)
    begin(page, film)
    reach(page, 0.3)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    choose(page, other)
    expect(page.get_by_role("alert").filter(has_text="another film")).to_be_visible()
    choose(page, film)
    expect_whole(page, site, wren, film)


def test_that_it_is_another_film_stays_said_when_the_site_answers_late(wren, open_as, film, tmp_path):
    other = tmp_path / "story.mp4"
    other.write_bytes(film.read_bytes()[:-1] + b"!")
    page, waiting = open_as(wren, PHONE), []
    slow_line(page, 3 * MIB)
    begin(page, film)
    reach(page, 0.3)
    page.on("dialog", lambda dialog: dialog.accept())
    address = page.url
    page.goto("about:blank")  # what the page that is left may still ask for is not meant
    page.route("**/parts/", lambda route: waiting.append(route))
    page.goto(address)
    choose(page, other)
    refusal = page.get_by_role("alert").filter(has_text="another film")
    expect(refusal).to_be_visible()
    wait_until(page, lambda: len(waiting) == 1)  # what has arrived is asked for
    waiting[0].continue_()
    expect(page.locator("[data-how-far]")).to_contain_text("have arrived")
    expect(refusal).to_be_visible()


def test_signed_out_in_mid_upload_it_goes_on_once_she_is_signed_in_again(wren, open_as, site, film):
    page = open_as(wren, LAPTOP)
    line = Line(page)
    slow_line(page, 3 * MIB)
    begin(page, film)
    reach(page, 0.3)
    page.context.clear_cookies(name="sessionid")
    expect(page.get_by_text("You are signed out.")).to_be_visible(timeout=ARRIVING_MS)
    tab = page.context.new_page()
    sign_in(tab, wren)
    tab.close()
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == PARTS


def test_two_tabs_send_the_same_film_and_it_is_one_recording(wren, open_as, site, film):
    page = open_as(wren, LAPTOP)
    second, waiting = page.context.new_page(), []
    page.route("**/finish/", lambda route: waiting.append(route))  # the first is not done before the other has begun
    for tab in (page, second):
        begin(tab, film)
    expect(second.get_by_role("button", name="Pause upload")).to_be_visible()
    page.unroute("**/finish/")
    for route in waiting:
        route.continue_()
    expect(second.get_by_role("heading", name="Your film has arrived")).to_be_visible(timeout=ARRIVING_MS)
    expect_whole(page, site, wren, film)


def test_the_answer_to_the_last_question_is_lost(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    asked = []

    def lose(route):
        answer = route.fetch()
        asked.append(answer.status)
        if len(asked) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    page.route("**/finish/", lose)
    begin(page, film)
    expect_whole(page, site, wren, film)
    assert asked == [200, 200]


def test_several_films_go_one_after_the_other(wren, open_as, site, film, tmp_path):
    second = films.safe(tmp_path / "circle.mp4", seconds=4)
    words = tmp_path / "notes.txt"
    words.write_text("no film")
    page = open_as(wren, PHONE)
    slow_line(page, 3 * MIB)
    begin(page, [film, words, second])
    rows = page.get_by_role("list", name="Your films").get_by_role("listitem")
    expect(rows.nth(0)).to_have_text("story.mp4 On its way.")
    expect(rows.nth(1)).to_have_text(re.compile("notes.txt .*mp4"))
    expect(rows.nth(2)).to_have_text("circle.mp4 Waits for its turn.")
    expect(page.get_by_role("heading", name="On its way: story.mp4")).to_be_visible()
    expect(rows.nth(2)).to_have_text("circle.mp4 Has arrived.", timeout=ARRIVING_MS)
    expect(rows.nth(0).get_by_role("link", name="story.mp4")).to_be_visible()
    expect(page.get_by_role("heading", name="Your film has arrived")).to_be_visible()
    assert not Recording.objects.filter(uploader=wren, state="uploading").exists()
    assert set(Recording.objects.filter(uploader=wren).values_list("file_name", "size")) == {
        ("story.mp4", film.stat().st_size),
        ("circle.mp4", second.stat().st_size),
    }


def test_leaving_while_films_are_sent_asks_first_and_nothing_is_lost(wren, open_as, site, film, tmp_path):
    second = films.safe(tmp_path / "circle.mp4", seconds=4)
    page = open_as(wren, LAPTOP)
    slow_line(page, 3 * MIB)
    begin(page, [film, second])
    reach(page, 0.1)
    cycles = page.get_by_role("navigation", name="Main").get_by_role("link", name="Cycles")
    cycles.click()
    asked = page.get_by_role("dialog", name="Leave while the film is being sent?")
    expect(asked).to_contain_text("What has arrived is kept")
    asked.get_by_role("button", name="Stay here").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_role("heading", name="On its way: story.mp4")).to_be_visible()
    cycles.click()
    asked.get_by_role("button", name="Leave this page").click()
    page.wait_for_url("**/cycles/")
    page.goto("/recordings/")
    expect(page.get_by_role("link", name="Resume upload")).to_have_count(2)


# A picker without a dialog: it gives a real handle, of the film in the browser's own file system.
PICKER = """window.showOpenFilePicker = async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle("story.mp4", { create: true });
  const file = await handle.createWritable();
  await file.write(await (await fetch("/the-film-on-this-device")).blob());
  await file.close();
  return [handle];
}"""
ASKS_FIRST = "FileSystemHandle.prototype.queryPermission = async () => 'prompt'"


@pytest.fixture
def remembering(wren, open_as, film):
    """A page in the middle of an upload, in a browser that remembers where the film is."""
    page = open_as(wren, LAPTOP)
    page.context.add_init_script(PICKER)
    page.route("**/the-film-on-this-device", lambda route: route.fulfill(path=film))
    page.line = Line(page)
    page.goto("/recordings/new/")
    slow_line(page, 3 * MIB)
    page.get_by_label("Choose a film").click()
    reach(page, 0.3)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_where_the_browser_remembers_the_film_a_reload_goes_on_by_itself(remembering, site, wren, film):
    remembering.reload()
    expect_whole(remembering, site, wren, film)
    expect_each_once(remembering.line)


def test_where_the_browser_asks_first_one_click_goes_on(remembering, site, wren, film):
    remembering.context.add_init_script(ASKS_FIRST)
    remembering.reload()
    remembering.get_by_role("button", name="Go on", exact=True).click()
    expect_whole(remembering, site, wren, film)
    expect_each_once(remembering.line)


def test_a_film_chosen_before_the_script_has_come_is_sent_all_the_same(wren, open_as, site, film):
    page = open_as(wren, PHONE)
    held = []
    page.route("**/multipart-upload*.js", lambda route: held.append(route))
    page.goto("/recordings/new/", wait_until="commit")
    page.get_by_label("Choose a film").set_input_files(film)
    wait_until(page, lambda: len(held) == 1)
    held[0].continue_()
    expect_whole(page, site, wren, film)
