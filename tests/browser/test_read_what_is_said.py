"""What is said, beside the film: it follows, is searched, and its words become feedback. On a laptop and on a phone."""

from dataclasses import dataclass

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from coachcycle.accounts.models import User
from media_review.models import Annotation, Recording, Transcript
from tests import films, make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.filmed import recording_of
from tests.browser.screening import stands_at, until
from tests.browser.test_accessible import AXE, RULES, RUN_AXE

LINES = (
    (1000, 3000, "Look how tall it is!", "Ada"),
    (4000, 7000, "Why did the tower fall, do you think?", "Wren"),
    (9000, 12_000, "Because the big one stood on the little one.", "Ada"),
    (15_000, 18_000, "Mañana we build it again.", "Ada"),
    (20_000, 26_000, "What would you do so that it does not fall?", "Wren"),
    *((28_000 + 1000 * number, 28_800 + 1000 * number, f"And then number {number}.", "Ada") for number in range(30)),
)


@dataclass
class Room:
    recording: Recording
    educator: User
    coach: User

    @property
    def address(self):
        return f"/recordings/{self.recording.pk}/"


@pytest.fixture(scope="module")
def minute(site, tmp_path_factory):
    """A minute of Wren's lesson, shared with Ines, who coaches her."""
    program = make.make_program("Harbor Street")
    coach, educator = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program)
    cycle = make.plan_lesson(make.make_cycle(make.make_partnership(program, coach, educator)))
    path = films.safe(tmp_path_factory.mktemp("film") / "minute.mp4", seconds=60, fps=6)
    recording = recording_of(site, path, educator, cycle=cycle)
    recording.share(by=educator, partnership=cycle.partnership)
    return Room(recording, educator, coach)


@pytest.fixture
def room(minute):
    """As if nothing had been said or written there before."""
    Annotation.objects.filter(recording=minute.recording).delete()
    Transcript.objects.filter(recording=minute.recording).delete()
    return minute


def go_to(page, seconds):
    page.get_by_label("Position in the film").fill(str(1000 * seconds))


def open_transcript(page, room):
    page.goto(room.address)
    page.get_by_role("button", name="Transcript").click()
    said = page.get_by_role("region", name="Transcript")
    expect(said.get_by_role("listitem").first).to_be_visible()
    return said


def line(said, words):
    return said.locator("li").filter(has_text=words)  # to ask 50,000 lines for their role takes too long


