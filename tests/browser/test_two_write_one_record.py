"""Two people write one pre-conference, Wren on a phone with a bad line, Ines on a laptop."""

import re
from contextlib import contextmanager

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from cycles.models import Cycle
from tests.browser.conftest import LAPTOP, PHONE, sign_in, wait_until, web_server_away
from tests.browser.test_accessible import AXE, RULES, RUN_AXE
from tests.browser.writing import unanswered

KEPT = "No connection. Your words are kept on this device and go by themselves when it is back."
SAVED = re.compile(r"^Saved \d+:\d\d")


def opened(page, cycle, stage="pre-conference"):
    page.goto(f"/cycles/{cycle.pk}/{stage}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    wait_until(
        page,
        "async () => (await caches.keys()).some((name) => name.endsWith(location.pathname)) && "
        "Boolean(await caches.match(location.pathname, { ignoreVary: true }))",
    )
    return page


@pytest.fixture
def wren(open_as, cycle):
    return opened(open_as(cycle.partnership.coachee, PHONE), cycle)


@pytest.fixture
def ines(open_as, cycle):
    return opened(open_as(cycle.partnership.coach, LAPTOP), cycle)


def goal(page, number=0):
    return page.get_by_label("Goal for children").nth(number)


def answer(page):
    return page.get_by_label("Your answer").first


def line(page):
    return page.locator(".record > .kept")


def add_goal(page, words):
    page.get_by_role("button", name="Add a goal").click()
    page.get_by_label("Goal for children").last.fill(words)


def goals(cycle):
    return list(cycle.pre_conference.goals.values_list("text", flat=True))


def saved(page):
    """The line is empty as soon as there are words that are not saved."""
    expect(line(page)).to_have_text(SAVED)


def without_a_line(route):
    route.abort() if route.request.method == "POST" else route.fallback()


@contextmanager
def offline(page):
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def test_what_she_types_is_saved_by_itself_and_her_partner_sees_it_while_he_writes(wren, ines, cycle):
    goal(wren).fill("Children say why.")
    saved(wren)
    assert goals(cycle) == ["Children say why."]
    expect(goal(ines)).to_have_value("Children say why.")
    expect(line(ines)).to_have_text("Wren wrote meanwhile; it stands here now.")
    expect(ines.locator(".rows.goals .by")).to_have_text(re.compile("^Wren, "))
    expect(wren.locator(".rows.goals .by")).to_have_count(0)
    add_goal(ines, "They listen to each other.")
    saved(ines)
    expect(goal(wren, 1)).to_have_value("They listen to each other.")
    assert cycle.pre_conference.goals.count() == 2
    answer(wren).fill("Help me wait. ")
    answer(wren).press("End")
    wren.keyboard.type("Five counts.")
    saved(wren)
    expect(answer(ines)).to_have_value(re.compile("Five counts"))
    wren.get_by_role("button", name="Save the pre-conference").last.click()
    expect(wren.get_by_role("link", name="Edit the pre-conference")).to_be_visible()
    expect(wren.locator("#pre_conference")).to_contain_text(re.compile(r"They listen to each other\. Ines, "))
    assert cycle.pre_conference.goals.count() == 2


def test_the_others_words_come_in_and_leave_her_cursor_where_it_is(wren, ines, cycle):
    answer(wren).fill("Help me wait.")
    answer(wren).evaluate("field => { field.focus(); field.setSelectionRange(4, 4); }")
    goal(ines).fill("Children say so.")
    add_goal(ines, "They ask each other.")
    ines.locator(".rows.segments > li").first.get_by_role("button", name="Move down").click()
    expect(goal(wren)).to_have_value("Children say so.")
    expect(goal(wren, 1)).to_have_value("They ask each other.")
    expect(wren.get_by_label("Segment", exact=True).first).to_have_value("Pair talk")
    expect(answer(wren)).to_be_focused()
    wren.keyboard.type("to ")
    expect(answer(wren)).to_have_value("Helpto  me wait.")
    saved(wren)
    cycle.refresh_from_db()
    assert cycle.pre_conference.answers.get().text == "Helpto  me wait."
    assert list(cycle.segments.values_list("name", flat=True)) == ["Pair talk", "Launch"]


