from django.urls import path

from rubrics import views

app_name = "rubrics"
urlpatterns = [
    path("", views.rubric_list, name="list"),
    path("<uuid:pk>/", views.detail, name="detail"),
]
