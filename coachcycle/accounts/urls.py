from django.urls import path

from coachcycle.accounts.views import invitations, me, organizations, people

app_name = "accounts"
urlpatterns = [
    path("me/", me.account, name="account"),
    path("me/ways/", me.choose_ways, name="choose_ways"),
    path("memberships/<uuid:pk>/switch/", me.switch, name="switch"),
    path("memberships/<uuid:pk>/end/", people.end_membership, name="end_membership"),
    path("organizations/<uuid:pk>/", organizations.organization, name="organization"),
    path("organizations/<uuid:pk>/invite/", organizations.invite_across, name="invite_across"),
    path("organizations/<uuid:pk>/programs/", organizations.add_program, name="add_program"),
    path("organizations/<uuid:pk>/time-zone/", organizations.set_time_zone, name="set_time_zone"),
    path("programs/<uuid:pk>/people/", people.people, name="people"),
    path("programs/<uuid:pk>/people/invite/", people.invite, name="invite"),
    path("programs/<uuid:pk>/classrooms/", people.add_classroom, name="add_classroom"),
    path("invitations/<uuid:pk>/resend/", people.resend_invitation, name="resend_invitation"),
    path("invitations/<uuid:pk>/take-back/", people.take_back_invitation, name="take_back_invitation"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
