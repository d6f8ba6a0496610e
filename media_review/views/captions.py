"""The words beside a film: read, taken along, put there and taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from media_review import captions, listening, playback
from media_review.forms.captions import CaptionsForm, RemovalForm, TranscriptionForm
from media_review.models import Transcription
from media_review.room import recordings
from media_review.transcripts import srt, webvtt
from media_review.transcripts.page import sections
from media_review.views.annotations import REFUSED
from media_review.views.playback import unkept

FORMATS = {"vtt": (webvtt.write, "text/vtt"), "srt": (srt.write, "application/x-subrip")}


@require_safe
@unkept
def transcript(request, pk):
    """All that is said. For the room, which asks for it when somebody opens it there, without the page around it."""
    recording = _recording(request, pk)
    words = _words(recording)
    cues = captions.cues_of(words)
    playback.log_opening(recording, request.user)
    if request.htmx:
        shown = {"sections": sections(cues, links_are_stops=False)}
        return render(request, "media_review/_transcript_words.html", shown)
    context = {
        "recording": recording,
        "transcript": words,
        "sections": sections(cues, film="../"),
        "may_caption": recording.is_captioned_by(request.user),
        "room": "cycles",
    }
    return render(request, "media_review/transcript.html", context)


@require_safe
@unkept
def take_captions(request, pk, ending):
    """The same as a file: what the player shows over the film, and what other players read."""
    if ending not in FORMATS:
        raise Http404
    recording = _recording(request, pk)
    words = _words(recording)
    playback.log_opening(recording, request.user)
    write, content_type = FORMATS[ending]
    response = HttpResponse(write(captions.cues_of(words)), content_type=f"{content_type}; charset=utf-8")
    name = slugify(recording.title) or "captions"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit_captions(request, pk):
    recording = recording_to_caption(request, pk)
    told = {"recording": recording, "transcript": recording.captions}
    form = CaptionsForm(request.POST, request.FILES, **told) if request.method == "POST" else CaptionsForm(**told)
    if form.is_bound and form.is_valid() and _put(request, form):
        return redirect("media_review:room", pk=pk)
    context = told | {
        "form": form,
        "history": captions.history(recording),
        "job": Transcription.objects.filter(recording=recording).first(),
        "listens": listening.is_set_up(),
        "transcription_form": TranscriptionForm(),
        "room": "cycles",
    }
    return render(request, "media_review/captions.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
def remove_captions(request, pk):
    recording = recording_to_caption(request, pk)
    form = RemovalForm(request.POST)
    try:
        captions.remove(recording, request.user, form.cleaned_data["which"] if form.is_valid() else None)
    except captions.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("media_review:edit_captions", pk=pk)


def _put(request, form):
    """Are they beside the film now? If they cannot be put there any more, the form says why."""
    given = {name: form.cleaned_data[name] for name in ("language", "replaces")}
    try:
        captions.put(form.recording, request.user, cues=form.cleaned_data["file"].cues, **given)
    except captions.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, captions.told(form.cleaned_data["file"]))
    return True


def _recording(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if not recording.is_watchable:
        raise Http404
    return recording


def recording_to_caption(request, pk):
    recording = _recording(request, pk)
    if not recording.may_caption(request.user):
        raise PermissionDenied
    return recording


def _words(recording):
    if recording.captions is None:
        raise Http404
    return recording.captions
