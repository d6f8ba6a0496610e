"""What goes wrong in a centre: no network while writing, a page closed in mid-upload, a file that is no film."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from coachcycle.objectstore.client import connect
from media_review.models import Recording
from tests import films, make
from tests.browser.conftest import LAPTOP, PHONE, wait_until
from tests.browser.test_main_road import PROCESSING_MS, press

MIB = 1024**2


@pytest.fixture
def pair(site):
    """Wren, Ines, and their cycle."""
    program = make.make_program()
    coach = make.make_member("coach", program, "Ines Duarte")
    educator = make.make_member("educator", program, "Wren Abara")
    cycle = make.plan_lesson(make.make_cycle(make.make_partnership(program, coach, educator)))
    return coach, educator, cycle


def choose(page, film):
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Choose a film").click()
    chooser.value.set_files(film)


def slow_line(page, bytes_a_second):
    """As thin as a centre's line, so that a page can be left in the middle of an upload."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    values = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    session.send("Network.emulateNetworkConditions", values)


def test_words_written_without_network_are_kept_and_saved_later(pair, open_as):
    coach, educator, cycle = pair
    recording = make.make_recording(educator, cycle=cycle)
    recording.share(by=educator, partnership=cycle.partnership)
    ines = open_as(coach, LAPTOP)
    ines.goto(f"/recordings/{recording.pk}/")
    field = ines.get_by_label("Add feedback")
    field.fill("You waited five slow counts.")
    ines.context.set_offline(True)
    press(ines, "Save feedback")
    card = ines.get_by_role("list", name="Feedback", exact=True).locator("> li")
    expect(card).to_contain_text("You waited five slow counts.")
    expect(card).to_contain_text("Kept in this browser.")
    assert not recording.annotations.exists()
    ines.context.set_offline(False)
    expect(card).to_contain_text("Draft, only you")
    expect(card).to_have_count(1)
    assert recording.annotations.count() == 1


def test_an_upload_left_in_the_middle_goes_on_where_it_was(pair, open_as, site, tmp_path):
    _coach, educator, cycle = pair
    film = films.padded(tmp_path / "story.mp4", 40 * MIB)
    wren = open_as(educator, PHONE)
    slow_line(wren, 6 * MIB)
    wren.goto(f"/recordings/new/?cycle={cycle.pk}")
    sent, begun = [], []
    wren.on("requestfinished", lambda request: sent.append(request) if request.method == "PUT" else None)
    wren.on("request", lambda request: begun.append(request) if request.method == "PUT" else None)
    choose(wren, film)
    expect(wren.get_by_text(re.compile(r"^\d+ of \d+ MB"))).to_be_visible()
    press(wren, "Pause upload")
    expect(wren.get_by_role("button", name="Resume upload")).to_be_visible()
    press(wren, "Resume upload")
    wren.wait_for_function("() => document.querySelector('progress').position > 0.45")
    wren.on("dialog", lambda dialog: dialog.accept())
    wren.goto("/recordings/")
    before = len(sent)
    wren.get_by_role("link", name="Resume upload").click()
    choose(wren, film)
    expect(wren.get_by_role("link", name="Watch it")).to_be_visible(timeout=PROCESSING_MS)
    assert len(sent) - before < 5, "what had arrived must not be sent again"
    # An answer may be lost with the page that is left.
    assert {re.search(r"partNumber=(\d+)", request.url).group(1) for request in begun} == {"1", "2", "3", "4", "5"}
    assert Recording.objects.get(uploader=educator).size == film.stat().st_size


@pytest.mark.parametrize(
    ("name", "words"),
    [("text", "not a film"), ("truncated", "cut off|not arrive|incomplete|end")],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(name, words, pair, open_as, site, tmp_path):
    _coach, educator, cycle = pair
    file = tmp_path / f"🎈 ..{name}.mp4"
    getattr(films, name)(file)
    wren = open_as(educator, PHONE)
    wren.goto(f"/recordings/new/?cycle={cycle.pk}")
    choose(wren, file)
    expect(wren.get_by_text("Could not be used")).to_be_visible(timeout=PROCESSING_MS)
    expect(wren.get_by_text(re.compile(words, re.I)).first).to_be_visible()
    expect(wren.get_by_role("link", name="Try again")).to_be_visible()
    recording = Recording.objects.get(uploader=educator)
    assert recording.failed_reason
    wait_until(wren, lambda: keys_of(site, recording) == [])


def keys_of(site, recording):
    store = connect(site.store_url, site.access_key, site.secret_key)
    every = store.list_objects_v2(Bucket="films").get("Contents", [])
    return [found["Key"] for found in every if str(recording.pk) in found["Key"]]


def test_an_empty_file_and_a_page_of_words_are_refused_before_anything_is_sent(pair, open_as, tmp_path):
    _coach, educator, cycle = pair
    empty, words = tmp_path / "empty.mp4", tmp_path / "notes.txt"
    empty.touch()
    words.write_text(str(uuid.uuid4()))
    wren = open_as(educator, PHONE)
    for file, sentence in ((empty, "empty"), (words, "mp4")):
        wren.goto(f"/recordings/new/?cycle={cycle.pk}")
        choose(wren, file)
        expect(wren.get_by_role("alert").filter(has_text=re.compile(sentence, re.I))).to_be_visible()
    assert not Recording.objects.filter(uploader=educator).exists()
