"""Drawing on a frame: by mouse, by finger and by keys; shown where it belongs, changed later, and never in the way."""

import pytest
from playwright.sync_api import expect

from media_review import agenda
from media_review.models import Annotation
from tests import films, make
from tests.browser.conftest import LAPTOP, PHONE, wait_until
from tests.browser.filmed import recording_of
from tests.browser.test_accessible import found_on

# Higher than the player is: black stands at both sides of it.
SHAPE = {"size": "480x480", "seconds": 30}


@pytest.fixture(scope="module")
def filmed(site, tmp_path_factory):
    """Wren's film, and she and Ines who may both watch it."""
    program = make.make_program("Harbor Street")
    ines, wren = make.make_member("coach", program, "Ines Duarte"), make.make_member("educator", program, "Wren Abara")
    cycle = make.make_cycle(make.make_partnership(program, ines, wren))
    film = films.safe(tmp_path_factory.mktemp("film") / "story.mp4", **SHAPE)
    recording = recording_of(site, film, wren, cycle=cycle)
    recording.share(by=wren, partnership=cycle.partnership)
    return recording, ines, wren


@pytest.fixture
def room(filmed, open_as):
    """room(person, viewport) → her page, the film standing at four seconds."""
    recording, *_ = filmed
    recording.annotations.all().delete()

    def open_(person, viewport=LAPTOP, **options):
        page = open_as(person, viewport, **options)
        page.goto(f"/recordings/{recording.pk}/")
        stand_at(page, 4)
        return page

    return open_


def stand_at(page, seconds):
    page.locator("video").click(trial=True)
    page.evaluate(
        "seconds => { const film = document.querySelector('video'); film.pause(); film.currentTime = seconds; }",
        seconds,
    )
    page.mouse.move(5, 5)
    page.keyboard.press("Shift")  # the first touch of the page loads the film
    page.wait_for_function(
        "() => { const film = document.querySelector('video'); return !film.seeking && film.readyState > 1; }"
    )


def now(page):
    return page.evaluate("document.querySelector('video').currentTime")


def canvas(page):
    return page.get_by_role("application", name="Drawing on the film")


def drag(page, start, end):
    """A stroke across the canvas, by shares of the picture."""
    box = canvas(page).bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=8)
    page.mouse.up()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li")


def is_saved(page):
    """Her card stands there at once; now the site has it too."""
    expect(cards(page)).to_have_count(1)
    expect(page.locator("#annotations .unsent")).to_have_count(0)


def shown(page):
    return page.locator(".drawn-over g")


def test_she_draws_and_others_see_it_at_that_frame_and_at_no_other(filmed, room):
    recording, ines, wren = filmed
    coach = room(ines)
    coach.evaluate("document.querySelector('video').play()")
    coach.wait_for_function("() => document.querySelector('video').currentTime > 4.3")
    press(coach, "Draw on the film")
    assert coach.evaluate("document.querySelector('video').paused")
    frame = now(coach)
    press(coach, "Arrow")
    drag(coach, (0.2, 0.2), (0.5, 0.75))
    press(coach, "Box")
    drag(coach, (0.6, 0.1), (0.9, 0.3))
    press(coach, "Done")
    expect(coach.get_by_role("button", name="Change the drawing")).to_be_focused()
    press(coach, "Save feedback")
    is_saved(coach)
    saved = Annotation.objects.get(recording=recording)
    arrow, box = saved.drawing
    assert (arrow["tool"], box["tool"], saved.body) == ("arrow", "box", "")
    assert arrow["points"] == [pytest.approx([0.2, 0.2], abs=0.01), pytest.approx([0.5, 0.75], abs=0.01)]
    assert saved.start_ms == pytest.approx(frame * 1000, abs=1)
    assert not coach.evaluate("document.querySelector('video').paused"), "it plays on, as it did before"
    expect(coach.get_by_role("button", name="Draw on the film")).to_be_visible()

    coach.get_by_role("button", name="Share feedback").click()
    expect(coach.get_by_role("button", name="Share feedback")).to_have_count(0)
    educator = room(wren, PHONE)
    card = cards(educator).first
    expect(card).to_contain_text("Drawing: arrow at the bottom and box at the upper right")
    card.get_by_role("link").first.click()
    expect(shown(educator)).to_have_count(2)
    expect(educator.get_by_role("img", name="Drawing: arrow at the bottom")).to_be_visible()
    press(educator, "Play")
    expect(shown(educator)).to_have_count(0)
    educator.wait_for_function("from => document.querySelector('video').currentTime > from + 0.5", arg=frame)
    press(educator, "Pause")
    expect(shown(educator)).to_have_count(0)
    card.get_by_role("link").first.click()
    expect(shown(educator)).to_have_count(2)


