"""What people do on the pages of a cycle, by the names that a person or a screen reader finds."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

PROCESSING_MS = 240_000  # on two cores that other work may share


def arrive(page):
    """On the page that a click led to, if it did: its scripts listen. `page` may be a part of one."""
    getattr(page, "page", page).wait_for_load_state()


def press(page, name):
    """`name` as it is read, or a pattern."""
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
    arrive(page)


def follow(page, name):
    page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()
    arrive(page)


def write(page, label, words):
    page.get_by_label(label).first.fill(words)


def edit(page, address, what, save):
    """Open the cycle and one of its records; the `with` block writes, then it is saved by the button of that name."""
    page.goto(address)
    follow(page, what)
    form_is_open(page)
    return Saving(page, save)


def form_is_open(page):
    """It takes the focus to its heading a moment after it came: what is filled in before would go there."""
    expect(page.locator("h2[autofocus]")).to_be_focused()


class Saving:
    def __init__(self, page, save):
        self.page, self.save = page, save

    def __enter__(self):
        return self.page

    def __exit__(self, failed, *_about_it):
        if not failed:
            press(self.page, self.save)
            expect(self.page.locator("form.record")).to_have_count(0)  # it stays, inert, until the save has come back


def pair_up(page, coachee):
    """The coach begins a partnership; she stands before the start of its first cycle then."""
    page.goto("/cycles/partnerships/start/")
    choice = page.get_by_label("Who is coached?")
    choice.select_option(choice.get_by_role("option", name=coachee.name).get_attribute("value"))
    press(page, "Begin the partnership")


def start(page, title):
    """Start the cycle that is being prepared, and leave its plan for later. Its address."""
    write(page, "What is it about?", title)
    press(page, "Start a cycle")
    follow(page, "Back without saving")
    expect(page.get_by_role("link", name="Edit the pre-conference")).to_be_visible()
    return page.url.partition("#")[0]


def agree(page, number, name, level, minutes="6"):
    """Fill the segment of that number: who leads it."""
    row = page.locator(".rows.segments > li").nth(number)
    row.get_by_label("Segment").fill(name)
    row.get_by_label("Minutes").fill(minutes)
    row.get_by_label("Agreed").select_option(label=level)


def upload(page, address, film):
    """For real, from the cycle's page. The address of the room in which it is looked at."""
    page.goto(address)
    follow(page, "Upload a recording")
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Choose a film").click()
    chooser.value.set_files(film)
    expect(page.locator(".arriving .state")).to_have_text("Ready", timeout=PROCESSING_MS)  # until then it comes anew
    follow(page, "Watch it")
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_be_attached()
    return page.url


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li")


def say(page, *pieces):
    """In the room: (words, kind) each, then share them all."""
    for number, (words, kind) in enumerate(pieces, start=cards(page).count() + 1):
        write(page, "Add feedback", words)
        page.get_by_label(kind).check(force=True)
        press(page, "Save feedback")
        expect(cards(page)).to_have_count(number)
    press(page, re.compile("^Share feedback"))
    expect(page.get_by_role("button", name=re.compile("^Share feedback"))).to_have_count(0)


def open_card(page, words):
    """Touch a piece of feedback: the film goes there, and the card shows what can be done with it."""
    card = cards(page).filter(has_text=words)
    card.get_by_role("link").first.click()
    expect(card).to_have_attribute("aria-current", "true")
    return card


def reply(page, words, answer):
    card = open_card(page, words)
    card.get_by_role("button", name="Reply").click()
    card.get_by_role("textbox").fill(answer)
    card.get_by_role("button", name="Send reply").click()
    expect(card).to_contain_text(answer)


def in_days(number):
    return str(localdate() + timedelta(days=number))


def make_step(page, owner, text, due):
    """The open form of a next step: what, who, by when."""
    write(page, "The step", text)
    page.get_by_label(owner.name).check()
    write(page, "By when", due)


def reflect(page, address, words):
    page.goto(address)
    write(page, "How did it go, in your own words?", words)
    press(page, "Save your own view")
    expect(page.get_by_role("link", name="Change your own view")).to_be_visible()
