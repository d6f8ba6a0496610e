"""One tablet in the staff room: the next person finds nothing of the one before."""

from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import sign_in
from tests.browser.test_main_road import press

WORDS = "Half a thought about Wren"


def test_the_next_person_finds_neither_page_nor_unsaved_words(site, open_as):
    program = make.make_program("Harbor Street")
    ines, wren = (make.make_member(role, program, name) for role, name in (("coach", "Ines D"), ("educator", "Wren A")))
    cycle = make.make_cycle(make.make_partnership(program, ines, wren))
    film = make.make_recording(wren, cycle=cycle)
    film.share(by=wren, partnership=cycle.partnership)
    room = f"/recordings/{film.pk}/"
    tablet = open_as(ines)
    tablet.goto(room)
    tablet.get_by_label("Add feedback").fill(WORDS)
    tablet.goto(f"/cycles/{cycle.pk}/pre-conference/")
    tablet.goto("/accounts/me/")
    press(tablet, "Sign out")

    expect(tablet.get_by_label("E-mail")).to_be_visible()
    tablet.go_back()
    expect(tablet.get_by_label("E-mail")).to_be_visible()
    sign_in(tablet, wren)
    tablet.goto(room)
    expect(tablet.get_by_label("Add feedback")).to_have_value("")
    assert "htmx-history-cache" not in tablet.evaluate("Object.keys(sessionStorage).concat(Object.keys(localStorage))")

    tablet.context.clear_cookies()
    sign_in(tablet, ines)
    tablet.goto(room)
    expect(tablet.get_by_label("Add feedback")).to_have_value(WORDS)
