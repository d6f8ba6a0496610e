"""A pair picks what its organization asks, and prepares from what works: on a phone, without a save between."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.test_main_road import follow, press
from tests.browser.walking import form_is_open


@pytest.fixture
def cycle(site):
    cycle = make.make_cycle()
    cycle.partnership.program.organization.own_prompts.create(
        prompt_set="appreciative", core_issue="dream", text="¿Qué cuentan las familias?"
    )
    return cycle


def test_an_organizations_prompt_and_the_appreciative_way(cycle, open_as):
    page = open_as(cycle.partnership.coachee, PHONE)
    page.goto(cycle.get_absolute_url())
    follow(page, "Edit the pre-conference")
    page.get_by_text("Pick prompts").click()
    own = page.get_by_label("¿Qué cuentan las familias?")
    expect(page.get_by_label("Where would you like a second pair of eyes or hands?")).to_be_visible()
    expect(own).to_be_hidden()
    page.get_by_role("radio", name=re.compile("^Appreciative")).check()
    expect(page.get_by_label("Where would you like a second pair of eyes or hands?")).to_be_hidden()
    own.check()
    page.get_by_label("Your answer").fill("That we sing at home.")
    press(page, "Save the pre-conference")
    answers = page.locator("dl.issues")
    expect(answers).to_contain_text("Dream: what it could become")
    expect(answers).to_contain_text("That we sing at home.")
    answer = cycle.pre_conference.answers.get()
    assert (answer.core_issue, answer.prompt) == ("dream", "¿Qué cuentan las familias?")
    follow(page, "Edit the pre-conference")
    expect(page.get_by_role("radio", name=re.compile("^Appreciative"))).to_be_checked()
    expect(page.get_by_label("What it is about")).to_have_value("dream")


def test_a_childs_name_is_met_with_a_gentle_word_and_never_in_the_way(cycle, open_as):
    page = open_as(cycle.partnership.coachee, PHONE)
    page.goto(cycle.get_absolute_url())
    follow(page, "Edit the pre-conference")
    form_is_open(page)
    goal = page.get_by_label("Goal for children")
    goal.fill("I want Mateo to see the Zorro book with Itzel.")
    goal.blur()
    mateo, itzel = (page.get_by_role("button", name=f"“{name}” is not a child") for name in ("Mateo", "Itzel"))
    expect(mateo).to_be_in_viewport()
    expect(page.get_by_role("button", name=re.compile("is not a child"))).to_have_count(2)
    mateo.click()
    expect(mateo).to_have_count(0)
    expect(itzel).to_be_visible()
    expect(goal).to_have_value("I want Mateo to see the Zorro book with Itzel.")
    press(page, "Save the pre-conference")
    expect(page.locator("#pre_conference")).to_contain_text("I want Mateo to see")
    expect(itzel).to_be_visible()
    expect(mateo).to_have_count(0)
    itzel.click()
    expect(page.get_by_text("Does this name a child?")).to_have_count(0)
