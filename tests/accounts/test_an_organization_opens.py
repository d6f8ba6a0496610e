import pytest
from django.core.management import CommandError, call_command

from coachcycle.accounts.models import Organization, Program


def test_its_first_leader_comes_in_by_letter(client, db, mailoutbox, link_in):
    opening = ("open_organization", "Early Learning Partners", "--program", "Harbor Street", "--leader")
    call_command(*opening, "Halima@example.org")
    (letter,) = mailoutbox
    assert "You are invited to Harbor Street as a leader." in letter.body
    assert client.get(link_in(letter)).status_code == 200

    call_command(*opening, "halima@example.org")
    assert (Organization.objects.count(), Program.objects.count()) == (1, 1), "run again, it only writes again"
    with pytest.raises(CommandError):
        call_command("open_organization", "Early Learning Partners")
