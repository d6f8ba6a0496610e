"""Who leads an organization sees how the work on its films is getting on: in counts, and of no other organization."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from media_review.models import Recording
from tests import make
from tests.queries import queries_of


@pytest.fixture
def lena(cast):
    return make.make_member("leader", cast.program, "Lena Across", across=True)


def look(browser, organization):
    response = browser.get(reverse("films", args=[organization.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def figure(page, name):
    """The numbers beside this name, in order."""
    row = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', page).group(1)
    return re.findall(r'<td class="number">(.*?)</td>', row)


def bring(person, state, **fields):
    return make.make_recording(person, state=state, title="Secret lunch", file_name="secret.mp4", **fields)


def test_she_sees_what_waits_how_long_and_what_is_worked_on(cast, lena, sign_in):
    since = now() - timedelta(seconds=125)
    bring(cast.educator, "queued", waiting_since=since)
    bring(cast.educator, "queued", waiting_since=now(), failures=1)
    held = bring(cast.educator, "queued", waiting_since=since)
    Recording.objects.claim(held.pk).heartbeat(30, "Looking at the film")
    bring(cast.educator, "playable", waiting_since=now() - timedelta(seconds=40))
    bring(cast.educator, "uploading")
    bring(cast.educator, "failed")

    page = look(sign_in(lena), cast.program.organization)

    assert "2 films wait to be made watchable, the first of them for 2 minutes." in page
    assert figure(page, "To be watchable") == ["2", "2 minutes"]
    assert figure(page, "Smaller sizes for slow lines")[0] == "1"
    places = ("On their way here", "Arrived, not looked at yet", "Being made watchable", "Could not be used", "Ready")
    assert [figure(page, place) for place in places] == [["1"], ["2"], ["1"], ["1"], ["0"]]
    assert "Looking at the film, 30 %" in page
    assert f"Film {str(held.pk)[:8]}…, try 2." in page
    assert "1 film did not work out at first" in page
    assert "somebody should look" not in page


def test_a_film_stands_in_one_place_whatever_its_state(cast, lena, sign_in):
    states = set(Recording.State.values) - {Recording.State.LIVE}  # an observation is no film
    for state in states:
        bring(cast.educator, state)
    page = look(sign_in(lena), cast.program.organization)
    places = re.search(r'<section class="chapter" aria-labelledby="places">(.*?)</section>', page).group(1)
    assert re.findall(r'<td class="number">(\d+)</td>', places) == ["1"] * len(states)


def test_she_is_told_when_films_wait_longer_than_they_should(cast, lena, sign_in):
    bring(cast.educator, "queued", waiting_since=now() - timedelta(minutes=11))
    assert "somebody should look" in look(sign_in(lena), cast.program.organization)


def test_neither_titles_nor_people_nor_whole_ids_are_told(cast, lena, sign_in):
    recording = bring(cast.educator, "queued", waiting_since=now())
    Recording.objects.claim(recording.pk)
    page = look(sign_in(lena), cast.program.organization)
    assert [word for word in ("Secret", "secret", "Wren", str(recording.pk)) if word in page] == []


def test_only_the_films_of_her_organization_are_counted(cast, lena, sign_in):
    bring(cast.outsider, "queued", waiting_since=now())
    held = bring(cast.outsider, "queued", waiting_since=now())
    Recording.objects.claim(held.pk)
    page = look(sign_in(lena), cast.program.organization)
    assert "No film has been brought yet" in page
    bring(cast.educator, "ready")
    page = look(sign_in(lena), cast.program.organization)
    assert figure(page, "To be watchable") == ["0", "none"]
    assert figure(page, "Being made watchable") == ["0"]
    assert str(held.pk)[:8] not in page


def test_it_is_found_from_the_page_of_the_organization(cast, lena, sign_in):
    page = sign_in(lena).get(reverse("accounts:organization", args=[cast.program.organization_id])).content.decode()
    assert reverse("films", args=[cast.program.organization_id]) in page


def test_who_leads_one_program_or_another_organization_does_not_see_it(cast, sign_in):
    address = reverse("films", args=[cast.program.organization_id])
    assert sign_in(cast.leader).get(address).status_code == 403
    assert sign_in(cast.outsider).get(address).status_code == 404


def test_more_films_ask_the_database_no_more_often(cast, lena, sign_in):
    browser, asked = sign_in(lena), []
    for _ in range(2):
        for _ in range(5):
            Recording.objects.claim(bring(cast.educator, "queued", waiting_since=now()).pk)
        asked.append(queries_of(browser, reverse("films", args=[cast.program.organization_id])))
    assert asked[0] == asked[1]
