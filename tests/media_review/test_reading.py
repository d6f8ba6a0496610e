"""Reading feedback: what she filters for is what she sees, counts and sends on, in words as people type them."""

import json
import re
from pathlib import Path

import pytest
from django.http import QueryDict
from django.urls import reverse

from media_review.filters import LONGEST, Filters, short
from media_review.models import Recording
from tests import make

pytestmark = pytest.mark.usefixtures("planned")

KNOWN = json.loads((Path(__file__).parent / "filters.json").read_text())


@pytest.fixture
def read(recording, sign_in, cast):
    """read(kind="question") → what her page shows, in its order."""

    def _read(reader=cast.educator, **asked):
        return shown(page_of(sign_in(reader), recording, asked))

    return _read


def page_of(browser, recording, asked):
    answer = browser.get(reverse("media_review:room", args=[recording.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(page):
    cards = re.findall(r'<li class="card[^>]*>.*?<p class="(?:words|gone)"[^>]*>(.*?)</p>', page, re.S)
    tags = re.findall(r'<li class="card[^>]*>', page)
    return [words for words, tag in zip(cards, tags, strict=True) if not tag.endswith(" hidden>")]


@pytest.mark.parametrize("case", KNOWN["cases"], ids=lambda case: case["why"])
def test_the_site_judges_as_the_browser_does(case):
    filters = Filters.of(QueryDict(case["asked"]))
    cards = [card | {"name": name, "at": str(card["at"])} for name, card in KNOWN["cards"].items()]
    assert [card["name"] for card in filters.order(cards) if not filters.hides(card)] == case["shown"]


def test_she_finds_feedback_by_domain_criterion_and_level(read, recording, cast, cycle):
    waits, asks = make.criteria_of(cycle.edition)
    at = recording.created_at
    strong, growing = waits.levels.get(number=3), asks.levels.get(number=2)
    make.make_annotation(recording, cast.coach, "Waits", 1000, criterion=waits, level=strong, shared_at=at)
    make.make_annotation(recording, cast.coach, "Asks", 2000, criterion=asks, level=growing, shared_at=at)
    make.make_annotation(recording, cast.coach, "Neither", 3000, shared_at=at)
    domain = f"{short(cycle.edition_id)}.1"
    assert read(domain=domain) == ["Waits", "Asks"]
    assert read(criterion=f"{domain}.2") == ["Asks"]
    assert read(level=3) == ["Waits"]
    assert read(domain=domain, level=2) == ["Asks"]
    assert read(focus="on") == ["Waits"]


def test_she_finds_feedback_of_an_edition_that_is_no_longer_the_cycles(read, recording, cast, cycle):
    criterion = make.criteria_of(cycle.edition)[1]
    make.make_annotation(recording, cast.coach, "Asks", criterion=criterion, shared_at=recording.created_at)
    make.make_annotation(recording, cast.coach, "Nothing of the kind", shared_at=recording.created_at)
    Recording.objects.update(cycle=None)
    assert read(criterion=f"{short(cycle.edition_id)}.1.2") == ["Asks"]


def test_she_finds_what_one_person_said_and_what_waits_for_an_answer(read, recording, cast):
    at = recording.created_at
    make.make_annotation(recording, cast.educator, "Mine, and a draft", 1000)
    talked = make.make_annotation(recording, cast.coach, "To herself", 2000, shared_at=at)
    make.make_annotation(recording, cast.coach, "One more thing", 2000, parent=talked, shared_at=at)
    answered = make.make_annotation(recording, cast.coach, "Answered", 3000, shared_at=at)
    make.make_annotation(recording, cast.educator, "Yes", 3000, parent=answered, shared_at=at)
    make.make_annotation(recording, cast.coach, "", 4000, shared_at=at, taken_back_at=at)
    assert read(author=short(cast.educator.pk)) == ["Mine, and a draft"]
    assert read(author=short(cast.coach.pk), answered="yes") == ["Answered"]
    assert read(answered="no") == ["To herself"], "an answer to oneself is none, and drafts wait for nobody"


def test_she_finds_what_became_a_step(read, recording, cast, cycle):
    step = cycle.steps_agreed.create(text="Wait five counts", owner=cast.educator)
    at = recording.created_at
    make.make_annotation(recording, cast.coach, "Became one", 1000, shared_at=at, next_step=step)
    make.make_annotation(recording, cast.coach, "Not yet", 2000, shared_at=at)
    assert read(step="yes") == ["Became one"]
    assert read(step="no") == ["Not yet"]


def test_words_are_found_in_replies_too_and_drafts_of_others_nowhere(read, recording, cast):
    at = recording.created_at
    said = make.make_annotation(recording, cast.coach, "You waited.", 1000, shared_at=at)
    make.make_annotation(recording, cast.educator, "Élodie noticed it", 1000, parent=said, shared_at=at)
    make.make_annotation(recording, cast.coach, "Elodie, a draft", 2000)
    assert read(q="ELODIE noticed") == ["You waited."]
    assert read(q="elodie draft") == []
    assert read(cast.coach, q="elodie") == ["You waited.", "Elodie, a draft"]


def test_newest_first_is_by_when_she_could_read_it(read, recording, cast):
    first, later = recording.created_at, recording.created_at.replace(year=2030)
    make.make_annotation(recording, cast.coach, "Shared later, at 0:02", 2000, created_at=first, shared_at=later)
    make.make_annotation(recording, cast.coach, "Shared first", 500, created_at=later, shared_at=first)
    make.make_annotation(recording, cast.coach, "Shared later, at 0:01", 1000, created_at=first, shared_at=later)
    assert read() == ["Shared first", "Shared later, at 0:01", "Shared later, at 0:02"]
    assert read(sort="newest") == ["Shared later, at 0:01", "Shared later, at 0:02", "Shared first"]


def test_she_is_told_how_much_is_shown_and_each_filter_can_be_taken_away(sign_in, recording, cast):
    at = recording.created_at
    make.make_annotation(recording, cast.coach, "You waited.", kind="question", shared_at=at)
    make.make_annotation(recording, cast.coach, "You asked.", kind="note", shared_at=at)
    page = page_of(sign_in(cast.educator), recording, {"kind": "question", "q": "wait & see", "answered": "no"})
    assert "0 of 2 shown" in page
    assert 'aria-label="Without the filter ““wait &amp; see””"' in page
    assert 'href="?kind=question&amp;answered=no"' in page
    assert 'href="?kind=question&amp;q=wait+%26+see"' in page
    assert '<option value="question" selected>Questions</option>' in page
    assert "2 of 2 shown" not in page_of(sign_in(cast.educator), recording, {}).split("filtered")[0]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "nonsense"},
        {"author": "0" * 8},
        {"criterion": "12345678.9.9"},
        {"level": "99"},
        {"answered": "perhaps"},
        {"discussed": "yes' OR 1=1"},
        {"q": "\0"},
        {"sort": "<script>"},
        {"focus": "off", "kind": ""},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_filter_nobody_offers_hides_nothing(read, recording, cast, asked):
    make.make_annotation(recording, cast.coach, "You waited.", shared_at=recording.created_at)
    assert read(**asked) == ["You waited."]


def test_a_search_of_a_hundred_thousand_letters_is_cut(read, recording, cast):
    make.make_annotation(recording, cast.coach, "a" * 1000, shared_at=recording.created_at)
    assert read(q="a" * LONGEST + "b" * 100_000) == ["a" * 1000]


def test_who_does_not_know_the_cycle_is_not_told_of_its_steps_and_focus(sign_in, recording, cast):
    colleague = make.make_member("educator", cast.program, "Sam Colleague")
    recording.share(by=cast.educator, person=colleague)
    page = page_of(sign_in(colleague), recording, {})
    assert 'name="step"' not in page
    assert 'name="discussed"' not in page
    assert 'name="focus"' not in page
    assert 'name="discussed"' in page_of(sign_in(cast.coach), recording, {})
