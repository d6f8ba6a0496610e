"""The whole road, once for an educator and once for a leader: plan, teach, film, look, talk, take a step.

Every act goes through the page by the name a person, or a screen reader, finds. Ines works on a laptop, the coachee on
a phone. The film is one that we did not make.
"""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from cycles.models import Cycle
from media_review.models import Recording, Viewing
from tests import make
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.walking import PROCESSING_MS, follow, press
from tests.test_signed_addresses import is_signed_shortly


@pytest.fixture
def people(site):
    program = make.make_program("Harbor Street")
    return {
        "coach": make.make_member("coach", program, "Ines Duarte"),
        "educator": make.make_member("educator", program, "Wren Abara"),
        "leader": make.make_member("leader", program, "Halima Osei"),
        "program": program,
    }


def begin(page, coachee, title):
    """The coach begins a partnership and its first cycle, and leaves the plan to the coachee; the cycle's address."""
    page.goto("/")
    follow(page, "Start a cycle")
    follow(page, "Begin a partnership")
    choice = page.get_by_label("Who is coached?")
    choice.select_option(choice.get_by_role("option", name=coachee.name).get_attribute("value"))
    press(page, "Begin the partnership")
    page.get_by_label("What is it about?").fill(title)
    press(page, "Start a cycle")
    expect(page.get_by_role("button", name="Save the pre-conference")).to_be_visible()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    follow(page, "Back without saving")
    expect(page.get_by_role("link", name="Edit the pre-conference")).to_be_visible()
    return page.url


def plan(page, address, goal, prompt):
    """The coachee writes the pre-conference on her phone, and cannot leave before it is whole."""
    page.goto(address)
    press(page, "Move on to the lesson")
    expect(page.get_by_role("alert")).to_contain_text("Not yet")
    follow(page, "Edit the pre-conference")
    page.get_by_label(re.compile("^Goal for")).first.fill(goal)
    page.get_by_text("Pick prompts").click()
    page.get_by_label(prompt).check()
    page.get_by_label("Your answer").fill("When nobody answers I jump in. Help me wait.")
    page.get_by_role("group", name="What to focus on").get_by_role("checkbox").first.check()
    for number, (name, level) in enumerate((("Launch", 1), ("Pair talk", 3))):
        if number:
            press(page, "Add a segment")
        row = page.locator(".rows.segments > li").nth(number)
        row.get_by_label("Segment").fill(name)
        row.get_by_label("Minutes").fill("6")
        row.get_by_label("Agreed").select_option(index=level)
    press(page, "Save the pre-conference")
    press(page, "Move on to the lesson")
    expect(page.get_by_role("button", name="Move on to the post-conference")).to_be_visible()


def upload(page, film):
    """From the cycle's page: choose the film, let it go, and watch its states until it can be watched."""
    follow(page, "Upload a recording")
    expect(page.get_by_text("No one sees this film but you")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("coach", re.I))).to_be_checked()
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Choose a film").click()
    chooser.value.set_files(film)
    # "Ready to watch" comes earlier: then more of the film is still made, and this part of the page comes anew.
    expect(page.locator(".arriving .state")).to_have_text("Ready", timeout=PROCESSING_MS)
    follow(page, "Watch it")
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_be_attached()


def record_lesson(page, address):
    page.goto(address)
    follow(page, re.compile("^Edit the (lesson|session)$"))
    page.get_by_label("Date").fill(str(localdate()))
    for row in page.locator(".rows.happened > li").all():
        row.get_by_label("Happened").select_option(index=3)
    page.locator(".rows.happened > li").first.get_by_label("Why it changed").fill("I wanted to try it myself.")
    press(page, re.compile("^Save the (lesson|session)"))
    press(page, "Move on to the post-conference")
    expect(page.get_by_role("button", name="Close the cycle")).to_be_visible()


def watch_and_annotate(page, room):
    """The coach plays the film, seeks in it, and leaves feedback at a moment and over a range."""
    addresses = []
    page.on("request", lambda request: addresses.append(request))
    page.goto(room)
    page.evaluate("document.querySelector('video').loop = true")  # however slow the machine, it plays until she pauses
    press(page, "Play")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    press(page, "Pause")
    page.wait_for_function("() => document.querySelector('video').paused")
    page.evaluate("document.querySelector('video').currentTime = 4")
    page.wait_for_function(
        "() => !document.querySelector('video').seeking && document.querySelector('video').readyState > 1"
    )

    field = page.get_by_label("Add feedback")
    field.fill("You waited five slow counts.")
    page.get_by_label("celebrate").check(force=True)
    page.get_by_label("Criterion").select_option(index=1)
    press(page, "Save feedback")
    cards = page.get_by_role("list", name="Feedback", exact=True).locator("> li")
    expect(cards).to_have_count(1)
    expect(cards.first).to_contain_text("0:0")

    press(page, "Set range start")
    page.evaluate("document.querySelector('video').currentTime = 5")
    page.wait_for_function("() => !document.querySelector('video').seeking")
    press(page, "Set range end")
    field.fill("All say yes. What could you ask that yes does not answer?")
    page.get_by_label("question").check(force=True)
    field.press("Enter")
    expect(cards).to_have_count(2)
    expect(cards.nth(1)).to_contain_text("\u2013")
    expect(page.get_by_role("region", name="Feedback timeline").get_by_role("link", include_hidden=True)).to_have_count(
        2
    )
    check_film_requests(addresses)


