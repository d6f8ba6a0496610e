"""The page that tells a leader of all programs how films get on: clean to read, fresh while looked at, else at rest."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessible import complaints_on

HIDDEN = "hidden => Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})"


@pytest.fixture
def people(site):
    program = make.make_program()
    return make.make_member("leader", program, "Lena Across", across=True), make.make_member("educator", program)


def address(leader):
    return reverse("films", args=[leader.memberships.get().organization_id])


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop"])
def test_it_is_accessible_empty_and_full(viewport, scheme, people, open_as):
    leader, educator = people
    page = open_as(leader, viewport, color_scheme=scheme)
    page.goto(address(leader))
    expect(page.get_by_role("heading", name="No film has been brought yet")).to_be_visible()
    page.add_init_script("Object.defineProperty(document, 'hidden', { value: true })")  # it rests while nobody looks
    assert complaints_on(page, address(leader)) == []
    for state in ("uploading", "ready", "failed"):
        make.make_recording(educator, state=state)
    # In hand for so long that the site's own worker leaves it alone.
    make.make_recording(educator, state="playable", failures=1, lease_until=now() + timedelta(hours=1))
    assert complaints_on(page, address(leader)) == []


def test_it_looks_again_by_itself_but_not_while_nobody_looks(people, open_as):
    leader, educator = people
    page = open_as(leader, LAPTOP)
    page.clock.install()
    page.goto(address(leader))
    expect(page.get_by_role("heading", name="No film has been brought yet")).to_be_visible()
    make.make_recording(educator, state="ready")
    asked = []
    page.evaluate(HIDDEN, True)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.on("request", lambda request: asked.append(request.url) if "/films/" in request.url else None)
    page.clock.run_for(60_000)
    assert asked == []
    page.evaluate(HIDDEN, False)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("row", name=re.compile("^Ready 1$"))).to_be_visible()
    expect(page.get_by_text("No film waits")).to_be_visible()
    make.make_recording(educator, state="ready")
    page.clock.run_for(6_000)
    expect(page.get_by_role("row", name=re.compile("^Ready 2$"))).to_be_visible()


def test_signed_out_it_leads_to_the_door(people, open_as):
    leader, _ = people
    page = open_as(leader, LAPTOP)
    page.clock.install()
    page.goto(address(leader))
    page.context.clear_cookies(name="sessionid")
    page.clock.run_for(6_000)
    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_label("E-mail")).to_be_visible()
