"""An experienced pair begins where it stood, says in one press that all went as agreed, and saves and moves on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from cycles.models import Cycle
from cycles.support import SupportLevel
from tests import make
from tests.cycles.pages import typed, words


def at(name, *args):
    return reverse(f"cycles:{name}", args=args)


def save(browser, url, **fields):
    return browser.post(url, typed(browser.get(url), **fields))


@pytest.fixture
def last(cycle):
    """Closed; the talk in pairs went to the two side by side, the launch as agreed."""
    make.plan_lesson(cycle)
    cycle.segments.filter(name="Pair talk").update(actual_level=SupportLevel.CO_TEACHING)
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=now())
    return cycle


def test_the_next_cycle_begins_with_the_plan_of_the_last_and_none_of_its_words(cast, last, sign_in):
    browser = sign_in(cast.coach)
    page = browser.get(last.get_absolute_url()).content.decode()
    start = f"{at('start')}?partnership={last.partnership_id}"
    assert f'href="{start}"' in page
    answer = browser.post(at("start"), typed(browser.get(start), title="Block corner"))
    begun = Cycle.objects.open().get()
    assert answer.url == at("save_pre_conference", begun.pk), "planning goes on at once"
    assert begun.edition == last.edition
    plan = [(part.name, part.minutes, part.agreed_level, part.actual_level) for part in begun.segments.all()]
    assert plan == [("Launch", 5, "modeling", ""), ("Pair talk", 6, "co_teaching", "")], "where the pair came to"
    assert [(answer.prompt, answer.text) for answer in begun.pre_conference.answers.all()] == [
        ("Where is help wanted?", "")
    ]
    assert list(begun.pre_conference.focus.all()) == list(last.pre_conference.focus.all())
    assert not begun.pre_conference.goals.exists()
    assert "Start the next cycle" not in words(browser.get(last.get_absolute_url()))


def test_it_begins_empty_when_the_pair_wants_that_or_never_planned_before(cast, last, sign_in):
    browser = sign_in(cast.coach)
    fields = typed(browser.get(at("start")), title="Block corner", partnership=str(last.partnership_id))
    del fields["as_last_time"]
    browser.post(at("start"), fields)
    begun = Cycle.objects.open().get()
    assert not begun.segments.exists()
    assert not begun.pre_conference.answers.exists()
    assert not begun.pre_conference.focus.exists()
    newcomer = make.make_partnership(make.make_program("Elsewhere"))
    assert "as_last_time" not in typed(sign_in(newcomer.coach).get(at("start")))


def test_who_reads_only_starts_nothing(cast, last, sign_in):
    assert "Start the next cycle" not in words(sign_in(cast.leader).get(last.get_absolute_url()))


def test_one_press_saves_and_moves_on_and_what_is_missing_is_said_of_what_was_saved(cast, cycle, sign_in):
    make.plan_lesson(cycle)
    cycle.pre_conference.goals.all().delete()
    browser, url = sign_in(cast.educator), at("save_pre_conference", cycle.pk)
    assert "Save and go to the lesson" in words(browser.get(url))
    stays = save(browser, url, minutes="40", leaving="pre_conference")
    assert "Not yet: Name a goal for children." in words(stays)
    cycle.pre_conference.refresh_from_db()
    assert cycle.pre_conference.minutes == 40
    save(browser, url, **{"goals-0-text": "They say why."}, leaving="pre_conference")
    cycle.refresh_from_db()
    assert cycle.stage == "lesson"
    assert "Save and go" not in words(browser.get(url)), "only where the pair stands"


def test_a_save_that_clashes_does_not_move_on(cast, cycle, sign_in):
    make.plan_lesson(cycle)
    browser, url = sign_in(cast.educator), at("save_pre_conference", cycle.pk)
    seen = typed(browser.get(url))
    save(sign_in(cast.coach), url, minutes="50")
    answer = sign_in(cast.educator).post(url, seen | {"minutes": "40", "leaving": "pre_conference"})
    assert "Ines saved: “50”" in words(answer)
    cycle.refresh_from_db()
    assert cycle.stage == "pre_conference"


def test_one_press_says_that_the_lesson_went_as_agreed_today(cast, cycle, sign_in):
    make.plan_lesson(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(stage="lesson")
    browser = sign_in(cast.educator)
    assert "It went as agreed: move on" in words(browser.get(cycle.get_absolute_url()))
    browser.post(at("advance", cycle.pk), {"leaving": "lesson", "as_agreed": "1"})
    cycle.refresh_from_db()
    assert cycle.stage == "post_conference"
    assert [part.actual_level for part in cycle.segments.all()] == ["modeling", "educator_led"]
    assert (cycle.lesson.taught_on, cycle.lesson.saved_by) == (localdate(), cast.educator)


def test_what_was_said_of_the_lesson_is_not_overwritten_by_that(cast, cycle, sign_in):
    make.plan_lesson(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(stage="lesson")
    day = localdate() - timedelta(days=3)
    type(cycle.lesson).objects.update(taught_on=day)
    cycle.segments.filter(name="Launch").update(actual_level=SupportLevel.CO_TEACHING)
    browser = sign_in(cast.educator)
    assert "It went as agreed" not in words(browser.get(cycle.get_absolute_url()))
    stays = browser.post(at("advance", cycle.pk), {"leaving": "lesson", "as_agreed": "1"})
    assert "Say why “Launch” went otherwise than agreed." in words(stays)
    cycle.lesson.refresh_from_db()
    assert cycle.lesson.taught_on == day
    assert sorted(part.actual_level for part in cycle.segments.all()) == ["", "co_teaching"], "nothing half done"


def test_the_next_step_is_agreed_on_with_the_rest_and_the_cycle_closed_with_it(cast, cycle, sign_in):
    make.plan_lesson(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(stage="post_conference")
    type(cycle.post_conference).objects.update(reflection="Calmer than I feared.")
    browser, url = sign_in(cast.coach), at("save_post_conference", cycle.pk)
    words_of_both = {"celebrations-0-text": "Five slow counts.", "areas-0-text": "Questions yes does not answer."}
    stays = save(browser, url, **words_of_both, leaving="post_conference")
    assert "Agree on a next step." in words(stays)
    assert not cycle.steps_agreed.exists(), "no words, no step"
    late = {"step-text": "Wait", "step-due": str(localdate() - timedelta(days=1))}
    assert "That day is over." in words(save(browser, url, **late))
    save(browser, url, **{"step-text": "Ask what makes them think so"}, leaving="post_conference")
    step = cycle.steps_agreed.get()
    assert (step.owner, step.due) == (cast.educator, localdate() + timedelta(days=14))
    cycle.refresh_from_db()
    assert not cycle.is_open


def test_a_step_is_typed_once_and_never_made_twice(cast, cycle, sign_in):
    Cycle.objects.filter(pk=cycle.pk).update(stage="post_conference")
    type(cycle.post_conference).objects.update(reflection="Calmer than I feared.")
    browser, url = sign_in(cast.coach), at("save_post_conference", cycle.pk)
    fields = typed(browser.get(url), **{"step-text": "Wait for five counts"})
    for _press in range(2):
        browser.post(url, fields)
    assert cycle.steps_agreed.count() == 1
    assert "step-text" not in typed(browser.get(url))


def test_the_coach_finds_the_form_open_once_the_coachee_has_written_until_something_stands_there(cast, cycle, sign_in):
    Cycle.objects.filter(pk=cycle.pk).update(stage="post_conference")
    assert "A success to celebrate" not in words(sign_in(cast.coach).get(cycle.get_absolute_url()))
    type(cycle.post_conference).objects.update(reflection="Calmer than I feared.")
    page = words(sign_in(cast.coach).get(cycle.get_absolute_url()))
    assert "A success to celebrate" in page
    assert "Calmer than I feared." in page
    assert "Talk it through, clip by clip" in page
    for reader in (cast.educator, cast.leader):
        assert "A success to celebrate" not in words(sign_in(reader).get(cycle.get_absolute_url()))
    cycle.post_conference.points.create(kind="celebrate", text="Five slow counts.")
    assert "A success to celebrate" not in words(sign_in(cast.coach).get(cycle.get_absolute_url()))


def test_the_only_pair_that_can_begin_is_chosen(cast, last, sign_in):
    make.make_cycle(
        make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program, "Tomas"))
    )
    browser = sign_in(cast.coach)
    assert typed(browser.get(at("start")))["partnership"] == [str(last.partnership_id)]
    other = make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program, "Ada Third"))
    fields = typed(browser.get(at("start")))
    assert "partnership" not in fields
    assert typed(browser.get(f"{at('start')}?partnership={other.pk}"))["partnership"] == [str(other.pk)]
