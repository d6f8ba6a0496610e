"""A coach looks at her own way to give feedback. There is no such page about anybody else."""

from datetime import timedelta

from django.utils.timezone import now

from coachcycle.dashboards import profile
from media_review.models import Annotation, Response
from tests import make
from tests.cycles.pages import words
from tests.queries import queries_of

PAGE = "/my-feedback/"


def film_of(cast, cycle, days_ago=4):
    film = make.make_recording(cast.educator, cycle=cycle)
    share = film.share(by=cast.educator, partnership=cycle.partnership)
    type(share).objects.filter(pk=share.pk).update(shared_at=now() - timedelta(days=days_ago))
    return film


def test_the_figures_are_those_of_the_rows(cast, cycle):
    make.plan_lesson(cycle)
    focus, other = make.criteria_of(cycle.edition)
    film = film_of(cast, cycle)
    said = [
        make.make_annotation(film, cast.coach, kind=kind, criterion=criterion, shared_at=now() - timedelta(days=2))
        for kind, criterion in (("celebrate", focus), ("celebrate", None), ("question", other), ("suggestion", None))
    ]
    make.make_annotation(film, cast.coach, "A draft.")
    make.make_annotation(film, cast.educator, parent=said[0], shared_at=now())
    Response.objects.create(annotation=said[1], person=cast.educator, kind="thanks")
    found = profile.of(cast.coach)
    assert (found.pieces, found.films) == (4, 1)
    assert {kind.value: kind.number for kind in found.kinds if kind.number} == {
        "celebrate": 2,
        "question": 1,
        "suggestion": 1,
    }
    assert (found.on_focus, found.with_criterion, found.answered) == (25, 50, 50)
    assert found.days_to_first == 2.0


def test_it_is_empty_in_words_for_who_shared_nothing_and_says_nothing_of_others(cast, cycle, sign_in):
    film = film_of(cast, cycle)
    make.make_annotation(film, cast.coach, shared_at=now())
    for person in (cast.educator, cast.leader, cast.outsider):
        page = words(sign_in(person).get(PAGE))
        assert "Nothing shared yet" in page
        assert "Ines" not in page
    assert "1 piece of feedback On 1 recording." in words(sign_in(cast.coach).get(PAGE))


def test_it_costs_the_same_for_much_as_for_little(cast, cycle, sign_in):
    film = film_of(cast, cycle)
    browser = sign_in(cast.coach)
    make.make_annotation(film, cast.coach, "Yes.", shared_at=now())
    browser.get(PAGE)
    few = queries_of(browser, PAGE)
    Annotation.objects.bulk_create(
        Annotation(recording=film, author=cast.coach, start_ms=number, body="Yes.", shared_at=now())
        for number in range(200)
    )
    assert queries_of(browser, PAGE) == few <= 15
