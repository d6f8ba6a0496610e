"""Whatever has stages moves through them forward, one at a time, once each."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.timezone import localdate

from cycles.models import Cycle, Lesson, PostConference
from tests import make


@pytest.fixture
def ready(cycle, cast):
    """A cycle that lacks nothing, whatever its stage."""
    make.plan_lesson(cycle)
    cycle.segments.update(actual_level=F("agreed_level"))
    Lesson.objects.filter(cycle=cycle).update(taught_on=localdate())
    PostConference.objects.filter(cycle=cycle).update(reflection="It went well.")
    cycle.post_conference.points.create(kind="celebrate", text="They listened.")
    cycle.post_conference.points.create(kind="strengthen", text="Wait longer.")
    cycle.steps_agreed.create(text="Count to five", owner=cast.coach, due=localdate())
    return Cycle.objects.get(pk=cycle.pk)


def test_it_goes_forward_stage_by_stage_and_then_closes(ready, cast):
    seen = [ready.stage]
    while ready.is_open:
        ready.advance(by=cast.coach)
        seen.append(ready.stage)
    assert seen == ["pre_conference", "lesson", "post_conference", "post_conference"]
    assert ready.next_stage is None
    moves = [(row.left, row.arrived, row.by) for row in ready.history.all()]
    assert moves == [
        ("", "pre_conference", cast.coach),
        ("pre_conference", "lesson", cast.coach),
        ("lesson", "post_conference", cast.coach),
        ("post_conference", "", cast.coach),
    ]
    with pytest.raises(ValidationError):
        ready.advance(by=cast.coach)


def test_what_is_missing_holds_it_back_in_sentences(cycle, cast):
    with pytest.raises(ValidationError) as refusal:
        cycle.advance(by=cast.coach)
    assert "Name a goal for children." in refusal.value.messages
    assert cycle.history.count() == 1
    make.plan_lesson(cycle)
    cycle.advance(by=cast.coach)
    assert cycle.stage == "lesson"


def test_of_two_who_move_it_at_once_one_is_told(ready, cast):
    seen_by_the_other = Cycle.objects.get(pk=ready.pk)
    ready.advance(by=cast.coach)
    with pytest.raises(ValidationError, match="already moved this on"):
        seen_by_the_other.advance(by=cast.educator)
    ready.refresh_from_db()
    assert ready.stage == "lesson"
    assert ready.history.count() == 2
