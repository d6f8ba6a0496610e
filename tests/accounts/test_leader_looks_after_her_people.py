import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coachcycle.accounts.models import Invitation, Membership, Role
from tests import make


@pytest.fixture
def address(cast):
    return reverse("accounts:people", args=[cast.program.pk])


def words(response):
    return " ".join(response.content.decode().split())


def test_she_sees_members_by_role_and_who_is_asked(cast, sign_in, address):
    cast.program.invite(email="new@example.org", role="partner", by=cast.leader)
    across = make.make_member("coach", cast.program, "Ana Across", across=True)
    page = words(sign_in(cast.leader).get(address))
    for name in ("Wren Abara", "Ines Duarte", "Petra Lind", across.name, "new@example.org", "Sparrow room"):
        assert name in page
    assert "Gabe Gone" not in page
    assert "Omar Out" not in page


def test_others_do_not(cast, client, sign_in, address):
    for person, status in [
        (cast.educator, 403),
        (cast.coach, 403),
        (cast.partner, 403),
        (cast.outsider, 404),
        (cast.former, 404),
    ]:
        sign_in(person)
        assert client.get(address).status_code == status
        for name in ("invite", "add_classroom"):
            assert client.post(reverse(f"accounts:{name}", args=[cast.program.pk])).status_code == status


@pytest.mark.parametrize("role", Role.values)
def test_she_invites_by_one_letter(cast, client, sign_in, mailoutbox, address, role):
    sign_in(cast.leader)
    posted = {"email": "Noor@Example.org", "role": role}
    assert client.post(reverse("accounts:invite", args=[cast.program.pk]), posted)["Location"] == address
    again = client.post(reverse("accounts:invite", args=[cast.program.pk]), posted | {"email": "noor@example.org"})
    assert "has been invited as" in words(again)
    assert [letter.to for letter in mailoutbox] == [["noor@example.org"]]
    assert Invitation.objects.get().invited_by == cast.leader


def test_she_cannot_invite_to_a_program_of_others(cast, client, sign_in, mailoutbox):
    posted = {"email": "noor@example.org", "role": "coach"}
    address = reverse("accounts:invite", args=[cast.program.pk])
    assert sign_in(cast.outsider).post(address, posted).status_code == 404
    assert sign_in(cast.educator).post(address, posted).status_code == 403
    assert not mailoutbox
    assert not Invitation.objects.exists()


def test_she_is_told_when_somebody_is_here_already(cast, client, sign_in, mailoutbox):
    address = reverse("accounts:invite", args=[cast.program.pk])
    posted = {"email": cast.coach.email.upper(), "role": "coach"}
    page = words(sign_in(cast.leader).post(address, posted))
    assert "Ines Duarte is a coach at Harbor Street already." in page
    assert f'value="{posted["email"]}"' in page
    assert not mailoutbox
    client.post(address, posted | {"role": "leader"})
    assert len(mailoutbox) == 1, "another role is another invitation"


@pytest.mark.parametrize(
    "posted", [{"email": "no address", "role": "coach"}, {"email": "a@example.org", "role": "queen"}, {}]
)
def test_a_refused_invitation_is_said_in_words(cast, client, sign_in, mailoutbox, posted):
    page = sign_in(cast.leader).post(reverse("accounts:invite", args=[cast.program.pk]), posted)
    assert "errorlist" in words(page)
    assert not mailoutbox


def test_two_leaders_at_once_write_one_invitation(cast):
    _, is_new = cast.program.invite(email="Noor@example.org", role="coach", by=cast.leader)
    _, is_new_again = cast.program.invite(email="noor@example.org", role="coach", by=cast.leader)
    assert (is_new, is_new_again) == (True, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            email="NOOR@example.org", role="coach", program=cast.program, organization=cast.program.organization
        )


def test_a_letter_that_cannot_be_sent_is_told_and_kept(cast, client, sign_in, settings, address):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sign_in(cast.leader)
    posted = {"email": "noor@example.org", "role": "coach"}
    page = words(client.post(reverse("accounts:invite", args=[cast.program.pk]), posted, follow=True))
    assert "the letter could not be sent" in page
    assert Invitation.objects.waiting().count() == 1


