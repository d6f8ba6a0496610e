"""What the tests of writing share: the coach at her page, with her hands on the keys."""

from contextlib import contextmanager

from playwright.sync_api import expect

from media_review.models import Annotation
from tests.browser.screening import stands_at, until


def enter(room, page, seconds=10):
    """Open the room, have its film loaded, and let it stand there."""
    page.goto(room.address)
    page.keyboard.press("Shift")
    go(page, seconds)
    return page


def go(page, seconds):
    page.evaluate("seconds => { document.querySelector('video').currentTime = seconds; }", seconds)
    stands_at(page, seconds)


def play(page):
    begin = page.evaluate("document.querySelector('video').currentTime")
    page.keyboard.press("k")
    until(page, "!film.paused && film.currentTime > value", begin + 0.3)


def is_playing(page):
    return page.evaluate("!document.querySelector('video').paused")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def field(page):
    return page.get_by_label("Add feedback")


def palette(page):
    return page.get_by_role("group", name="Choose by digits")


def cards(page):
    return page.get_by_role("list", name="Feedback", exact=True).locator("> li")


def unsent(page):
    return page.locator("#annotations > .unsent")


def saved(page, number):
    """So many cards, and the site has them all."""
    expect(cards(page)).to_have_count(number)
    expect(unsent(page)).to_have_count(0)


def written(room):
    """What the site has, in the order in which it came."""
    return list(Annotation.objects.filter(recording=room.recording).order_by("created_at"))


@contextmanager
def held(page):
    """Meanwhile no letter arrives at the site; afterwards those that wait do."""
    waiting = []
    page.route("**/feedback/", lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.continue_()
    page.unroute("**/feedback/")


@contextmanager
def cut(page):
    """Meanwhile there is no line for letters; the page itself can be loaded."""
    page.route("**/feedback/", lambda route: route.abort("internetdisconnected"))
    yield
    page.unroute("**/feedback/")


@contextmanager
def unanswered(page, address):
    """The first letter to that address arrives, and no answer comes. No other letter gets through meanwhile."""
    arrived = []

    def lose(route):
        if route.request.method != "POST":
            return route.fallback()
        if not arrived:
            arrived.append(route.fetch())
        return route.abort("connectionreset")

    page.route(address, lose)
    yield
    page.unroute(address, lose)


def back(page):
    """The line is back, and the browser has noticed."""
    page.evaluate("dispatchEvent(new Event('online'))")