def expect_in_sight(said, words):
    """Within the box of words; on a phone the box itself may be out of sight just now."""
    said.page.wait_for_function(
        """([box, line]) => {
          const [outer, inner] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
          return inner.height && outer.top - 1 <= inner.top && inner.bottom <= outer.bottom + 1;
        }""",
        arg=[said.element_handle(), line(said, words).element_handle()],
    )


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_words_follow_the_film_and_the_film_follows_the_words(viewport, room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.coach, viewport)
    said = open_transcript(page, room)
    line(said, "Mañana").click()
    stands_at(page, 15)
    expect(line(said, "Mañana")).to_have_attribute("aria-current", "true")

    go_to(page, 50)
    expect(line(said, "number 22")).to_have_attribute("aria-current", "true")
    expect_in_sight(said, "number 22")

    # Who scrolls wants to read, until she says otherwise.
    said.hover()
    page.mouse.wheel(0, -5000)
    expect_in_sight(said, "Look how tall")
    go_to(page, 55)
    expect(line(said, "number 27")).to_have_attribute("aria-current", "true")
    expect_in_sight(said, "Look how tall")
    page.get_by_role("button", name="Follow the film").click()
    expect_in_sight(said, "number 27")
    expect(page.get_by_role("button", name="Follow the film")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_words_are_found_whatever_their_case_and_accents(viewport, room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.educator, viewport)
    said = open_transcript(page, room)
    field = page.get_by_label("Words to find")
    count = page.get_by_role("search").get_by_role("status")
    field.fill("FALL")
    expect(count).to_have_text("1 of 2")
    page.get_by_role("button", name="Next place").click()
    expect(count).to_have_text("2 of 2")
    expect_in_sight(said, "does not fall")
    field.press("Enter")
    expect(count).to_have_text("1 of 2")
    field.press("Shift+Enter")
    expect(count).to_have_text("2 of 2")
    field.fill("manana")
    expect(count).to_have_text("1 of 1")
    assert page.evaluate("CSS.highlights.get('found-here').size") == 1
    marked = "[...CSS.highlights.get('found-here')].map((r) => r.startContainer.data.slice(r.startOffset, r.endOffset))"
    assert page.evaluate(marked) == ["Mañana"]
    field.fill("number 29")
    expect_in_sight(said, "number 29")
    field.fill("elephant")
    expect(count).to_have_text("Not said")
    expect(page.get_by_role("button", name="Next place")).to_be_disabled()
    field.fill("")
    expect(count).to_have_text("")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_words_that_are_chosen_become_feedback_over_their_stretch(viewport, room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.coach, viewport)
    said = open_transcript(page, room)
    offer = page.get_by_role("button", name="Give feedback on these words")
    expect(offer).to_have_count(0)
    said.evaluate(
        """(said) => {
          const text = (number) => said.querySelectorAll("li")[number].querySelector("span").firstChild;
          getSelection().setBaseAndExtent(text(1), 4, text(2), 15);
        }"""
    )
    offer.click()
    body = page.get_by_label("Add feedback")
    expect(body).to_be_focused()
    expect(body).to_have_value("“did the tower fall, do you think? Because the big”\n")
    expect(page.get_by_label("From", exact=True)).to_have_value("0:04")
    expect(page.get_by_label("Until", exact=True)).to_have_value("0:12")
    page.keyboard.type("You asked why, and waited.")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/feedback/" in answer.url):
        page.keyboard.press("Enter")
    kept = room.recording.annotations.get()
    assert (kept.start_ms, kept.end_ms) == (4000, 12_000)
    assert kept.body.endswith("You asked why, and waited.")
    page.get_by_role("button", name="Feedback", exact=True).click()
    expect(page.get_by_role("list", name="Feedback", exact=True).get_by_role("listitem")).to_contain_text(
        "0:04\u20130:12"
    )


def test_the_keyboard_alone_reads_goes_and_quotes(room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.coach, LAPTOP)
    page.goto(room.address)
    tab = page.get_by_role("button", name="Transcript")
    tab.focus()
    page.keyboard.press("Enter")
    expect(tab).to_have_attribute("aria-pressed", "true")
    expect(tab).to_be_focused()
    said = page.get_by_role("region", name="Transcript")
    expect(said.get_by_role("listitem").first).to_be_visible()
    # The words are one stop of the Tab key, and the arrows move among them.
    said.get_by_role("listitem").first.get_by_role("link").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(line(said, "the little one").get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    stands_at(page, 9)
    page.keyboard.press("End")
    expect(line(said, "number 29").get_by_role("link")).to_be_focused()
    expect_in_sight(said, "number 29")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
    for _ in range(2):  # past "Follow the film"
        page.keyboard.press("Tab")
    offer = page.get_by_role("button", name="Give feedback on these words")
    expect(offer).to_be_focused()
    page.keyboard.press("Enter")
    quoted = "“Why did the tower fall, do you think? Because the big one stood on the little one.”\n"
    expect(page.get_by_label("Add feedback")).to_have_value(quoted)
    expect(page.get_by_label("Add feedback")).to_be_focused()


def test_a_line_that_was_gone_to_is_quoted_without_any_selection(room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.coach, LAPTOP)
    said = open_transcript(page, room)
    said.get_by_role("link", name="0:15").click()
    page.get_by_role("button", name="Give feedback on these words").click()
    expect(page.get_by_label("Add feedback")).to_have_value("“Mañana we build it again.”\n")


def test_who_asks_for_a_card_sees_it(room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    make.make_annotation(room.recording, room.coach, "You waited.", 5000, shared_at=now())
    page = open_as(room.educator, LAPTOP)
    open_transcript(page, room)
    expect(page.get_by_text("You waited.")).not_to_be_visible()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("You waited.")).to_be_visible()


def test_captions_stand_over_the_film_and_the_choice_is_remembered(room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.educator, PHONE)
    page.goto(room.address)
    button = page.get_by_role("button", name="CC, captions")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    until(page, "film.textTracks[0].cues?.length === value", len(LINES))
    go_to(page, 5)
    until(page, "film.textTracks[0].activeCues[0]?.text.includes('Why did the tower fall')")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    until(page, "film.textTracks[0].mode === 'showing'")
    button.click()
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_captions_are_added_from_the_room_and_a_wrong_line_is_named(viewport, room, open_as, tmp_path):
    page = open_as(room.coach, viewport)
    page.goto(room.address)
    expect(page.get_by_role("button", name="CC, captions")).to_have_count(0)
    page.get_by_role("button", name="Transcript").click()
    expect(page.get_by_text("Nothing is written down yet")).to_be_visible()
    page.get_by_role("link", name="Add captions").click()
    path = tmp_path / "captions.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02\nHello\n")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("Language that is spoken").select_option("Español")
    page.get_by_role("button", name="Add captions").click()
    expect(page.get_by_text("Line 2: a caption's times are expected here")).to_be_visible()
    expect(page.get_by_label("Language that is spoken")).to_have_value("es")
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nHola\n")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_role("button", name="Add captions").click()
    expect(page.get_by_text("1 caption stands here now.")).to_be_visible()
    page.get_by_role("button", name="Transcript").click()
    expect(page.get_by_role("region", name="Transcript")).to_contain_text("Hola")


def test_without_script_the_transcript_has_a_page_of_its_own(room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.educator, PHONE)
    page.goto(f"{room.address}transcript/")
    page.get_by_role("link", name="0:15").click()
    until(page, "film.currentTime > 14.9")


def test_a_transcript_taken_away_meanwhile_is_told_in_words(room, open_as):
    transcript = make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.educator, LAPTOP)
    page.goto(room.address)
    transcript.delete()
    page.get_by_role("button", name="Transcript").click()
    expect(page.get_by_text("The transcript cannot be read just now.")).to_be_visible()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_each_state_of_it_is_accessible(viewport, scheme, room, open_as):
    page = open_as(room.coach, viewport, color_scheme=scheme)
    page.goto(room.address)
    page.get_by_role("button", name="Transcript").click()
    assert violations(page) == []
    make.make_transcript(room.recording, cues=LINES)
    said = open_transcript(page, room)
    page.get_by_label("Words to find").fill("fall")
    said.get_by_role("link", name="0:15").click()
    page.get_by_role("button", name="CC, captions").click()
    expect(page.get_by_role("button", name="Give feedback on these words")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_narrow_phone_shows_all_of_it(room, open_as):
    make.make_transcript(room.recording, cues=LINES)
    page = open_as(room.coach, {"width": 360, "height": 640})
    open_transcript(page, room).get_by_role("link", name="0:04").click()
    expect(page.get_by_role("button", name="Give feedback on these words")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def violations(page):
    page.evaluate(AXE.read_text())
    return page.evaluate(RUN_AXE, RULES)


def test_fifty_thousand_lines_never_hold_up_the_page(room, open_as):
    words = [(number, number + 1, f"Word {number} of many") for number in range(50_000)]
    make.make_transcript(room.recording, cues=words)
    page = open_as(room.educator, LAPTOP)
    page.goto(room.address)
    page.evaluate(
        """() => {
          window.long = [];
          window.begun = performance.now();
          new PerformanceObserver((seen) => long.push(...seen.getEntries().map((task) => task.duration)))
            .observe({ type: "longtask" });
        }"""
    )
    page.get_by_role("button", name="Transcript").click()
    page.wait_for_function("() => document.querySelectorAll('.words-said li').length === 50000", timeout=60_000)
    # By their places: to ask so many elements for their names would hold up the page itself.
    page.locator(".find-words input").fill("word 49999 of")
    expect(page.locator(".find-words output")).to_have_text("1 of 1")
    page.wait_for_function(
        """() => {
          const box = document.querySelector(".words-said").getBoundingClientRect();
          const line = Array.from(document.querySelectorAll(".words-said li")).at(-1).getBoundingClientRect();
          return line.height > 0 && box.top - 1 <= line.top && line.bottom <= box.bottom + 1;
        }"""
    )
    longest, whole = page.evaluate("[Math.max(0, ...long), performance.now() - begun]")
    assert longest < whole / 3, "put in at one go, it would be most of it, on whatever machine"


def test_a_site_without_a_model_says_how_to_let_it_listen(room, open_as):
    page = open_as(room.coach, LAPTOP)
    page.goto(room.address)
    page.get_by_role("button", name="Transcript").click()
    page.get_by_role("link", name="Add captions").click()
    expect(page.get_by_role("heading", name="Or let this site write it down")).to_be_visible()
    expect(page.get_by_text("“Transcription” in the README says how.")).to_be_visible()
    expect(page.get_by_role("button", name="Write it down")).to_have_count(0)
    assert violations(page) == []