def test_where_both_write_both_wordings_stand_and_she_chooses(wren, ines, cycle):
    with offline(wren):
        goal(wren).fill("Children say why.")
        answer(wren).fill("Only Wren's.")
        expect(line(wren)).to_have_text(KEPT)
        goal(ines).fill("Children say because.")
        saved(ines)
    clash = wren.locator(".clash")
    expect(clash).to_contain_text("Ines wrote: “Children say because.”")
    expect(line(wren)).to_have_text("You both wrote in the same place. Choose there what shall stand.")
    expect(goal(wren)).to_have_value("Children say why.")
    assert goals(cycle) == ["Children say because."]
    expect(answer(ines)).to_have_value("Only Wren's.")
    wren.reload()
    expect(clash).to_contain_text("Ines wrote: “Children say because.”")
    expect(goal(wren)).to_have_value("Children say why.")
    clash.get_by_role("button", name="Keep mine").click()
    expect(clash).to_have_count(0)
    expect(goal(wren)).to_be_focused()
    expect(goal(ines)).to_have_value("Children say why.")
    assert goals(cycle) == ["Children say why."]


def test_she_takes_the_others_wording(wren, ines, cycle):
    with offline(wren):
        goal(wren).fill("Children say why.")
        expect(line(wren)).to_have_text(KEPT)
        goal(ines).fill("Children say because.")
        saved(ines)
    wren.get_by_role("button", name="Take the other").click()
    expect(goal(wren)).to_have_value("Children say because.")
    expect(wren.locator(".clash")).to_have_count(0)
    assert goals(cycle) == ["Children say because."]


def test_a_row_the_other_took_out_while_she_wrote_in_it(wren, ines, cycle):
    with offline(wren):
        wren.locator("[name=segments-0-minutes]").fill("12")
        expect(line(wren)).to_have_text(KEPT)
        for row in ines.locator(".rows.segments > li").all():
            row.get_by_label("Take it out").check()
        ines.get_by_role("button", name="Save the pre-conference").last.click()
        expect(ines.get_by_role("link", name="Edit the pre-conference")).to_be_visible()
    expect(wren.locator(".clash")).to_contain_text("Ines took this out.")
    expect(wren.locator(".rows.segments > li")).to_have_count(1)
    assert not cycle.segments.exists()
    wren.get_by_role("button", name="Keep mine").click()
    saved(wren)
    assert list(cycle.segments.values_list("name", "minutes")) == [("Launch", 12)]


def test_without_a_line_it_is_kept_over_a_reload_and_a_closed_tab_and_goes_by_itself(wren, cycle, site):
    # A page that is being closed, and one that is just being opened, is not quite offline for Chromium.
    with offline(wren), web_server_away(site):
        goal(wren).fill("Children say why.")
        add_goal(wren, "They ask each other.")
        expect(line(wren)).to_have_text(KEPT)
        wren.reload()
        expect(goal(wren)).to_have_value("Children say why.")
        expect(goal(wren, 1)).to_have_value("They ask each other.")
        expect(line(wren)).to_have_text(KEPT)
        again = wren.context.new_page()
        wren.goto("about:blank")
        wren.close()
        again.goto(f"/cycles/{cycle.pk}/pre-conference/")
        expect(goal(again, 1)).to_have_value("They ask each other.")
        answer(again).fill("In the dead corner.")
        expect(line(again)).to_have_text(KEPT)
        assert goals(cycle) == ["Children say why, in their own words."]
    again.evaluate("dispatchEvent(new Event('online'))")
    saved(again)
    assert goals(cycle) == ["Children say why.", "They ask each other."]
    assert cycle.pre_conference.answers.get().text == "In the dead corner."
    with offline(again):
        again.reload()
        expect(goal(again)).to_have_value("Children say why.")
        expect(answer(again)).to_have_value("In the dead corner.")


def test_from_whatever_page_she_comes_back_to_her_words_go_out(wren, cycle):
    with offline(wren):
        goal(wren).fill("Children say why.")
        expect(line(wren)).to_have_text(KEPT)
        wren.goto("about:blank")
    with wren.expect_response("**/pre-conference/") as answered:
        wren.goto("/next-steps/")
    assert answered.value.status == 200
    wait_until(wren, "!Object.keys(localStorage).some((key) => key.startsWith('outbox record '))")
    assert goals(cycle) == ["Children say why."]
    cycle.pre_conference.goals.update(text="Ines changed it since.", written_by=cycle.partnership.coach)
    cycle.pre_conference.take_turn(cycle.pre_conference.version + 1, cycle.partnership.coach)
    wren.goto(f"/cycles/{cycle.pk}/pre-conference/")
    expect(goal(wren)).to_have_value("Ines changed it since.")
    expect(wren.locator(".clash")).to_have_count(0)


