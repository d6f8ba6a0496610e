from django.conf import settings
from django.core.management import call_command

from coachcycle.accounts.models import Invitation


def test_its_first_leader_comes_in_by_the_printed_link(client, db, capsys):
    call_command("found_organization", "Early Learning Partners", "Harbor Street", "Halima@example.org")
    said = capsys.readouterr().out
    invitation = Invitation.objects.get()
    address = invitation.get_absolute_url()
    assert settings.SITE_URL + address in said
    assert "as a leader" in client.get(address).content.decode()
