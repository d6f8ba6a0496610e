"""From the clock of an observation to the film and back: nothing drifts, however often the offset is corrected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_review.offsets import is_where_put, on_clock, outside, placed

moments = st.integers(0, 3_600_000)
offsets = st.integers(-3_600_000, 3_600_000)
lengths = st.none() | st.integers(1, 3_600_000)


@st.composite
def clocks(draw):
    start = draw(moments)
    return start, draw(st.none() | st.integers(start + 1, start + 600_000))


@pytest.mark.parametrize(
    ("clock", "offset", "length", "there"),
    [
        ((5_000, None), 60_000, 90_000, (65_000, None)),
        ((5_000, 9_000), -2_000, 90_000, (3_000, 7_000)),
        ((5_000, 9_000), -6_000, 90_000, (0, 3_000)),  # cut at the beginning
        ((5_000, 9_000), -20_000, 90_000, (0, None)),  # all of it before
        ((5_000, 9_000), 84_000, 90_000, (89_000, 90_000)),  # cut at the end
        ((5_000, 9_000), 90_000, 90_000, (90_000, None)),  # all of it after
        ((5_000, 9_000), 90_000, None, (95_000, 99_000)),
    ],
)
def test_feedback_stands_in_the_film_or_at_its_edge(clock, offset, length, there):
    assert placed(clock, offset, length) == there


@pytest.mark.parametrize(
    ("clock", "side"), [((5, None), -1), ((5, 9), -1), ((5, 11), 0), ((10, None), 0), ((101, None), 1)]
)
def test_what_lies_outside_is_known(clock, side):
    assert outside(clock, -10, 90) == side


@given(clocks(), offsets, lengths)
def test_what_was_put_somewhere_comes_back_to_its_place_on_the_clock(clock, offset, length):
    there = placed(clock, offset, length)
    assert is_where_put(there, clock, offset, length)
    assert on_clock(there, clock, offset, length) == clock
    start, end = there
    assert start >= 0
    assert end is None or end > start
    assert length is None or start <= length


@given(clocks(), clocks(), offsets, lengths)
def test_what_was_moved_by_hand_is_taken_where_it_stands(clock, by_hand, offset, length):
    if by_hand != placed(clock, offset, length):
        assert on_clock(by_hand, clock, offset, length)[0] == by_hand[0] - offset
        assert not is_where_put(by_hand, (None, None), offset, length)
