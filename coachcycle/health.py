"""Is it alive, and can it work? For whatever watches over the site: words and status codes, and no secrets."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coachcycle.objectstore import objects

UNAVAILABLE = 503


@login_not_required
@require_safe
@never_cache
def live(request):
    """The process answers. Nothing else is asked: a restart would not mend a database that is away."""
    return JsonResponse({"live": True})


@login_not_required
@require_safe
@never_cache
def ready(request):
    """Database and store answer, so that people can be sent here."""
    parts = {"database": database_answers(), "store": objects.answers()}
    return JsonResponse(parts, status=200 if all(parts.values()) else UNAVAILABLE)


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


urlpatterns = [
    path("", ready, name="health"),
    path("live/", live, name="health_live"),
    path("ready/", ready, name="health_ready"),
]
