"""Nothing there, not yours, not whole, our fault: each says so kindly, in her language, and leads home."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views import defaults

from coachcycle.accounts.models import User
from tests import make
from tests.cycles.pages import words

HOME = 'href="/"'


def test_what_is_not_there_and_what_she_may_not_see_look_the_same(cast, cycle, sign_in):
    browser = sign_in(cast.outsider)
    pages = [browser.get(address) for address in ("/nowhere/", cycle.get_absolute_url())]
    for page in pages:
        assert page.status_code == 404
        assert "There is no such page" in words(page)
        assert HOME in page.content.decode()
        assert cycle.title not in words(page)
    assert words(pages[0]) == words(pages[1])


def test_somebody_who_is_not_signed_in_is_led_to_the_door(client, db):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert reverse("account_login") in page.content.decode()


def test_what_is_for_others_says_so_in_her_language(cast, cycle, sign_in):
    User.objects.filter(pk=cast.leader.pk).update(language="es")
    page = sign_in(cast.leader).post(reverse("cycles:advance", args=[cycle.pk]))
    assert page.status_code == 403
    assert '<html lang="es"' in page.content.decode()
    assert HOME in page.content.decode()
    assert "Esto les toca a otras personas" in words(page)


def test_a_form_from_before_she_signed_in_again_is_sent_once_more(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coach)
    page = browser.post(reverse("cycles:start"), {"title": "Story time"})
    assert page.status_code == 403
    assert "Please send it once more" in words(page)
    assert HOME in page.content.decode()


def test_what_did_not_arrive_whole_is_said(cast, sign_in):
    page = sign_in(cast.coach).post(reverse("cycles:start"), {f"field-{number}": "x" for number in range(5000)})
    assert page.status_code == 400
    assert "This could not be read" in words(page)


@pytest.mark.parametrize("language", ["en", "es", "pt-br", "ht"])
def test_our_own_fault_is_said_without_asking_the_database(language):
    """No `db` here: pytest refuses every question to it."""
    with translation.override(language):
        page = defaults.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert f'lang="{language}"' in page.content.decode()
    assert HOME in page.content.decode()
    assert ("The fault is ours" in page.content.decode()) is (language == "en")


@pytest.mark.django_db(transaction=True)
def test_a_site_whose_database_is_gone_still_answers_in_words(client, settings):
    person = make.make_member("coach", make.make_program())
    client.force_login(person)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cycles_cycle RENAME TO cycles_cycle_gone")
    try:
        page = client.get(reverse("cycles:detail", args=[uuid4()]))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cycles_cycle_gone RENAME TO cycles_cycle")
    assert page.status_code == 500
    assert "Something went wrong here" in words(page)
