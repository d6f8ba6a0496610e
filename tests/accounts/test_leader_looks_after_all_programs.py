"""Lena leads all programs of the organization; Halima leads one of them, Omar another organization."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coachcycle.accounts.models import Invitation, Membership
from tests import make

ACTS = ("invite_across", "add_program", "set_time_zone")


@pytest.fixture
def organization(cast):
    return cast.program.organization


@pytest.fixture
def lena(cast):
    return make.make_member("leader", cast.program, "Lena Across", across=True)


@pytest.fixture
def address(organization):
    return reverse("accounts:organization", args=[organization.pk])


def act(name, organization):
    return reverse(f"accounts:{name}", args=[organization.pk])


def words(response):
    return " ".join(response.content.decode().split())


def test_she_sees_programs_and_who_works_in_all_of_them(cast, organization, lena, sign_in, address):
    make.make_program("Hill Lane", organization)
    Membership.objects.create(user=cast.coach, program=cast.program, organization=organization, role="leader")
    make.make_member("coach", cast.program, "Ana Across", across=True)
    organization.invite(email="all@example.org", role="partner", by=lena)
    cast.program.invite(email="one@example.org", role="coach", by=lena)
    page = words(sign_in(lena).get(address))
    assert "<h3>Harbor Street</h3> <p>4 people of its own</p>" in page
    assert "<h3>Hill Lane</h3> <p>Nobody of its own yet</p>" in page
    for program in organization.programs.all():
        assert reverse("accounts:people", args=[program.pk]) in page
    assert "Ana Across" in page
    assert "all@example.org" in page
    for other in ("Elsewhere", "Wren Abara", "Gabe Gone", "one@example.org"):
        assert other not in page


def test_others_do_not(cast, organization, lena, client, sign_in, address):
    partner = make.make_member("partner", cast.program, "Paula Across", across=True)
    gone = make.make_member("leader", cast.program, "Lotte Gone", across=True)
    gone.memberships.get().end()
    for person, status in [
        (lena, 200),
        (cast.leader, 403),
        (cast.educator, 403),
        (partner, 403),
        (cast.outsider, 404),
        (gone, 404),
    ]:
        sign_in(person)
        assert client.get(address).status_code == status
        for name in ACTS:
            assert client.post(act(name, organization)).status_code == status


def test_the_way_here_is_shown_to_her_alone(cast, lena, client, sign_in, address):
    people = reverse("accounts:people", args=[cast.program.pk])
    for person, shown in [(lena, True), (cast.leader, False)]:
        sign_in(person)
        assert (address in words(client.get(reverse("accounts:account")))) is shown
        assert (address in words(client.get(people))) is shown


def test_she_adds_a_program_once(organization, lena, client, sign_in, address):
    sign_in(lena)
    answer = client.post(act("add_program", organization), {"name": " Hill Lane "})
    hill_lane = organization.programs.get(name="Hill Lane")
    assert answer["Location"] == reverse("accounts:people", args=[hill_lane.pk])
    assert "Hill Lane is added." in words(client.get(answer["Location"]))
    page = words(client.post(act("add_program", organization), {"name": "hill lane"}))
    assert "There is a program of this name already." in page
    assert 'value="hill lane"' in page
    assert "errorlist" in words(client.post(act("add_program", organization), {"name": " "}))
    assert organization.programs.count() == 2


def test_she_invites_to_all_programs_and_the_new_member_reaches_each(
    cast, organization, lena, client, sign_in, mailoutbox, link_in, address
):
    posted = {"email": "Noor@Example.org", "role": "leader"}
    assert sign_in(lena).post(act("invite_across", organization), posted)["Location"] == address
    assert "has been invited as a leader before" in words(client.post(act("invite_across", organization), posted))
    (letter,) = mailoutbox
    assert letter.to == ["noor@example.org"]
    assert letter.subject == f"You are invited to all programs of {organization}"
    assert f"Lena Across invites you to all programs of {organization} as a leader." in letter.body

    noor = make.make_user("Noor Haddad", "noor@example.org")
    assert f"To all programs of {organization}, as a leader" in words(sign_in(noor).get(reverse("accounts:account")))
    client.post(link_in(letter))
    membership = noor.memberships.get()
    assert (membership.organization, membership.program, membership.role) == (organization, None, "leader")
    later = organization.add_program("Hill Lane")
    for program in (cast.program, later):
        assert client.get(reverse("accounts:people", args=[program.pk])).status_code == 200

    sign_in(lena)
    again = words(client.post(act("invite_across", organization), posted))
    assert f"Noor Haddad is a leader at {organization} already." in again
    assert "errorlist" in words(client.post(act("invite_across", organization), {"email": "no address"}))
    assert len(mailoutbox) == 1


def test_somebody_of_one_program_may_be_asked_to_all(cast, organization, lena, sign_in, mailoutbox):
    cast.program.invite(email="noor@example.org", role="coach", by=lena)
    client = sign_in(lena)
    for email in (cast.coach.email, "noor@example.org"):
        client.post(act("invite_across", organization), {"email": email, "role": "coach"})
    assert [letter.to for letter in mailoutbox] == [[cast.coach.email], ["noor@example.org"]]


def test_two_leaders_at_once_write_one_invitation(organization, lena):
    _, is_new = organization.invite(email="Noor@example.org", role="coach", by=lena)
    _, is_new_again = organization.invite(email="noor@example.org", role="coach", by=lena)
    assert (is_new, is_new_again) == (True, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(email="NOOR@example.org", role="coach", organization=organization)


def test_she_alone_sends_again_and_takes_back_what_reaches_all(cast, organization, lena, client, sign_in, mailoutbox):
    invitation, _ = organization.invite(email="noor@example.org", role="coach", by=lena)
    here = reverse("accounts:organization", args=[organization.pk])
    for name, status in [("resend_invitation", 302), ("take_back_invitation", 302)]:
        path = reverse(f"accounts:{name}", args=[invitation.pk])
        assert sign_in(cast.leader).post(path).status_code == 404
        assert sign_in(cast.outsider).post(path).status_code == 404
        answer = sign_in(lena).post(path)
        assert (answer.status_code, answer["Location"]) == (status, here)
    assert len(mailoutbox) == 1
    assert not Invitation.objects.exists()


def test_she_ends_what_reaches_all_programs_but_never_her_own(cast, organization, lena, client, sign_in, address):
    ana = make.make_member("coach", cast.program, "Ana Across", across=True)
    end = reverse("accounts:end_membership", args=[ana.memberships.get().pk])
    people = reverse("accounts:people", args=[cast.program.pk])
    assert end not in words(sign_in(cast.leader).get(people)), "who leads one program leaves the others alone"
    assert client.post(end).status_code == 404

    assert end in words(sign_in(lena).get(address))
    asked = words(client.get(end))
    assert f"Ana Across is a coach in all programs of {organization}." in asked
    assert address in asked
    assert ana.memberships.get().ended_at is None
    assert client.post(end)["Location"] == address
    assert client.post(end)["Location"] == address, "a second leader is not left before an error"
    assert ana.memberships.get().ended_at

    own = reverse("accounts:end_membership", args=[lena.memberships.get().pk])
    page = words(client.get(address))
    assert own not in page
    assert "Nobody ends their own membership" in page
    assert client.post(own).status_code == 403


def test_when_she_is_sent_away_her_letters_no_longer_open(organization, lena, client):
    letter, _ = organization.invite(email="second-self@example.org", role="leader", by=lena)
    lena.memberships.get().end()
    assert client.get(letter.get_absolute_url()).status_code == 410


def test_she_sets_the_clock_for_everybody(cast, organization, lena, client, sign_in, address):
    sign_in(lena)
    assert '<option value="America/New_York" selected>New York</option>' in words(client.get(address))
    assert client.post(act("set_time_zone", organization), {"time_zone": "Pacific/Auckland"})["Location"] == address
    assert "errorlist" in words(client.post(act("set_time_zone", organization), {"time_zone": "Moon/Tranquility"}))
    organization.refresh_from_db()
    assert organization.time_zone == "Pacific/Auckland"


def test_long_lists_cost_no_more_queries(cast, organization, lena, sign_in, address, django_assert_max_num_queries):
    client = sign_in(lena)
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for number in range(12):
        program = make.make_program(f"Center {number}", organization)
        make.make_member("educator", program, f"Educator {number}")
        make.make_member("coach", program, f"Coach {number}", across=True)
        organization.invite(email=f"new{number}@example.org", role="coach", by=lena)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
