"""A page of another site, a shared tablet, a machine that sends rubbish: what reaches us from outside the house."""

import io
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from media_review.models import Recording
from tests import make
from tests.test_permissions import MATRIX, ROLES

ALLOWED_GETS = [name for name, (method, _thing, letters) in MATRIX.items() if method == "get"]


def whoever_may(cast, letters):
    """Somebody signed in who is allowed; what nobody of the cast may is for a leader of the whole organization."""
    may = [role for role, letter in zip(ROLES, letters.split(), strict=True) if letter == "A" and role != "anonymous"]
    return getattr(cast, may[0]) if may else make.make_member("leader", cast.program, "Olga Over", across=True)


@pytest.mark.parametrize("name", [name for name, line in MATRIX.items() if line[0] == "post"])
def test_a_page_of_another_site_cannot_write_with_her_cookie(name, cast, things):
    browser = Client(enforce_csrf_checks=True)
    _method, thing, letters = MATRIX[name]
    browser.force_login(whoever_may(cast, letters))
    address = reverse(name, args=things[thing])
    answer = browser.post(address, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert b"it is not certain that this came from you" in answer.content


@pytest.mark.parametrize("name", ALLOWED_GETS)
def test_private_pages_are_kept_by_nobody_and_every_page_wears_its_armour(name, cast, things, client, store):
    """After signing out on a shared tablet, the Back button must show nothing."""
    _method, thing, letters = MATRIX[name]
    client.force_login(whoever_may(cast, letters))
    answer = client.get(reverse(name, args=things[thing]))
    assert "no-store" in answer.headers.get("Cache-Control", "")
    assert "private" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert re.search(r"script-src 'self'( 'nonce-[^']+')?(;|$)", policy)
    if "text/html" in answer["Content-Type"]:
        page = answer.content.decode()
        assert not re.search(r'<script(?![^>]*(\bnonce=|type="application/json"))', page)
        assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:", page)


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site(next_page, cast, things, client):
    client.force_login(cast.educator)
    answers = [
        client.post(reverse("cycles:finish_step", args=things["step"]), {"next": next_page}),
        client.post(reverse("account_logout"), {"next": next_page}),
        client.post(
            reverse("account_login"), {"login": cast.coach.email, "password": make.PASSWORD, "next": next_page}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
        assert "evil" not in answer["Location"]


def test_another_host_name_is_not_ours(cast, client, mailoutbox):
    cache.clear()
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400
    answer = client.post("/accounts/password/reset/", {"email": cast.coach.email}, headers={"host": "localhost:6666"})
    assert answer.status_code in (302, 400)
    assert not [letter.body for letter in mailoutbox if ":6666" in letter.body]


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_nobody_fills_the_disk_with_a_file_we_never_asked_for(address, client):
    answer = client.post(address, {"file": io.BytesIO(b"x" * 7_000_000), "login": "a"})
    assert answer.status_code in (400, 413)


def test_a_flood_of_fields_is_turned_away(cast, things, client):
    client.force_login(cast.educator)
    Recording.objects.filter(pk=things["recording"][0]).update(state="uploading")
    sign = reverse("media_review:sign_parts", args=things["recording"])
    assert client.post(sign, {"part": list(range(1001))}).status_code == 400
    Recording.objects.filter(pk=things["recording"][0]).update(state="ready")
    watched = reverse("media_review:log_viewing", args=things["recording"])
    assert client.post(watched, {"ranges": "[" * 2_600_000}).status_code == 400


MARKUP = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"


def test_markup_in_any_word_stays_a_word(cast, cycle, things, client, store):
    film = Recording.objects.get(pk=things["recording"][0])
    Recording.objects.filter(pk=film.pk).update(
        title=MARKUP, look_for=MARKUP, file_name=MARKUP, failed_reason=MARKUP, progress_note=MARKUP, fingerprint=MARKUP
    )
    film.annotations.update(body=MARKUP)
    make.make_annotation(film, cast.coach, MARKUP)
    film.annotations.first().replies.create(recording=film, author=cast.educator, start_ms=0, body=MARKUP)
    film.shares.create(person=cast.leader, shared_by=cast.educator)
    for user in (cast.educator, cast.coach, cast.leader):
        type(user).objects.filter(pk=user.pk).update(name=MARKUP)
    type(cycle).objects.update(title=MARKUP)
    cycle.steps_agreed.update(text=MARKUP, how_we_will_know=MARKUP)
    type(cycle.partnership).objects.update(confidentiality=MARKUP, stepping_in=MARKUP)
    type(cycle.lesson).objects.update(notes=MARKUP, setting=MARKUP)
    type(cycle.post_conference).objects.update(reflection=MARKUP, notes=MARKUP)
    cast.program.classrooms.update(name=MARKUP)
    type(cast.program).objects.update(name=MARKUP)
    cycle.segments.create(
        name=MARKUP, minutes=5, agreed_level="modeling", actual_level="modeling", reason_changed=MARKUP
    )
    cycle.pre_conference.goals.create(text=MARKUP)
    cycle.pre_conference.answers.create(core_issue="plan", prompt=MARKUP, text=MARKUP)
    seen = 0
    for user in (cast.educator, cast.coach, cast.leader):
        client.force_login(user)
        for state in ("ready", "uploading", "failed"):
            Recording.objects.filter(pk=film.pk).update(state=state)
            for name in MATRIX.keys() - {
                "hours_file",
                "paper_pdf",
            }:  # a sheet and a paper: no browser reads them as a page
                thing = MATRIX[name][1]
                for headers in ({}, {"HX-Request": "true"}):
                    page = client.get(reverse(name, args=things[thing]), headers=headers).content.decode()
                    assert "<script>alert" not in page, name
                    assert "<img src=x" not in page, name
                    assert "'49" not in page, name
                    seen += "&lt;script&gt;alert" in page
    assert seen > 50


def test_a_name_brings_no_second_line_into_a_letter(cast, client, mailoutbox):
    client.force_login(cast.leader)
    client.post(reverse("accounts:account"), {"name": "Ines\r\nBcc: evil@example.org\n\nYour account is locked"})
    cast.leader.refresh_from_db()
    assert cast.leader.name == "Ines Bcc: evil@example.org Your account is locked"
    type(cast.program).objects.update(name="Harbor\r\nBcc: evil@example.org")
    client.post(reverse("accounts:invite", args=[cast.program.pk]), {"email": "new@example.org", "role": "coach"})
    (letter,) = mailoutbox
    assert letter.recipients() == ["new@example.org"]
    assert "\n" not in letter.subject
