"""Seeing a lesson live: starting an observation, its clock, the page that opens without a line, and its film."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachcycle.accounts import kept
from coachcycle.accounts.kept import REFUSED
from cycles.models import Cycle
from media_review import aligning, observing
from media_review.aligning_page import AligningPage
from media_review.forms.observing import ClockForm, FilmForm
from media_review.models import Recording
from media_review.room import recordings


@require_POST
def observe(request, pk):
    """Start an observation of a cycle's lesson, and go there."""
    cycles = Cycle.objects.visible_to(request.user).select_related("partnership__program__organization")
    cycle = get_object_or_404(cycles, pk=pk)
    if not cycle.may_edit(request.user):
        raise PermissionDenied
    return redirect("media_review:room", pk=observing.start(cycle, request.user).pk)


@require_POST
def keep_clock(request, pk):
    """From the observer's browser: by how much the start was corrected, and how far the clock has got."""
    if kept.is_for_another(request):
        return HttpResponse(status=kept.SOMEBODY_ELSE)
    observation = _own(request, pk)
    form = ClockForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"sentence": _("This is no time of a clock.")}, status=REFUSED)
    observing.move_start(observation, form.cleaned_data["moved"])
    observing.reached(observation, form.cleaned_data["reached"])
    return HttpResponse(status=204)


@require_safe
def worker(request, pk):
    """The script that opens the page of this observation, and no other, when there is no line."""
    get_object_or_404(_observations(request), pk=pk)
    return kept.worker()


@require_http_methods(["GET", "HEAD", "POST"])
def align(request, pk):
    """The film of the lesson has come: which one, and where in it the clock began; also to correct that later."""
    observation = _own(request, pk)
    films = aligning.films_for(observation, request.user)
    form = FilmForm(request.POST if request.method == "POST" else None, films=films)
    if form.is_valid() and (film := _moved(request, observation, form)):
        return redirect("media_review:room", pk=film.pk)
    page = AligningPage(observation, films, request.user, chosen=request.POST.get("film") or request.GET.get("film"))
    context = {"page": page, "form": page.offer(form), "room": "cycles"}
    return render(request, "media_review/align.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
def undo_align(request, pk):
    observation = _own(request, pk)
    try:
        aligning.undo(observation)
    except aligning.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("media_review:align", pk=pk)
    messages.success(request, _("The feedback stands on the clock of the observation again."))
    return redirect("media_review:room", pk=pk)


def _moved(request, observation, form):
    """The film, when the feedback moved to it; else the form says why not."""
    film = form.cleaned_data["film"]
    try:
        moved = aligning.align(observation, film, form.cleaned_data["begins"], by=request.user)
    except aligning.Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, str(moved) or _("The film and the observation belong together now."))
    return film


def _observations(request):
    return recordings().visible_to(request.user).filter(state=Recording.State.LIVE)


def _own(request, pk):
    """404 for who may not see it, and for a film; 403 for who may read it but was not its observer."""
    observation = get_object_or_404(_observations(request), pk=pk)
    if not observation.may_share(request.user):
        raise PermissionDenied
    return observation
