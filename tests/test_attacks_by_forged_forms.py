"""A browser that sends what no form of ours offers: ids of others, numbers no field shows, types no script sends."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils.timezone import now

from coachcycle.accounts.models import Membership
from cycles.models import Cycle, NextStep, Partnership
from media_review.models import Annotation, Recording
from tests import make
from tests.cycles.pages import typed


@pytest.fixture
def film(things):
    return Recording.objects.get(pk=things["recording"][0])


@pytest.fixture
def strange(cast):
    """A whole pair in another organization, with a film and feedback of its own."""
    cycle = make.make_cycle()
    film = make.make_recording(cycle.partnership.coachee, cycle=cycle)
    film.share(by=film.uploader, partnership=cycle.partnership)
    said = make.make_annotation(film, cycle.partnership.coach, "Theirs", shared_at=now())
    return {"cycle": cycle, "pair": cycle.partnership, "film": film, "said": said}


def write(browser, film, **said):
    form = {"start": "0:10", "body": "I saw this.", "kind": "note"} | said
    return browser.post(reverse("media_review:add_annotation", args=[film.pk]), form)


def test_the_id_of_other_feedback_is_neither_taken_over_nor_changed(cast, film, strange, sign_in):
    draft_of_educator = make.make_annotation(film, cast.educator, "Hers alone")
    own_elsewhere = make.make_annotation(make.make_recording(cast.coach), cast.coach, "On another film")
    answer_of_hers = film.annotations.first().replies.create(recording=film, author=cast.coach, start_ms=0, body="Yes")
    browser = sign_in(cast.coach)
    for taken in (draft_of_educator, own_elsewhere, answer_of_hers, strange["said"]):
        before = Annotation.objects.filter(pk=taken.pk).values().get()
        refused = write(browser, film, id=taken.pk)
        assert refused.status_code == 422
        assert "Hers alone" not in refused.content.decode()
        assert "Theirs" not in refused.content.decode()
        assert Annotation.objects.filter(pk=taken.pk).values().get() == before


def test_criteria_and_levels_of_another_edition_are_refused(cast, film, strange, sign_in):
    browser = sign_in(cast.coach)
    ours = make.criteria_of(film.cycle.edition)
    theirs = make.criteria_of(strange["cycle"].edition)[0]
    wrong = [
        {"criterion": theirs.pk},
        {"level": theirs.levels.first().pk},
        {"criterion": ours[0].pk, "level": ours[1].levels.first().pk},
        {"criterion": "NaN"},
        {"criterion": "9" * 30},
        {"kind": "shout"},
        {"id": "x" * 500},
        {"start": "-1"},
        {"start": "9" * 400},
        {"start": "999:59:59"},
        {"start": "0:10", "end": "0:05"},
        {"body": "\x00"},
        {"body": "x" * 5001},
    ]
    for said in wrong:
        assert write(browser, film, **said).status_code == 422, said
    assert film.annotations.count() == 1


def test_a_film_goes_to_nobody_it_was_not_offered_to(cast, cycle, film, strange, sign_in):
    browser = sign_in(cast.educator)
    share = reverse("media_review:share", args=[film.pk])
    for chosen in (
        {"person": strange["pair"].coach_id},
        {"partnerships": strange["pair"].pk},
        {"person": "nobody"},
        {"partnerships": ["x", "\x00"]},
        {"person": "\x00"},
    ):
        assert browser.post(share, chosen).status_code == 200
    about = reverse("media_review:about", args=[film.pk])
    for chosen in (strange["cycle"].pk, uuid.uuid4(), "x", "\x00"):
        browser.post(about, {"title": "Mine", "cycle": chosen})
    other_pair = make.make_cycle(make.make_partnership(cast.program))
    browser.post(about, {"title": "Mine", "cycle": other_pair.pk})
    film.refresh_from_db()
    assert film.cycle == cycle
    assert film.shares.count() == 1
    stop = reverse("media_review:stop_sharing", args=[film.pk, strange["film"].shares.get().pk])
    assert browser.post(stop).status_code == 404
    assert strange["film"].shares.active().exists()


def test_a_next_step_is_given_to_one_of_the_pair_only(cast, cycle, film, sign_in):
    browser = sign_in(cast.coach)
    said = film.annotations.get()
    asks = [
        reverse("media_review:make_next_step", args=[said.pk]),
        reverse("cycles:add_step", args=[cycle.pk]),
    ]
    for url in asks:
        for owner in (cast.leader, cast.outsider):
            browser.post(url, {"text": "Wait", "owner": owner.pk, "due": "2999-01-01"})
        for wrong in ({"owner": "x"}, {"owner": "\x00"}, {"due": "0000-00-00"}, {"due": "99999-01-01"}):
            assert browser.post(url, {"text": "Wait"} | wrong).status_code < 500
    assert not NextStep.objects.filter(owner__in=[cast.leader, cast.outsider]).exists()


def test_rows_of_another_record_are_not_written_through_a_form_of_ours(cast, cycle, strange, sign_in):
    theirs = strange["cycle"].pre_conference.goals.create(text="Their goal")
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])
    browser = sign_in(cast.coach)
    form = typed(browser.get(url), **{"goals-0-id": theirs.pk, "goals-0-text": "Taken over"})
    browser.post(url, form)
    focus = make.criteria_of(strange["cycle"].edition)[0]
    browser.post(url, typed(browser.get(url), focus=[focus.pk]))
    theirs.refresh_from_db()
    assert theirs.text == "Their goal"
    assert not cycle.pre_conference.focus.exists()


TOO_MUCH = ["9" * 5000, "-1", "NaN", "1e9", "[]", "{}", "\x00", "١٢", "0x10", " ", "9999999999999999999"]


@pytest.mark.parametrize("value", TOO_MUCH)
def test_rubbish_in_any_field_is_refused_and_never_breaks(value, cast, cycle, film, things, sign_in, store):
    browser = sign_in(cast.coach)
    for stage in ("pre_conference", "lesson", "post_conference"):
        url = reverse(f"cycles:save_{stage}", args=[cycle.pk])
        names = typed(browser.get(url))
        for name in [*names, "goals-0-id", "goals-TOTAL_FORMS", "segments-0-ORDER", "segments-0-minutes"]:
            assert browser.post(url, names | {name: value}).status_code < 500, name
        assert browser.get(url + "?more=" + value.replace("\x00", "%00")).status_code < 500
    queries = {
        "cycles:list": "person stage open page",
        "cycles:start": "partnership title edition as_last_time",
        "media_review:list": "mine others",
        "media_review:new": "cycle",
        "next_steps": "of",
    }
    for name, fields in queries.items():
        for field in fields.split():
            assert browser.get(reverse(name), {field: value}).status_code < 500, field
    room = reverse("media_review:room", args=[film.pk])
    assert browser.get(room, {"kind": value, "t": value}).status_code == 200
    assert browser.get(reverse("rubrics:detail", args=things["rubric"]), {"edition": value}).status_code in (200, 404)
    start = {"file_name": "a.mp4", "size": 5, "fingerprint": "f", "content_type": "video/mp4"}
    educator = sign_in(cast.educator)
    for field in ("size", "cycle", "audience"):
        assert educator.post(reverse("media_review:start_upload"), start | {field: value}).status_code < 500, field


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00", "9999-12-31T00:00"])
def test_the_end_of_time_is_no_time_to_meet(moment, cast, cycle, sign_in):
    browser = sign_in(cast.coach)
    for zone in ("America/New_York", "Pacific/Auckland"):
        type(cast.program.organization).objects.update(time_zone=zone)
        for stage in ("pre_conference", "post_conference"):
            url = reverse(f"cycles:save_{stage}", args=[cycle.pk])
            assert browser.post(url, typed(browser.get(url), meets_at=moment)).status_code < 500
        lesson = reverse("cycles:save_lesson", args=[cycle.pk])
        assert browser.post(lesson, typed(browser.get(lesson), taught_on=moment[:10])).status_code < 500
        for page in (cycle.get_absolute_url(), reverse("home"), reverse("cycles:list")):
            assert browser.get(page).status_code == 200


def test_a_viewer_cannot_swell_the_log(cast, film, sign_in):
    browser = sign_in(cast.coach)
    address = reverse("media_review:log_viewing", args=[film.pk])
    for shift in range(0, 6000, 2000):
        ranges = [[shift + 4 * n, shift + 4 * n + 1] for n in range(500)]
        assert browser.post(address, {"ranges": json.dumps(ranges)}).status_code == 204
    assert len(film.viewings.get().ranges) <= 500


def test_nobody_pairs_herself_with_people_elsewhere(cast, strange, sign_in):
    browser = sign_in(cast.coach)
    url = reverse("cycles:start_partnership")
    theirs = strange["pair"]
    own = f"{cast.program.pk}/{cast.educator.pk}/educator"
    wrong = [
        {"coachee": f"{theirs.program_id}/{theirs.coachee_id}/educator", "coach": cast.coach.pk},
        {"coachee": f"{cast.program.pk}/{theirs.coachee_id}/educator", "coach": cast.coach.pk},
        {"coachee": own, "coach": theirs.coach_id},
        {"coachee": own, "coach": cast.leader.pk},
        {"coachee": own, "coach": "x"},
        {"coachee": own, "coach": cast.coach.pk, "classroom": theirs.program.classrooms.get().pk},
    ]
    before = Partnership.objects.count()
    for chosen in wrong:
        assert browser.post(url, chosen).status_code == 200
    assert Partnership.objects.count() == before
    cycles = Cycle.objects.count()
    for pair in (theirs, make.make_partnership(cast.program)):
        browser.post(reverse("cycles:start"), {"partnership": pair.pk, "title": "Mine"})
    assert Cycle.objects.count() == cycles


def test_a_leader_rules_in_her_own_program_alone(cast, sign_in):
    sister = make.make_program("Sister center", cast.program.organization)
    member = make.make_member("coach", sister, "Sia Sister").memberships.get()
    across = make.make_member("coach", cast.program, "Ona Over", across=True).memberships.get()
    letter = sister.invite(email="x@example.org", role="coach", by=None)[0]
    browser = sign_in(cast.leader)
    asks = [
        reverse("accounts:invite", args=[sister.pk]),
        reverse("accounts:add_classroom", args=[sister.pk]),
        reverse("accounts:end_membership", args=[member.pk]),
        reverse("accounts:end_membership", args=[across.pk]),
        reverse("accounts:take_back_invitation", args=[letter.pk]),
        reverse("accounts:resend_invitation", args=[letter.pk]),
        reverse("accounts:switch", args=[member.pk]),
    ]
    for page in ("accounts:people", "program"):
        assert browser.get(reverse(page, args=[sister.pk])).status_code == 404
    for url in asks:
        assert browser.post(url, {"email": "a@example.org", "role": "coach", "name": "A"}).status_code in (403, 404), (
            url
        )
    assert Membership.objects.active().filter(pk__in=[member.pk, across.pk]).count() == 2
    assert not sister.invitations.exclude(pk=letter.pk).exists()
