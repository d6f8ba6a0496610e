"""Support is negotiated: either of the pair changes a level, both ways; who did so, and when, stays to be read."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import LevelChange
from tests import make
from tests.cycles.pages import typed, words

STEPPING_IN = "Only when I look over and nod."


@pytest.fixture
def planned(cycle):
    return make.plan_lesson(cycle)


def save(browser, cycle, stage, **changes):
    url = reverse(f"cycles:save_{stage}", args=[cycle.pk])
    answer = browser.post(url, typed(browser.get(url), **changes))
    assert answer.status_code == 302
    return answer


def changes(cycle):
    rows = LevelChange.objects.filter(segment__cycle=cycle).order_by("at", "pk")
    return [(row.segment.name, row.about, row.was, row.became, row.by.short_name) for row in rows]


def page(browser, cycle):
    return words(browser.get(cycle.get_absolute_url()))


def test_either_changes_what_was_agreed_both_ways_and_who_did_stays(cast, planned, sign_in):
    save(sign_in(cast.coach), planned, "pre_conference", **{"segments-0-agreed_level": "educator_led"})
    save(sign_in(cast.educator), planned, "pre_conference", **{"segments-0-agreed_level": "co_teaching"})
    assert changes(planned) == [
        ("Launch", "agreed", "modeling", "educator_led", "Ines"),
        ("Launch", "agreed", "educator_led", "co_teaching", "Wren"),
    ]
    text = page(sign_in(cast.educator), planned)
    assert "Launch agreed: educator leads before: coach models. Ines," in text
    assert "Launch agreed: side by side before: educator leads. Wren," in text


def test_what_happened_is_said_changed_and_taken_back(cast, planned, sign_in):
    browser = sign_in(cast.educator)
    for level in ("educator_led", "modeling", ""):
        save(browser, planned, "lesson", **{"segments-0-actual_level": level})
    assert [(about, was, became) for _name, about, was, became, _by in changes(planned)] == [
        ("happened", "", "educator_led"),
        ("happened", "educator_led", "modeling"),
        ("happened", "modeling", ""),
    ]
    assert "Launch not said yet before: coach models. Wren," in page(browser, planned)


def test_a_save_that_changes_no_level_and_one_that_is_refused_note_nothing(cast, planned, sign_in):
    browser = sign_in(cast.educator)
    url = reverse("cycles:save_pre_conference", args=[planned.pk])
    opened = browser.get(url)
    save(browser, planned, "pre_conference", **{"segments-0-minutes": "9"})
    assert "Select a valid choice" in words(browser.post(url, typed(opened, **{"segments-0-agreed_level": "nobody"})))
    assert changes(planned) == []
    assert "Who agreed on what" not in page(browser, planned)


def test_a_segment_that_is_new_is_agreed_by_who_wrote_it_and_goes_with_its_history(cast, planned, sign_in):
    browser = sign_in(cast.coach)
    row = {"id": "", "name": "Closing", "minutes": "3", "agreed_level": "co_teaching", "ORDER": "3"}
    more = {"segments-TOTAL_FORMS": "3"} | {f"segments-2-{name}": value for name, value in row.items()}
    save(browser, planned, "pre_conference", **more)
    assert changes(planned) == [("Closing", "agreed", "", "co_teaching", "Ines")]
    save(browser, planned, "pre_conference", **{"segments-2-DELETE": "on"})
    assert changes(planned) == []


def test_a_leader_reads_who_agreed_and_changes_nothing(cast, planned, sign_in):
    save(sign_in(cast.coach), planned, "pre_conference", **{"segments-0-agreed_level": "educator_led"})
    leaders = sign_in(cast.leader)
    assert "before: coach models. Ines," in page(leaders, planned)
    for stage in ("pre_conference", "lesson"):
        assert leaders.post(reverse(f"cycles:save_{stage}", args=[planned.pk]), {}).status_code == 403
    assert leaders.post(reverse("cycles:edit_partnership", args=[planned.partnership_id]), {}).status_code == 403


def test_a_closed_cycle_is_negotiated_no_more(cast, planned, sign_in):
    browser = sign_in(cast.educator)
    url = reverse("cycles:save_pre_conference", args=[planned.pk])
    opened = browser.get(url)
    type(planned).objects.filter(pk=planned.pk).update(closed_at=now())
    answer = browser.post(url, typed(opened, **{"segments-0-agreed_level": "educator_led"}))
    assert "This cycle was closed while you wrote" in words(answer)
    assert changes(planned) == []


@pytest.mark.parametrize("person", ["educator", "coach"])
def test_when_the_coach_may_step_in_is_written_by_either_and_stands_at_lesson_and_film(cast, planned, sign_in, person):
    film = make.make_recording(cast.educator, cycle=planned)
    film.share(by=cast.educator, partnership=planned.partnership)
    browser = sign_in(getattr(cast, person))
    agreement = reverse("cycles:edit_partnership", args=[planned.partnership_id])
    for said in (STEPPING_IN, "Whenever a child waits."):
        assert browser.post(agreement, typed(browser.get(agreement), stepping_in=said)).status_code == 302
        name = {"educator": "Wren", "coach": "Ines"}[person]
        for address in (planned.get_absolute_url(), reverse("media_review:room", args=[film.pk])):
            text = words(browser.get(address))
            assert said in text
            assert f"Last saved by {name}" in text
            assert agreement in browser.get(address).content.decode()
    assert said in words(browser.get(reverse("cycles:save_lesson", args=[planned.pk])))


def test_who_watches_and_may_not_see_the_cycle_reads_no_agreement(cast, planned, sign_in):
    type(planned.partnership).objects.update(stepping_in=STEPPING_IN)
    film = make.make_recording(cast.educator, cycle=planned)
    guest = make.make_member("coach", cast.program, "Gail Guest")
    film.share(by=cast.educator, person=guest)
    assert STEPPING_IN not in words(sign_in(guest).get(reverse("media_review:room", args=[film.pk])))
