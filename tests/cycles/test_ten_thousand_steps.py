"""Ten thousand next steps: every page has an end and asks the database as often as with ten, and none is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from cycles.models import NextStep
from tests import make
from tests.cycles.pages import words
from tests.queries import queries_of

MANY = 10_000
LONGEST_PAGE = 300_000  # bytes


def agree_on(cycle, cast, number):
    """Late ones and ones to come, hers, the coach's and nobody's."""
    owners = (cast.educator, cast.coach, None)
    NextStep.objects.bulk_create(
        NextStep(cycle=cycle, text=f"Step {n}", owner=owners[n % 3], due=localdate() + timedelta(days=n % 40 - 20))
        for n in range(number)
    )


@pytest.fixture
def pages(cast, cycle):
    make.plan_lesson(cycle)
    return [
        reverse("home"),
        reverse("next_steps"),
        reverse("next_steps", query={"of": "program", "page": 3}),
        reverse("cycles:list"),
        cycle.get_absolute_url(),
        reverse("program", args=[cast.program.pk]),
        reverse("media_review:of_cycle", args=[cycle.pk]),
    ]


@pytest.mark.parametrize("role", ["educator", "coach", "leader"])
def test_every_page_has_an_end(role, cast, cycle, pages, sign_in):
    browser = sign_in(getattr(cast, role))
    mine = [page for page in pages if browser.get(page).status_code == 200]
    agree_on(cycle, cast, 300)
    few = [queries_of(browser, page) for page in mine]
    agree_on(cycle, cast, MANY - 300)
    many = [queries_of(browser, page) for page in mine]
    assert many == few
    assert max(many) <= 15
    for page in mine:
        assert len(browser.get(page).content) < LONGEST_PAGE, page


def test_none_is_lost_hers_come_first_and_what_is_done_last(cast, cycle, sign_in):
    agree_on(cycle, cast, 120)
    NextStep.objects.create(cycle=cycle, text="Long kept", owner=cast.educator, done_at=now())
    browser = sign_in(cast.educator)
    shown = [browser.get(reverse("next_steps", query={"page": number})).content.decode() for number in (1, 2, 3)]
    for n in range(120):
        assert sum(page.count(f"Step {n}<") for page in shown) == 1, n
    assert "You promised" in shown[0]
    assert "Not taken yet" in shown[2]
    assert all(page.index("Long kept") > page.index("Step ") for page in shown)
    assert "Further in the list" not in shown[2]
    home = words(browser.get("/"))
    assert "More next steps are waiting" in home
    page = words(browser.get(cycle.get_absolute_url()))
    assert "The latest 100 stand here." in page
    assert "Step 119" in page
