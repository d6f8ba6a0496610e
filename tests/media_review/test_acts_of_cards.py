"""What can be done with a card: once on the page for all cards that are alike in it (ADR 19)."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from media_review.cards import NO_ID
from tests import make


@pytest.fixture
def said(cast, recording):
    """Three by her coach, of which two are alike, and one of her own."""
    by_coach = [make.make_annotation(recording, cast.coach, f"Number {n}", 1000 * n, shared_at=now()) for n in range(3)]
    by_coach[0].responses.create(person=cast.educator, kind="thanks")
    return [*by_coach, make.make_annotation(recording, cast.educator, "Mine", 9000, shared_at=now())]


@pytest.fixture
def read(sign_in, cast, recording):
    def page(**query):
        return sign_in(cast.educator).get(address_of(recording), query).content.decode()

    return page


def address_of(recording):
    return reverse("media_review:room", args=[recording.pk])


def card(page, piece):
    return re.search(rf'<li class="card" id="f-{piece.pk}".*?</noscript>', page, re.S)[0]


def acts(page, piece):
    """The name of what can be done with a card, and that itself."""
    name = re.search(r'<noscript data-acts="([^"]+)">', card(page, piece))[1]
    return name, re.search(rf'<template id="{name}">(.*?)</template>', page, re.S)[1]


def test_cards_that_are_alike_share_them(read, said):
    page = read()
    thanked, alike, like_it, mine = (acts(page, piece) for piece in said)
    assert alike == like_it
    assert len({thanked, alike, mine}) == 3
    assert page.count('<template id="acts-') == 3
    assert 'value="thanks" aria-pressed="true"' in thanked[1]
    assert "Edit" in mine[1]
    assert "Edit" not in alike[1]


def test_they_name_no_card_but_have_a_place_for_its_id(read, said):
    page = read()
    shared = acts(page, said[1])[1]
    assert f"/recordings/feedback/{NO_ID}/reply/" in shared
    assert not [piece for piece in said if str(piece.pk) in shared]


def test_without_scripts_one_asks_for_those_of_a_card_and_the_filters_stay(read, said, recording):
    link = re.search(r'href="(\?[^"#]*)#f-', card(read(kind="note"), said[1]))[1]
    assert link == f"?kind=note&amp;acts={said[1].pk}"
    page = read(kind="note", acts=str(said[1].pk))
    assert f'formaction="/recordings/feedback/{said[1].pk}/reply/"' in card(page, said[1])
    assert "formaction" not in card(page, said[2])


@pytest.mark.parametrize("asked", ["", "nothing", "0", '"><script>'])
def test_a_card_that_is_not_there_changes_nothing(read, said, asked):
    page = read(acts=asked)
    assert page.count('<template id="acts-') == 3
    assert "<script>" not in page.partition("<main")[2].partition("<template")[0]


def test_a_card_that_comes_alone_brings_them_along(sign_in, cast, said):
    address = reverse("media_review:respond", args=[said[1].pk])
    answer = sign_in(cast.educator).post(address, {"say": "talk"}, headers={"HX-Request": "true"}).content.decode()
    assert f'formaction="/recordings/feedback/{said[1].pk}/reply/"' in card(answer, said[1])
    assert "<template" not in answer