def test_she_takes_an_invitation_back(cast, client, sign_in, address):
    invitation, _ = cast.program.invite(email="noor@example.org", role="coach", by=cast.leader)
    take_back = reverse("accounts:take_back_invitation", args=[invitation.pk])
    assert sign_in(cast.outsider).post(take_back).status_code == 404
    assert sign_in(cast.educator).post(take_back).status_code == 404
    assert Invitation.objects.exists()
    assert "is taken back" in words(sign_in(cast.leader).post(take_back, follow=True))
    assert client.get(invitation.get_absolute_url()).status_code == 404


def test_an_accepted_invitation_is_neither_sent_again_nor_taken_back(cast, client, sign_in, mailoutbox):
    invitation, _ = cast.program.invite(email=cast.coach.email, role="leader", by=cast.leader)
    invitation.accept(cast.coach)
    sign_in(cast.leader)
    for name in ("resend_invitation", "take_back_invitation"):
        page = client.post(reverse(f"accounts:{name}", args=[invitation.pk]), follow=True)
        assert "has accepted meanwhile" in words(page)
    assert not mailoutbox
    assert Invitation.objects.get().accepted_at


def test_she_ends_a_membership_and_the_person_sees_nothing_more(cast, client, sign_in, address):
    membership = cast.partner.memberships.get()
    end = reverse("accounts:end_membership", args=[membership.pk])
    assert "Petra Lind is a partner at Harbor Street." in words(sign_in(cast.leader).get(end))
    assert Membership.objects.active().filter(pk=membership.pk).exists(), "asking ends nothing"
    assert client.post(end)["Location"] == address
    assert client.post(end)["Location"] == address, "a second leader is not left before an error"
    assert "Petra Lind" not in client.get(address).content.decode().split('id="main"')[1].split("messages")[0]
    page = words(sign_in(cast.partner).get(reverse("accounts:account")))
    assert "You belong to no program at the moment" in page
    assert client.get(address).status_code == 404


def test_nobody_ends_what_is_not_hers_to_end(cast, client, sign_in):
    end = {
        who: reverse("accounts:end_membership", args=[getattr(cast, who).memberships.get().pk])
        for who in ("leader", "coach")
    }
    assert sign_in(cast.leader).post(end["leader"]).status_code == 403, "her own: she would lock herself out"
    assert sign_in(cast.coach).post(end["coach"]).status_code == 403
    assert sign_in(cast.educator).post(end["coach"]).status_code == 404
    assert sign_in(cast.outsider).post(end["coach"]).status_code == 404
    assert Membership.objects.active().filter(user__in=[cast.leader, cast.coach]).count() == 2


def test_she_adds_a_classroom_once(cast, client, sign_in, address):
    add = reverse("accounts:add_classroom", args=[cast.program.pk])
    sign_in(cast.leader)
    assert client.post(add, {"name": "Finch room", "ages": "toddler"})["Location"] == address
    page = words(client.post(add, {"name": "Finch room", "ages": "infant"}))
    assert "There is a classroom of this name already." in page
    assert cast.program.classrooms.get(name="Finch room").ages == "toddler"
    assert "Finch room" in words(client.get(address))


def test_a_leader_of_the_organization_goes_from_program_to_program(cast, client, sign_in, address):
    second = make.make_program("Hill Lane", cast.program.organization)
    across = make.make_member("leader", cast.program, "Lena Across", across=True)
    page = words(sign_in(across).get(address))
    assert reverse("accounts:people", args=[second.pk]) in page
    assert client.get(reverse("accounts:people", args=[second.pk])).status_code == 200
    assert "Elsewhere" not in page
    assert sign_in(cast.leader).get(reverse("accounts:people", args=[second.pk])).status_code == 404


def test_a_long_list_costs_no_more_queries(cast, sign_in, address, django_assert_max_num_queries):
    client = sign_in(cast.leader)
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for number in range(12):
        make.make_member("educator", cast.program, f"Educator {number}")
        cast.program.invite(email=f"new{number}@example.org", role="coach", by=cast.leader)
        cast.program.add_classroom(name=f"Room {number}", ages="mixed")
    with django_assert_max_num_queries(len(few)):
        client.get(address)
