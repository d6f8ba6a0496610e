"""One pair in two time zones, and the days on which the clocks change: everybody reads her own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from coachcycle.accounts.models import User
from coachcycle.letterbox.sending import send_letters
from cycles.models import PreConference
from tests.cycles.pages import typed, words

SPRING = "2027-03-14"  # in New York two o'clock becomes three
AUTUMN = "2027-11-07"  # and here two o'clock becomes one, once more


@pytest.fixture
def address(cast, cycle):
    """Of the pre-conference's form; Ines lives in Los Angeles, Wren in New York."""
    User.objects.filter(pk=cast.coach.pk).update(time_zone="America/Los_Angeles")
    User.objects.filter(pk=cast.educator.pk).update(time_zone="America/New_York")
    return reverse("cycles:save_pre_conference", args=[cycle.pk])


def met_at(cycle):
    return PreConference.objects.get(cycle=cycle).meets_at


def test_what_one_plans_by_her_clock_the_other_reads_by_hers(cast, cycle, address, sign_in):
    browser = sign_in(cast.coach)
    form = typed(browser.get(address), meets_at="2027-05-04T12:30")
    assert browser.post(address, form).status_code == 302
    assert met_at(cycle) == datetime(2027, 5, 4, 19, 30, tzinfo=UTC)
    assert typed(sign_in(cast.coach).get(address))["meets_at"] == "2027-05-04T12:30"
    browser = sign_in(cast.educator)
    assert typed(browser.get(address))["meets_at"] == "2027-05-04T15:30"
    assert "15:30" in words(browser.get(cycle.get_absolute_url()))
    assert browser.post(address, typed(browser.get(address))).status_code == 302
    assert met_at(cycle) == datetime(2027, 5, 4, 19, 30, tzinfo=UTC), "saving without a change moves nothing"


@pytest.mark.parametrize("moment", [f"{SPRING}T02:30", f"{AUTUMN}T01:30"])
def test_a_time_that_is_not_or_is_twice_is_refused_in_words_of_ours(moment, cast, cycle, address, sign_in):
    browser = sign_in(cast.educator)
    answer = browser.post(address, typed(browser.get(address), meets_at=moment, **{"goals-0-text": "They say why."}))
    assert "The clocks change in that night" in words(answer)
    assert typed(answer)["goals-0-text"] == "They say why."
    assert met_at(cycle) is None
    User.objects.filter(pk=cast.coach.pk).update(time_zone="America/Phoenix")
    browser = sign_in(cast.coach)
    assert browser.post(address, typed(browser.get(address), meets_at=moment)).status_code == 302, "there they never do"


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_on_a_day_of_23_or_25_hours_one_letter_comes_in_the_morning(day, hours, cast, cycle, address):
    User.objects.filter(pk=cast.educator.pk).update(letters="daily")
    User.objects.filter(pk=cast.coach.pk).update(letters="none")
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=5 if hours == 23 else 4)
    PreConference.objects.filter(cycle=cycle).update(meets_at=midnight + timedelta(hours=20))
    came = [hour for hour in range(hours) if send_letters(midnight + timedelta(hours=hour, minutes=5))]
    assert came == [6 if hours == 23 else 8], "seven by her clock"
    assert len(mail.outbox) == 1


def test_the_afternoon_of_such_a_day_is_planned_by_the_new_time(cast, cycle, address, sign_in):
    browser = sign_in(cast.educator)
    form = typed(browser.get(address), meets_at=f"{AUTUMN}T15:00")
    assert browser.post(address, form).status_code == 302
    assert met_at(cycle) == datetime(2027, 11, 7, 20, 0, tzinfo=UTC), "winter time has begun by then"
    assert typed(browser.get(address))["meets_at"] == f"{AUTUMN}T15:00"
