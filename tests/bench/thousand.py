"""How quickly does a room with a thousand pieces of feedback answer whoever uses it, in Chromium?

All times are taken in the page, from the act to the frame in which it is seen: a piece that is saved
(`save_painted_ms`), a card that is clicked until its frame of the film is shown, when the film is there already
(`click_buffered_ms`) and when nothing of it has been fetched (`click_unbuffered_ms`), and a filter that is chosen or
typed (`filter_ms`, the slowest). Medians. `longest_task_ms` is the longest time for which the page answered nobody
while the film played, the cards followed it and something was saved, and `opening_task_ms` the same while it opened.
The film is a minute long, so the cards stand closer than in any lesson: seventeen for each second.
"""

import tempfile
from pathlib import Path
from statistics import median

from django.db import connections
from django.utils.timezone import now

from media_review.models import Annotation
from tests.bench import Result
from tests.bench._page import signed_in
from tests.browser import screening
from tests.site import Site

PIECES = 1000
PLAYS_SECONDS = 6
# By its key: once Playwright has clicked a button for us, the debugger writes down each change of the page, and
# Chromium takes 42 ms instead of 3 to hide 750 cards (measured in one page before and after such a click).
PLAY_OR_PAUSE = "k"
NEAR, FAR = (2, 3, 4, 5, 6), 50  # seconds: places in the film while it plays, and the first one that is asked for

IN_PAGE = """
  window.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(null);
  }));
  window.timed = async (act) => {
    const begin = performance.now();
    act();
    return (await painted()) - begin;
  };
  window.longest = (since) =>
    Math.max(0, ...tasks.filter(({ startTime }) => startTime >= since).map(({ duration }) => duration));
"""
SAVE = """async (words) => {
  const form = document.querySelector(".composer");
  form.elements.body.value = words;
  form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  const taken = await timed(() => form.requestSubmit());
  if (!Array.from(document.querySelectorAll("#annotations .words")).some(({ textContent }) => textContent === words))
    throw new Error("It is not there.");
  return taken;
}"""
CHOOSE = """([name, value]) => timed(() => {
  const field = document.querySelector(`.filter [name=${name}]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""
CLICK = """async (seconds) => {
  const film = document.querySelector("video");
  const card = Array.from(document.querySelectorAll("#annotations > li:not([hidden])"))
    .find(({ dataset }) => dataset.startMs >= 1000 * seconds);
  const place = card.dataset.startMs / 1000;
  const isThere = () => Array.from({ length: film.buffered.length }).some(
    (_, n) => film.buffered.start(n) <= place && place <= film.buffered.end(n));
  const wasThere = isThere();
  const begin = performance.now();
  const shown = new Promise((done) => {
    const look = (_, { mediaTime }) =>
      Math.abs(mediaTime - place) < 0.3 ? done(performance.now()) : film.requestVideoFrameCallback(look);
    film.requestVideoFrameCallback(look);
  });
  const moment = card.querySelector(".moment");
  moment.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })); // as a finger does first
  moment.click();
  return [wasThere, (await shown) - begin];
}"""


def run(quick):
    with tempfile.TemporaryDirectory(prefix="coachcycle-bench-") as folder, Site(folder, workers=1) as site:
        room = _room(site, Path(folder))
        with signed_in(site, person=room.coach) as page:
            page.add_init_script(IN_PAGE)
            rounds = [_round(page, room) for _ in range(1 if quick else 5)]
        connections.close_all()
    for name in rounds[0]:
        values = [each for told in rounds for each in told[name]]
        yield Result(name, max(values) if "task" in name else median(values), "ms")


def _room(site, folder):
    room = screening.Room(screening.make_watchable(site, folder))
    kinds = ("celebrate", "question", "suggestion", "note")
    Annotation.objects.bulk_create(
        Annotation(
            recording=room.recording,
            author=room.coach if number % 3 else room.educator,
            start_ms=number * 58,
            kind=kinds[number % 4],
            body=f"You waited {number} slow counts before you asked again, and two children answered.",
            shared_at=now(),
        )
        for number in range(PIECES)
    )
    return room


def _round(page, room):
    """{measure: [milliseconds]}"""
    page.goto(room.address)
    page.wait_for_load_state("networkidle")
    told = {"opening_task_ms": [page.evaluate("longest(0)")]}
    told["click_unbuffered_ms"] = [_click(page, FAR, is_there=False)]
    page.evaluate("document.querySelector('video').currentTime = 0")
    page.keyboard.press(PLAY_OR_PAUSE)
    screening.until(page, "film.currentTime > 1 && film.currentTime < 20 && film.buffered.end(0) > value", NEAR[-1] + 2)
    page.keyboard.press(PLAY_OR_PAUSE)
    screening.until(page, "film.paused")
    told["click_buffered_ms"] = [_click(page, seconds, is_there=True) for seconds in NEAR]
    told["filter_ms"] = [_filter(page)]
    told["save_painted_ms"] = [page.evaluate(SAVE, f"Two children answered, {number}.") for number in range(5)]
    told["longest_task_ms"] = [_play(page)]
    return told


def _click(page, seconds, *, is_there):
    was_there, taken = page.evaluate(CLICK, seconds)
    assert was_there == is_there, f"At {seconds} s the film was {'' if was_there else 'not '}fetched."
    return taken


def _filter(page):
    """The slowest of: a kind, words, and all again."""
    chosen = (("kind", "question"), ("kind", ""), ("q", "9 slow"), ("q", ""))
    return max(page.evaluate(CHOOSE, list(each)) for each in chosen)


def _play(page):
    begin = page.evaluate("performance.now()")
    page.evaluate("document.querySelector('video').currentTime = 1")
    page.keyboard.press(PLAY_OR_PAUSE)
    page.wait_for_timeout(1000 * PLAYS_SECONDS / 2)
    page.evaluate(SAVE, "She asked again.")
    page.wait_for_timeout(1000 * PLAYS_SECONDS / 2)
    return page.evaluate("longest", begin)
