"""More than two, an agreement that all sign, and another coach: who sees what from which day on."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from coachcycle.letterbox import events
from cycles import handover
from cycles.models import Cycle, NextStep, Partnership, Signature
from media_review.models import Recording
from tests import make
from tests.cycles.pages import typed, words


def at(name, *args):
    return reverse(f"cycles:{name}", args=args)


@pytest.fixture
def pair(cycle):
    return cycle.partnership


@pytest.fixture
def tomas(cast):
    return make.make_member("educator", cast.program, "Tomas Reyes")


def join(browser, pair, person, side="coachee", name="Sparrow room team"):
    address = at("people", pair.pk)
    return browser.post(address, typed(browser.get(address), person=str(person.pk), side=side, name=name))


def test_a_group_has_a_name_and_all_of_it_read_and_write(cast, cycle, pair, tomas, sign_in):
    assert join(sign_in(cast.coach), pair, tomas).status_code == 302
    browser = sign_in(tomas)
    page = browser.get(cycle.get_absolute_url())
    assert "Sparrow room team with Ines Duarte" in words(page)
    form = at("save_pre_conference", cycle.pk)
    assert browser.post(form, typed(browser.get(form), **{"goals-0-text": "They say why."})).status_code == 302
    step = typed(browser.get(at("add_step", cycle.pk)), text="Wait", owner=str(tomas.pk))
    assert browser.post(at("add_step", cycle.pk), step).status_code == 302
    assert "Sparrow room team" in words(sign_in(cast.educator).get("/cycles/"))


def test_who_joins_later_gets_nothing_of_what_was_before(cast, cycle, pair, tomas, sign_in):
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=now())
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=pair)
    after = make.make_cycle(pair, title="Block corner")
    NextStep.objects.create(cycle=cycle, text="Count the blocks", done_at=now())
    still_open = NextStep.objects.create(cycle=cycle, text="Wait three seconds")
    join(sign_in(cast.coach), pair, tomas)
    browser = sign_in(tomas)
    assert browser.get(after.get_absolute_url()).status_code == 200
    assert browser.get(cycle.get_absolute_url()).status_code == 404
    assert "Story time" not in words(browser.get("/cycles/"))
    assert not Recording.objects.visible_to(tomas).exists()
    assert list(NextStep.objects.visible_to(tomas)) == [still_open]
    assert NextStep.objects.visible_to(cast.educator).count() == 2
    later = make.make_recording(cast.educator, cycle=after, title="Towers")
    later.share(by=cast.educator, partnership=pair)
    assert list(Recording.objects.visible_to(tomas)) == [later]
    told = words(sign_in(cast.educator).get(reverse("media_review:list")))
    assert told.count("Tomas Reyes") == 1, "the audience in words says the same"


def test_a_step_that_is_older_than_her_time_tells_no_title_and_leads_nowhere_she_may_not_go(
    cast, cycle, pair, tomas, sign_in
):
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=now())
    step = NextStep.objects.create(cycle=cycle, text="Wait three seconds", owner=tomas, due=localdate())
    join(sign_in(cast.coach), pair, tomas)
    browser, edit = sign_in(tomas), at("edit_step", step.pk)
    assert "You promised this to" in words(browser.get("/"))
    for address in ("/", "/next-steps/", edit):
        page = browser.get(address)
        assert "Wait three seconds" in words(page) + page.content.decode(), address
        assert "Story time" not in words(page), address
        assert str(cycle.pk) not in page.content.decode(), address
    done = browser.post(at("finish_step", step.pk))
    assert browser.get(done.url).status_code == 200
    after = make.make_cycle(pair, title="Block corner")
    carried = NextStep.objects.create(cycle=cycle, text="Count aloud", carried_into=after)
    NextStep.objects.create(cycle=cycle, text="Look at hands")
    page = words(browser.get(after.get_absolute_url()))
    assert "Carried from cycle 1. " in page
    assert "From cycle 1. " in page
    assert "Story time" not in page
    page = browser.get("/next-steps/")
    assert "Block corner" in words(page)
    assert "Story time" not in words(page)
    assert browser.get(at("edit_step", carried.pk)).status_code == 200
    assert "Story time" in words(sign_in(cast.educator).get("/next-steps/")), "it was of her time"


def test_a_step_that_was_handed_over_never_leads_to_the_earlier_pair(cast, cycle, pair, tomas, sign_in):
    other = make.make_member("coach", cast.program, "Noor Haddad")
    theirs = make.make_cycle(make.make_partnership(cast.program, other, tomas), title="Secret lesson")
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=now())
    step = NextStep.objects.create(cycle=theirs, text="Wait", carried_into=cycle)
    assert step.cycle_for(cast.educator) == cycle
    third = make.make_member("educator", cast.program, "Third One")
    join(sign_in(cast.coach), pair, third)
    assert step.cycle_for(third) is None


def test_who_leaves_sees_nothing_from_that_day_on(cast, cycle, pair, tomas, sign_in):
    join(sign_in(cast.coach), pair, tomas)
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=pair)
    participant = pair.participants.get()
    sign_in(cast.coach).post(at("remove_participant", pair.pk, participant.pk))
    assert sign_in(tomas).get(cycle.get_absolute_url()).status_code == 404
    assert not Recording.objects.visible_to(tomas).exists()
    pair.refresh_from_db()
    assert pair.name == "", "two are a pair again"


def test_a_group_without_a_name_and_people_without_the_role_are_refused_in_words(cast, pair, tomas, sign_in):
    browser = sign_in(cast.coach)
    assert "Give the group a name." in words(join(browser, pair, tomas, name=""))
    assert "she has no role for that" in words(join(browser, pair, tomas, side="coach"))
    assert join(browser, pair, cast.outsider).status_code == 200
    assert join(browser, pair, cast.partner).status_code == 200
    assert not pair.participants.exists()


def test_the_coachee_does_not_arrange_who_takes_part(cast, pair, sign_in):
    browser = sign_in(cast.educator)
    assert browser.get(at("people", pair.pk)).status_code == 403
    assert browser.post(at("hand_over", pair.pk)).status_code == 403


def test_all_sign_the_same_words_and_anew_when_they_change(cast, pair, sign_in):
    address = at("edit_partnership", pair.pk)
    for person in (cast.coach, cast.educator):
        browser = sign_in(person)
        assert "Sign the agreement" in words(browser.get(address))
        browser.post(at("sign_agreement", pair.pk), {"version": typed(browser.get(address))["version"]})
        assert "Sign the agreement" not in words(browser.get(address))
    assert Signature.objects.count() == 2
    seen = typed(browser.get(address))["version"]
    browser.post(address, typed(browser.get(address), interests="We are cousins."))
    assert words(browser.get(address)).count("not yet, as it stands now") == 2
    browser.post(at("sign_agreement", pair.pk), {"version": seen})
    assert "Read it as it stands now" in words(browser.get(address))
    assert Signature.objects.count() == 2


def test_another_coach_takes_over_what_was_ticked_and_nothing_else(cast, cycle, pair, sign_in):
    noor = make.make_member("coach", cast.program, "Noor Haddad")
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=pair)
    along, stays = (cycle.steps_agreed.create(text=text, owner=cast.educator) for text in ("Wait", "Hang cards"))
    browser = sign_in(cast.coach)
    form = typed(browser.get(at("hand_over", pair.pk)), to=str(noor.pk), steps=[str(along.pk)])
    assert browser.post(at("hand_over", pair.pk), form).status_code == 302

    new = Partnership.objects.get(coach=noor)
    browser = sign_in(noor)
    begun = new.cycles.get()
    page = words(browser.get(begun.get_absolute_url()))
    assert begun.title == cycle.title
    assert "Wait" in page
    assert "Hang cards" not in page
    assert browser.get(cycle.get_absolute_url()).status_code == 404
    assert not Recording.objects.visible_to(noor).exists()
    assert browser.post(at("look_again", along.pk), {"words": "It goes well."}).status_code == 302
    assert browser.post(at("look_again", stays.pk), {"words": "It goes well."}).status_code == 404

    browser = sign_in(cast.coach)
    assert browser.get(cycle.get_absolute_url()).status_code == 200, "what was written stays between the two"
    assert browser.get(begun.get_absolute_url()).status_code == 404
    assert browser.post(at("advance", cycle.pk)).status_code == 403
    assert not Recording.objects.visible_to(cast.coach).exists()


def test_to_whom_coaches_already_it_is_not_handed_over(cast, cycle, pair, sign_in):
    noor = make.make_member("coach", cast.program, "Noor Haddad")
    make.make_partnership(cast.program, noor, cast.educator)
    browser = sign_in(cast.leader)
    form = typed(browser.get(at("hand_over", pair.pk)), to=str(noor.pk))
    assert "partners already" in words(browser.post(at("hand_over", pair.pk), form))
    pair.refresh_from_db()
    assert pair.ended_at is None


def test_what_was_handed_over_goes_on_with_the_new_coach_and_its_story_begins_there(cast, cycle, pair, sign_in):
    noor = make.make_member("coach", cast.program, "Noor Haddad")
    step = cycle.steps_agreed.create(text="Wait", owner=cast.educator, check_on=localdate(), due=localdate())
    step.look_again(by=cast.educator, words="Only you know why it is hard.", check_on=localdate())
    new = handover.hand_over(pair, by=cast.coach, to=noor, steps=[step])
    begun = new.cycles.get()
    browser = sign_in(noor)
    page = words(browser.get(at("edit_step", step.pk)))
    assert "Only you know" not in page
    assert str(begun.pk) in browser.get(at("edit_step", step.pk)).content.decode()
    answer = browser.post(at("look_again", step.pk), {"words": "Going well", "check_on": ""})
    assert answer["Location"] == f"{begun.get_absolute_url()}#steps"
    assert "Going well" in words(browser.get(at("edit_step", step.pk)))
    assert "Wait" in words(browser.get(reverse("next_steps")))
    hers = sign_in(cast.educator)
    assert "Only you know" in words(hers.get(at("edit_step", step.pk)))
    assert at("finish_step", step.pk) in hers.get(reverse("next_steps")).content.decode()
    assert "Wait" in words(hers.get(reverse("home")))
    told = {event.person for event in events.steps(now()) if event.kind == "due"}
    assert told == {cast.educator.pk}


@pytest.fixture
def tried(cast, cycle, sign_in):
    """A step that Wren made a small test with Ines, before Noor takes it over: (step, Noor)."""
    step = cycle.steps_agreed.create(text="Wait", owner=cast.educator)
    browser = sign_in(cast.educator)
    address = at("small_test", step.pk)
    browser.post(address, typed(browser.get(address), plan="While Ines watches.", prediction="I shall be nervous."))
    noor = make.make_member("coach", cast.program, "Noor Haddad")
    handover.hand_over(cycle.partnership, by=cast.coach, to=noor, steps=[step])
    step.refresh_from_db()
    return step, noor


def test_a_small_test_stays_with_the_coach_it_was_written_with_until_it_is_saved_again(cast, tried, sign_in):
    step, noor = tried
    browser = sign_in(noor)
    page = words(browser.get(at("edit_step", step.pk)))
    assert "nervous" not in page
    assert "Wren tried this as a small test with an earlier coach." in page
    assert browser.get(at("small_test", step.pk)).status_code == 403
    assert browser.post(at("small_test", step.pk), {"version": "1", "plan": "Mine"}).status_code == 403

    hers = sign_in(cast.educator)
    page = hers.get(at("small_test", step.pk))
    assert "nervous" in words(page)
    assert "Noor coaches you now, and reads this once you save it." in words(page)
    hers.post(at("small_test", step.pk), typed(page, plan="On Tuesday."))
    assert "Noor coaches you now" not in words(hers.get(at("small_test", step.pk)))
    assert "On Tuesday." in words(sign_in(noor).get(at("small_test", step.pk)))


def test_what_was_said_since_the_handover_is_read_in_later_cycles_too(cast, tried, sign_in):
    step, noor = tried
    step.look_again(by=cast.educator, words="Three of six answer.", check_on=None)
    begun = step.home
    Cycle.objects.filter(pk=begun.pk).update(closed_at=now())
    make.make_cycle(begun.partnership, title="Block corner")
    step.carry_on(by=noor)
    assert "Three of six answer." in words(sign_in(noor).get(at("edit_step", step.pk)))
