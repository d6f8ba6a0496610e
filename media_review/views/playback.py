"""The review room, and all a player asks for. Each request asks anew who may watch: a share taken back ends here."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from media_review import playback, playlists
from media_review.models import Recording
from media_review.room import Room, recordings

unkept = cache_control(private=True, no_store=True)
HLS = "application/vnd.apple.mpegurl"


@require_safe
def room(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if recording.is_watchable:
        playback.log_opening(recording, request.user)
    here = Room(recording, request.user, request.GET).whole()
    return render(request, "media_review/room.html", {"here": here, "room": "cycles"})


@require_safe
@unkept
def master(request, pk):
    recording = _film(request, pk)
    sizes = recording.renditions.all()
    text = playlists.master(sizes, lambda size: reverse("media_review:playlist", args=[pk, size.height]))
    return HttpResponse(text, content_type=HLS)


@require_safe
@unkept
def playlist(request, pk, height):
    rendition = get_object_or_404(_film(request, pk).renditions, height=height)
    text = playlists.signed(rendition.playlist, playback.film_address(rendition))
    return HttpResponse(text, content_type=HLS)


@require_safe
@unkept
def addresses(request, pk):
    return JsonResponse(playback.addresses(_film(request, pk)))


@require_safe
@unkept
def sprites(request, pk):
    recording = _film(request, pk)
    text = playback.sprites(recording) if recording.sprite_key else "WEBVTT\n"
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


@require_safe
@unkept
def poster(request, pk):
    recording = _film(request, pk)
    if not recording.poster_key:
        return HttpResponse(status=204)
    return redirect(playback.sign(recording.poster_key, "image/jpeg"))


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def viewings(request, pk):
    """POST, from the player: stretches that were played. GET, for whoever uploaded it: who watched what, when."""
    recording = _film(request, pk)
    if request.method == "POST":
        try:
            ranges = playback.read_ranges(request.POST.get("ranges"), recording.duration_ms)
        except ValueError:
            return HttpResponseBadRequest(_("These are not stretches of a film."))
        playback.log_ranges(recording, request.user, ranges)
        return HttpResponse(status=204)
    if not recording.may_share(request.user):
        raise PermissionDenied
    template = "media_review/_viewings.html" if request.htmx else "media_review/viewings.html"
    context = {"recording": recording, "viewings": playback.viewings(recording), "room": "cycles"}
    return render(request, template, context)


def _film(request, pk):
    recording = get_object_or_404(Recording.objects.visible_to(request.user), pk=pk)
    if not recording.is_watchable:
        raise Http404
    return recording
