""" "This shows a step done": from a card, or at a moment of the film."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from media_review import evidence
from media_review.forms.evidence import MomentShowsStepForm, ShowsStepForm
from media_review.models import StepEvidence
from media_review.room import recordings
from media_review.views import cards


@cards.readable
def shows_step(request, pk):
    found = cards.fetch(request, pk)
    if not found.may_become_step(request.user):
        raise PermissionDenied
    form = ShowsStepForm(_sent(request), cycle=found.recording.cycle, user=request.user)
    form.shown = found.evidence.visible_to(request.user).select_related("step")
    place = {"start_ms": found.start_ms, "end_ms": found.end_ms, "annotation": found}
    return cards.write(request, found, form, "shows_step", lambda: _attach(request, found.recording, form, place))


@cards.readable
def moment_shows_step(request, pk):
    """With htmx the answer stands beside the film: a form, or words that it is done."""
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    cycle = recording.cycle
    if cycle is None or not cycle.partnership.may_edit(request.user) or not recording.may_annotate(request.user):
        raise PermissionDenied
    start = request.GET.get("at", "")
    initial = {"start_ms": int(start) if start.isdecimal() and len(start) < 9 else 0}
    form = MomentShowsStepForm(_sent(request), recording=recording, user=request.user, initial=initial)
    if cards.done(form, lambda: _attach(request, recording, form, {})):
        if request.htmx:
            step = form.cleaned_data["step"]
            context = {"step": step, "cycle": step.cycle_for(request.user)}
            return render(request, "media_review/_step_shown.html", context)
        messages.success(request, _("It can be seen done: “%(step)s”") % {"step": form.cleaned_data["step"]})
        return redirect("media_review:room", pk=pk)
    if form.is_bound and request.htmx:
        return cards.refusal(request, form)
    context = {"form": form, "recording": recording, "room": "cycles"}
    template = "media_review/_moment_shows_step.html" if request.htmx else "media_review/moment_shows_step.html"
    return render(request, template, context, status=cards.REFUSED if form.is_bound else 200)


@require_POST
def take_evidence_away(request, pk):
    """By either of the two; back to the cycle of the step."""
    found = get_object_or_404(StepEvidence.objects.visible_to(request.user).select_related("step"), pk=pk)
    if not found.step.may_edit(request.user):
        raise PermissionDenied
    evidence.take_away(found)
    messages.success(request, _("It no longer shows: “%(step)s”") % {"step": found.step})
    cycle = found.step.cycle_for(request.user)
    return redirect(f"{cycle.get_absolute_url()}#steps" if cycle else "next_steps")


def _sent(request):
    return request.POST if request.method == "POST" else None


def _attach(request, recording, form, place):
    typed = dict(form.cleaned_data)
    evidence.attach(typed.pop("step"), recording, by=request.user, **typed, **place)
