"""The path of gradual release: of a pair, for the pair alone; of a program and an organization, never of two people."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from coachcycle.dashboards.groups import SMALLEST_GROUP
from cycles.models import Cycle, Segment
from cycles.support import SupportLevel
from tests import make
from tests.cycles.pages import words
from tests.queries import queries_of

LEVELS = list(SupportLevel)
MODELING, TOGETHER, LEADS = LEVELS


def teach(cast, happened, *, coachee, number=1, agreed=TOGETHER, program=None):
    """The so-manieth lesson of a pair, with a segment for each level that happened ("" is not said yet)."""
    program = program or cast.program
    pair = coachee.coached.first() or make.make_partnership(program, cast.coach, coachee)
    cycle = Cycle.objects.create(
        partnership=pair, number=number, title=f"Hidden title {number}", edition=make.make_edition(), closed_at=None
    )
    for model in ("pre_conference", "lesson", "post_conference"):
        Cycle._meta.get_field(model).related_model.objects.create(cycle=cycle)
    cycle.lesson.taught_on = localdate() - timedelta(days=number)
    cycle.lesson.save()
    for place, level in enumerate(happened):
        cycle.segments.create(name=f"Part {place}", minutes=5, agreed_level=agreed, actual_level=level, position=place)
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    return cycle


def people(cast, number):
    return [make.make_member("educator", cast.program, "Secret Somebody") for _ in range(number)]


def board(program, **query):
    return reverse("program", args=[program.pk], query={"along": "lesson"} | query)


def table(text):
    """{row's heading: its percents} of the table of who led."""
    body = re.search(r'<table class="agreed-and-actual">.*?<tbody>(.*?)</tbody>', text, re.S)
    rows = re.findall(r"<tr><th[^>]*>(.*?)</th>(.*?)</tr>", body[1], re.S) if body else []
    return {re.sub(r"<[^>]+>", "", name): re.findall(r"(\d+)%", cells) for name, cells in rows}


def told_again(program):
    """The same another way: lessons in their order, merged from the left until three people stand behind each."""
    rows = [
        (segment.cycle.number, segment.cycle.partnership.coachee_id, segment.agreed_level, segment.actual_level)
        for segment in Segment.objects.all()
        if segment.cycle.partnership.program_id == program.pk and segment.actual_level
    ]
    found = {}
    for number in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == number]
        assert len({row[1] for row in mine}) >= SMALLEST_GROUP, "this test merges nothing"
        agreed, actual = Counter(row[2] for row in mine), Counter(row[3] for row in mine)
        found[f"Lesson {number}"] = [
            100 * counted[level] / len(mine) for level in LEVELS for counted in (agreed, actual)
        ]
    return found


def test_shares_along_lessons_are_the_sums_of_the_rows(cast, sign_in):
    for place, person in enumerate(people(cast, 4)):
        teach(cast, [MODELING, TOGETHER, TOGETHER], coachee=person)
        teach(cast, [TOGETHER, LEADS, "", LEADS][: place + 1], coachee=person, number=2, agreed=LEADS)
        teach(cast, [LEADS] * 5, coachee=person, number=3, agreed=MODELING)
    foreign = make.make_member("educator", make.make_program("Foreign"), "Far Away")
    teach(cast, [MODELING] * 9, coachee=foreign, program=foreign.memberships.get().program)
    text = sign_in(cast.leader).get(board(cast.program)).content.decode()
    shown, counted = table(text), told_again(cast.program)
    assert list(shown) == list(counted) == ["Lesson 1", "Lesson 2", "Lesson 3"]
    for lesson, percents in counted.items():
        assert [int(figure) for figure in shown[lesson]] == pytest.approx(percents, abs=1)
        for side in (0, 1):
            assert sum(int(figure) for figure in shown[lesson][side::2]) == 100
    assert "Coach models goes from 33 to 0 percent" in text
    assert 'fill="url(#fill-educator_led)"' in text
    assert "style=" not in text


