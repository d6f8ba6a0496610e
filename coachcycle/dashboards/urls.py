from django.urls import path

from coachcycle.dashboards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("next-steps/", views.next_steps, name="next_steps"),
    path("programs/", views.programs, name="programs"),
    path("programs/<uuid:pk>/", views.program, name="program"),
]
