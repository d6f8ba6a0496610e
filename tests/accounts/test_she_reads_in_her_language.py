"""Pages, dates and letters in the language and by the clock that a person chose; visitors choose at the door."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse

from cycles.models import PreConference
from media_review import letters
from tests import make


def choose(client, **ways):
    return client.post(reverse("accounts:choose_ways"), {"language": "", "time_zone": "", "letters": "at_once"} | ways)


@pytest.mark.parametrize("language", ["es", "pt-br", "ht"])
def test_she_chooses_and_every_page_follows(language, cast, sign_in):
    browser = sign_in(cast.educator)
    assert choose(browser, language=language)["Location"] == reverse("accounts:account")
    page = browser.get("/", headers={"accept-language": "en"})
    assert f'<html lang="{language}"' in page.content.decode()
    assert page.headers["Content-Language"] == language
    choose(browser)
    assert '<html lang="en"' in browser.get("/", headers={"accept-language": "en"}).content.decode()


def test_a_language_nobody_speaks_here_is_refused(cast, sign_in):
    refused = choose(sign_in(cast.educator), language="tlh")
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    cast.educator.refresh_from_db()
    assert cast.educator.language == ""


def test_times_are_by_her_own_clock_where_she_has_one(cast, cycle, sign_in):
    meets_at = datetime(2026, 3, 12, 19, 30, tzinfo=UTC)
    PreConference.objects.filter(cycle=cycle).update(meets_at=meets_at)
    browser = sign_in(cast.educator)
    assert "15:30" in browser.get(cycle.get_absolute_url()).content.decode()
    choose(browser, time_zone="America/Los_Angeles")
    assert "12:30" in browser.get(cycle.get_absolute_url()).content.decode()


def test_a_visitor_chooses_at_the_door(client):
    door = reverse("account_login")
    assert 'lang="ht">Krey' in client.get(door).content.decode()
    client.post(reverse("set_language"), {"language": "ht", "next": door})
    assert '<html lang="ht"' in client.get(door).content.decode()


def test_letters_are_in_the_language_of_who_reads_them(cast, cycle):
    recording = make.make_recording(cast.educator, cycle=cycle)
    cast.educator.language = "es"
    letters.feedback_was_shared(recording, cast.coach, [cast.educator, cast.leader], count=2)
    spanish, english = mail.outbox
    assert spanish.subject != english.subject