def test_two_people_show_no_share_and_three_do(cast, sign_in):
    first, second, third, other = people(cast, 4)
    browser = sign_in(cast.leader)
    for person in (third, other):
        make.make_partnership(cast.program, cast.coach, person)  # enough are coached for a board
    for person in (first, second):
        teach(cast, [MODELING], coachee=person)
    for query in ({}, {"along": "month"}, {"months": "12"}):
        text = browser.get(board(cast.program, **query)).content.decode()
        assert "When three people have taught a coached lesson" in text
        assert not table(text)
        assert "steps-chart" not in text
    teach(cast, [LEADS], coachee=third)
    assert table(browser.get(board(cast.program)).content.decode()) == {"Lesson 1": ["0", "67", "100", "0", "0", "33"]}


def test_a_lesson_of_two_people_stands_with_its_neighbor(cast, sign_in):
    for place, person in enumerate(people(cast, 5)):
        teach(cast, [MODELING], coachee=person)
        if place < 3:
            teach(cast, [TOGETHER], coachee=person, number=2)
        if place < 2:
            teach(cast, [LEADS], coachee=person, number=3)
    shown = table(sign_in(cast.partner).get(board(cast.program)).content.decode())
    assert list(shown) == ["Lesson 1", "Lessons 2 to 3"]
    assert shown["Lessons 2 to 3"][1::2] == ["0", "60", "40"]


def test_an_organization_sees_all_programs_together_and_nobodys_name(cast, sign_in):
    there = make.make_program("Mill Pond", cast.program.organization)
    across = make.make_member("partner", cast.program, "Petra Wide", across=True)
    for place, person in enumerate(people(cast, 3)):
        teach(cast, [MODELING if place else LEADS], coachee=person)
        teach(cast, [LEADS], coachee=person, number=2)
    far = make.make_member("educator", there, "Secret Somebody")
    teach(cast, [LEADS], coachee=far, program=there)
    address = reverse("organization_board", args=[cast.program.organization_id], query={"along": "lesson"})
    answer = sign_in(across).get(address)
    assert table(answer.content.decode())["Lesson 1"][1::2] == ["50", "0", "50"]
    for hidden in ("Secret", "Hidden", "Ines", "who-led"):
        assert hidden not in answer.content.decode()


def test_a_leader_opens_a_share_into_its_rows_and_they_add_up(cast, sign_in):
    for person in people(cast, 3):
        teach(cast, [MODELING, LEADS], coachee=person)
        teach(cast, [LEADS, LEADS, ""], coachee=person, number=2)
    browser = sign_in(cast.leader)
    text = browser.get(board(cast.program)).content.decode()
    (first, second) = [
        link.replace("&amp;", "&") for link in re.findall(r'href="(/programs/[^"]+who-led/[^"]*)"', text)
    ]
    assert "6 segments of which the pairs have said who led." in words(browser.get(first))
    assert "All together 0 3 6 0 0 3" in words(browser.get(first))
    page = browser.get(second)
    assert "All together 0 0 6 0 0 6" in words(page)
    assert words(page).count("Hidden title 2") == 3
    assert Cycle.objects.filter(number=2).first().get_absolute_url() in page.content.decode()
    month = f"{localdate():%Y-%m}"
    everything = reverse("who_led", args=[cast.program.pk])
    of_month = words(browser.get(everything, {"first": "2020-01", "last": month}))
    assert "12 segments" in of_month
    assert "12 segments" in words(browser.get(everything, {"first": "9" * 6000, "last": "x"}))
    assert browser.get(everything, {"first": "9" * 6000, "last": "9" * 6000}).status_code == 200
    partners = sign_in(cast.partner)
    assert "who-led" not in partners.get(board(cast.program)).content.decode()
    assert partners.get(first).status_code == 403


def test_the_filter_of_the_board_applies_and_stays(cast, sign_in):
    persons = people(cast, 3)
    for person in persons:
        teach(cast, [MODELING], coachee=person)
        late = teach(cast, [LEADS], coachee=person, number=2)
        type(late.lesson).objects.filter(cycle=late).update(taught_on=localdate() - timedelta(days=200))
    browser = sign_in(cast.leader)
    assert list(table(browser.get(board(cast.program, months="3")).content.decode())) == ["Lesson 1"]
    text = browser.get(board(cast.program, months="12")).content.decode()
    assert list(table(text)) == ["Lesson 1", "Lesson 2"]
    assert 'href="?months=12#levels"' in text
    assert "?months=12&amp;along=lesson" in text


