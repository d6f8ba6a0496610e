"""A pair names the standards it plans by, with links; whoever reads the plan finds them, on paper too."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cycles import references
from cycles.references import Reference
from tests import make
from tests.cycles.pages import typed, words

ELOF = "Head Start ELOF P-LIT 4 https://eclkc.ohs.acf.hhs.gov/elof?domain=lit&goal=4"


@pytest.fixture
def save(cycle, cast, sign_in):
    make.plan_lesson(cycle)
    url = reverse("cycles:save_pre_conference", args=[cycle.pk])

    def save(text):
        browser = sign_in(cast.educator)
        return browser.post(url, typed(browser.get(url), references=text))

    return save


def test_they_stand_on_the_page_and_on_paper_for_who_reads_the_plan(cast, cycle, save, sign_in):
    assert save(f"{ELOF}\n\nBlueprint, Unit 3: Wind and Water\n").status_code == 302
    for person in (cast.educator, cast.coach, cast.leader):
        browser = sign_in(person)
        for address in (cycle.get_absolute_url(), reverse("paper", args=[cycle.pk])):
            page = browser.get(address)
            assert "Head Start ELOF P-LIT 4 Blueprint, Unit 3: Wind and Water" in words(page)
            assert 'href="https://eclkc.ohs.acf.hhs.gov/elof?domain=lit&amp;goal=4"' in page.content.decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ELOF http://eclkc.ohs.acf.hhs.gov", "A link begins with https://"),
        ("ELOF https://nowhere", "https://nowhere cannot be used"),
        ("\n".join("ABCDEFG"), "A few are enough"),
        ("ELOF " * 70, "too long for a line"),
    ],
)
def test_what_cannot_stand_is_refused_in_words_and_kept(cycle, save, text, reason):
    page = save(text)
    assert reason in words(page)
    assert typed(page)["references"].split() == text.split()
    cycle.pre_conference.refresh_from_db()
    assert cycle.pre_conference.references == ""


def test_only_links_are_links(cast, cycle, save, sign_in):
    save("javascript:alert(1) P-LIT\n<b>4</b>")
    page = sign_in(cast.leader).get(cycle.get_absolute_url()).content.decode()
    assert '<li dir="auto">javascript:alert(1) P-LIT</li>' in page
    assert "&lt;b&gt;4&lt;/b&gt;" in page


def test_a_link_alone_is_called_by_its_place():
    assert references.read("https://standards.example.org/4 ") == [
        Reference("standards.example.org", "https://standards.example.org/4")
    ]


@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    assert all(each.name or each.link for each in references.read(text))
