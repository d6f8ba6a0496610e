"""The same record open before two people: nothing is overwritten silently, and nothing typed is lost."""

from django.urls import reverse

from cycles.models import Cycle
from tests import make
from tests.cycles.pages import typed, words


def test_the_second_sees_the_words_of_the_first_and_then_wins_knowingly(cast, cycle, client):
    url = reverse("cycles:save_lesson", args=[cycle.pk])
    client.force_login(cast.educator)
    opened_by_wren = client.get(url)
    client.force_login(cast.coach)
    client.post(url, typed(client.get(url), setting="By the window", children="5"))
    client.force_login(cast.educator)
    answer = client.post(url, typed(opened_by_wren, setting="On the rug", notes="We sang."))
    page = words(answer)
    assert "Ines saved this at" in page
    assert "Ines saved: “By the window”" in page
    assert "Ines saved: “5”" in page
    assert "Ines saved: nothing" in page, "the note is only Wren's"
    assert typed(answer)["setting"] == "On the rug"
    cycle.lesson.refresh_from_db()
    assert cycle.lesson.setting == "By the window"
    assert client.post(url, typed(answer)).status_code == 302
    cycle.lesson.refresh_from_db()
    assert (cycle.lesson.setting, cycle.lesson.notes) == ("On the rug", "We sang.")


def test_rows_the_other_added_stay_and_rows_both_changed_are_shown(cast, cycle, client):
    make.plan_lesson(cycle)
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])
    client.force_login(cast.educator)
    opened_by_wren = client.get(url)
    client.force_login(cast.coach)
    more = {"goals-TOTAL_FORMS": "2", "goals-1-id": "", "goals-1-text": "They listen to each other."}
    client.post(url, typed(client.get(url), **more, **{"goals-0-text": "Children say because."}))
    client.force_login(cast.educator)
    answer = client.post(url, typed(opened_by_wren, **{"goals-0-text": "Children say so."}))
    assert "Ines saved: “Children say because.”" in words(answer)
    assert "Ines added, and it stays: “They listen to each other.”" in words(answer)
    assert client.post(url, typed(answer)).status_code == 302
    said = set(cycle.pre_conference.goals.values_list("text", flat=True))
    assert said == {"Children say so.", "They listen to each other."}


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


def test_a_form_without_a_version_overwrites_nothing(cast, cycle, client):
    client.force_login(cast.educator)
    url = reverse("cycles:save_lesson", args=[cycle.pk])
    for version in ("", "-1", "²", "9" * 30):
        answer = client.post(url, typed(client.get(url), setting="On the rug", version=version))
        assert "not whole" in words(answer)
        assert typed(answer)["setting"] == "On the rug"
    cycle.lesson.refresh_from_db()
    assert cycle.lesson.setting == ""
    assert client.post(url, typed(answer)).status_code == 302


def test_a_row_the_other_took_out_comes_back_with_the_words_of_the_second(cast, cycle, client):
    make.plan_lesson(cycle)
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])
    client.force_login(cast.educator)
    opened_by_wren = client.get(url)
    client.force_login(cast.coach)
    client.post(url, typed(client.get(url), **{"segments-0-DELETE": ["on"]}))
    client.force_login(cast.educator)
    answer = client.post(url, typed(opened_by_wren, **{"segments-0-minutes": "12"}))
    assert "Ines saved this at" in words(answer)
    assert client.post(url, typed(answer)).status_code == 302
    assert [(row.name, row.minutes) for row in cycle.segments.all()] == [("Launch", 12), ("Pair talk", 6)]
