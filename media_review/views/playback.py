"""The review room, and all a player asks for. Each request asks anew who may watch: a share taken back ends here."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from media_review import observing, own_view, playback, playlists
from media_review.models import Recording
from media_review.room import Room, recordings

unkept = cache_control(private=True, no_store=True)
HLS = "application/vnd.apple.mpegurl"


@require_safe
@gzip_page  # a thousand cards weigh a tenth of it; what is secret in the page is masked anew each time
def room(request, pk):
    known = own_view.marked(recordings(request.user).visible_to(request.user), request.user)
    recording = get_object_or_404(known, pk=pk)
    if observing.has_moved(recording, request.user):
        return redirect("media_review:room", pk=recording.film_id)  # a browser keeps the card in the address
    here = Room(recording, request.user, request.GET).whole()
    if recording.takes_feedback:
        here.seen = playback.log_opening(recording, request.user)
    page = render(request, "media_review/room.html", {"here": here, "room": "cycles"})
    here.forget()
    return page


@require_safe
@unkept
def master(request, pk):
    recording = _film(request, pk)
    sizes = list(recording.renditions.all())
    if (line := request.GET.get("line", "")).isdecimal():
        sizes = playlists.carried_first(sizes, int(line[:12]))
    text = playlists.master(sizes, lambda size: reverse("media_review:playlist", args=[pk, size.height]))
    return HttpResponse(text, content_type=HLS)


@require_safe
@unkept
def playlist(request, pk, height):
    rendition = get_object_or_404(_film(request, pk).renditions, height=height)
    playback.log_opening(rendition.recording, request.user)  # whoever has the addresses has the film, room or not
    text = playlists.signed(rendition.playlist, playback.film_address(rendition))
    return HttpResponse(text, content_type=HLS)


@require_safe
@unkept
def piece(request, pk, attempt, number):
    """A part of a film that grows. Once it is ready nobody needs them, and a player asks for the playlist again."""
    recording = _film(request, pk)
    if recording.state == Recording.State.READY:
        raise Http404
    return redirect(playback.piece_address(recording, attempt, number))


@require_safe
@unkept
def addresses(request, pk):
    recording = _film(request, pk)
    playback.log_opening(recording, request.user)
    return JsonResponse(playback.addresses(recording))


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
    recording = _room(request, pk)
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


def _room(request, pk):
    recording = get_object_or_404(Recording.objects.visible_to(request.user), pk=pk)
    if not recording.takes_feedback:
        raise Http404
    return recording


def _film(request, pk):
    recording = _room(request, pk)
    if not recording.is_watchable:
        raise Http404
    return recording
