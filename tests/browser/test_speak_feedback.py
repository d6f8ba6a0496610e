"""Spoken feedback: recorded, heard again, saved and heard by the other one; and what happens without a microphone."""

import time

import pytest
from playwright.sync_api import expect

from media_review.models import Annotation, Voice
from tests import films, make
from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGUMENTS, LAPTOP, PHONE, sign_in
from tests.browser.filmed import recording_of
from tests.browser.test_accessible import found_on

# A microphone into which a tone is played, and nobody who has to allow it.
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PREPARING_MS = 240_000
HEARD = """async audio => {
  await audio.play();
  await new Promise((resolve) => {
    const look = () => (audio.currentTime > 0.3 || audio.ended) && resolve();
    for (const event of ["timeupdate", "ended"]) audio.addEventListener(event, look);
    look();
  });
  return audio.duration;
}"""


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS + MICROPHONE)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def filmed(site, tmp_path_factory):
    """Wren's film, and she and Ines who may both watch it."""
    program = make.make_program("Harbor Street")
    ines, wren = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")
    cycle = make.make_cycle(make.make_partnership(program, ines, wren))
    film = films.safe(tmp_path_factory.mktemp("film") / "story.mp4", seconds=12)
    recording = recording_of(site, film, wren, cycle=cycle)
    recording.share(by=wren, partnership=cycle.partnership)
    return recording, ines, wren


@pytest.fixture
def room(filmed, open_as):
    """room(person, viewport) → her page, the microphone allowed."""
    recording, *_ = filmed
    recording.annotations.all().delete()
    Voice.objects.filter(recording=recording).delete()

    def open_(person, viewport=LAPTOP, **options):
        page = open_as(person, viewport, **options)
        page.goto(f"/recordings/{recording.pk}/")
        return page

    return open_


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def composer(page):
    return page.get_by_role("form", name="New feedback")


def speak(page, place=None, ms=1500):
    """Record for a while and stop; what was said can be heard again. The seconds it can last at most."""
    place, begun = place or composer(page), time.monotonic()
    place.get_by_role("button", name="Record your voice").click()
    expect(place.get_by_role("timer")).to_contain_text("of 2:00")
    page.wait_for_timeout(ms)
    place.get_by_role("button", name="Stop recording").click()
    expect(place.get_by_label("What you said")).to_be_visible()
    return time.monotonic() - begun


