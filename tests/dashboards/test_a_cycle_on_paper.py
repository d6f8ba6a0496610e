"""The record of a cycle on paper: each chooses what goes in, within what she may read."""

import subprocess
import sys
import types

import pytest
from django.urls import reverse
from django.utils.timezone import now

from media_review.models import Viewing
from tests import make
from tests.cycles.pages import words
from tests.queries import queries_of


@pytest.fixture
def told(cycle, cast):
    make.plan_lesson(cycle)
    cycle.post_conference.reflection = "Calmer than I feared."
    cycle.post_conference.save()
    cycle.steps_agreed.create(text="Count to five", owner=cast.educator)
    film = make.make_recording(cast.educator, cycle=cycle, title="The torn page")
    film.share(by=cast.educator, partnership=cycle.partnership)
    said = make.make_annotation(film, cast.coach, "You waited five slow counts.", shared_at=now())
    make.make_annotation(film, cast.coach, "A draft of hers.")
    return said


def page(browser, cycle, **query):
    return words(browser.get(reverse("paper", args=[cycle.pk], query=query)))


def text_of(response, tmp_path):
    assert response["Content-Type"] == "application/pdf"
    file = tmp_path / "paper.pdf"
    file.write_bytes(response.content)
    return " ".join(subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout.split())


def test_all_parts_and_no_feedback_until_it_is_chosen(cast, cycle, told, sign_in):
    browser = sign_in(cast.educator)
    paper = page(browser, cycle).partition("anybody.")[2]
    assert "Children say why, in their own words." in paper
    assert "Count to five" in paper
    assert "Calmer than I feared." in paper
    assert "You waited" not in paper
    chosen = page(browser, cycle, part="steps", feedback=str(told.pk)).partition("anybody.")[2]
    assert "You waited five slow counts." in chosen
    assert "Children say why" not in chosen


def test_a_draft_of_the_other_is_nowhere_and_ones_own_neither(cast, cycle, told, sign_in):
    for person in (cast.educator, cast.coach):
        assert "A draft of hers." not in page(sign_in(person), cycle)


def test_a_leader_prints_what_she_may_read_and_no_film(cast, cycle, told, sign_in):
    paper = page(sign_in(cast.leader), cycle, part="post_conference", feedback=str(told.pk))
    assert "stays between them" in paper
    assert "Calmer" not in paper
    assert "You waited" not in paper
    assert "The torn page" not in paper


def test_who_takes_feedback_along_was_there(cast, cycle, told, sign_in):
    page(sign_in(cast.coach), cycle)
    assert Viewing.objects.filter(viewer=cast.coach, recording=told.recording).count() == 1


def test_a_host_without_pango_says_so_and_serves_the_page(cast, cycle, told, sign_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", Missing("weasyprint"))
    browser = sign_in(cast.educator)
    answer = browser.get(reverse("paper_pdf", args=[cycle.pk], query={"part": "steps"}))
    assert answer.url == reverse("paper", args=[cycle.pk], query={"part": "steps"})
    assert "This site cannot make PDFs." in words(browser.get(answer.url))


def test_paper_of_many_films_costs_what_that_of_one_costs(cast, cycle, told, sign_in):
    browser = sign_in(cast.coach)
    address = reverse("paper", args=[cycle.pk])
    browser.get(address)
    few = queries_of(browser, address)
    for _ in range(3):
        film = make.make_recording(cast.educator, cycle=cycle)
        film.share(by=cast.educator, partnership=cycle.partnership)
        make.make_annotation(film, cast.coach, shared_at=now())
    browser.get(address)
    assert queries_of(browser, address) == few


class Missing(types.ModuleType):
    """As weasyprint imports where Pango is not there."""

    def __getattr__(self, name):
        raise OSError("cannot load library 'libpango-1.0-0'")


def test_the_pdf_says_the_same(cast, cycle, told, sign_in, tmp_path):
    address = reverse(
        "paper_pdf", args=[cycle.pk], query={"part": ["pre_conference", "steps"], "feedback": str(told.pk)}
    )
    said = text_of(sign_in(cast.educator).get(address), tmp_path)
    assert "Children say why, in their own words." in said
    assert "Count to five" in said
    assert "You waited five slow counts." in said
    assert "Calmer" not in said
    assert "Edit" not in said
