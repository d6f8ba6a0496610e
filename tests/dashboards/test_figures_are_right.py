"""The pure cores: merging, percents, months and where lines run."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachcycle.dashboards import activity
from coachcycle.dashboards.groups import SMALLEST_GROUP, grouped
from cycles import release
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


@given(st.lists(st.tuples(st.lists(st.sampled_from(list(SupportLevel)), min_size=1), st.integers(1, 3)), min_size=1))
def test_bands_fill_every_column_and_the_columns_the_width(columns):
    """So that the height of a band, and nothing else, says how much was led by whom."""
    told = [
        release.Column(str(number), release.percents(levels), (), weight)
        for number, (levels, weight) in enumerate(columns)
    ]
    drawn = release.draw(told)
    assert drawn.actual.bands == []
    heights, widths = {}, {}
    for band in drawn.agreed.bands:
        heights.setdefault(band.x, []).append(float(band.height))
        widths[band.x] = float(band.width.rstrip("%"))
    # Heights are written to a tenth of a pixel, widths to a hundredth of a percent: each is half of that off at most.
    assert [sum(of_column) for of_column in heights.values()] == pytest.approx([release.HEIGHT] * len(told), abs=0.151)
    assert sum(widths.values()) == pytest.approx(100, abs=0.00501 * len(told))
    for band in drawn.agreed.bands:
        assert (
            release.TITLE <= float(band.y) <= float(band.y) + float(band.height) <= release.TITLE + release.HEIGHT + 0.2
        )


def test_the_lowest_band_climbs_in_steps_as_support_is_released():
    drawn = release.draw(
        [release.Column("1", (50, 50, 0), (100, 0, 0)), release.Column("2", (0, 50, 50), (0, 20, 80), 3)]
    )
    led = [band for band in drawn.actual.bands if band.level == SupportLevel.EDUCATOR_LED]
    assert [(band.x, band.width, band.figure) for band in led] == [("25.00%", "75.00%", "80%")]
    assert float(led[0].y) + float(led[0].height) == drawn.actual.y + release.HEIGHT
    assert [mark.x for mark in drawn.columns] == ["12.50%", "62.50%"]


def test_many_lessons_show_no_figures_and_not_every_label():
    drawn = release.draw([release.Column(str(number), (0, 0, 100), (0, 0, 100)) for number in range(1, 41)])
    assert not any(band.figure for band in drawn.agreed.bands)
    assert len(drawn.columns) <= 12
