from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from coachcycle.letterbox.views import stop_letters

urlpatterns = [
    path("healthz/", include("coachcycle.health")),
    path("language/", login_not_required(set_language), name="set_language"),  # for visitors: kept in a cookie
    path("letters/<str:token>/stop/", stop_letters, name="stop_letters"),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("coachcycle.accounts.urls")),
    path("", include("coachcycle.dashboards.urls")),
    path("rubrics/", include("rubrics.urls")),
    path("cycles/", include("cycles.urls")),
    path("recordings/", include("media_review.urls")),
]
