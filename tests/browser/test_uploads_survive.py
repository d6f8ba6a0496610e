"""What cuts an upload short in a centre, one by one: each time it goes on by itself, and the film arrives whole."""

import re

import pytest
from playwright.sync_api import expect

from coachcycle.objectstore.client import connect
from media_review.models import Recording
from tests import films, make
from tests.browser.conftest import PHONE
from tests.browser.test_bad_connections_and_films import choose

PART = 8 * 1024**2
LANES = 3
ARRIVING_MS = 60_000


@pytest.fixture
def wren(site):
    return make.make_member("educator", make.make_program(), "Wren Abara")


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """Five parts, the last of them small; no two parts alike."""
    path = films.safe(tmp_path_factory.mktemp("film") / "story.mp4")
    rest = 4 * PART + 1000 - path.stat().st_size
    with path.open("ab") as file:
        file.write(rest.to_bytes(4) + b"free" + b"".join(number.to_bytes(8) for number in range(rest // 8 - 1)))
        file.write(bytes(rest % 8))
    return path


class Line:
    """What goes over the line to the store: parts that were taken, and how each may be troubled on its way."""

    def __init__(self, page):
        self.taken = []
        self.asked = 0
        self.trouble = lambda route: route.continue_()
        page.route(re.compile("partNumber="), self._pass)
        page.on("response", self._note)

    def _pass(self, route):
        if route.request.method != "PUT":
            route.continue_()
            return
        self.asked += 1
        self.trouble(route)

    def _note(self, answer):
        if answer.request.method == "PUT" and answer.ok:
            self.taken.append(int(re.search(r"partNumber=(\d+)", answer.url).group(1)))

    def once(self, answer):
        """Trouble the next part in this way, and no other."""

        def only_the_first(route):
            self.trouble = lambda later: later.continue_()
            answer(route)

        self.trouble = only_the_first


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


def reach(page, share):
    page.wait_for_function(f"() => document.querySelector('progress').position > {share}", timeout=ARRIVING_MS)


def refused(status):
    return lambda route: route.fulfill(status=status, body="", headers={"Access-Control-Allow-Origin": "*"})


def damaged(route):
    content = bytearray(route.request.post_data_buffer)
    content[0] ^= 1
    route.continue_(post_data=bytes(content))


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(refused(403), id="address_expired"),
        pytest.param(refused(500), id="store_fails"),
        pytest.param(refused(503), id="store_busy"),
        pytest.param(lambda route: route.abort("connectionreset"), id="line_cut"),
        pytest.param(damaged, id="bytes_damaged"),
    ],
)
def test_a_part_that_is_refused_or_lost_goes_again(trouble, wren, open_as, site, film):
    page = open_as(wren, PHONE)
    line = Line(page)
    line.once(trouble)
    begin(page, film)
    expect_whole(page, site, wren, film)
    assert sorted(line.taken) == [1, 2, 3, 4, 5]
    assert 6 <= line.asked <= 5 + LANES