def open_card(page, number):
    """Touch a piece of feedback: the film goes there, and the card shows what can be done with it."""
    card = page.get_by_role("list", name="Feedback", exact=True).locator("> li").nth(number)
    card.get_by_role("link").first.click()
    expect(card).to_have_attribute("aria-current", "true")
    return card


def check_film_requests(requests):
    """Bytes of the film come straight from the store, by ranges, under addresses that are signed and short-lived."""
    films = [request for request in requests if "X-Amz-Signature" in request.url and ".mp4" in request.url]
    assert films
    assert all(is_signed_shortly(request.url) for request in films)
    assert any("range" in request.all_headers() for request in films)
    statuses = {request.response().status for request in films if request.response()}
    assert 206 in statuses
    assert statuses <= {200, 206}


def test_an_educator_and_her_coach_walk_the_whole_road(people, open_as, outside_film, site):
    ines = open_as(people["coach"], LAPTOP)
    wren = open_as(people["educator"], PHONE)
    address = begin(ines, people["educator"], "Story time, small group")
    plan(wren, address, "Children say why, in their own words.", "Where would you like a second pair of eyes or hands?")
    upload(wren, outside_film)
    room = wren.url
    recording = Recording.objects.get(uploader=people["educator"])
    assert room.endswith(f"/recordings/{recording.pk}/")
    record_lesson(wren, address)

    watch_and_annotate(ines, room)
    wren.goto(room)
    expect(wren.get_by_text("You waited five slow counts.")).to_have_count(0)
    press(ines, "Share feedback")
    expect(ines.get_by_role("button", name="Share feedback")).to_have_count(0)
    wren.reload()
    card = open_card(wren, 1)
    card.get_by_role("button", name="Reply").click()
    card.get_by_role("textbox").fill("I fill the silence because I am afraid they feel tested.")
    press(wren, "Send reply")
    expect(card).to_contain_text("afraid they feel tested")

    ines.reload()
    card = open_card(ines, 1)
    expect(card).to_contain_text("afraid they feel tested")
    card.get_by_role("button", name="Make a next step").click()
    card.get_by_label("The step").fill("Ask “what makes you think so?” after the second reading")
    card.get_by_label("Wren Abara").check()
    card.get_by_label("By when").fill(str(localdate() + timedelta(days=9)))
    press(ines, "Add the next step")
    expect(card).to_contain_text("became a next step")

    close(wren, ines, address)
    cycle = Cycle.objects.get(partnership__coachee=people["educator"])
    assert not cycle.is_open
    assert [change.arrived for change in cycle.history.all()] == ["pre_conference", "lesson", "post_conference", ""]

    look_as_leader(open_as(people["leader"], LAPTOP), people, address, room)
    wren.goto(room)
    wren.get_by_text("Who watched", exact=True).click()
    expect(wren.get_by_text(re.compile("^Ines watched 0:")).first).to_be_visible()
    watched = Viewing.objects.filter(recording=recording, viewer=people["coach"])
    assert any(viewing.ranges for viewing in watched)
    stop_sharing(wren, ines, room)


def close(coachee, coach, address):
    coachee.goto(address)
    coachee.get_by_label("How did it go, in your own words?").fill("Calmer than I feared.")
    press(coachee, "Save your own view")
    expect(coachee.locator("#post_conference")).to_contain_text("Calmer than I feared.")
    coach.goto(address)
    coach.get_by_label("A success to celebrate").fill("Five slow counts.")
    coach.get_by_label("An area to strengthen").fill("Questions that yes does not answer.")
    press(coach, "Save the post-conference")
    press(coach, "Close the cycle")
    expect(coach.get_by_text(re.compile("^Closed on"))).to_be_visible()


def look_as_leader(page, people, address, room):
    """She sees the step and that coaching happened; the film does not exist for her."""
    page.goto("/next-steps/?of=program")
    expect(page.get_by_text("what makes you think so?")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("what makes you think so?").first).to_be_visible()
    assert page.goto(room).status == 404
    assert page.goto(f"/programs/{people['program'].pk}/").status == 200
    expect(page.get_by_text("You waited five slow counts.")).to_have_count(0)


def stop_sharing(owner, watcher, room):
    """Taking back a share works on the next request, playlists included."""
    playlist = watcher.request.get(f"{room}master.m3u8")
    assert playlist.status == 200
    owner.goto(room)
    press(owner, "Share recording")
    press(owner, "Stop sharing")
    expect(owner.get_by_role("button", name="Stop sharing")).to_have_count(0)
    assert watcher.request.get(f"{room}master.m3u8").status == 404
    assert watcher.goto(room).status == 404


def test_a_leader_is_coached_on_her_own_session(people, open_as, outside_film):
    ines = open_as(people["coach"], LAPTOP)
    halima = open_as(people["leader"], PHONE)
    address = begin(ines, people["leader"], "Team meeting")
    plan(halima, address, "Everyone leaves with one thing to try.", "Which question will you open with?")
    upload(halima, outside_film)
    room = halima.url
    record_lesson(halima, address)
    watch_and_annotate(ines, room)
    press(ines, "Share feedback")
    expect(ines.get_by_role("button", name="Share feedback")).to_have_count(0)
    ines.goto(address)
    follow(ines, "Add a next step")
    ines.get_by_label("The step").fill("Ask for the first try before offering mine")
    ines.get_by_label("Halima Osei").check()
    ines.get_by_label("By when").fill(str(localdate() + timedelta(days=7)))
    press(ines, "Save the next step")
    close(halima, ines, address)
    halima.goto("/next-steps/")
    expect(halima.get_by_text("Ask for the first try before offering mine")).to_be_visible()
