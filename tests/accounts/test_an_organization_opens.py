import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from coachcycle.accounts.models import Invitation, Organization
from tests import make


def found(organization="Harbor Partners", program="Harbor Street", leader="Halima@Example.org"):
    call_command("found_organization", organization, program, leader)


def test_its_first_leader_comes_in_by_the_printed_link_and_leads_all_programs(client, db, capsys, sign_in):
    found()
    said = capsys.readouterr().out
    invitation = Invitation.objects.get()
    address = invitation.get_absolute_url()
    assert settings.SITE_URL + address in said
    assert invitation.email == "halima@example.org"
    page = client.get(address).content.decode()
    assert "You are invited to all programs of Harbor Partners" in page
    assert "as a leader" in page

    halima = make.make_user("Halima Osei", "halima@example.org")
    sign_in(halima).post(address)
    here = reverse("accounts:organization", args=[invitation.organization_id])
    assert "Harbor Street" in client.get(here).content.decode()
    assert here in client.get(reverse("accounts:account")).content.decode()


@pytest.mark.parametrize("name", ["Harbor Partners", "HARBOR partners"])
def test_no_two_organizations_have_one_name(db, name):
    found()
    with pytest.raises(CommandError, match=r"There is an organization of this name already\."):
        found(name, leader="omar@example.org")
    assert Organization.objects.count() == Invitation.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"leader": "no address"}, {"program": ""}, {"organization": "x" * 121}])
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing_behind(db, wrong):
    with pytest.raises(CommandError):
        found(**wrong)
    assert not Organization.objects.exists()
