"""A page that stood open while its person signed in anew, in another tab, is not refused with what she typed on it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.models import Contact
from media_review.models import Annotation, Recording
from tests import films
from tests.browser.conftest import LAPTOP, sign_in
from tests.browser.test_drafts_and_answers import open_card


@pytest.fixture
def anew(open_as):
    """anew(person, address, begin) → her page there, begun before her session ended; then she, or `who`, signs in."""

    def _anew(person, address, begin, who=None):
        page = open_as(person, LAPTOP)
        page.goto(address)
        begin(page)
        page.context.clear_cookies(name="sessionid")
        door = page.context.new_page()
        sign_in(door, who or person)
        # Other tabs learn who is signed in by a script, which comes after what can be seen.
        told = "reader => localStorage.getItem('reader') === JSON.stringify(reader)"
        door.wait_for_function(told, arg=str((who or person).pk))
        door.close()
        return page

    return _anew


def enter_contact(page):
    page.get_by_label("With whom?").select_option(index=1)
    page.get_by_label("Minutes").fill("45")


def test_a_form_of_its_own_page_is_saved(room, anew):
    page = anew(room.coach, reverse("cycles:add_contact"), enter_contact)
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_role("heading", name="Contacts", level=1)).to_be_visible()
    assert list(Contact.objects.filter(coach=room.coach).values_list("minutes", flat=True)) == [45]


def test_what_she_wrote_never_goes_out_under_the_name_of_who_signed_in_since(room, anew):
    page = anew(room.coach, reverse("cycles:add_contact"), enter_contact, who=room.stranger)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name="Enter it").click()
    assert answer.value.status == 403
    assert not Contact.objects.filter(coach__in=[room.coach, room.stranger]).exists()


def test_an_answer_in_the_room_is_saved(room, anew):
    said = room.say(12, 20, "You waited.", kind="suggestion")

    def begin(page):
        open_card(page, said.body).get_by_role("button", name="Reply").click()
        page.get_by_label("Your reply").fill("I counted in my head")

    page = anew(room.educator, room.address, begin)
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".replies")).to_contain_text("I counted in my head")
    assert Annotation.objects.get(parent=said).author == room.educator


def test_a_film_is_taken(room, anew, tmp_path):
    page = anew(room.educator, reverse("media_review:new"), lambda page: None)
    film = films.safe(tmp_path / "Story time.mp4")
    page.get_by_label("Choose a film").set_input_files(film)
    expect(page.get_by_text("Your film has arrived")).to_be_visible()
    assert Recording.objects.filter(uploader=room.educator, file_name=film.name).exists()
