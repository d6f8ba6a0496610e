"""The least that saving a piece of feedback can cost in Django, as a site of its own for `tests.bench room`.

The same session, the same question who may watch, one row of feedback and the trace of a visit; no form, no card, no
template.
"""

import os
import uuid

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.timezone import now

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachcycle.settings")
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()

from media_review.models import Annotation, Recording, Viewing  # noqa: E402, models need the application


def save(request, pk):
    recording = get_object_or_404(Recording.objects.visible_to(request.user), pk=pk)
    Annotation.objects.create(
        pk=uuid.UUID(request.POST["id"]),
        recording=recording,
        author=request.user,
        start_ms=0,
        body=request.POST["body"],
    )
    Viewing.objects.filter(recording=recording, viewer=request.user).update(last_at=now())
    return HttpResponse(status=201)


def answer(_request):
    """That it runs."""
    return HttpResponse()


urlpatterns = [path("", answer), path("recordings/<uuid:pk>/feedback/", save)]
