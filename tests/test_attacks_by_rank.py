"""A leader, a partner, a curious colleague: no rank opens a film, a word about it, or what a pair keeps to itself."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cycles.models import NextStep
from media_review.models import Recording
from tests import make
from tests.moments import is_told
from tests.test_permissions import MATRIX

CURIOUS = ("leader", "org_leader", "partner", "org_partner", "colleague", "outsider", "former")
TITLE, LOOK_FOR, FILE = "Secret title of a film", "Secret thing to look for", "secret-name.mp4"
BODY, DRAFT, ANSWER = "Secret shared feedback", "Secret draft", "Secret answer"
FILMED = (TITLE, LOOK_FOR, FILE, BODY, DRAFT, ANSWER)
REFLECTION, TALK, LESSON = "Secret own view", "Secret notes of the talk", "Secret notes of the lesson"
POINTS = ("Secret success", "Secret area")
KEPT_BY_THE_PAIR = (REFLECTION, TALK, LESSON, *POINTS)


@pytest.fixture
def film(cast, cycle, things):
    """Wren's film with feedback, drafts of both, and a next step that grew out of it."""
    film = Recording.objects.get(pk=things["recording"][0])
    Recording.objects.filter(pk=film.pk).update(
        title=TITLE, look_for=LOOK_FOR, file_name=FILE, poster_key="renditions/p"
    )
    step = NextStep.objects.create(cycle=cycle, text="Wait", owner=cast.educator, due=now().date())
    said = make.make_annotation(film, cast.coach, BODY, shared_at=now(), next_step=step, start_ms=77_000)
    said.replies.create(recording=film, author=cast.educator, start_ms=0, body=ANSWER, shared_at=now())
    for author in (cast.coach, cast.educator):
        make.make_annotation(film, author, DRAFT)
    return film


@pytest.fixture
def kept(cycle):
    """What the pair wrote for itself."""
    type(cycle.lesson).objects.filter(cycle=cycle).update(notes=LESSON)
    type(cycle.post_conference).objects.filter(cycle=cycle).update(reflection=REFLECTION, notes=TALK)
    for kind, text in zip(("celebrate", "strengthen"), POINTS, strict=True):
        cycle.post_conference.points.create(kind=kind, text=text)


def person(cast, role):
    made = {
        "org_leader": lambda: make.make_member("leader", cast.program, "Olga Over", across=True),
        "org_partner": lambda: make.make_member("partner", cast.program, "Per Over", across=True),
        "colleague": lambda: make.make_member("coach", cast.program, "Cora Curious"),
    }
    return made[role]() if role in made else getattr(cast, role)


def everything_readable(browser, things):
    """All that a person can make the site show her by reading, page by page, with what its addresses may ask for."""
    asks = {"next_steps": "?of=program", "cycles:list": "?open=1", "media_review:progress": "?path"}
    for name, (_method, thing, _letters) in MATRIX.items():
        address = reverse(name, args=things[thing])
        for query in {"", asks.get(name, "")}:
            for headers in ({}, {"HX-Request": "true"}):
                answer = browser.get(address + query, headers=headers)
                yield address + query, answer.content.decode(errors="replace") + str(answer.headers)


@pytest.mark.parametrize("role", CURIOUS)
def test_no_rank_finds_a_word_of_a_film_on_any_page(role, cast, things, film, sign_in, store):
    browser = sign_in(person(cast, role))
    for address, text in everything_readable(browser, things):
        told = text.replace(address, "")
        found = [secret for secret in (*FILMED, "?t=77", "renditions/") if secret in told]
        found += ["1:17"] * is_told("1:17", told)
        assert not found, f"{address} shows {found}"


@pytest.mark.parametrize("role", ["coach", "educator"])
def test_the_same_look_finds_them_where_she_has_leave_but_never_the_draft_of_the_other(
    role, cast, things, film, sign_in, store
):
    film.annotations.filter(shared_at=None, author=getattr(cast, role)).delete()
    pages = "".join(text for _address, text in everything_readable(sign_in(getattr(cast, role)), things))
    assert all(secret in pages for secret in (TITLE, LOOK_FOR, BODY, ANSWER))
    assert DRAFT not in pages


@pytest.mark.parametrize("role", CURIOUS)
def test_no_rank_reads_what_a_pair_keeps_to_itself(role, cast, things, kept, sign_in, store):
    browser = sign_in(person(cast, role))
    for address, text in everything_readable(browser, things):
        found = [secret for secret in KEPT_BY_THE_PAIR if secret in text]
        assert not found, f"{address} shows {found}"


def test_the_pair_reads_it_all_and_the_coachee_only_after_her_own_view(cast, cycle, things, kept, sign_in):
    pages = [sign_in(user).get(cycle.get_absolute_url()).content.decode() for user in (cast.coach, cast.educator)]
    assert all(secret in page for page in pages for secret in KEPT_BY_THE_PAIR)
    type(cycle.post_conference).objects.filter(cycle=cycle).update(reflection=" ")
    browser = sign_in(cast.educator)
    for address, text in everything_readable(browser, things):
        found = [secret for secret in (TALK, *POINTS) if secret in text]
        assert not found, f"{address} shows {found}"
