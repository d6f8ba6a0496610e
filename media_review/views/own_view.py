"""The coach asks for the coachee's own view first, or waives it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from media_review import own_view
from media_review.feedback import Refused
from media_review.room import Room, recordings
from media_review.views.cards import REFUSED


@require_POST
def ask_for_own_view(request, pk):
    recording = _recording(request, pk)
    try:
        own_view.ask(recording, request.user)
    except Refused as refused:
        if request.htmx:
            return HttpResponse(str(refused), status=REFUSED, content_type="text/plain; charset=utf-8")
        messages.error(request, str(refused))
    return _shown(request, pk)


@require_POST
def waive_own_view(request, pk):
    own_view.waive(_recording(request, pk))
    return _shown(request, pk)


def _recording(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if not recording.may_ask_for_own_view(request.user):
        raise PermissionDenied
    return recording


def _shown(request, pk):
    if not request.htmx:
        return redirect("media_review:room", pk=pk)
    here = Room(recordings().get(pk=pk), request.user).whole()
    return render(request, "media_review/_ask_for_own_view.html", {"here": here})
