from django.urls import include, path

urlpatterns = [
    path("healthz/", include("coachcycle.health")),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("coachcycle.accounts.urls")),
    path("", include("coachcycle.dashboards.urls")),
    path("rubrics/", include("rubrics.urls")),
    path("cycles/", include("cycles.urls")),
    path("recordings/", include("media_review.urls")),
]
