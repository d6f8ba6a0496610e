"""Next steps: agree on one, change it, say it is done, carry it into the next cycle."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.forms.steps import StepFields, StepForm
from cycles.models import Cycle, NextStep


@require_http_methods(["GET", "HEAD", "POST"])
def add_step(request, pk):
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), pk=pk)
    if not cycle.may_edit(request.user):
        raise PermissionDenied
    form = StepFields(request.POST or None, instance=NextStep(cycle=cycle))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(f"{cycle.get_absolute_url()}#steps")
    return render(request, "cycles/step.html", {"room": "cycles", "cycle": cycle, "fields": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_step(request, pk):
    step = step_for(request, pk, NextStep.may_edit)
    data = request.POST if request.method == "POST" else None
    form = StepForm(step, request.user, data)
    if data is not None and form.save():
        return go_back(request, step)
    context = {"room": "cycles", "cycle": step.cycle, "step": step, "form": form, "fields": form.fields}
    return render(request, "cycles/step.html", context)


@require_POST
def finish_step(request, pk):
    step = step_for(request, pk, NextStep.may_finish)
    step.finish()
    messages.success(request, _("Done: “%(step)s”") % {"step": step})
    return go_back(request, step)


@require_POST
def reopen_step(request, pk):
    step = step_for(request, pk, NextStep.may_finish)
    step.reopen()
    messages.success(request, _("Open again: “%(step)s”") % {"step": step})
    return go_back(request, step)


@require_POST
def carry_step(request, pk):
    step = step_for(request, pk, NextStep.may_edit)
    try:
        cycle = step.carry_on()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return go_back(request, step)
    messages.success(request, _("You carry on with: “%(step)s”") % {"step": step})
    return redirect(f"{cycle.get_absolute_url()}#steps")


def step_for(request, pk, may):
    steps = NextStep.objects.visible_to(request.user).select_related(
        "owner", "saved_by", "cycle__partnership__coach", "cycle__partnership__coachee"
    )
    step = get_object_or_404(steps, pk=pk)
    if not may(step, request.user):
        raise PermissionDenied
    return step


def go_back(request, step):
    """To where the person came from (`next`), when that is ours; else to the cycle."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return redirect(asked)
    return redirect(f"{step.cycle.get_absolute_url()}#steps")