def test_the_strokes_lie_on_the_picture_itself_whatever_size_it_has(filmed, room):
    _, ines, _ = filmed
    page = room(ines)
    press(page, "Draw on the film")
    film, drawn = page.locator("video").bounding_box(), canvas(page).bounding_box()
    assert drawn["width"] == pytest.approx(drawn["height"], abs=1)
    assert drawn["height"] == pytest.approx(film["height"], abs=1)
    assert drawn["x"] + drawn["width"] / 2 == pytest.approx(film["x"] + film["width"] / 2, abs=1)
    press(page, "Box")
    drag(page, (0.25, 0.25), (0.75, 0.5))
    page.set_viewport_size({"width": 800, "height": 700})
    wait_until(
        page,
        """() => {
          const film = document.querySelector("video").getBoundingClientRect();
          const box = document.querySelector(".drawn-over .ink").getBoundingClientRect();
          const off = [box.width - 0.5 * film.height, box.y - film.y - 0.25 * film.height];
          return innerWidth === 800 && off.every((pixels) => Math.abs(pixels) <= 6);
        }""",
    )


def test_she_draws_by_keys_alone(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    says = page.locator("#room-says")
    page.keyboard.press("d")
    expect(canvas(page)).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(says).to_have_text("box in the middle. Arrow keys move it, Shift and arrow keys change its size.")
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")
    expect(says).to_have_text("box at the left")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_count(2)
    page.keyboard.press("Delete")
    expect(shown(page)).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(shown(page)).to_have_count(2)
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Change the drawing")).to_be_focused()
    assert now(page) == pytest.approx(4, abs=0.05), "the arrow keys did not move the film"
    page.keyboard.press("c")
    page.keyboard.type("Who is this child looking at?")
    page.keyboard.press("Enter")
    is_saved(page)
    (box,) = Annotation.objects.get(recording=recording).drawing
    assert box == {
        "tool": "box",
        "points": [pytest.approx([0.1, 0.4], abs=0.001), pytest.approx([0.3, 0.65], abs=0.001)],
    }


def test_a_finger_draws_and_the_page_does_not_scroll(filmed, room):
    recording, ines, _ = filmed
    page = room(ines, PHONE, has_touch=True, is_mobile=True)
    page.get_by_label("Add feedback").tap()
    page.get_by_role("button", name="Draw on the film").tap()
    box = canvas(page).bounding_box()
    touch = page.context.new_cdp_session(page)
    for kind, shares in (
        ("touchStart", (0.3, 0.3)),
        ("touchMove", (0.5, 0.6)),
        ("touchMove", (0.7, 0.3)),
        ("touchEnd", None),
    ):
        points = (
            [{"x": box["x"] + shares[0] * box["width"], "y": box["y"] + shares[1] * box["height"]}] if shares else []
        )
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(shown(page)).to_have_count(1)
    page.get_by_role("button", name="Done").tap()
    page.get_by_role("button", name="Save feedback").tap()
    is_saved(page)
    (line,) = Annotation.objects.get(recording=recording).drawing
    assert line["tool"] == "pen"
    assert line["points"][0] == pytest.approx([0.3, 0.3], abs=0.02)
    assert line["points"][-1] == pytest.approx([0.7, 0.3], abs=0.02)


def test_she_changes_a_drawing_later_and_takes_one_away(filmed, room):
    recording, ines, _ = filmed
    drawing = [
        {"tool": "box", "points": [[0.2, 0.2], [0.4, 0.4]]},
        {"tool": "arrow", "points": [[0.1, 0.9], [0.8, 0.8]]},
    ]
    make.make_annotation(recording, ines, "Look at his hands.", 2_000, drawing=drawing)
    page = room(ines)
    card = cards(page).first
    card.get_by_role("link").first.click()
    press(page, "Edit")
    card.get_by_role("button", name="Change the drawing").click()
    drag(page, (0.2, 0.3), (0.2, 0.3))  # a touch of its edge chooses the box
    expect(page.locator("#room-says")).to_have_text("box at the upper left is chosen.")
    drag(page, (0.2, 0.3), (0.5, 0.6))
    press(page, "Done")
    press(page, "Save the change")
    expect(card).to_contain_text("Drawing: box in the middle and arrow at the lower right")
    moved = Annotation.objects.get(recording=recording).drawing[0]["points"]
    assert moved == [pytest.approx([0.5, 0.5], abs=0.01), pytest.approx([0.7, 0.7], abs=0.01)]

    card.get_by_role("link").first.click()
    press(page, "Edit")
    card.get_by_role("button", name="Erase the drawing").click()
    press(page, "Save the change")
    expect(card).not_to_contain_text("Drawing:")
    assert Annotation.objects.get(recording=recording).drawing is None


def test_an_unsaved_drawing_is_there_again_after_a_reload(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    press(page, "Draw on the film")
    drag(page, (0.2, 0.2), (0.5, 0.75))
    page.reload()
    stand_at(page, 4)
    expect(page.get_by_role("button", name="Change the drawing")).to_be_visible()
    expect(shown(page)).to_have_count(1)
    press(page, "Save feedback")
    is_saved(page)
    assert Annotation.objects.get(recording=recording).start_ms == 4000


def test_her_words_stay_where_they_began_until_she_draws(filmed, room):
    recording, ines, _ = filmed
    page = room(ines)
    page.get_by_label("Add feedback").fill("His hands")
    stand_at(page, 6)
    press(page, "Draw on the film")
    drag(page, (0.2, 0.2), (0.5, 0.75))
    press(page, "Done")
    press(page, "Save feedback")
    is_saved(page)
    saved = Annotation.objects.get(recording=recording)
    assert (saved.start_ms, saved.body) == (6000, "His hands")


def test_two_who_talk_it_through_see_the_drawing_at_its_frame(filmed, open_as):
    recording, ines, _ = filmed
    recording.annotations.all().delete()
    drawing = [{"tool": "box", "points": [[0.2, 0.2], [0.4, 0.4]]}]
    said = make.make_annotation(recording, ines, "", 6_000, drawing=drawing, shared_at=recording.created_at)
    item = agenda.put(said, ines)
    page = open_as(ines)
    page.goto(f"/recordings/debrief/{recording.cycle_id}/?item={item.pk}")
    piece = page.locator(".piece[data-here]")
    expect(piece).to_contain_text("Drawing: box at the upper left")
    piece.get_by_role("link").first.click()
    page.wait_for_function("() => document.querySelector('.film video').readyState > 1")
    over = page.locator(".film .drawn-over")
    expect(over).to_be_visible()
    film, box = page.locator(".film video").bounding_box(), over.locator(".ink").bounding_box()
    assert box["height"] == pytest.approx(0.2 * film["height"], abs=8)
    assert box["x"] - film["x"] - (film["width"] - film["height"]) / 2 == pytest.approx(0.2 * film["height"], abs=8)
    press(page, "Play")
    expect(over).to_be_hidden()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_drawing_is_accessible(viewport, scheme, filmed, room):
    _, ines, _ = filmed
    page = room(ines, viewport, color_scheme=scheme)
    page.get_by_label("Add feedback").click()
    press(page, "Draw on the film")
    canvas(page).press("Enter")
    assert found_on(page) == []
    press(page, "Done")
    assert found_on(page) == []
