"""A pair talks its agenda through: what stands on the page, what is noted, and what of it lands in the record."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import Cycle, NextStep, PostConference
from media_review import agenda
from media_review.models import AgendaItem, Recording, Viewing
from tests import make
from tests.queries import queries_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def recording(cast, cycle):
    make.plan_lesson(cycle)
    film = make.make_recording(cast.educator, cycle=cycle)
    film.share(by=cast.educator, partnership=cycle.partnership)
    PostConference.objects.filter(cycle=cycle).update(reflection="Calmer than I feared.")
    return film


@pytest.fixture
def items(recording, cast):
    """Three on the agenda, by time: hers, and two of the coach."""
    said = [
        make.make_annotation(recording, cast.educator, "I skipped the page.", 5_000, shared_at=now()),
        make.make_annotation(recording, cast.coach, "You waited.", 62_000, kind="celebrate", shared_at=now()),
        make.make_annotation(recording, cast.coach, "All say yes.", 70_000, end_ms=80_000, shared_at=now()),
    ]
    return [agenda.put(annotation, cast.coach) for annotation in said]


def page(browser, cycle, item=""):
    return browser.get(reverse("media_review:debrief", args=[cycle.pk]), {"item": item} if item else {})


def act(browser, name, item, headers=HTMX, **form):
    return browser.post(reverse(f"media_review:{name}", args=[item.pk]), form, headers=headers)


def notes_of(cycle):
    return PostConference.objects.get(cycle=cycle).notes


def keep(browser, item, note, **more):
    item.refresh_from_db()
    return act(browser, "keep_note", item, **({"note": note, "version": item.version} | more))


def test_an_empty_agenda_says_how_to_fill_it_and_leads_to_the_films(sign_in, cast, cycle, recording):
    words = page(sign_in(cast.educator), cycle).content.decode()
    assert "Nothing is on the agenda yet" in words
    assert "Talk about it" in words
    assert reverse("media_review:room", args=[recording.pk]) in words


def test_it_begins_with_the_first_that_was_not_talked_about(sign_in, cast, cycle, items):
    agenda.discuss(items[0], True)
    browser = sign_in(cast.educator)
    words = page(browser, cycle).content.decode()
    assert f'id="item-{items[1].pk}"' in words.split("data-here")[0].rpartition("<article")[2]
    assert "1 of 3 talked about" in words
    assert "2 of 3" in words
    words = page(browser, cycle, items[2].pk).content.decode()
    assert f'id="item-{items[2].pk}"' in words.split("data-here")[0].rpartition("<article")[2]


def test_a_moment_is_shown_with_some_seconds_around_it_and_a_range_as_it_is(sign_in, cast, cycle, items):
    words = page(sign_in(cast.educator), cycle).content.decode()
    assert 'data-from="58000" data-to="68000"' in words
    assert 'data-from="70000" data-to="80000"' in words


def test_opening_it_is_a_viewing_of_each_film_in_it(sign_in, cast, cycle, recording, items):
    other = make.make_recording(cast.educator, cycle=cycle)
    other.share(by=cast.educator, partnership=cycle.partnership)
    agenda.put(make.make_annotation(other, cast.coach, shared_at=now()), cast.coach)
    browser = sign_in(cast.coach)
    page(browser, cycle)
    page(browser, cycle)
    watched = Viewing.objects.filter(viewer=cast.coach).values_list("recording", flat=True)
    assert sorted(watched) == sorted([recording.pk, other.pk])


def test_they_tick_order_and_take_off(sign_in, cast, cycle, items):
    browser = sign_in(cast.educator)
    answer = act(browser, "discuss", items[0]).content.decode()
    assert 'aria-pressed="true"' in answer
    assert "1 of 3 talked about" in answer
    act(browser, "discuss", items[0], not_yet=1)
    assert not cycle.agenda.filter(discussed_at__isnull=False).exists()
    act(browser, "move_item", items[2], to="up")
    assert list(cycle.agenda.all()) == [items[0], items[2], items[1]]
    assert act(browser, "move_item", items[2], to="sideways").status_code == 400
    act(browser, "take_off", items[0])
    assert list(cycle.agenda.all()) == [items[2], items[1]]
    assert act(browser, "discuss", items[0]).status_code == 404


def test_without_scripts_she_comes_back_to_the_item(sign_in, cast, cycle, items):
    browser, address = sign_in(cast.coach), reverse("media_review:debrief", args=[cycle.pk])
    for name, form in (("discuss", {}), ("move_item", {"to": "up"}), ("name_point", {"kind": "celebrate"})):
        assert act(browser, name, items[1], headers={}, **form)["Location"] == f"{address}?item={items[1].pk}"
    answer = act(browser, "keep_note", items[1], headers={}, note="Wait.", version=0)
    assert answer["Location"] == f"{address}?item={items[1].pk}"
    answer = act(browser, "keep_note", items[1], headers={}, note="Mine.", version=0)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert ">Mine.</textarea>" in words
    assert "Ines kept another note" in words
    form = browser.get(reverse("media_review:make_step_of_item", args=[items[2].pk])).content.decode()
    assert 'value="All say yes."' in form


# --- Notes ---------------------------------------------------------------------------------------------------------


def test_a_note_lands_in_the_post_conference_below_what_stands_there(sign_in, cast, cycle, items):
    PostConference.objects.filter(cycle=cycle).update(notes="We met in the staff room.")
    answer = keep(sign_in(cast.educator), items[1], "Count to five,\r\nand look at her.")
    assert "Kept at" in answer.content.decode()
    assert notes_of(cycle) == "We met in the staff room.\n\nStory time, 1:02: Count to five,\nand look at her."
    items[1].refresh_from_db()
    assert (items[1].note, items[1].saved_by) == ("Count to five,\nand look at her.", cast.educator)
    record = PostConference.objects.get(cycle=cycle)
    assert (record.version, record.saved_by) == (1, cast.educator)


def test_a_changed_note_takes_the_place_of_its_former_self(sign_in, cast, cycle, items):
    browser = sign_in(cast.coach)
    keep(browser, items[0], "First")
    keep(browser, items[1], "Second")
    keep(browser, items[0], "First, better")
    assert notes_of(cycle) == "Story time, 0:05: First, better\n\nStory time, 1:02: Second"
    keep(browser, items[0], "")
    assert notes_of(cycle) == "Story time, 1:02: Second"


def test_what_was_changed_by_hand_in_the_record_stays(sign_in, cast, cycle, items):
    browser = sign_in(cast.coach)
    keep(browser, items[0], "First")
    PostConference.objects.filter(cycle=cycle).update(notes="Story time, 0:05: First, and more by hand")
    keep(browser, items[0], "Anew")
    assert notes_of(cycle) == "Story time, 0:05: First, and more by hand\n\nStory time, 0:05: Anew"


def test_of_two_who_note_at_once_the_second_is_told_and_loses_nothing(sign_in, cast, cycle, items):
    keep(sign_in(cast.coach), items[0], "Hers")
    answer = act(sign_in(cast.educator), "keep_note", items[0], note="Mine", version=0)
    words = answer.content.decode()
    assert "Ines kept another note" in words
    assert "Hers" in words
    assert f'id="version-{items[0].pk}" value="1"' in words
    assert "Mine" not in notes_of(cycle)
    act(sign_in(cast.educator), "keep_note", items[0], note="Hers and mine", version=1)
    assert notes_of(cycle) == "Story time, 0:05: Hers and mine"


def test_whoever_has_the_record_open_is_told_before_a_note_is_overwritten(sign_in, cast, cycle, items):
    keep(sign_in(cast.coach), items[0], "From the debrief")
    form = {
        "version": 0,
        "notes": "From the form",
        "celebrations-TOTAL_FORMS": 0,
        "celebrations-INITIAL_FORMS": 0,
        "areas-TOTAL_FORMS": 0,
        "areas-INITIAL_FORMS": 0,
    }
    answer = sign_in(cast.educator).post(reverse("cycles:save_post_conference", args=[cycle.pk]), form)
    assert "Story time, 0:05: From the debrief" in answer.content.decode()
    assert "From the form" not in notes_of(cycle)


def test_a_full_record_and_too_long_a_note_are_said_in_words(sign_in, cast, cycle, items):
    PostConference.objects.filter(cycle=cycle).update(notes="x" * 4_990)
    answer = keep(sign_in(cast.coach), items[0], "One more")
    assert answer.status_code == 422
    assert "full" in answer.content.decode()
    items[0].refresh_from_db()
    assert (items[0].note, items[0].version) == ("", 0)
    answer = keep(sign_in(cast.coach), items[0], "x" * 2_001)
    assert "These are 2001 characters; 2000 are the most." in answer.content.decode()


def test_her_own_view_comes_before_notes_and_points(sign_in, cast, cycle, items):
    keep(sign_in(cast.coach), items[0], "Only for later")
    PostConference.objects.update(reflection="")
    browser = sign_in(cast.educator)
    words = page(browser, cycle, items[0].pk).content.decode()
    assert "Only for later" not in words
    assert "Celebrate it" not in words
    assert "your own view" in words
    assert keep(browser, items[0], "Mine").status_code == 403
    assert act(browser, "name_point", items[0], kind="celebrate").status_code == 403
    assert act(browser, "discuss", items[0]).status_code == 200


# --- What comes of it ----------------------------------------------------------------------------------------------


def test_one_tap_puts_it_among_what_they_celebrate_or_strengthen(sign_in, cast, cycle, items):
    browser = sign_in(cast.coach)
    words = act(browser, "name_point", items[1], kind="celebrate").content.decode()
    assert "as a success to celebrate" in words
    act(browser, "name_point", items[1], kind="strengthen")
    act(browser, "name_point", items[2], kind="strengthen")
    points = cycle.post_conference.points.values_list("kind", "text")
    assert sorted(points) == [("celebrate", "You waited."), ("strengthen", "All say yes.")]
    assert act(browser, "name_point", items[0], kind="praise").status_code == 400
    act(browser, "name_point", items[1], off=1)
    assert [point.text for point in cycle.post_conference.points.all()] == ["All say yes."]
    assert "Celebrate it" in page(browser, cycle, items[1].pk).content.decode()


def test_a_point_that_was_reworded_is_not_taken_away(sign_in, cast, cycle, items):
    browser = sign_in(cast.coach)
    act(browser, "name_point", items[1], kind="celebrate")
    cycle.post_conference.points.update(text="Five slow counts.")
    answer = act(browser, "name_point", items[1], off=1)
    assert answer.status_code == 422
    assert "reworded" in answer.content.decode()
    assert cycle.post_conference.points.exists()


def test_a_next_step_keeps_the_moment(sign_in, cast, cycle, items):
    browser = sign_in(cast.educator)
    address = reverse("media_review:make_step_of_item", args=[items[2].pk])
    form = browser.get(address, headers=HTMX).content.decode()
    assert 'value="All say yes."' in form
    answer = browser.post(address, {"text": "", "owner": cast.educator.pk}, headers=HTMX)
    assert answer.status_code == 422
    answer = browser.post(address, {"text": "Ask why", "owner": cast.educator.pk}, headers=HTMX)
    assert "Became a next step: Ask why" in answer.content.decode()
    step = NextStep.objects.get()
    assert step.cycle == cycle
    assert [moment.pk for moment in step.moments.all()] == [items[2].annotation_id]
    assert browser.post(address, {"text": "Twice"}, headers=HTMX).status_code == 422


def test_a_closed_cycle_is_looked_at_and_stays_as_it_is(sign_in, cast, cycle, items):
    keep(sign_in(cast.coach), items[0], "So it was")
    Cycle.objects.update(closed_at=now())
    browser = sign_in(cast.coach)
    words = page(browser, cycle, items[0].pk).content.decode()
    assert "So it was" in words
    assert "<textarea" not in words
    assert "Take it off" not in words
    for name, form in (
        ("discuss", {}),
        ("take_off", {}),
        ("move_item", {"to": "down"}),
        ("name_point", {"kind": "celebrate"}),
        ("keep_note", {"note": "Late", "version": 1}),
    ):
        answer = act(browser, name, items[0], **form)
        assert answer.status_code == 422, name
        assert "This cycle is closed" in answer.content.decode()
    assert AgendaItem.objects.get(pk=items[0].pk).note == "So it was"


# --- What is taken back --------------------------------------------------------------------------------------------


def test_a_film_taken_back_takes_its_items_out_of_the_others_sight(sign_in, cast, cycle, recording, items):
    recording.shares.get().stop()
    words = page(sign_in(cast.coach), cycle).content.decode()
    assert "You waited." not in words
    assert "3 more rest: you cannot watch their films just now." in words
    assert act(sign_in(cast.coach), "discuss", items[1]).status_code == 404
    hers = page(sign_in(cast.educator), cycle).content.decode()
    assert "You waited." in hers
    assert "Ines does not see this just now." in hers
    assert reverse("media_review:share", args=[recording.pk]) in hers


def test_an_answer_that_waits_for_her_own_view_waits_here_too(sign_in, cast, cycle, recording, items):
    """Of a group one left her own view, and the coach answered her; the other has not, and reads the first alone."""
    tomas = make.make_member("educator", cast.program, "Tomas Reyes")
    cycle.partnership.participants.create(person=tomas, side="coachee", joined_at=recording.shares.get().shared_at)
    hers = items[0].annotation
    make.make_annotation(recording, cast.coach, "Why that page?", hers.start_ms, parent=hers, shared_at=now())
    Recording.objects.filter(pk=recording.pk).update(own_view_first=True)
    words = page(sign_in(tomas), cycle).content.decode()
    assert "I skipped the page." in words
    assert "Why that page?" not in words
    make.make_annotation(recording, tomas, "They were restless.")
    assert "Why that page?" in page(sign_in(tomas), cycle).content.decode()


def test_feedback_taken_back_leaves_its_place_and_no_words(sign_in, cast, cycle, recording, items):
    said = items[1].annotation
    make.make_annotation(recording, cast.educator, "I counted.", parent=said, shared_at=now())
    sign_in(cast.coach).post(reverse("media_review:delete_annotation", args=[said.pk]), headers=HTMX)
    words = page(sign_in(cast.educator), cycle, items[1].pk).content.decode()
    assert "Taken back by its author." in words
    assert "You waited." not in words
    assert "I counted." in words


def test_what_is_asked_for_is_offered_and_put_on_it(sign_in, cast, cycle, recording, items):
    asked = make.make_annotation(recording, cast.coach, "What about the cards?", 40_000, shared_at=now())
    asked.responses.create(person=cast.educator, kind="talk")
    browser = sign_in(cast.coach)
    words = page(browser, cycle).content.decode()
    assert "Somebody wants to talk about this" in words
    assert "What about the cards?" in words
    browser.post(reverse("media_review:talk_about_all", args=[cycle.pk]))
    assert cycle.agenda.last().annotation == asked
    assert "Somebody wants to talk" not in page(browser, cycle).content.decode()


def test_it_asks_the_database_as_often_for_many_as_for_few(sign_in, cast, cycle, recording, items):
    client = sign_in(cast.coach)
    address = reverse("media_review:debrief", args=[cycle.pk])
    client.get(address)
    few = queries_of(client, address)
    for number in range(20):
        said = make.make_annotation(recording, cast.educator, start_ms=number, shared_at=now())
        make.make_annotation(recording, cast.coach, "Yes", parent=said, shared_at=now())
        agenda.put(said, cast.coach)
    assert queries_of(client, address) == few
    assert few <= 15
