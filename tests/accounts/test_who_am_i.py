from django.urls import reverse

from coachcycle.accounts.models import Membership
from tests import make


def page_of(client):
    return " ".join(client.get(reverse("accounts:account")).content.decode().split())


def test_she_changes_her_name(cast, client, sign_in):
    sign_in(cast.educator)
    here = reverse("accounts:account")
    assert client.post(here, {"name": "Wren A. Abara"})["Location"] == here
    assert 'value="Wren A. Abara"' in page_of(client)
    refused = client.post(here, {"name": "x" * 121})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    cast.educator.refresh_from_db()
    assert cast.educator.name == "Wren A. Abara"


def test_she_switches_between_memberships(cast, client, sign_in):
    lane = make.make_program("Hill Lane")
    second = Membership.objects.create(user=cast.educator, program=lane, organization=lane.organization, role="coach")
    sign_in(cast.educator)
    assert client.get(reverse("accounts:account")).wsgi_request.membership.role == "educator"
    switch = reverse("accounts:switch", args=[second.pk])
    assert client.get(switch).status_code == 405
    assert client.post(switch)["Location"] == "/"
    assert client.get(reverse("accounts:account")).wsgi_request.membership == second

    second.end()
    assert client.get(reverse("accounts:account")).wsgi_request.membership.role == "educator"


def test_she_cannot_look_through_the_eyes_of_others(cast, client, sign_in):
    hers = reverse("accounts:switch", args=[cast.educator.memberships.get().pk])
    assert sign_in(cast.leader).post(hers).status_code == 403
    assert sign_in(cast.coach).post(hers).status_code == 404
    assert sign_in(cast.outsider).post(hers).status_code == 404
    former = reverse("accounts:switch", args=[cast.former.memberships.get().pk])
    assert sign_in(cast.former).post(former).status_code == 404


def test_a_former_member_is_told_what_to_do(cast, client, sign_in):
    sign_in(cast.former)
    page = page_of(client)
    assert "You belong to no program at the moment" in page
    assert cast.former.email in page
    assert client.get(reverse("accounts:account")).wsgi_request.membership is None


def test_leaders_find_their_people_here(cast, client, sign_in):
    people = reverse("accounts:people", args=[cast.program.pk])
    assert people in page_of(sign_in(cast.leader))
    assert people not in page_of(sign_in(cast.coach))


def test_many_memberships_cost_no_more_queries(cast, client, sign_in, django_assert_max_num_queries):
    sign_in(cast.leader)
    with django_assert_max_num_queries(12) as few:
        page_of(client)
    for number in range(8):
        program = make.make_program(f"Center {number}")
        Membership.objects.create(user=cast.leader, program=program, organization=program.organization, role="leader")
    with django_assert_max_num_queries(len(few)):
        page_of(client)


def test_she_signs_out(cast, client, sign_in):
    sign_in(cast.educator)
    assert client.get(reverse("account_logout")).status_code == 200, "a link alone signs nobody out"
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
