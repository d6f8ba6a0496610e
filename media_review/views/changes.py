"""What an open room asks every few seconds. Each question asks anew who may see what: a share taken back ends here."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from media_review.changes import Cursor, cards
from media_review.room import Room, recordings
from media_review.views.playback import unkept


@require_safe
@unkept
def changes(request, pk):
    """Cards that changed since the cursor in the address, and which there are, where that is news. 204: nothing is."""
    known, asked_at = Cursor.read(request.GET.get("since", "")), now()
    there = cards(pk, request.user)
    cursor = Cursor.of(there, asked_at)
    is_quiet = known is not None and known.says_the_same_as(cursor)
    if is_quiet and there:  # she sees some, so she may see the recording
        return HttpResponse(status=204)
    recording = get_object_or_404(recordings(request.user).visible_to(request.user), pk=pk)
    if is_quiet:
        return HttpResponse(status=204)
    changed = known.changed(there, cursor) if known else [pk for pk, changed_at in there]
    here = Room(recording, request.user).part(changed)
    are_others = known is None or known.which != cursor.which
    context = {"here": here, "cursor": cursor, "there": there, "are_others": are_others}
    return render(request, "media_review/_changes.html", context)
