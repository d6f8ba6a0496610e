"""How the browser's tests send a film: a line that can be troubled, and what has arrived in the end, byte by byte."""

import re

from playwright.sync_api import expect

from coachcycle.objectstore.client import connect
from media_review.models import Recording
from tests.browser.test_bad_connections_and_films import choose

MIB = 1024**2
LANES = 3
PARTS = [1, 2, 3, 4, 5]
ARRIVING_MS = 60_000


class Line:
    """What goes over the line to the store: parts that were taken, and how each may be troubled on its way."""

    def __init__(self, page):
        self.taken, self.sent, self.again = [], [], []  # numbers of parts
        self.trouble = lambda route: route.continue_()
        page.route(re.compile("partNumber="), self._pass)
        page.on("response", self._note)

    def _pass(self, route):
        if route.request.method != "PUT":
            route.continue_()
            return
        number = _number(route.request.url)
        self.sent.append(number)
        if number in self.taken:
            self.again.append(number)
        self.trouble(route)

    def _note(self, answer):
        if answer.request.method == "PUT" and answer.ok:
            self.taken.append(_number(answer.url))

    @property
    def asked(self):
        return len(self.sent)

    def once(self, answer):
        """Trouble the next part in this way, and no other."""

        def only_the_first(route):
            self.trouble = lambda later: later.continue_()
            answer(route)

        self.trouble = only_the_first


def _number(address):
    return int(re.search(r"partNumber=(\d+)", address).group(1))


def begin(page, film):
    page.goto("/recordings/new/")
    choose(page, film)


def expect_whole(page, site, wren, film):
    """The page says that it has arrived, and what lies in the store is the film, byte by byte."""
    expect(page.get_by_role("heading", name="Your film has arrived")).to_be_visible(timeout=ARRIVING_MS)
    recording = Recording.objects.get(uploader=wren)
    assert recording.state != "uploading"
    store = connect(site.store_url, site.access_key, site.secret_key)
    assert store.get_object(Bucket="films", Key=recording.original_key)["Body"].read() == film.read_bytes()


def expect_each_once(line):
    """Where a page was left, the answer to a part may have been lost with it: the part arrived all the same."""
    assert set(line.sent) == set(PARTS)
    assert line.again == []


def reach(page, share):
    page.wait_for_function(f"() => document.querySelector('progress').position > {share}", timeout=ARRIVING_MS)


def emulate(network, *, offline):
    values = {"latency": 5, "downloadThroughput": -1, "uploadThroughput": 3 * MIB}
    network.send("Network.emulateNetworkConditions", {"offline": offline} | values)


def refused(status):
    return lambda route: route.fulfill(status=status, body="", headers={"Access-Control-Allow-Origin": "*"})
