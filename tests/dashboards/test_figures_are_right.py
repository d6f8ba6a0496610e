"""The pure cores: merging, percents, months and where lines run."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coachcycle.dashboards import activity, chart, release
from coachcycle.dashboards.groups import SMALLEST_GROUP, grouped
from cycles.support import SupportLevel

rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=30)


@given(rows)
def test_merging_leaves_no_small_group_and_loses_no_row(rows):
    groups = grouped(rows, range(6), label_of=lambda row: row[0], person_of=lambda row: row[1])
    assert all(len(group.people) >= SMALLEST_GROUP for group in groups)
    if len({person for _label, person in rows}) >= SMALLEST_GROUP:
        assert sorted(row for group in groups for row in group.rows) == sorted(rows)
        labels = [label for group in groups for label in group.labels]
        assert labels == sorted({label for label, _person in rows})
    else:
        assert groups == []


def test_a_small_group_joins_the_smaller_neighbour():
    rows = [("a", person) for person in range(5)] + [("b", 10)] + [("c", person) for person in range(20, 23)]
    groups = grouped(rows, "abc", label_of=lambda row: row[0], person_of=lambda row: row[1])
    assert [group.labels for group in groups] == [("a",), ("b", "c")]


@given(st.lists(st.sampled_from(list(SupportLevel)), min_size=1))
def test_percents_add_up_to_a_hundred_and_stay_within_one_of_the_truth(levels):
    shares = release.percents(levels)
    assert sum(shares) == 100
    for level, share in zip(SupportLevel, shares, strict=True):
        assert abs(share - 100 * levels.count(level) / len(levels)) < 1


def test_six_months_reach_over_the_turn_of_the_year():
    assert activity.months(date(2026, 2, 28)) == [
        date(2025, 9, 1),
        date(2025, 10, 1),
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


@given(st.lists(st.floats(0, 220), min_size=1, max_size=4))
def test_values_at_the_ends_of_lines_never_touch(ys):
    placed = sorted(chart.spread(ys))
    assert all(below - above >= chart.VALUE_GAP - 1e-6 for above, below in itertools.pairwise(placed))


def test_a_chart_spans_its_width_and_ends_where_its_values_do():
    drawn = chart.draw(["Oct", "Nov", "Dec"], [(40, 30, 20), (30, 30, 30), (30, 40, 50)])
    assert [mark.text for mark in drawn.grid] == ["0", "20", "40", "60"]
    assert [mark.x for mark in drawn.columns] == ["8.00%", "48.00%", "88.00%"]
    falling = drawn.series[0]
    assert (falling.lines[0].x1, falling.lines[-1].x2, falling.last) == ("8.00%", "88.00%", 20)
    assert float(falling.lines[0].y1) < float(falling.lines[-1].y2)
