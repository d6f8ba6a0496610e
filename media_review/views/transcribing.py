"""Letting the site write down what is said: asking for it, seeing how far it is, taking the wish back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from media_review import listening
from media_review.forms.captions import TranscriptionForm
from media_review.models import Transcription
from media_review.views.captions import recording_to_caption


@require_safe
def transcription(request, pk):
    """How far it is, for the page that asks again and again. Once that is over, the page is shown anew."""
    recording = recording_to_caption(request, pk)
    job = Transcription.objects.filter(recording=recording).first()
    if job is None or job.has_failed:
        return HttpResponseClientRefresh() if request.htmx else redirect("media_review:edit_captions", pk=pk)
    return render(request, "media_review/_transcription.html", {"recording": recording, "job": job})


@require_POST
def transcribe(request, pk):
    recording = recording_to_caption(request, pk)
    form = TranscriptionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language out of the list, or let the site find out."))
    elif not listening.ask(recording, request.user, form.cleaned_data["language"]):
        messages.error(request, _("This recording cannot be listened to just now."))
    return redirect("media_review:edit_captions", pk=pk)


@require_POST
def stop_transcribing(request, pk):
    recording = recording_to_caption(request, pk)
    listening.take_back(recording)
    return redirect("media_review:edit_captions", pk=pk)
