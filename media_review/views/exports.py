"""Taking feedback along, and bringing some in. Filters stand in the address and hold here as they do in the room."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from media_review import feedback, own_view, playback
from media_review.exports import eaf, tables, web_annotation, webvtt
from media_review.exports.pieces import pieces
from media_review.exports.report import report_of
from media_review.forms.imports import ImportForm
from media_review.room import Room, recordings
from media_review.views.cards import REFUSED
from media_review.views.playback import unkept


@require_safe
@unkept
def export(request, pk, ending):
    """All feedback the reader may see and her filters show, in the format that the ending names."""
    if ending not in FORMATS:
        raise Http404
    here = _room(request, pk)
    content_type, write = FORMATS[ending]
    response = HttpResponse(write(request, here), content_type=content_type)
    name = slugify(here.recording.title) or "feedback"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@require_safe
@unkept
def report(request, pk):
    """A page to be printed: what was seen, with a still of each moment."""
    here = _room(request, pk)
    context = {"here": here, "report": report_of(here), "printed_at": now(), "room": "cycles"}
    return render(request, "media_review/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request, pk):
    """Feedback out of a file becomes drafts of whoever brings it; the same file twice is the same drafts."""
    recording = _recording(request, pk)
    if recording.is_live:
        raise Http404
    if not recording.may_annotate(request.user):
        raise PermissionDenied
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, recording=recording)
        if form.is_valid():
            with own_view.opening(recording, request.user):
                count = feedback.bring_in(recording, request.user, form.cleaned_data["file"])
            said = ngettext("%d new draft. Only you can read it.", "%d new drafts. Only you can read them.", count)
            messages.success(request, said % count)
            return redirect("media_review:room", pk=pk)
    else:
        form = ImportForm(recording=recording)
    context = {"recording": recording, "form": form, "room": "cycles"}
    return render(request, "media_review/bring_in.html", context, status=REFUSED if form.is_bound else 200)


def _room(request, pk):
    """The whole of it. Who takes feedback along was there: the opening is logged."""
    recording = _recording(request, pk)
    playback.log_opening(recording, request.user)
    return Room(recording, request.user, request.GET).whole()


def _recording(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if not recording.takes_feedback:
        raise Http404
    return recording


def _json_ld(request, here):
    told = web_annotation.collection(
        pieces(here),
        label=_("Feedback on “%(title)s”") % {"title": here.recording.title},
        film=request.build_absolute_uri(reverse("media_review:room", args=[here.recording.pk])),
        id_of=lambda id: request.build_absolute_uri(reverse("media_review:annotation", args=[id])),
    )
    return json.dumps(told, ensure_ascii=False, indent=1)


def _eaf(request, here):
    return eaf.document(
        pieces(here),
        author=str(request.user),
        written_at=localtime(),
        film="" if here.recording.is_live else f"{here.recording.pk}.mp4",
    )


FORMATS = {
    "vtt": ("text/vtt; charset=utf-8", lambda request, here: webvtt.comments(pieces(here))),
    "chapters.vtt": ("text/vtt; charset=utf-8", lambda request, here: webvtt.chapters(here.chapters)),
    "jsonld": ('application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', _json_ld),
    "csv": ("text/csv; charset=utf-8", lambda request, here: tables.as_csv(pieces(here), localtime)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda request, here: tables.as_xlsx(pieces(here), localtime, here.recording.title),
    ),
    "eaf": ("text/xml; charset=utf-8", _eaf),
}
