"""Where are we, with whom? One page for coach, coachee and leader, narrowed by its address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now

from cycles.models import Cycle, Lesson, Partnership, PreConference
from tests import make
from tests.cycles.pages import words
from tests.queries import queries_of

MOST_QUERIES = 15


def test_coach_educator_and_leader_find_the_cycle_with_its_open_steps(cast, cycle, sign_in):
    cycle.steps_agreed.create(text="Wait longer")
    cycle.steps_agreed.create(text="Done already", done_at=now())
    for user in (cast.coach, cast.educator, cast.leader):
        page = words(sign_in(user).get(reverse("cycles:list")))
        assert cycle.title in page
        assert "Pre-conference, since today" in page
        assert "1 step open" in page
        assert "No date yet" in page


def test_a_line_says_the_day_as_people_do(cast, cycle, sign_in):
    browser = sign_in(cast.coach)

    def page(days):
        PreConference.objects.update(meets_at=now() + timedelta(days=days))
        return words(browser.get(reverse("cycles:list")))

    assert "Meet tomorrow, " in page(1)
    assert f"Met {date_format(localdate() - timedelta(days=3), 'MONTH_DAY_FORMAT')}" in page(-3)
    Cycle.objects.update(stage="lesson")
    Lesson.objects.update(taught_on=localdate())
    assert "Lesson on" in page(-3)
    Partnership.objects.update(coachee_role="leader")
    assert "Session on" in page(-3)


def test_the_address_narrows_it(cast, cycle, sign_in):
    other = make.make_cycle(
        make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program, "Tomas")),
        title="Block corner",
    )
    Cycle.objects.filter(pk=other.pk).update(stage="lesson")
    browser = sign_in(cast.coach)

    def shown(**query):
        page = words(browser.get(reverse("cycles:list", query=query)))
        return {title for title in (cycle.title, other.title) if title in page}

    assert shown() == {cycle.title, other.title}
    assert shown(stage="lesson") == {other.title}
    assert shown(person=cast.educator.pk) == {cycle.title}
    assert shown(open="0") == set()
    assert shown(stage="nonsense", person="nobody") == {cycle.title, other.title}


def test_what_is_in_use_stands_in_words_also_where_the_filters_are_folded(cast, cycle, sign_in):
    browser = sign_in(cast.coach)
    page = words(browser.get(reverse("cycles:list")))
    assert "Filters" in page
    assert "Show all" not in page
    page = words(browser.get(reverse("cycles:list", query={"person": cast.educator.pk, "open": "1", "stage": "no"})))
    assert "Filters (2)" in page
    assert "Wren Abara · Open Show all" in page


@pytest.mark.parametrize("role", ["coach", "educator", "leader", "partner"])
def test_an_empty_page_says_what_will_stand_here(role, cast, sign_in):
    page = words(sign_in(getattr(cast, role)).get(reverse("cycles:list")))
    assert "Here your cycles will stand" in page
    assert ("Start a cycle" in page) == (role in {"coach", "leader"})


def test_thirty_cycles_cost_what_two_cost(cast, sign_in):
    def more(count):
        for _number in range(count):
            educator = make.make_member("educator", cast.program)
            made = make.make_cycle(make.make_partnership(cast.program, cast.coach, educator))
            made.steps_agreed.create(text="Wait longer", owner=educator)

    more(2)
    browser = sign_in(cast.coach)
    few = queries_of(browser, reverse("cycles:list"))
    more(28)
    assert queries_of(browser, reverse("cycles:list")) == few <= MOST_QUERIES


@pytest.mark.parametrize("stage", Cycle.Stage.values)
def test_a_cycle_with_thirty_of_everything_costs_what_two_cost(stage, cast, sign_in):
    pair = make.make_partnership(cast.program, cast.coach, cast.educator)
    earlier = make.make_cycle(pair)
    Cycle.objects.filter(pk=earlier.pk).update(closed_at=now())
    cycle = make.make_cycle(pair)
    Cycle.objects.filter(pk=cycle.pk).update(stage=stage)

    def more(count):
        for _number in range(count):
            make.plan_lesson(cycle)
            cycle.post_conference.points.create(kind="celebrate", text="It worked.")
            cycle.steps_agreed.create(text="Wait longer", owner=cast.coach)
            earlier.steps_agreed.create(text="Count to five", owner=cast.educator)

    more(2)
    browser = sign_in(cast.educator)
    pages = [cycle.get_absolute_url(), reverse(f"cycles:save_{stage}", args=[cycle.pk])]
    few = [queries_of(browser, url) for url in pages]
    more(28)
    assert [queries_of(browser, url) for url in pages] == few
    assert max(few) <= MOST_QUERIES, few
