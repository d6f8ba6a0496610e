"""Spoken feedback: JSON for the recorder, and for listeners an address of ours that leads to the store."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coachcycle.accounts import kept
from media_review import playback, spoken, voice
from media_review.forms.voice import STRANGE, StartVoiceForm
from media_review.models import Annotation, Recording, Voice
from media_review.views.playback import unkept
from media_review.views.uploads import patient

REFUSED, NOT_WHOLE = 422, 409


@require_POST
@patient
def start_voice(request, pk):
    """Where to send what was said, or that it has arrived."""
    if kept.is_for_another(request):
        return HttpResponse(status=kept.SOMEBODY_ELSE)
    recording = get_object_or_404(Recording.objects.visible_to(request.user), pk=pk)
    if not recording.may_annotate(request.user):
        raise PermissionDenied
    form = StartVoiceForm(request.POST)
    if not form.is_valid():
        return _refusal(next(iter(form.errors.values()))[0])
    about = form.cleaned_data
    signed = {"size": about["size"], "md5": about["md5"], "content_type": about["type"]}
    try:
        url = voice.start(recording, request.user, about["id"], **signed)
    except voice.NotHers:
        return _refusal(STRANGE)
    except voice.TooMany:
        return _refusal(_("Many recordings of your voice wait to be saved. Save or discard some of them first."))
    finish = reverse("media_review:finish_voice", args=[about["id"]])
    return JsonResponse({"url": url, "type": about["type"], "finish": finish})


@require_POST
@patient
def finish_voice(request, pk):
    said = get_object_or_404(Voice.objects.visible_to(request.user), pk=pk)
    try:
        voice.finish(said)
    except voice.Missing:
        return JsonResponse({"sentence": _("What you said has not arrived yet.")}, status=NOT_WHOLE)
    return JsonResponse({"arrived": True})


@require_POST
def discard_voice(request, pk):
    """Only what belongs to no feedback: that is changed by its own form."""
    said = get_object_or_404(Voice.objects.visible_to(request.user), pk=pk)
    voice.let_go(Voice.objects.loose().filter(pk=said.pk))
    return HttpResponse(status=204)


@require_safe
@unkept
def hear(request, pk):
    """Who may read a piece of feedback, or an answer, may hear it."""
    said = _spoken(request, pk)
    if not said.voice.is_ready:
        raise Http404
    return redirect(playback.sign(said.voice.key, "audio/mp4"))


@require_safe
@unkept
def voice_state(request, pk):
    """Whether it can be heard by now: the part of the card that says so. Answers nothing while nothing changed."""
    said = _spoken(request, pk)
    if request.GET.get("seen") == said.voice_state:
        return HttpResponse(status=204)
    told = spoken.told(said, request.user, reverse("media_review:annotation", args=[pk]))
    return render(request, "media_review/_voice.html", {"voice": told})


def _spoken(request, pk):
    found = spoken.marked(Annotation.objects.visible_to(request.user).select_related("voice").exclude(voice=None))
    return get_object_or_404(found, pk=pk)


def _refusal(sentence):
    return JsonResponse({"sentence": str(sentence)}, status=REFUSED)
