"""From the leader's form to the first page of the new member, by HTTP and by letter."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.timezone import now

from coachcycle.accounts.models import Invitation, Membership, User
from tests import make

NEW_PASSWORD = "nine quiet herons"
NEW = {"name": "Noor Haddad", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def invite(client, program, email, role="coach"):
    return client.post(reverse("accounts:invite", args=[program.pk]), {"email": email, "role": role})


@pytest.fixture
def invitation(cast):
    return cast.program.invite(email="noor@example.org", role="coach", by=cast.leader)[0]


def test_the_whole_road_of_somebody_new(cast, client, sign_in, mailoutbox, link_in):
    answer = invite(sign_in(cast.leader), cast.program, "Noor@Example.org")
    assert answer["Location"] == reverse("accounts:people", args=[cast.program.pk])
    (letter,) = mailoutbox
    assert letter.to == ["noor@example.org"]
    assert "Halima Osei invites you to Harbor Street as a coach." in letter.body

    client.logout()
    page = client.get(link_in(letter)).content.decode()
    assert "You are invited to Harbor Street" in page
    assert "as a coach" in page
    assert reverse("account_signup") in page

    form = client.get(reverse("account_signup")).content.decode()
    assert 'value="noor@example.org"' in form
    client.post(reverse("account_signup"), NEW)

    noor = User.objects.get(email="noor@example.org")
    assert (noor.name, client.session["_auth_user_id"]) == ("Noor Haddad", str(noor.pk))
    assert EmailAddress.objects.get(user=noor).verified
    assert len(mailoutbox) == 1, "the letter has proved the address; no second one is needed"
    membership = noor.memberships.get()
    assert (membership.program, membership.role) == (cast.program, "coach")
    assert Invitation.objects.get().accepted_at
    assert client.get(link_in(letter))["Location"] == reverse("accounts:account")


def test_she_cannot_smuggle_in_another_address(cast, client, invitation):
    client.get(invitation.get_absolute_url())
    posted = NEW | {"email": "halima.other@example.org"}
    client.post(reverse("account_signup") + "?email=halima.other@example.org", posted)
    assert User.objects.filter(email="noor@example.org").exists()
    assert not EmailAddress.objects.filter(email="halima.other@example.org").exists()


def test_a_refused_form_keeps_what_was_typed(client, invitation):
    client.get(invitation.get_absolute_url())
    page = client.post(reverse("account_signup"), NEW | {"password1": "12345", "password2": "12345"})
    assert 'value="Noor Haddad"' in page.content.decode()
    assert not User.objects.filter(email="noor@example.org").exists()
    assert Invitation.objects.waiting().count() == 1


def test_without_an_invitation_the_door_stays_shut(db, client):
    page = client.get(reverse("account_signup"))
    assert "You come in by invitation" in page.content.decode()
    page = client.post(reverse("account_signup"), NEW | {"email": "anybody@example.org"})
    assert "You come in by invitation" in page.content.decode()
    assert not User.objects.exists()


def test_the_door_shuts_when_the_invitation_is_taken_back_meanwhile(client, invitation):
    client.get(invitation.get_absolute_url())
    invitation.take_back()
    page = client.post(reverse("account_signup"), NEW)
    assert "You come in by invitation" in page.content.decode()
    assert not User.objects.filter(name="Noor Haddad").exists()


def test_somebody_with_an_account_signs_in_and_accepts(cast, client, sign_in_with_password, mailoutbox):
    user = make.make_user("Noor Haddad", "noor@example.org")
    invitation, _ = cast.program.invite(email="NOOR@example.org", role="coach", by=cast.leader)
    address = invitation.get_absolute_url()
    page = client.get(address).content.decode()
    assert f"{reverse('account_login')}?next={address}" in page
    assert reverse("account_signup") not in page

    assert sign_in_with_password(user).status_code == 302
    assert not user.memberships.exists(), "signing in is not accepting"
    assert ">Accept<" in client.get(address).content.decode()
    assert client.post(address)["Location"] == "/"
    assert user.memberships.get().role == "coach"
    assert client.session["membership"] == str(user.memberships.get().pk)


def test_accepting_twice_makes_one_membership(cast, invitation):
    noor = make.make_user("Noor Haddad", "noor@example.org")
    twin = Invitation.objects.get(pk=invitation.pk)
    assert invitation.accept(cast.educator) is None
    assert invitation.accept(noor)
    assert twin.accept(noor) is None
    assert Membership.objects.filter(user=noor).count() == 1


def test_an_old_letter_does_not_bring_a_former_member_back(cast, client, sign_in, invitation):
    noor = make.make_user("Noor Haddad", "noor@example.org")
    address = invitation.get_absolute_url()
    sign_in(noor).post(address)
    noor.memberships.get().end()
    client.post(address)
    assert not noor.memberships.filter(ended_at=None).exists()


def test_somebody_else_is_told_whom_it_is_for(cast, client, sign_in, invitation):
    address = invitation.get_absolute_url()
    page = sign_in(cast.educator).get(address).content.decode()
    assert "This invitation is for noor@example.org" in page
    assert "Sign out" in page
    assert ">Accept<" not in page
    assert client.post(address).status_code == 403
    assert cast.educator.memberships.count() == 1


def test_nobody_accepts_without_signing_in(client, invitation):
    answer = client.post(invitation.get_absolute_url())
    assert answer["Location"].startswith(reverse("account_login"))
    assert Invitation.objects.waiting().count() == 1


@pytest.mark.parametrize("spoil", ["no-such-letter", "{pk}", "{token}x", "{pk}.{signature}"])
def test_a_link_we_did_not_write_opens_nothing(client, invitation, spoil):
    token = spoil.format(pk=invitation.pk, token=invitation.token, signature="A" * 43)
    answer = client.get(reverse("accounts:invitation", args=[token]))
    assert answer.status_code == 404
    assert "This invitation no longer opens" in answer.content.decode()
    assert "invitation" not in client.session


def test_an_invitation_that_ran_out_says_so_and_can_be_renewed(cast, client, sign_in, invitation, mailoutbox):
    Invitation.objects.update(expires_at=now() - timedelta(minutes=1))
    address = invitation.get_absolute_url()
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Ask the person who invited you" in answer.content.decode()
    assert "You come in by invitation" in client.post(reverse("account_signup"), NEW).content.decode()

    sign_in(cast.leader).post(reverse("accounts:resend_invitation", args=[invitation.pk]))
    client.logout()
    assert len(mailoutbox) == 1
    assert client.get(address).status_code == 200


def test_no_page_of_a_leader_holds_the_key_of_a_letter(cast, sign_in, invitation):
    page = sign_in(cast.leader).get(reverse("accounts:people", args=[cast.program.pk])).content.decode()
    assert "noor@example.org" in page
    assert invitation.token not in page


def test_a_member_finds_further_invitations_in_her_account(cast, sign_in):
    invitation, _ = cast.program.invite(email=cast.educator.email.upper(), role="coach", by=cast.leader)
    page = sign_in(cast.educator).get(reverse("accounts:account")).content.decode()
    assert invitation.get_absolute_url() in page
    assert invitation.get_absolute_url() not in sign_in(cast.coach).get(reverse("accounts:account")).content.decode()
