"""A coach sees who has waited longest and plans; the day stands in everybody's calendar."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate, now

from coachcycle.accounts.models import User
from cycles.models import Cycle, PostConference, PreConference
from tests import make
from tests.cycles.pages import typed, words
from tests.queries import queries_of

CASELOAD = "/cycles/caseload/"


def plan(browser, cycle, **values):
    cycle.refresh_from_db()
    return browser.post(reverse("cycles:plan_date", args=[cycle.pk]), {"version": cycle.record.version} | values)


def events(content):
    return {
        str(event["uid"]).partition("@")[0]: event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    }


def test_who_has_waited_longest_stands_first_and_what_is_planned_waits_no_more(cast, cycle, sign_in):
    other = make.make_cycle(
        make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program, "Tomas Reyes"))
    )
    Cycle.objects.filter(pk=cycle.pk).update(stage_entered_at=now() - timedelta(days=16))
    Cycle.objects.filter(pk=other.pk).update(stage_entered_at=now() - timedelta(days=11))
    idle = make.make_partnership(cast.program, cast.coach, make.make_member("educator", cast.program, "Idle Ida"))
    browser = sign_in(cast.coach)
    page = words(browser.get(CASELOAD))
    assert page.index("Wren Abara") < page.index("Tomas Reyes") < page.index("Idle Ida")
    assert "Overdue by 2 days." in page
    assert "Due soon." in page
    assert "No cycle yet" in page
    plan(browser, cycle, meets_at=f"{localdate() + timedelta(days=3)}T15:00")
    page = words(browser.get(CASELOAD))
    assert "Overdue" not in page
    assert "Planned." in page
    assert str(idle.pk) in browser.get(CASELOAD).content.decode()


def test_a_caseload_of_many_costs_what_one_of_few_costs(cast, cycle, sign_in):
    browser = sign_in(cast.coach)
    queries_of(browser, CASELOAD)
    few = queries_of(browser, CASELOAD)
    for number in range(12):
        teacher = make.make_member("educator", cast.program, f"Teacher {number}")
        make.make_cycle(make.make_partnership(cast.program, cast.coach, teacher)).steps_agreed.create(text="Wait")
    assert queries_of(browser, CASELOAD) == few <= 15


def test_the_second_to_plan_overwrites_nobody(cast, cycle, sign_in):
    day = f"{localdate() + timedelta(days=3)}T15:00"
    seen = cycle.record.version
    address = reverse("cycles:plan_date", args=[cycle.pk])
    sign_in(cast.educator).post(address, {"version": seen, "meets_at": day})
    browser = sign_in(cast.coach)
    browser.post(address, {"version": seen, "meets_at": f"{localdate() + timedelta(days=9)}T09:00"})
    assert "Somebody else planned it meanwhile." in words(browser.get(CASELOAD))
    assert localdate(PreConference.objects.get(cycle=cycle).meets_at) == localdate() + timedelta(days=3)


def test_a_date_that_is_none_is_refused_in_words(cast, cycle, sign_in):
    browser = sign_in(cast.coach)
    plan(browser, cycle, meets_at="soon")
    assert "Enter a valid date/time" in words(browser.get(CASELOAD))
    assert mail.outbox == []


def test_all_who_take_part_get_it_for_their_calendar_when_it_moves_and_when_it_is_off(cast, cycle, sign_in):
    browser = sign_in(cast.coach)
    plan(browser, cycle, meets_at="2031-03-10T15:00")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([cast.coach.email, cast.educator.email])
    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == ("conference.ics", "text/calendar; method=REQUEST")
    (event,) = events(content).values()
    assert event.decoded("dtstart") == datetime(2031, 3, 10, 19, 0, tzinfo=UTC), "summer time had begun the day before"
    assert len(event["attendee"]) == 2
    first = event["sequence"]

    form = reverse("cycles:save_pre_conference", args=[cycle.pk])
    browser.post(form, typed(browser.get(form), meets_at="2031-03-11T15:00"))
    assert events(mail.outbox[-1].attachments[0][1])[str(event["uid"]).partition("@")[0]]["sequence"] > first
    before = len(mail.outbox)
    browser.post(form, typed(browser.get(form), minutes="50"))
    assert len(mail.outbox) == before, "nothing moved"
    browser.post(form, typed(browser.get(form), meets_at=""))
    assert "method=CANCEL" in mail.outbox[-1].attachments[0][2]


def test_her_calendar_shows_when_she_meets_and_nothing_of_others(cast, cycle, sign_in, client):
    PreConference.objects.filter(cycle=cycle).update(meets_at=now() + timedelta(days=2), minutes=40)
    PostConference.objects.filter(cycle=cycle).update(meets_at=now() - timedelta(days=200))
    cycle.lesson.taught_on = localdate()
    cycle.lesson.notes = "A secret."
    cycle.lesson.save()
    other = make.make_cycle(make.make_partnership(cast.program, cast.coach))
    PreConference.objects.filter(cycle=other).update(meets_at=now() + timedelta(days=1))
    sign_in(cast.educator).post(reverse("cycles:make_calendar"))
    key = User.objects.get(pk=cast.educator.pk).calendar_key
    client.logout()
    address = reverse("cycles:calendar_feed", args=[key])
    content = client.get(address).content
    assert set(events(content)) == {f"{cycle.pk}-pre_conference", f"{cycle.pk}-lesson"}
    assert b"secret" not in content
    sign_in(cast.educator).post(reverse("cycles:make_calendar"))
    client.logout()
    assert client.get(address).status_code == 404, "the old address shows nothing"


def test_without_a_calendar_there_is_no_address(client, cast):
    assert client.get("/cycles/calendar/.ics").status_code == 404


@pytest.mark.parametrize("leaves", ["membership", "account"])
def test_who_left_has_an_empty_calendar(leaves, cast, cycle, client):
    PreConference.objects.filter(cycle=cycle).update(meets_at=now() + timedelta(days=2))
    address = reverse("cycles:calendar_feed", args=[make.make_calendar(cast.educator)])
    assert events(client.get(address).content)
    if leaves == "membership":
        cast.educator.memberships.get().end()
        assert not events(client.get(address).content)
    else:
        User.objects.filter(pk=cast.educator.pk).update(is_active=False)
        assert client.get(address).status_code == 404
