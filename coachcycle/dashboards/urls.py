from django.urls import path

from coachcycle.dashboards import views

urlpatterns = [path("", views.home, name="home")]
