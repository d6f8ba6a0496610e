"""From the first word between a coach and an educator to a closed cycle, page by page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from coachcycle.accounts.models import Classroom
from cycles.models import Cycle, NextStep, Partnership
from tests import make
from tests.cycles.pages import typed, words


@pytest.fixture
def pages(client):
    """pages(user) → (open, save): what that person opens and saves, by URL name."""

    def of(user):
        def open_(name, *args, status=200, **query):
            client.force_login(user)
            response = client.get(reverse(f"cycles:{name}", args=args, query=query))
            assert response.status_code == status
            return response

        def save(name, *args, status=302, **fields):
            client.force_login(user)
            url = reverse(f"cycles:{name}", args=args)
            response = client.post(url, typed(client.get(url)) | fields)
            assert response.status_code == status, words(response)
            return response

        def press(name, *args, status=302, **fields):
            client.force_login(user)
            response = client.post(reverse(f"cycles:{name}", args=args), fields)
            assert response.status_code == status, words(response)
            return response

        return open_, save, press

    return of


def plan(edition):
    return {
        "meets_at": "2026-03-05T12:30",
        "minutes": "40",
        "focus": [str(make.criteria_of(edition)[0].pk)],
        "picks": ["plan-1", "evidence-0"],
        "goals-0-text": "Children say why, in their own words.",
        "segments-TOTAL_FORMS": "2",
        "segments-0-name": "Pair talk",
        "segments-0-minutes": "6",
        "segments-0-agreed_level": "educator_led",
        "segments-0-ORDER": "2",
        "segments-1-id": "",
        "segments-1-name": "Launch",
        "segments-1-minutes": "5",
        "segments-1-agreed_level": "modeling",
        "segments-1-ORDER": "1",
    }


def test_from_a_new_partnership_to_a_closed_cycle(cast, pages):
    edition = make.make_edition()
    coach_opens, coach_saves, coach_presses = pages(cast.coach)
    wren_opens, wren_saves, wren_presses = pages(cast.educator)

    assert "Begin a partnership" in words(coach_opens("start"))
    room = Classroom.objects.get(program=cast.program)
    whom = f"{cast.program.pk}/{cast.educator.pk}/educator"
    coach_saves("start_partnership", coachee=whom, classroom=str(room.pk))
    pair = Partnership.objects.get()
    assert (pair.coach, pair.coachee, pair.classroom) == (cast.coach, cast.educator, room)
    assert "open palm" in pair.stepping_in

    coach_saves("start", partnership=str(pair.pk), title="Story time", edition=str(edition.pk))
    cycle = Cycle.objects.get()
    page = words(coach_opens("detail", cycle.pk))
    assert "open palm" in page
    assert "Name a goal for children." in page
    refused = coach_presses("advance", cycle.pk, status=200, leaving="pre_conference")
    assert "Not yet: Name a goal for children." in words(refused)

    answer = coach_saves("save_pre_conference", cycle.pk, **plan(edition))
    assert answer.url.startswith(reverse("cycles:save_pre_conference", args=[cycle.pk])), "answers come next"
    wren_saves("save_pre_conference", cycle.pk, **{"answers-0-text": "When nobody answers I jump in. Help me wait."})
    assert [s.name for s in cycle.segments.all()] == ["Launch", "Pair talk"]
    assert cycle.pre_conference.answers.count() == 2
    assert "Help me wait" in words(coach_opens("detail", cycle.pk))
    wren_presses("advance", cycle.pk, leaving="pre_conference")

    happened = {"taught_on": "2026-03-12", "setting": "On the rug", "adults": "2", "children": "5"}
    levels = {"segments-0-actual_level": "modeling", "segments-1-actual_level": "co_teaching"}
    wren_saves("save_lesson", cycle.pk, **happened, **levels)
    refused = wren_presses("advance", cycle.pk, status=200, leaving="lesson")
    assert "Not yet: Say why “Pair talk” went otherwise than agreed." in words(refused)
    wren_saves("save_lesson", cycle.pk, **{"segments-1-reason_changed": "One pair had no words yet."})
    wren_presses("advance", cycle.pk, leaving="lesson")

    assert "How did it go, in your own words?" in words(wren_opens("detail", cycle.pk)), "it is open already"
    assert "Name an area to strengthen" in words(coach_opens("detail", cycle.pk))
    wren_saves("save_reflection", cycle.pk, reflection="I counted to five, twice.")
    points = {
        "celebrations-0-text": "The quietest child said because.",
        "areas-0-text": "Ask what yes does not answer.",
    }
    coach_saves("save_post_conference", cycle.pk, meets_at="2026-03-13T12:30", **points)
    coach_saves("add_step", cycle.pk, text="Count to five")
    refused = coach_presses("advance", cycle.pk, status=200, leaving="post_conference")
    assert "Not yet: Give every next step a person and a date." in words(refused)
    step = NextStep.objects.get()
    due = (localdate() + timedelta(days=14)).isoformat()
    coach_saves("edit_step", step.pk, owner=[str(cast.educator.pk)], due=due)
    coach_presses("advance", cycle.pk, leaving="post_conference")

    cycle.refresh_from_db()
    assert not cycle.is_open
    page = words(wren_opens("detail", cycle.pk))
    assert "Wren moved on: Lesson to Post-conference." in page
    assert "Ines closed the cycle." in page
    wren_presses("finish_step", step.pk)
    step.refresh_from_db()
    assert step.done_at is not None, "a step outlives its cycle"


def test_a_leader_is_coached_on_a_session_with_staff(cast, pages):
    make.make_edition()
    pair = make.make_partnership(cast.program, cast.coach, cast.leader, coachee_role="leader")
    cycle = make.make_cycle(pair)
    opens, saves, presses = pages(cast.leader)
    form = words(opens("save_pre_conference", cycle.pk))
    assert "Goals for staff" in form
    assert "leader leads" in form
    assert "children to know more" not in form
    refused = presses("advance", cycle.pk, status=200, leaving="pre_conference")
    assert "Name a goal for staff." in words(refused)
    saves("save_lesson", cycle.pk, taught_on="2026-03-12", adults="7")
    cycle.lesson.refresh_from_db()
    assert (cycle.lesson.kind, cycle.lesson.adults, cycle.lesson.children) == ("session", 7, None)


def test_steps_still_open_are_carried_into_the_next_cycle(cast, cycle, pages):
    step = cycle.steps_agreed.create(text="Put the cards low", owner=cast.coach)
    done = cycle.steps_agreed.create(text="Wait longer", owner=cast.coach)
    opens, _saves, presses = pages(cast.coach)
    refused = presses("carry_step", step.pk)
    assert "Start the next cycle first" in words(opens("detail", cycle.pk))
    assert refused.url.endswith("#steps")
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    after = make.make_cycle(cycle.partnership, title="Block corner")
    page = words(opens("detail", after.pk))
    assert "Still open from before" in page
    presses("carry_step", step.pk)
    presses("finish_step", done.pk, next=reverse("cycles:detail", args=[after.pk]))
    page = words(opens("detail", after.pk))
    assert "Still open from before" not in page
    assert "Carried from cycle 1, Story time, small group." in page
    assert list(after.next_steps()) == [step]