def test_it_costs_the_same_for_three_pairs_and_for_twelve(cast, sign_in):
    browser, costs = sign_in(cast.leader), []
    for number in (3, 9):
        for person in people(cast, number):
            for lesson in (1, 2):
                teach(cast, [MODELING, LEADS], coachee=person, number=lesson)
        pages = (board(cast.program), reverse("who_led", args=[cast.program.pk]))
        for address in pages:
            browser.get(address)
        costs.append([queries_of(browser, address) for address in pages])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15


# --- One pair -------------------------------------------------------------------------------------------------------


def path_of(person):
    return reverse("release_path", args=[person.coached.get().pk])


def test_a_pair_sees_its_own_path_both_ways_and_what_is_not_said_yet(cast, sign_in):
    teach(cast, [MODELING, TOGETHER], coachee=cast.educator, agreed=MODELING)
    teach(cast, [LEADS, LEADS], coachee=cast.educator, number=2)
    teach(cast, [MODELING, LEADS], coachee=cast.educator, number=3, agreed=LEADS)
    teach(cast, ["", ""], coachee=cast.educator, number=4, agreed=LEADS)
    teach(cast, [], coachee=cast.educator, number=5)
    for person in (cast.educator, cast.coach):
        answer = sign_in(person).get(path_of(cast.educator))
        text = words(answer)
        assert "From lesson 1 to lesson 3: coach models goes from 50 to 50 percent" in text
        rows = table(answer.content.decode())
        assert [name.split(" Hidden")[0] for name in rows] == ["1", "2", "3", "4"]
        assert [row[-1] for row in list(rows.values())[:3]] == ["0", "100", "50"]
        assert text.count("not yet") == 3
        assert "style=" not in answer.content.decode()


def test_nobody_else_sees_the_path_of_a_pair(cast, sign_in):
    cycle = teach(cast, [MODELING], coachee=cast.educator)
    address = path_of(cast.educator)
    assert address in sign_in(cast.educator).get(cycle.get_absolute_url()).content.decode()
    leaders = sign_in(cast.leader)
    assert address not in leaders.get(cycle.get_absolute_url()).content.decode()
    assert leaders.get(address).status_code == 403
    for person in (cast.partner, cast.outsider, cast.former):
        assert sign_in(person).get(address).status_code == 404


def test_who_joined_a_group_later_sees_the_lessons_since(cast, sign_in):
    teach(cast, [MODELING], coachee=cast.educator)
    late = make.make_member("educator", cast.program, "Tomas Third")
    cast.educator.coached.get().participants.create(person=late, side="coachee")
    teach(cast, [LEADS], coachee=cast.educator, number=2)
    Cycle.objects.filter(number=2).update(closed_at=None)
    assert len(table(sign_in(late).get(path_of(cast.educator)).content.decode())) == 1
    assert len(table(sign_in(cast.educator).get(path_of(cast.educator)).content.decode())) == 2


def test_an_empty_path_teaches_and_a_leaders_own_says_leader(cast, sign_in):
    pair = make.make_partnership(cast.program, cast.coach, cast.educator, coachee_role="leader")
    browser = sign_in(cast.coach)
    assert "Nothing to show yet." in words(browser.get(path_of(cast.educator)))
    teach(cast, [LEADS], coachee=cast.educator)
    assert pair.pk
    assert "Leader leads" in words(browser.get(path_of(cast.educator)))


def test_a_path_costs_the_same_for_two_lessons_and_for_thirty(cast, sign_in):
    browser, costs = sign_in(cast.educator), []
    for numbers in (range(1, 3), range(3, 31)):
        for number in numbers:
            teach(cast, [MODELING, LEADS], coachee=cast.educator, number=number)
        browser.get(path_of(cast.educator))
        costs.append(queries_of(browser, path_of(cast.educator)))
    assert costs[0] == costs[1] <= 15
