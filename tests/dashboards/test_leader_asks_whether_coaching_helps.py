"""The program's page: counts for leaders and partners, never content, never one person's figures."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from coachcycle.accounts.models import Classroom
from cycles.models import NextStep
from cycles.support import SupportLevel
from tests import make


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def address(program):
    return reverse("program", args=[program.pk])


def coach_somebody(cast, *, days_ago=3, level=SupportLevel.EDUCATOR_LED, ages="preschool", coachee=None):
    """A pair that taught a lesson `days_ago` and held its post-conference two days later; now closed."""
    coachee = coachee or make.make_member("educator", cast.program, "Secret Somebody")
    room, _ = Classroom.objects.get_or_create(program=cast.program, name=f"Room for {ages}", defaults={"ages": ages})
    cycle = make.make_cycle(make.make_partnership(cast.program, cast.coach, coachee, classroom=room), "Hidden title")
    day = localdate() - timedelta(days=days_ago)
    cycle.lesson.taught_on = day
    cycle.lesson.save()
    cycle.segments.create(
        name="Launch", minutes=5, agreed_level=SupportLevel.MODELING, actual_level=level, reason_changed="Why"
    )
    held = now() - timedelta(days=max(days_ago - 2, 0))
    for left, arrived in (("pre_conference", "lesson"), ("lesson", "post_conference"), ("post_conference", "")):
        cycle.history.create(left=left, arrived=arrived, by=cast.coach, at=held)
    type(cycle).objects.filter(pk=cycle.pk).update(stage="post_conference", closed_at=held)
    return cycle


def test_leaders_and_partners_may_look_and_nobody_else(cast, sign_in):
    status = {
        person: sign_in(getattr(cast, person)).get(address(cast.program)).status_code
        for person in ("leader", "partner", "educator", "coach", "outsider", "former")
    }
    assert status == {"leader": 200, "partner": 200, "educator": 403, "coach": 403, "outsider": 404, "former": 404}


def test_the_list_leads_straight_to_the_only_program(cast, sign_in):
    assert sign_in(cast.leader).get("/programs/").url == address(cast.program)
    assert sign_in(cast.educator).get("/programs/").status_code == 403
    other = make.make_program("Mill Pond", cast.program.organization)
    across = make.make_member("partner", cast.program, "Paula Wide", across=True)
    page = text(sign_in(across).get("/programs/"))
    assert "Harbor Street" in page
    assert address(other) in page


def test_a_program_with_fewer_than_three_coached_people_shows_no_figure(cast, sign_in):
    for _ in range(2):
        coach_somebody(cast)
    page = text(sign_in(cast.leader).get(address(cast.program)))
    assert "Too few people to count yet" in page
    assert "<td" not in page
    assert "Fewer than three people are coached here." in text(sign_in(cast.partner).get("/"))
    coach_somebody(cast)
    assert "Too few people" not in text(sign_in(cast.leader).get(address(cast.program)))
    assert "3 people are coached" in text(sign_in(cast.partner).get("/"))


def test_it_counts_what_took_place_and_never_shows_whose_or_what(cast, sign_in):
    for days in (1, 3, 5, 7):
        cycle = coach_somebody(cast, days_ago=days)
        film = make.make_recording(cycle.partnership.coachee, cycle=cycle, title="Hidden film")
        make.make_annotation(film, cast.coach, "Hidden feedback", shared_at=now())
        NextStep.objects.create(cycle=cycle, text="Hidden step", owner=cast.coach, due=localdate(), done_at=now())
    for person in (cast.leader, cast.partner):
        page = text(sign_in(person).get(address(cast.program)))
        assert "Everyone met their coach in the last four weeks." in page
        assert ">Lessons<" in page
        assert "Half of the post-conferences come within two days of the lesson." in page
        assert "4 in time" in page
        for hidden in ("Secret", "Somebody", "Hidden", "Ines"):
            assert hidden not in page


def test_groups_under_three_are_merged_and_the_page_says_so(cast, sign_in):
    for ages, number in (("infant", 1), ("toddler", 2), ("preschool", 4)):
        for _ in range(number):
            coach_somebody(cast, ages=ages)
    page = text(sign_in(cast.partner).get(address(cast.program)))
    assert 'Infants and toddlers</th><td class="number">3</td>' in page
    assert 'Preschool</th><td class="number">4</td>' in page
    assert "counted together with its neighbor" in page


def test_months_show_who_leads_and_a_month_of_one_person_stands_with_its_neighbor(cast, sign_in):
    people = [make.make_member("educator", cast.program, "Secret Somebody") for _ in range(3)]
    this_month = (localdate() - localdate().replace(day=1)).days
    for person in people:
        coach_somebody(cast, days_ago=0, coachee=person)
    pairs = [person.coached.get() for person in people]
    for pair, back in zip(pairs, (70, 70, 100), strict=True):
        cycle = make.make_cycle(pair)
        type(cycle.lesson).objects.filter(cycle=cycle).update(taught_on=localdate() - timedelta(days=this_month + back))
        cycle.segments.create(name="Launch", minutes=5, agreed_level="modeling", actual_level="modeling")
    page = text(sign_in(cast.leader).get(address(cast.program)))
    assert "Educators lead more" in page
    assert "Coach models goes from 100 to 0 percent" in page
    assert page.count('<th scope="row">') >= 2
    assert "Educators now lead 100 percent" in page


def test_an_empty_program_teaches_and_offers_to_invite(cast, sign_in):
    page = text(sign_in(cast.leader).get(address(cast.program)))
    assert "It opens as soon as three people are coached here" in page
    assert reverse("accounts:people", args=[cast.program.pk]) in page
    assert reverse("accounts:people", args=[cast.program.pk]) not in text(
        sign_in(cast.partner).get(address(cast.program))
    )


@pytest.mark.parametrize("person", ["leader", "partner"])
def test_it_costs_the_same_for_three_pairs_and_for_twelve(cast, sign_in, django_assert_max_num_queries, person):
    browser = sign_in(getattr(cast, person))
    costs = []
    for more in (3, 9):
        for _ in range(more):
            cycle = coach_somebody(cast)
            NextStep.objects.create(cycle=cycle, text="Wait", owner=cast.coach)
        with django_assert_max_num_queries(15) as queries:
            text(browser.get(address(cast.program)))
        costs.append(len(queries))
    assert costs[0] == costs[1]
