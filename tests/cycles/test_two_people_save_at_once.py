"""The same record open before two people: nothing is overwritten silently, and nothing typed is lost."""

import re
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cycles.merging import Sheet
from cycles.models import Cycle
from tests import make
from tests.cycles.pages import typed, words

BY_ITSELF = {"by_itself": "1"}


@pytest.fixture
def at(cycle):
    """at(user, stage) → (open, save): what a browser of hers does with the form of that stage."""

    def at_(user, stage="pre_conference"):
        browser, url = Client(), reverse(f"cycles:save_{stage}", args=[cycle.pk])
        browser.force_login(user)
        return partial(browser.get, url), partial(browser.post, url)

    return at_


def goal_of(cycle):
    return list(cycle.pre_conference.goals.values_list("text", flat=True))


def test_where_both_wrote_both_wordings_are_shown_and_all_else_is_saved(cast, cycle, at):
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator, "lesson"), at(cast.coach, "lesson")
    opened = open_wren()
    save_ines(typed(open_ines(), setting="By the window", children="5"))
    answer = save_wren(typed(opened, setting="On the rug", notes="We sang."))
    page = words(answer)
    assert "You both wrote in the same place. All else is saved" in page
    assert "Ines saved: “By the window”" in page
    assert "Ines saved: “5”" not in page, "she had written nothing there, so it is taken over"
    assert typed(answer)["setting"] == "On the rug"
    cycle.lesson.refresh_from_db()
    assert (cycle.lesson.setting, cycle.lesson.children, cycle.lesson.notes) == ("By the window", 5, "We sang.")
    assert save_wren(typed(answer)).status_code == 302
    cycle.lesson.refresh_from_db()
    assert (cycle.lesson.setting, cycle.lesson.children, cycle.lesson.notes) == ("On the rug", 5, "We sang.")


