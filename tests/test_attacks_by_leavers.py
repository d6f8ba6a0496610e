"""Who left, or was sent away, tries every door she once had the key to."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from coachcycle.accounts.models import Invitation, Membership
from cycles.models import NextStep
from media_review.models import Recording
from tests import make
from tests.test_permissions import MATRIX


@pytest.fixture
def film(things):
    return Recording.objects.get(pk=things["recording"][0])


def end_membership(cast, film, user):
    user.memberships.get().end()


def move_elsewhere(cast, film, user):
    """Another organization has taken her in: she can still sign in, and has a home there."""
    user.memberships.get().end()
    elsewhere = make.make_program("Elsewhere")
    Membership.objects.create(user=user, organization=elsewhere.organization, program=elsewhere, role="coach")


def end_partnership(cast, film, user):
    type(film.cycle.partnership).objects.update(ended_at=now())


def stop_share(cast, film, user):
    film.shares.active().get().stop()


def become_partner(cast, film, user):
    """She coaches no more; as a partner she sees activity, never content."""
    user.memberships.get().end()
    Membership.objects.create(user=user, organization=cast.program.organization, program=cast.program, role="partner")


LOST = [end_membership, move_elsewhere, end_partnership, stop_share, become_partner]
OF_A_FILM = [
    name
    for name, line in MATRIX.items()
    if line[1] in ("recording", "rendition", "annotation", "agenda", "evidence", "share", "export")
]


@pytest.mark.parametrize("lose", LOST)
def test_from_the_next_request_on_nothing_of_a_film_opens(lose, cast, things, film, sign_in, store):
    step = NextStep.objects.create(cycle=film.cycle, text="Wait", owner=cast.coach, due=now().date())
    own = make.make_annotation(film, cast.coach, "A draft of mine", next_step=step)
    things = things | {"own": (own.pk,)}
    browser = sign_in(cast.coach)
    assert browser.get(reverse("media_review:room", args=[film.pk])).status_code == 200

    lose(cast, film, cast.coach)

    for name in OF_A_FILM:
        method, thing, _letters = MATRIX[name]
        for args in (things[thing], things["own"]) if thing == "annotation" else (things[thing],):
            answer = getattr(browser, method)(reverse(name, args=args))
            assert answer.status_code == 404, name
    pages = [reverse(name) for name in ("home", "next_steps", "media_review:list", "cycles:list")]
    pages.append(reverse("media_review:of_cycle", args=[film.cycle_id]))
    for page in pages:
        text = browser.get(page).content.decode()
        assert film.title not in text.replace(film.cycle.title, ""), page
        assert "A draft of mine" not in text
        assert str(film.pk) not in text
    own.refresh_from_db()
    assert own.shared_at is None


@pytest.mark.parametrize("lose", [end_membership, move_elsewhere, become_partner])
def test_nothing_of_a_cycle_opens_either(lose, cast, things, film, sign_in):
    browser = sign_in(cast.coach)
    lose(cast, film, cast.coach)
    for name, (method, thing, _letters) in MATRIX.items():
        if thing in ("cycle", "partnership", "step"):
            assert getattr(browser, method)(reverse(name, args=things[thing])).status_code == 404, name


def test_an_account_that_is_closed_is_signed_out_at_once(cast, things, film, sign_in):
    browser = sign_in(cast.coach)
    type(cast.coach).objects.filter(pk=cast.coach.pk).update(is_active=False)
    for name, (method, thing, letters) in MATRIX.items():
        if not letters.startswith("A"):  # what everybody may see needs no account
            answer = getattr(browser, method)(reverse(name, args=things[thing]))
            assert (answer.status_code, "/accounts/login/" in answer.get("Location", "")) == (302, True), name


def end(user):
    user.memberships.get().end()


def close_account(user):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("lose", [end, close_account])
def test_who_may_not_look_any_more_gets_no_letter(
    lose, cast, things, film, sign_in, django_capture_on_commit_callbacks
):
    def share_something():
        make.make_annotation(film, cast.coach, "One more")
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(cast.coach).post(reverse("media_review:share_feedback", args=[film.pk]))
        return [letter.to for letter in mail.outbox]

    assert share_something() == [[cast.educator.email]]
    lose(cast.educator)
    assert share_something() == []
    page = sign_in(cast.coach).get(reverse("media_review:room", args=[film.pk])).content.decode()
    assert "Only you can watch." in page


def test_a_leader_who_was_sent_away_does_not_come_back_by_an_invitation_of_her_own(cast, client):
    other = make.make_member("leader", cast.program, "Lene Leader")
    letter = cast.program.invite(email="second-self@example.org", role="leader", by=cast.leader)[0]
    hers = cast.program.invite(email="someone@example.org", role="coach", by=other)[0]

    cast.leader.memberships.get().end()

    assert client.get(letter.get_absolute_url()).status_code == 410
    again = make.make_user("Second Self", email="second-self@example.org")
    client.force_login(again)
    assert client.post(letter.get_absolute_url()).status_code == 410
    assert not again.memberships.exists()
    assert Invitation.objects.open().get() == hers
    client.force_login(other)
    client.post(reverse("accounts:resend_invitation", args=[letter.pk]))
    assert Invitation.objects.open().filter(pk=letter.pk).exists(), "another leader may send it again, knowingly"


def test_a_film_tells_a_watcher_nothing_of_a_cycle_she_may_not_see(cast, cycle, film, sign_in):
    make.plan_lesson(cycle)
    film.share(by=cast.educator, person=cast.partner)
    address = reverse("media_review:room", args=[film.pk])
    told = ("Children say why", "Agreed:", cycle.title, str(cycle.pk))
    page = sign_in(cast.coach).get(address).content.decode()
    assert all(words in page for words in told)
    page = sign_in(cast.partner).get(address).content.decode()
    assert not [words for words in told if words in page]