def test_an_answer_that_was_lost_makes_nobody_clash_with_herself(wren, cycle):
    with unanswered(wren, "**/pre-conference/"):
        add_goal(wren, "They ask")
        expect(line(wren)).to_have_text(KEPT)
        assert goals(cycle)[1:] == ["They ask"]
    goal(wren, 1).fill("They ask each other.")
    saved(wren)
    expect(wren.locator(".clash")).to_have_count(0)
    assert goals(cycle)[1:] == ["They ask each other."]


def test_nothing_is_taken_out_by_itself_and_what_is_not_whole_waits(wren, ines, cycle):
    goal(wren).fill("")
    wren.get_by_role("button", name="Add a segment").click()
    wren.get_by_label("Segment", exact=True).last.fill("Farewell")
    expect(line(wren)).to_contain_text("are saved when you press the button")
    assert goals(cycle) == ["Children say why, in their own words."]
    wren.reload()
    expect(goal(wren)).to_have_value("")
    expect(wren.get_by_label("Segment", exact=True).last).to_have_value("Farewell")
    wren.locator("[name=segments-2-minutes]").fill("3")
    wren.locator("[name=segments-2-agreed_level]").select_option(index=1)
    saved(wren)
    expect(ines.get_by_label("Segment", exact=True).last).to_have_value("Farewell")
    wren.get_by_role("button", name="Save the pre-conference").last.click()
    expect(wren.get_by_role("link", name="Edit the pre-conference")).to_be_visible()
    assert goals(cycle) == []
    expect(ines.locator("[data-list=goals]").get_by_role("textbox")).to_have_count(0)


def test_a_cycle_closed_meanwhile_says_so_and_her_words_stay(wren, cycle):
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    goal(wren).fill("A thought that came late.")
    expect(line(wren)).to_contain_text("This cycle was closed while you wrote")
    expect(goal(wren)).to_have_value("A thought that came late.")
    assert goals(cycle) == ["Children say why, in their own words."]


def test_signed_out_her_words_wait_and_nobody_else_sends_them(wren, cycle):
    wren.context.clear_cookies(name="sessionid")
    goal(wren).fill("Children say why.")
    expect(line(wren)).to_contain_text("You were signed out. Your words are kept on this device")
    other = wren.context.new_page()
    sign_in(other, cycle.partnership.coach)
    other.goto(f"/cycles/{cycle.pk}/pre-conference/")
    expect(goal(other)).to_have_value("Children say why, in their own words.")
    wren.context.clear_cookies(name="sessionid")
    sign_in(other, cycle.partnership.coachee)
    wren.evaluate("dispatchEvent(new Event('online'))")
    saved(wren)
    assert goals(cycle) == ["Children say why."]
    assert cycle.pre_conference.goals.get().written_by == cycle.partnership.coachee


def test_the_lesson_and_the_post_conference_are_written_in_the_same_way(open_as, cycle):
    ines, wren = (open_as(person) for person in (cycle.partnership.coach, cycle.partnership.coachee))
    for page in (ines, wren):
        opened(page, cycle, "lesson")
    ines.get_by_label("Happened", exact=True).first.select_option(index=2)
    saved(ines)
    with offline(wren):
        wren.get_by_label("What happened").fill("We sang.")
        expect(line(wren)).to_have_text(KEPT)
        wren.reload()
    expect(line(wren)).to_have_text(re.compile(f"{SAVED.pattern}|^Ines wrote meanwhile"))  # whichever comes back first
    expect(wren.get_by_label("Happened", exact=True).first).not_to_have_value("")
    expect(ines.get_by_label("What happened")).to_have_value("We sang.")
    cycle.post_conference.reflection = "I waited."
    cycle.post_conference.save()
    for page in (ines, wren):
        opened(page, cycle, "post-conference")
    wren.get_by_label("A success to celebrate").fill("Five slow counts.")
    saved(wren)
    expect(ines.get_by_label("A success to celebrate").first).to_have_value("Five slow counts.")
    assert cycle.post_conference.points.get().written_by == cycle.partnership.coachee


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_everybody_can_read_and_use_it(viewport, open_as, cycle):
    page = opened(open_as(cycle.partnership.coachee, viewport, bypass_csp=True), cycle)
    with offline(page):
        goal(page).fill("Children say why.")
        expect(line(page)).to_have_text(KEPT)
        by = {"written_by": cycle.partnership.coach, "written_at": now()}
        cycle.pre_conference.goals.update(text="Children say because.", **by)
        cycle.pre_conference.take_turn(cycle.pre_conference.version, cycle.partnership.coach)
    expect(page.locator(".clash")).to_contain_text("Ines wrote: “Children say because.”")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN_AXE, RULES) == []
