"""Bad input gets a sentence, and what was typed stays in the form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from cycles.models import DebriefPoint
from rubrics.models import Edition
from tests import make
from tests.cycles.pages import typed, words


@pytest.fixture
def save(cast, cycle, client):
    """save(name, **fields) → the page that comes back, as the coach saves with one thing changed."""

    def save_(name, user=cast.coach, **fields):
        client.force_login(user)
        url = reverse(f"cycles:{name}", args=[cycle.pk])
        return client.post(url, typed(client.get(url)) | fields)

    return save_


def test_a_criterion_of_another_edition(cycle, save):
    other = make.criteria_of(make.make_edition())[0]
    own = make.criteria_of(cycle.edition)[0]
    kept = {"goals-0-text": "They say why."}
    answer = save("save_pre_conference", focus=[str(own.pk), str(other.pk)], **kept)
    assert "belongs to another edition" in words(answer)
    assert typed(answer)["goals-0-text"] == "They say why."
    assert not cycle.pre_conference.focus.exists()
    assert save("save_pre_conference", focus=[str(own.pk)], **kept).status_code == 302
    assert cycle.pre_conference.focus.get() == own


def test_a_segment_without_minutes_and_an_overlong_goal(cycle, save):
    answer = save("save_pre_conference", **{"segments-0-name": "Launch", "goals-0-text": "x" * 301})
    assert typed(answer)["segments-0-name"] == "Launch"
    assert typed(answer)["goals-0-text"] == "x" * 301
    assert "This field is required." in words(answer)
    assert "at most 300 characters" in words(answer)
    assert not cycle.segments.exists()


def test_more_rows_than_anyone_needs(cycle, save):
    rows = {f"goals-{n}-text": f"Goal {n}" for n in range(25)}
    answer = save("save_pre_conference", **{"goals-TOTAL_FORMS": "25"}, **rows)
    assert "at most 20" in words(answer)
    assert not cycle.pre_conference.goals.exists()


def test_a_step_due_in_the_past_or_owned_by_a_stranger(cast, cycle, save):
    yesterday = (localdate() - timedelta(days=1)).isoformat()
    answer = save("add_step", text="Wait longer", due=yesterday, owner=str(cast.leader.pk))
    assert "That day is over." in words(answer)
    assert typed(answer)["text"] == "Wait longer"
    assert not cycle.steps_agreed.exists()
    assert save("add_step", text="Wait longer").status_code == 302, "person and date may come later"


def test_a_rubric_that_is_not_published_or_belongs_to_others(cast, client):
    pair = make.make_partnership(cast.program, cast.coach, cast.educator)
    client.force_login(cast.coach)
    url = reverse("cycles:start")
    draft = make.make_edition(state=Edition.State.DRAFT)
    foreign = make.make_edition()
    type(foreign.rubric).objects.filter(pk=foreign.rubric_id).update(
        organization=cast.outsider.memberships.get().organization
    )
    for edition in (draft, foreign):
        answer = client.post(url, {"partnership": str(pair.pk), "title": "Story time", "edition": str(edition.pk)})
        assert "Select a valid choice" in words(answer)
        assert typed(answer)["title"] == "Story time"
    assert not pair.cycles.exists()


def test_the_usual_rubric_fits_the_kind_of_pair(cast, client):
    lesson, coaching = make.make_edition(), make.make_edition()
    type(coaching.rubric).objects.filter(pk=coaching.rubric_id).update(lens="coaching")
    for coachee, role, lens in ((cast.educator, "educator", "lesson"), (cast.leader, "leader", "coaching")):
        pair = make.make_partnership(cast.program, cast.coach, coachee, coachee_role=role)
        client.force_login(cast.coach)
        client.post(reverse("cycles:start"), {"partnership": str(pair.pk), "title": "Story time"})
        assert pair.cycles.get().edition.rubric.lens == lens
    assert lesson.rubric.lens == "lesson"


def test_add_without_a_script_saves_and_comes_back_with_an_empty_row(cycle, save, client):
    first = {"segments-0-name": "Launch", "segments-0-minutes": "5", "segments-0-agreed_level": "modeling"}
    answer = save("save_pre_conference", more="segments", **first)
    assert cycle.segments.get().name == "Launch"
    again = client.get(answer.url)
    assert typed(again)["segments-0-name"] == "Launch"
    assert typed(again)["segments-1-name"] == ""
    save("save_pre_conference", **{"segments-0-DELETE": ["on"]})
    assert not cycle.segments.exists()


def test_an_emptied_goal_is_taken_out_and_a_used_row_keeps_what_happened(cycle, save):
    make.plan_lesson(cycle)
    save("save_lesson", **{"segments-0-actual_level": "co_teaching", "segments-0-reason_changed": "She asked."})
    save("save_pre_conference", **{"goals-0-text": " ", "segments-0-name": "The launch"})
    assert not cycle.pre_conference.goals.exists()
    segment = cycle.segments.first()
    assert (segment.name, segment.actual_level) == ("The launch", "co_teaching")


def test_the_coachee_writes_first(cast, cycle, save, client):
    save("save_post_conference", **{"celebrations-0-text": "Five slow counts.", "areas-0-text": "Ask again."})
    assert DebriefPoint.objects.count() == 2
    client.force_login(cast.educator)
    page = words(client.get(cycle.get_absolute_url()))
    assert "Your own view comes first" in page
    assert "Five slow counts." not in page
    assert "Write your own view first" in words(client.get(reverse("cycles:save_post_conference", args=[cycle.pk])))
    sneaky = {"celebrations-TOTAL_FORMS": "1", "celebrations-INITIAL_FORMS": "0", "celebrations-0-text": "Mine"}
    save("save_post_conference", user=cast.educator, **sneaky)
    assert DebriefPoint.objects.count() == 2
    client.force_login(cast.coach)
    url = reverse("cycles:save_reflection", args=[cycle.pk])
    assert client.post(url, {"reflection": "Not hers."}).status_code == 403
    assert save("save_reflection", user=cast.educator, reflection="I waited.").status_code == 302
    client.force_login(cast.educator)
    assert "Five slow counts." in words(client.get(cycle.get_absolute_url()))
