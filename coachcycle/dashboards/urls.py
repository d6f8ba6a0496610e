from django.urls import path, re_path, register_converter

from coachcycle.accounts.models import Organization
from coachcycle.dashboards import views
from cycles.models import Cycle


class StageConverter:
    """A stage of a cycle, and nothing else."""

    regex = "|".join(Cycle.Stage.values)

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(StageConverter, "stage")
ACROSS = {"kind": Organization}

urlpatterns = [
    path("", views.home, name="home"),
    path("next-steps/", views.next_steps, name="next_steps"),
    path("programs/", views.programs, name="programs"),
    path("my-feedback/", views.profile, name="profile"),
    path("cycles/<uuid:pk>/paper/", views.paper, name="paper"),
    path("cycles/<uuid:pk>/paper.pdf", views.paper_pdf, name="paper_pdf"),
    path("programs/hours/", views.hours, name="hours"),
    re_path(r"^programs/hours\.(?P<ending>csv|xlsx)$", views.hours_file, name="hours_file"),
    path("programs/<uuid:pk>/", views.program, name="program"),
    path("programs/<uuid:pk>/who-led/", views.who_led, name="who_led"),
    path("programs/<uuid:pk>/steps/", views.steps_agreed, name="steps_agreed"),
    path("pairs/<uuid:pk>/who-led/", views.release_path, name="release_path"),
    path("programs/<uuid:pk>/<stage:stage>/", views.took_place, name="took_place"),
    path("organizations/<uuid:pk>/board/", views.organization_board, name="organization_board"),
    path("organizations/<uuid:pk>/board/who-led/", views.who_led, ACROSS, name="who_led_across"),
    path("organizations/<uuid:pk>/board/steps/", views.steps_agreed, ACROSS, name="steps_agreed_across"),
    path("organizations/<uuid:pk>/board/<stage:stage>/", views.took_place, ACROSS, name="took_place_across"),
    path("organizations/<uuid:pk>/films/", views.films, name="films"),
]
