"""The debrief: what a pair talks about, clip by clip, at one screen or each at their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.models import Cycle
from media_review import agenda, playback, together
from media_review.debrief import Page
from media_review.feedback import Refused
from media_review.forms.agenda import PlaceForm
from media_review.views.playback import unkept


@require_safe
def debrief(request, pk):
    page = Page(_cycle(request, pk), request.user, request.GET.get("item", ""))
    playback.log_openings([film.pk for film in page.films], request.user)
    return render(request, "media_review/debrief.html", {"here": page, "room": "cycles"})


@require_POST
def talk_about_all(request, pk):
    """Everything somebody answered with "let's talk"."""
    cycle = _cycle(request, pk)
    if not cycle.partnership.may_edit(request.user):
        raise PermissionDenied
    try:
        agenda.put_all_asked_for(cycle, request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("media_review:debrief", pk=pk)


@require_safe
@unkept
def now(request, pk):
    """Asked about once a second by each page that is looked at."""
    cycle = _cycle(request, pk)
    form = PlaceForm(request.GET)
    page = form.cleaned_data["page"] if form.is_valid() else None
    return JsonResponse(together.state(cycle, request.user, page, follows="follows" in request.GET))


@require_POST
@unkept
def drive(request, pk, act):
    """Take the wheel, tell where the film is, or leave the wheel to others."""
    cycle, form = _cycle(request, pk), PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This is no place in a film."))
    page, item = form.cleaned_data["page"], form.cleaned_data["item"]
    if act == "take":
        together.take(cycle, request.user, page)
    if act == "leave":
        together.leave(cycle, request.user, page)
    else:
        place = {"at_ms": form.cleaned_data["at"] or 0, "is_playing": form.cleaned_data["plays"]}
        together.tell(cycle, request.user, page, item=cycle.agenda.filter(pk=item).first(), **place)
    return JsonResponse(together.state(cycle, request.user, page, follows=False))


def _cycle(request, pk):
    """404 for who may not see it; 403 for leaders, who read a cycle but not what a pair says to each other."""
    cycles = Cycle.objects.visible_to(request.user).with_people().select_related("post_conference", "debrief")
    cycle = get_object_or_404(cycles, pk=pk)
    if not cycle.may_read_notes(request.user):
        raise PermissionDenied
    return cycle
