"""What the tests of a live observation share: what she does at its clock, and what the site knows of it."""

import re

from playwright.sync_api import expect

from media_review.models import Recording
from tests.browser.conftest import wait_until


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def shows(page, time):
    """The clock, to within the seconds that a test takes."""
    expect(page.get_by_role("timer")).to_have_text(re.compile(f"^{time}$"))


def write(page, words):
    page.get_by_label("Add feedback").fill(words)
    page.get_by_label("Add feedback").press("Enter")
    expect(page.get_by_role("list", name="Feedback", exact=True)).to_contain_text(words)


def start_and_save(page, words):
    press(page, "Start the clock")
    write(page, words)
    expect(page.get_by_text("Saving…")).to_have_count(0)


def said(observation):
    return list(observation.annotations.order_by("created_at").values_list("body", flat=True))


def offline(page, is_offline=True):
    page.context.set_offline(is_offline)


def saved(page, observation, *words):
    expect(page.get_by_text("Kept on this tablet")).to_have_count(0)
    assert sorted(said(observation)) == sorted(words)


def until_told(page, observation, moved_ms):
    """A start is corrected here at once; the site is told when it can be."""
    wait_until(page, lambda: Recording.objects.get(pk=observation.pk).start_moved_ms >= moved_ms)