def until(page, holds):
    for _ in range(PREPARING_MS // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("It never came to be so.")


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li")


def is_ready(page):
    expect(cards(page).first.locator("audio")).to_be_visible(timeout=PREPARING_MS)


def can_be_heard(audio, longest):
    """It really plays, by the address that asks who is listening."""
    assert 0.8 < audio.evaluate(HEARD) < longest + 0.2


def test_she_speaks_and_the_other_one_hears_and_answers_by_voice(filmed, room):
    recording, ines, wren = filmed
    coach = room(ines)
    coach.evaluate("document.querySelector('video').play()")
    coach.wait_for_function("() => document.querySelector('video').currentTime > 3")
    seconds = speak(coach)
    assert coach.evaluate("document.querySelector('video').paused"), "or the film would be heard in it"
    stopped = coach.evaluate("document.querySelector('video').currentTime")
    press(coach, "Save feedback")
    expect(cards(coach)).to_have_count(1)
    is_ready(coach)
    saved = Annotation.objects.get(recording=recording)
    assert saved.body == ""
    assert 500 < saved.start_ms < 1000 * stopped - 1500, "what was seen before she spoke"
    assert 800 < saved.voice.duration_ms < 1000 * seconds + 200
    can_be_heard(cards(coach).first.locator("audio"), seconds)

    coach.get_by_role("button", name="Share feedback").click()
    expect(coach.get_by_role("button", name="Share feedback")).to_have_count(0)
    educator = room(wren, PHONE)
    card = cards(educator).first
    can_be_heard(card.locator("audio"), seconds)
    card.get_by_role("link").first.click()
    card.get_by_role("button", name="Reply").click()
    speak(educator, card)
    card.get_by_role("button", name="Send reply").click()
    expect(card.locator(".replies audio")).to_be_visible(timeout=PREPARING_MS)
    reply = saved.replies.get()
    assert (reply.body, reply.voice.author) == ("", wren)


def test_she_listens_discards_and_speaks_again_by_keys_alone(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    page.keyboard.press("v")
    stop = page.get_by_role("button", name="Stop recording")
    expect(stop).to_be_focused()
    page.wait_for_timeout(1200)
    page.keyboard.press("v")
    expect(page.get_by_label("What you said")).to_be_focused()
    expect(page.get_by_text("What you said is kept.")).to_be_visible()
    first = page.locator("voice-recorder input").input_value()
    page.get_by_role("button", name="Discard the recording").press("Enter")
    expect(page.get_by_role("button", name="Record your voice")).to_be_focused()
    speak(page)
    page.get_by_label("Add feedback").fill("And in words")
    page.keyboard.press("Enter")
    is_ready(page)
    assert str(Annotation.objects.get(recording=recording).voice_id) != first
    until(page, lambda: not Voice.objects.filter(pk=first, let_go_at=None).exists())


def test_who_saves_while_she_speaks_has_finished_speaking(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    press(page, "Record your voice")
    expect(composer(page).get_by_role("timer")).to_contain_text("of 2:00")  # only now it is recorded
    page.wait_for_timeout(1500)
    press(page, "Save feedback")
    is_ready(page)
    assert Annotation.objects.get(recording=recording).voice.duration_ms > 700


def test_without_leave_to_use_the_microphone_nothing_is_lost(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    deny = """name => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", name));
    }"""
    page.get_by_label("Add feedback").fill("In words, then")
    for name, words in (
        ("NotAllowedError", "does not let us use the microphone"),
        ("NotFoundError", "There is no microphone here"),
        ("NotReadableError", "Perhaps another program holds it"),
    ):
        page.evaluate(deny, name)
        press(page, "Record your voice")
        expect(composer(page)).to_contain_text(words)
        expect(page.get_by_role("button", name="Record your voice")).to_be_focused()
    page.evaluate("delete window.MediaRecorder")
    press(page, "Record your voice")
    expect(composer(page)).to_contain_text("This browser cannot record.")
    press(page, "Save feedback")
    expect(cards(page).first).to_contain_text("In words, then")
    expect(page.locator("#annotations .unsent")).to_have_count(0)
    assert Annotation.objects.get(recording=recording).voice is None


def test_what_she_says_without_a_line_is_kept_over_a_reload_and_sent_when_it_is_back(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    page.context.route("**/voice/**", lambda route: route.abort())
    speak(page)
    expect(composer(page)).to_contain_text("It goes out by itself when the connection is back.")
    page.reload()
    expect(page.get_by_label("What you said")).to_be_visible()
    press(page, "Save feedback")
    expect(cards(page).first).to_contain_text("Your voice is on its way.")
    page.context.unroute("**/voice/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    is_ready(page)
    assert Annotation.objects.get(recording=recording).voice.is_ready


def test_on_a_shared_tablet_nobody_sends_or_finds_what_another_said(filmed, room, open_as):
    recording, ines, wren = filmed
    page = room(ines)
    page.context.route("**/voice/**", lambda route: route.abort())
    speak(page)
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.unroute("**/voice/**")  # not before: it would go out under her own name
    sign_in(page, wren)
    page.goto(f"/recordings/{recording.pk}/")
    expect(page.get_by_role("button", name="Record your voice")).to_be_visible()
    page.wait_for_timeout(1500)
    assert not Voice.objects.filter(recording=recording).exists()
    page.context.clear_cookies()
    sign_in(page, ines)
    page.goto(f"/recordings/{recording.pk}/")
    expect(page.get_by_label("What you said")).to_be_visible()
    until(page, Voice.objects.filter(recording=recording, state="ready").exists)
    assert Voice.objects.get(recording=recording).author == ines


def test_she_says_it_anew_when_she_edits(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    seconds = speak(page)
    press(page, "Save feedback")
    is_ready(page)
    first = Annotation.objects.get(recording=recording).voice_id
    card = cards(page).first
    card.get_by_role("link").first.click()
    press(page, "Edit")
    can_be_heard(card.get_by_label("What you said"), seconds)
    card.get_by_role("button", name="Discard the recording").click()
    speak(page, card)
    press(page, "Save the change")
    expect(card.locator("audio")).to_have_count(1, timeout=PREPARING_MS)
    second = Annotation.objects.get(recording=recording).voice_id
    assert second not in (first, None)


def test_the_film_rests_while_she_listens(filmed, room):
    _, ines, _ = filmed
    page = room(ines)
    speak(page)
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    page.get_by_label("What you said").evaluate("audio => audio.play()")
    assert page.evaluate("document.querySelector('video').paused")
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("() => document.querySelector('voice-recorder audio').paused")


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_speaking_is_accessible(viewport, scheme, filmed, room):
    _, ines, _ = filmed
    page = room(ines, viewport, color_scheme=scheme)
    page.get_by_label("Add feedback").click()
    press(page, "Record your voice")
    expect(page.get_by_role("timer")).to_contain_text("of 2:00")
    assert found_on(page) == []
    page.wait_for_timeout(1000)
    press(page, "Stop recording")
    expect(page.get_by_label("What you said")).to_be_visible()
    assert found_on(page) == []
    press(page, "Save feedback")
    is_ready(page)
    assert found_on(page) == []
