"""What always holds of the clips of a debrief, and of notes that land where others stand."""

from hypothesis import given
from hypothesis import strategies as st

from media_review import landing
from media_review.debrief import clip


@given(start=st.integers(0, 10**7), length=st.none() | st.integers(1, 10**5), film=st.none() | st.integers(0, 10**7))
def test_a_clip_always_has_some_length_and_holds_its_moment_where_the_film_does(start, length, film):
    begin, end = clip(start, start + length if length else None, film)
    assert 0 <= begin < end
    if not film or start < film:
        assert begin <= start
        assert start <= end or not film
    if film and start + 1 < film:
        assert end <= film


@given(
    st.lists(st.text(alphabet="ab: \n", min_size=1).map(str.strip).filter(bool), max_size=5),
    st.text(alphabet="ab: \n").map(str.strip),
    st.text(alphabet="ab: \n").map(str.strip),
)
def test_of_what_stands_there_nothing_is_lost(others, before, after):
    notes = "\n\n".join([*others[:2], *([before] if before else []), *others[2:]])
    found = landing.merged(notes, before, after)
    assert after in found
    squeezed = found.replace("\n", "")
    left = [line for other in others for line in other.split("\n") if line and line not in before]
    assert all(line in squeezed for line in left)
    assert landing.merged(notes.replace("\n", "\r\n"), before, after) == found
