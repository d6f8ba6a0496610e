"""What an open room asks every few seconds. Each question asks anew who may see what: a share taken back ends here."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from media_review import laying
from media_review.changes import Cursor, told
from media_review.room import Room, recordings
from media_review.views.playback import unkept


@require_safe
@unkept
def changes(request, pk):
    """Cards that changed since the cursor in the address; which there are, and where the parts of the lesson lie, where
    that is news. 204: nothing is."""
    known, asked_at, mine = Cursor.read(request.GET.get("since", "")), now(), recordings(request.user)
    there, laid = told(pk, request.user)
    # Whoever sees a card may see the recording.
    recording = None if there else get_object_or_404(mine.visible_to(request.user), pk=pk)
    cursor = Cursor.of(there, asked_at, laid if there else laying.held(recording).version)
    if known is not None and known.says_the_same_as(cursor):
        return HttpResponse(status=204)
    recording = recording or get_object_or_404(mine.visible_to(request.user), pk=pk)
    changed = known.changed(there, cursor) if known else [pk for pk, changed_at in there]
    here = Room(recording, request.user).part(changed)
    are_others = known is None or known.which != cursor.which
    context = {"here": here, "recording": recording, "cursor": cursor, "there": there, "are_others": are_others}
    context["is_laid_anew"] = known is not None and known.laid != cursor.laid
    return render(request, "media_review/_changes.html", context)
