"""All programs together; nothing of fewer than three."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import Cycle, StageChange
from tests import make
from tests.cycles.pages import words
from tests.dashboards.test_leader_asks_whether_coaching_helps import coach_somebody
from tests.queries import queries_of


@pytest.fixture
def organization(cast):
    return cast.program.organization


@pytest.fixture
def lena(cast):
    return make.make_member("leader", cast.program, "Lena Across", across=True)


def board(organization):
    return reverse("organization_board", args=[organization.pk])


def elsewhere(cast, name="Mill Pond"):
    """The cast as it would be in another program of the organization."""
    program = make.make_program(name, cast.program.organization)
    return type(cast)(**(vars(cast) | {"program": program, "coach": make.make_member("coach", program, "Noor Haddad")}))


def give_level(cast, cycle, number=2):
    film = make.make_recording(cycle.partnership.coachee, cycle=cycle)
    share = film.share(by=film.uploader, partnership=cycle.partnership)
    type(share).objects.filter(pk=share.pk).update(shared_at=now() - timedelta(days=3))
    criterion = make.criteria_of(cycle.edition)[0]
    level = criterion.levels.get(number=number)
    make.make_annotation(film, cast.coach, criterion=criterion, level=level, shared_at=now() - timedelta(days=1))


def test_all_programs_together_are_the_sum_of_the_rows(cast, organization, lena, sign_in):
    there = elsewhere(cast)
    for where, number in ((cast, 2), (there, 3)):
        for _ in range(number):
            coach_somebody(where, days_ago=0)
    coach_somebody(type(cast)(**(vars(cast) | {"program": make.make_program("Foreign")})), days_ago=0)
    page = words(sign_in(lena).get(board(organization)))
    mine = StageChange.objects.filter(cycle__partnership__program__organization=organization, left="post_conference")
    assert mine.count() == 5
    assert f"Post-conferences {mine.count()} {mine.count()}" in page
    assert "Fewer than three people are coached here." in page, "a program of two shows no figure of its own"
    assert "3 people are coached" in page
    assert "Foreign" not in page


def test_two_in_all_programs_show_no_figure_and_three_do(cast, organization, lena, sign_in):
    coach_somebody(cast)
    coach_somebody(elsewhere(cast))
    assert "Too few people to count yet" in words(sign_in(lena).get(board(organization)))
    coach_somebody(cast)
    assert "Too few people to count yet" not in words(sign_in(lena).get(board(organization)))


def test_levels_of_two_people_are_not_shown_and_those_of_three_are(cast, sign_in):
    edition = make.make_edition()
    cycles = [coach_somebody(cast) for _ in range(3)]
    Cycle.objects.update(edition=edition)
    for cycle in cycles:
        cycle.refresh_from_db()
    address = reverse("program", args=[cast.program.pk])
    for cycle, number in zip(cycles[:2], (2, 3), strict=True):
        give_level(cast, cycle, number)
    browser = sign_in(cast.leader)
    page = words(browser.get(address))
    assert "Waits for an answer" not in page
    assert "first feedback" not in page
    give_level(cast, cycles[2], 3)
    page = words(browser.get(address))
    assert "2 Growing: 33%, 3 Strong: 67%" in page
    assert "Half of the films had their first feedback within 2 days." in page


def test_the_others_of_a_group_are_counted_too(cast, sign_in):
    cycle = coach_somebody(cast)
    for name in ("Second One", "Third One"):
        person = make.make_member("educator", cast.program, name)
        cycle.partnership.participants.create(person=person, side="coachee")
    page = words(sign_in(cast.leader).get(reverse("program", args=[cast.program.pk])))
    assert "of three people met their coach" in page


def test_who_looks_over_it_may_look_and_nobody_else(cast, organization, lena, sign_in):
    petra = make.make_member("partner", cast.program, "Petra Wide", across=True)
    for person in (lena, petra):
        assert sign_in(person).get(board(organization)).status_code == 200
    for person in (cast.leader, cast.partner, cast.coach, cast.educator):
        assert sign_in(person).get(board(organization)).status_code == 403
    assert sign_in(cast.outsider).get(board(organization)).status_code == 404


def test_it_costs_the_same_for_two_programs_and_for_eight(cast, organization, lena, sign_in):
    browser = sign_in(lena)
    costs = []
    for _ in range(2):
        for number in range(3):
            there = elsewhere(cast, f"Center {len(costs)} {number}")
            for _ in range(2):
                coach_somebody(there)
        costs.append(queries_of(browser, board(organization)))
    assert costs[0] == costs[1] <= 15
