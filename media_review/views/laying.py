"""Laying the parts of a lesson along its film. A script gets back what changed; a page without one the room anew."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from media_review import laying
from media_review.room import Room, recordings
from media_review.views.cards import REFUSED


@require_POST
def lay_parts(request, pk):
    recording = get_object_or_404(recordings(request.user).visible_to(request.user), pk=pk)
    if not laying.may_lay(recording, request.user):
        raise PermissionDenied
    here = Room(recording, request.user)
    form = here.new_laying_form(request.POST)
    if not form.save(by=request.user):
        here.laying_form = form
        return render(request, *_refused(request, here), status=REFUSED)
    if not request.htmx:
        return redirect("media_review:room", pk=pk)
    here = Room(recordings(request.user).get(pk=pk), request.user)
    return render(request, "media_review/_laid.html", {"here": here, "recording": here.recording})


def _refused(request, here):
    if request.htmx:
        return "media_review/_lay.html", {"here": here, "recording": here.recording}
    return "media_review/room.html", {"here": here.whole(), "room": "cycles"}