def test_in_turns_nothing_clashes_and_each_row_says_who_wrote_it(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    more = {"goals-TOTAL_FORMS": "2", "goals-1-id": str(uuid4()), "goals-1-text": "They listen to each other."}
    save_ines(typed(open_ines(), **more, **{"answers-0-text": "I count to five."}))
    assert save_wren(typed(opened, **{"goals-0-text": "Children say so."})).status_code == 302
    assert goal_of(cycle) == ["Children say so.", "They listen to each other."]
    writers = cycle.pre_conference.goals.values_list("written_by", flat=True)
    assert list(writers) == [cast.educator.pk, cast.coach.pk]
    assert cycle.pre_conference.answers.get().written_by == cast.coach
    page = words(at(cast.leader)[0].func(cycle.get_absolute_url()))
    for said, writer in (("Children say so.", "Wren"), ("They listen to each other.", "Ines"), ("I count", "Ines")):
        assert re.search(rf"{said}[^.]*\.? {writer}, ", page), said
    form = open_wren().content.decode()
    assert 'data-by="Ines"' in form
    assert 'data-by="Wren"' not in form, "her own name she knows"


def test_a_row_both_changed_is_shown_and_rows_the_other_added_stay(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    more = {"goals-TOTAL_FORMS": "2", "goals-1-text": "They listen to each other."}
    save_ines(typed(open_ines(), **more, **{"goals-0-text": "Children say because."}))
    answer = save_wren(typed(opened, **{"goals-0-text": "Children say so."}))
    assert "Ines saved: “Children say because.”" in words(answer)
    assert "Ines added, and it stays: “They listen to each other.”" in words(answer)
    assert goal_of(cycle) == ["Children say because.", "They listen to each other."]
    assert save_wren(typed(answer)).status_code == 302
    assert goal_of(cycle) == ["Children say so.", "They listen to each other."]


def test_what_the_other_took_out_goes_unless_she_changed_it(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    save_ines(typed(open_ines(), **{"segments-0-DELETE": ["on"], "segments-1-DELETE": ["on"]}))
    answer = save_wren(typed(opened, **{"segments-0-minutes": "12"}))
    assert "Ines took this out: “Launch”. Save again to keep it." in words(answer)
    assert "Pair talk" not in str(typed(answer)), "she had left that as it was"
    assert not cycle.segments.exists()
    assert save_wren(typed(answer)).status_code == 302
    assert [(row.name, row.minutes, row.written_by) for row in cycle.segments.all()] == [("Launch", 12, cast.educator)]


def test_nobody_takes_out_words_she_has_not_seen(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    save_ines(typed(open_ines(), **{"goals-0-text": "Children say because.", "answers-0-text": "I count."}))
    answer = save_wren(typed(opened, **{"goals-0-text": "", "answers-0-DELETE": ["on"]}))
    assert "Ines saved: “Children say because.”" in words(answer)
    assert "Ines saved: “I count.”" in words(answer)
    assert goal_of(cycle) == ["Children say because."]
    assert save_wren(typed(answer)).status_code == 302
    assert goal_of(cycle) == []
    assert not cycle.pre_conference.answers.exists()


def test_order_goes_with_who_moved_and_new_rows_keep_a_place(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    save_ines(typed(open_ines(), **{"segments-0-ORDER": "2", "segments-1-ORDER": "1"}))
    new = {"segments-2-name": "Farewell", "segments-2-minutes": "3", "segments-2-agreed_level": "co_teaching"}
    save_wren(typed(opened, **new, **{"segments-TOTAL_FORMS": "3"}))
    assert list(cycle.segments.values_list("name", flat=True)) == ["Pair talk", "Launch", "Farewell"]


# --- By itself -----------------------------------------------------------------------------------


def test_by_itself_it_saves_what_is_whole_and_answers_with_the_form_as_it_stands(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    save_ines(typed(open_ines(), **{"answers-0-text": "I count to five."}))
    half = {"segments-TOTAL_FORMS": "3", "segments-2-id": str(uuid4()), "segments-2-name": "Fare"}
    letter = typed(opened, **BY_ITSELF, **half, **{"goals-0-text": "Children say so.", "segments-0-minutes": "7"})
    answer = save_wren(letter, headers={"HX-Request": "true", "X-Reader": str(cast.educator.pk)})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "Not saved" not in words(answer), "nobody is interrupted"
    form = typed(answer)
    assert form["goals-0-text"] == "Children say so."
    assert form["answers-0-text"] == "I count to five."
    assert form["segments-0-minutes"] == "7"
    assert "Fare" not in str(form), "a segment without minutes waits until it is whole"
    assert goal_of(cycle) == ["Children say so."]


def test_sent_twice_it_arrives_once_and_nobody_clashes_with_herself(cast, cycle, at):
    open_wren, save_wren = at(cast.educator)
    row = {"goals-0-id": str(uuid4()), "goals-0-text": "Children say"}
    letter = typed(open_wren(), **BY_ITSELF, **row)
    for _ in range(2):
        save_wren(letter)
    assert goal_of(cycle) == ["Children say"]
    attempt = Sheet({}, {"goals": {row["goals-0-id"]: {"text": "Children say"}}})
    longer = letter | {"goals-0-text": "Children say why.", "seen": [letter["seen"], str(attempt)]}
    save_wren(longer)
    assert goal_of(cycle) == ["Children say why."], "the answer to the first was lost, but the words are her own"


def test_by_itself_nothing_is_taken_out_and_nobody_is_invited(cast, cycle, at, mailoutbox):
    make.plan_lesson(cycle)
    open_wren, save_wren = at(cast.educator)
    change = {"goals-0-text": "", "answers-0-DELETE": ["on"], "meets_at": "2031-02-03T09:00", "minutes": "35"}
    letter = typed(open_wren(), **change)
    save_wren(letter | BY_ITSELF)
    cycle.pre_conference.refresh_from_db()
    assert goal_of(cycle) == ["Children say why, in their own words."]
    assert cycle.pre_conference.answers.exists()
    assert (cycle.pre_conference.meets_at, cycle.pre_conference.minutes) == (None, 35)
    assert not mailoutbox
    answer = save_wren(letter)
    assert answer.status_code == 302, words(answer)
    assert goal_of(cycle) == []
    assert not cycle.pre_conference.answers.exists()
    assert {to for letter in mailoutbox for to in letter.to} == {cast.educator.email, cast.coach.email}


def test_who_asks_what_is_new_hears_nothing_until_somebody_saved(cast, cycle, at):
    make.plan_lesson(cycle)
    (open_wren, _), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    cycle.refresh_from_db()
    asks = partial(open_wren, {"after": cycle.version}, headers={"HX-Request": "true"})
    assert asks().status_code == 204
    save_ines(typed(open_ines(), **{"goals-0-text": "Children say so."}))
    assert typed(asks())["goals-0-text"] == "Children say so."
    assert at(cast.leader)[0]({"after": cycle.version}).status_code == 403
    assert at(cast.outsider)[0]({"after": cycle.version}).status_code == 404


def test_a_letter_reaches_the_record_only_from_its_writer_and_only_while_it_is_open(cast, cycle, at):
    make.plan_lesson(cycle)
    open_wren, save_wren = at(cast.educator)
    letter = typed(open_wren(), **BY_ITSELF, **{"goals-0-text": "Children say so."})
    tablet = {"X-Reader": str(cast.coach.pk)}
    assert save_wren(letter, headers=tablet).status_code == 409, "somebody else is signed in on her tablet by now"
    for role, status in (("leader", 403), ("partner", 404), ("outsider", 404), ("former", 404)):
        assert at(getattr(cast, role))[1](letter).status_code == status, role
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
    refused = save_wren(letter)
    assert refused.status_code == 422
    assert "This cycle was closed while you wrote" in refused.content.decode()
    assert goal_of(cycle) == ["Children say why, in their own words."]


def test_the_own_view_keeps_what_lies_behind_it_shut(cast, cycle, at):
    """Before the coachee has written her own view, neither form nor letter of hers reaches the points."""
    (open_wren, save_wren), (open_ines, save_ines) = (
        at(cast.educator, "post_conference"),
        at(cast.coach, "post_conference"),
    )
    save_ines(typed(open_ines(), **{"celebrations-0-text": "Five slow counts."}, notes="We talked long."))
    opened = open_wren()
    assert "Five slow counts." not in opened.content.decode()
    assert "We talked long." not in opened.content.decode()
    sneaky = {"celebrations-TOTAL_FORMS": "1", "celebrations-INITIAL_FORMS": "0", "celebrations-0-text": "Mine"}
    answer = save_wren(typed(opened, **BY_ITSELF, **sneaky, notes="Hers"))
    assert "Five slow counts." not in answer.content.decode()
    cycle.post_conference.refresh_from_db()
    assert cycle.post_conference.notes == "We talked long."
    assert cycle.post_conference.points.get().text == "Five slow counts."


def test_a_cycle_closed_meanwhile_refuses_and_keeps_the_words(cast, cycle, client):
    client.force_login(cast.educator)
    for name, field in (("save_lesson", "notes"), ("save_reflection", "reflection")):
        url = reverse(f"cycles:{name}", args=[cycle.pk])
        Cycle.objects.filter(pk=cycle.pk).update(closed_at=None)
        opened = client.get(url)
        Cycle.objects.filter(pk=cycle.pk).update(closed_at=cycle.created_at)
        answer = client.post(url, typed(opened, **{field: "A thought that came late."}))
        assert "This cycle was closed while you wrote" in words(answer)
        assert typed(answer)[field] == "A thought that came late."
        assert client.get(url).status_code == 403
    cycle.lesson.refresh_from_db()
    assert cycle.lesson.notes == ""


def test_a_button_pressed_on_an_old_page_moves_nothing(cast, cycle, client):
    make.plan_lesson(cycle)
    client.force_login(cast.coach)
    url = reverse("cycles:advance", args=[cycle.pk])
    assert client.post(url, {"leaving": "pre_conference"}).status_code == 302
    answer = client.post(url, {"leaving": "pre_conference"})
    assert "Someone else has already moved this on." in words(answer)
    cycle.refresh_from_db()
    assert cycle.stage == "lesson"


def test_a_step_and_an_agreement_are_guarded_too(cast, cycle, client):
    step = cycle.steps_agreed.create(text="Wait longer")
    targets = {
        reverse("cycles:edit_step", args=[step.pk]): "text",
        reverse("cycles:edit_partnership", args=[cycle.partnership_id]): "confidentiality",
    }
    for url, field in targets.items():
        client.force_login(cast.educator)
        opened = client.get(url)
        client.force_login(cast.coach)
        assert client.post(url, typed(client.get(url), **{field: "Of Ines"})).status_code == 302
        client.force_login(cast.educator)
        answer = client.post(url, typed(opened, **{field: "Of Wren"}))
        assert "Ines saved: “Of Ines”" in words(answer)
        assert client.post(url, typed(answer)).status_code == 302


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"fields": {"setting": []}}', "9" * 5000])
def test_who_has_seen_nothing_writes_over_nothing(seen, cast, cycle, at):
    open_wren, save_wren = at(cast.educator, "lesson")
    type(cycle.lesson).objects.filter(pk=cycle.lesson.pk).update(setting="By the window")
    answer = save_wren(typed(open_wren(), setting="On the rug", notes="We sang.", seen=seen))
    assert "By the window" in words(answer)
    assert typed(answer)["setting"] == "On the rug"
    cycle.lesson.refresh_from_db()
    assert (cycle.lesson.setting, cycle.lesson.notes) == ("By the window", "We sang.")
    assert save_wren(typed(answer)).status_code == 302


def test_a_row_too_many_is_refused_in_words(cast, cycle, at):
    (open_wren, save_wren), (open_ines, save_ines) = at(cast.educator), at(cast.coach)
    opened = open_wren()
    rows = {f"goals-{n}-text": f"Goal {n}" for n in range(20)}
    save_ines(typed(open_ines(), **rows, **{"goals-TOTAL_FORMS": "20"}))
    answer = save_wren(typed(opened, **{"goals-0-text": "One more"}))
    assert "There are 20 already. Take one out first." in words(answer)
    assert typed(answer)["goals-0-text"] == "One more"
    assert cycle.pre_conference.goals.count() == 20
