"""What an upload is refused for, in words, and to whom; and what is lost when the store is away: nothing."""

import uuid

import pytest
from django.urls import reverse

from coachcycle.accounts.models import Membership
from media_review import uploads
from media_review.models import Recording
from tests import make
from tests.media_review.sending import (
    ask_to_start,
    finish,
    row,
    send,
    sign,
    start,
)

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def educator(cast, sign_in):
    return sign_in(cast.educator)


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"size": 0}, "This file is empty"),
        ({"size": -5}, "This file is empty"),
        ({"size": 20 * 1024**3 + 1}, "larger than 20 GB"),
        ({"file_name": "plan.pdf", "content_type": "application/pdf"}, "ends in mp4, mov"),
        ({"file_name": "story.mp4.exe", "content_type": ""}, "ends in mp4, mov"),
        ({"file_name": ""}, "required"),
        ({"cycle": uuid.uuid4()}, "not one of the available choices"),
        ({"audience": uuid.uuid4()}, "not one of the available choices"),
        ({"audience": "everybody"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_before_a_byte_is_sent(educator, about, sentence):
    refused = ask_to_start(educator, **about)

    assert refused.status_code == 422
    assert sentence in refused.json()["sentence"]
    assert not Recording.objects.exists()


def test_the_cycle_of_another_pair_is_no_choice(educator, cast):
    theirs = make.make_cycle(make.make_partnership(cast.program))
    for about in ({"cycle": theirs.pk}, {"audience": theirs.partnership_id}):
        assert ask_to_start(educator, **about).status_code == 422
    page = educator.get(reverse("media_review:new"), {"cycle": theirs.pk})
    assert str(theirs.pk) not in page.content.decode()
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd.mp4", "passwd.mp4"), ("..\\circle.mov", "circle.mov"), ("🐣 lunch.webm", "🐣 lunch.webm")],
)
def test_a_name_is_shown_and_never_a_place(educator, name, shown):
    recording = row(start(educator, file_name=name))

    assert recording.file_name == shown
    assert recording.original_key == f"originals/{recording.organization_id}/{recording.pk}"


def test_a_phone_that_gives_no_ending_is_believed_its_type(educator):
    assert ask_to_start(educator, file_name="1000012345", content_type="video/mp4").status_code == 200


def test_twenty_unfinished_uploads_are_enough_but_each_of_them_goes_on(educator):
    for number in range(uploads.MOST_UNFINISHED):
        upload = start(educator, fingerprint=f"film{number}")

    refused = ask_to_start(educator, fingerprint="one more")

    assert refused.status_code == 422
    assert "20 of your uploads are not finished" in refused.json()["sentence"]
    assert start(educator, fingerprint="film19")["recording"] == upload["recording"]


def test_only_the_uploader_moves_an_upload(cast, sign_in, cycle):
    upload = start(sign_in(cast.educator), cycle=cycle.pk, audience=cycle.partnership_id)
    others = {cast.coach: 403, cast.leader: 404, cast.partner: 404, cast.outsider: 404, cast.former: 404}
    asks = [
        ("get", "parts"),
        ("post", "parts"),
        ("post", "finish"),
        ("post", "cancel"),
        ("get", "page"),
        ("post", "about"),
    ]

    for person, expected in others.items():
        browser = sign_in(person)
        for method, name in asks:
            assert getattr(browser, method)(upload["addresses"][name]).status_code == expected, (person, name)
    assert sign_in(cast.coach).get(upload["addresses"]["progress"]).status_code == 200
    assert row(upload).state == "uploading"


def test_who_is_no_member_any_more_can_neither_start_nor_go_on(cast, sign_in):
    browser = sign_in(cast.educator)
    upload = start(browser)

    cast.educator.memberships.get().end()

    assert ask_to_start(browser, fingerprint="other").status_code == 403
    assert browser.get(reverse("media_review:new")).status_code == 403
    assert finish(browser, upload).status_code == 404
    assert sign(browser, upload, 1).status_code == 404


def test_a_film_of_a_lesson_belongs_to_the_organization_of_the_lesson(cast, cycle, sign_in):
    elsewhere = make.make_program("Second home")
    Membership.objects.create(
        user=cast.educator, organization=elsewhere.organization, program=elsewhere, role="educator"
    )
    there = make.make_cycle(make.make_partnership(elsewhere, coachee=cast.educator))
    browser = sign_in(cast.educator)

    assert row(start(browser, cycle=there.pk)).organization == elsewhere.organization
    mixed = ask_to_start(browser, cycle=there.pk, audience=cycle.partnership_id, fingerprint="c3")
    assert mixed.status_code == 422
    assert "not held with the person you chose" in mixed.json()["sentence"]


def test_while_the_store_is_down_nothing_is_lost(educator, settings):
    running = settings.S3_ENDPOINT_URL
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"

    passing = ask_to_start(educator)

    assert passing.status_code == 503
    assert "try again" in passing.json()["sentence"]
    settings.S3_ENDPOINT_URL = running
    upload = start(educator)
    send(educator, upload, 1, 2, 3)
    assert finish(educator, upload).status_code == 200
    assert Recording.objects.count() == 1
