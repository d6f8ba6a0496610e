"""Figures of a board open into their rows, as far as the reader may go: of a program, and of an organization."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from coachcycle.dashboards import behind
from cycles.models import NextStep
from tests import make
from tests.cycles.pages import words
from tests.dashboards.test_leader_asks_whether_coaching_helps import coach_somebody
from tests.queries import queries_of


@pytest.fixture
def lena(cast):
    return make.make_member("leader", cast.program, "Lena Across", across=True)


@pytest.fixture
def there(cast):
    """The cast as it would be in another program of the organization."""
    program = make.make_program("Mill Pond", cast.program.organization)
    coach = make.make_member("coach", program, "Noor Haddad")
    return type(cast)(**(vars(cast) | {"program": program, "coach": coach}))


def board_of_all(cast):
    return reverse("organization_board", args=[cast.program.organization_id])


def agree(cycle, text, *, due=None, done=None):
    """A step of this cycle; `due` and `done` in days from now."""
    step = NextStep.objects.create(cycle=cycle, text=text, due=due and localdate() + timedelta(days=due))
    NextStep.objects.filter(pk=step.pk).update(done_at=done and now() + timedelta(days=done))
    return step


def test_a_figure_opens_into_its_rows_for_a_leader_and_not_for_a_partner(cast, sign_in):
    cycles = [coach_somebody(cast, days_ago=days) for days in (0, 1, 2)]
    rows = reverse("took_place", args=[cast.program.pk, "lesson"])
    browser = sign_in(cast.leader)
    assert rows in browser.get(reverse("program", args=[cast.program.pk])).content.decode()
    page = browser.get(rows)
    assert words(page).count("Hidden title") == 3
    assert cycles[0].get_absolute_url() in page.content.decode()
    partner = sign_in(cast.partner)
    assert rows not in partner.get(reverse("program", args=[cast.program.pk])).content.decode()
    assert partner.get(rows).status_code == 403


def test_the_address_says_how_far_back(cast, sign_in):
    for days in (0, 1, 250):
        coach_somebody(cast, days_ago=days)
    coach_somebody(cast, days_ago=2)
    browser = sign_in(cast.leader)
    address = reverse("took_place", args=[cast.program.pk, "lesson"])
    assert words(browser.get(address, {"months": "3"})).count("Hidden title") == 3
    assert words(browser.get(address, {"months": "12"})).count("Hidden title") == 4
    assert words(browser.get(address, {"months": "x"})).count("Hidden title") == 3


def test_every_figure_of_an_organization_opens_into_rows_that_add_up(cast, there, lena, sign_in):
    for place, number in ((cast, 2), (there, 3)):
        for _ in range(number):
            agree(coach_somebody(place, days_ago=0), "Wait for five counts")
    coach_somebody(type(cast)(**(vars(cast) | {"program": make.make_program("Foreign")})), days_ago=0)
    browser = sign_in(lena)
    text = browser.get(board_of_all(cast)).content.decode().replace("&amp;", "&")
    links = re.findall(r'href="(/organizations/[^"]+/board/[^"?]+/[^"]*)"', text)
    places = Counter(re.sub(r".*/board/|[?].*", "", link) for link in links)
    assert places == {"pre_conference/": 1, "lesson/": 1, "post_conference/": 1, "who-led/": 1, "steps/": 4}
    for link in links:
        page = words(browser.get(link))
        rows = 0 if "became=" in link and "still-open" not in link else 5
        assert page.count("Hidden title") == rows, link
        assert "Foreign" not in page
    page = words(browser.get(reverse("who_led_across", args=[cast.program.organization_id])))
    assert "All together 5 0 0 0 0 5" in page


def test_next_steps_say_what_became_of_them_and_never_from_which_film(cast, sign_in):
    cycles = [coach_somebody(cast) for _ in range(3)]
    agree(cycles[0], "Kept", due=-1, done=-2)
    agree(cycles[0], "Came later", due=-3, done=-1)
    agree(cycles[1], "Waits", due=5)
    agree(cycles[2], "Past", due=-5)
    gone = agree(cycles[2], "Let go")
    NextStep.objects.filter(pk=gone.pk).update(let_go_at=now())
    browser, address = sign_in(cast.leader), reverse("steps_agreed", args=[cast.program.pk])
    page = words(browser.get(address))
    for said in (
        "Kept done in time",
        "Came later done later",
        "Waits open",
        "Past open, past its date",
        "4 next steps that pairs agreed on",
    ):
        assert said in page
    assert "Let go" not in page
    assert words(browser.get(address, {"became": "later"})).count("Hidden title") == 1
    assert "0 next steps that pairs agreed on" in words(browser.get(address, {"became": "nonsense"}))


def test_a_long_list_stands_on_pages_and_its_sums_are_of_all(cast, lena, sign_in, monkeypatch):
    monkeypatch.setattr(behind, "A_PAGE", 2)
    for days in range(5):
        agree(coach_somebody(cast, days_ago=days), "Wait")
    browser = sign_in(lena)
    for name, more in (("took_place_across", ["lesson"]), ("who_led_across", []), ("steps_agreed_across", [])):
        address = reverse(name, args=[cast.program.organization_id, *more])
        counts = [words(browser.get(address, {"page": page})).count("Hidden title") for page in (1, 2, 3)]
        assert counts == [2, 2, 1], name
        text = browser.get(address, {"months": "12", "page": 2}).content.decode()
        assert "?months=12&amp;page=1" in text, "its filter stays"
        assert "?months=12&amp;page=3" in text
    page = words(browser.get(reverse("who_led_across", args=[cast.program.organization_id])))
    assert "All together, also what stands further in the list 5 0 0 0 0 5" in page


def test_rows_cost_the_same_for_three_cycles_and_for_nine(cast, lena, sign_in):
    browser, costs = sign_in(lena), []
    organization = cast.program.organization_id
    for number in (3, 6):
        for _ in range(number):
            agree(coach_somebody(cast), "Wait")
        pages = [
            reverse("took_place_across", args=[organization, "lesson"]),
            reverse("who_led_across", args=[organization]),
            reverse("steps_agreed_across", args=[organization]),
        ]
        costs.append([queries_of(browser, page) for page in pages])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15


def test_who_looks_over_an_organization_sees_no_rows(cast, there, sign_in):
    petra = make.make_member("partner", cast.program, "Petra Wide", across=True)
    for place in (cast, there):
        for _ in range(3):
            agree(coach_somebody(place), "Wait")
    browser = sign_in(petra)
    text = browser.get(board_of_all(cast)).content.decode()
    assert not re.findall(r'href="/organizations/[^"]+/board/[^"?]', text)
    for address in ("who-led/", "steps/", "lesson/"):
        assert browser.get(board_of_all(cast) + address).status_code == 403
