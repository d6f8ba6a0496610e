"""A coach looks over everybody she coaches, and gives what comes next its day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles import calendar
from cycles import caseload as case
from cycles.forms.pairs import programs_to_coach_in
from cycles.forms.planning import PlanForm
from cycles.models import Cycle, asking_once


@require_safe
@asking_once
def caseload(request):
    if not programs_to_coach_in(request.user).exists():
        raise PermissionDenied
    rows = [(row, row.cycle and PlanForm(cycle=row.cycle)) for row in case.rows(request.user)]
    return render(request, "cycles/caseload.html", {"room": "cycles", "rows": rows})


@require_POST
def plan_date(request, pk):
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).with_people().select_related(*Cycle.Stage.values), pk=pk
    )
    if not cycle.may_edit(request.user):
        raise PermissionDenied
    form = PlanForm(request.POST, cycle=cycle)
    if not form.is_valid():
        messages.error(request, " ".join(sentence for errors in form.errors.values() for sentence in errors))
        return redirect("cycles:caseload")
    before = cycle.next_date
    if not form.save(request.user):
        messages.error(request, _("Somebody else planned it meanwhile. It stands here as it is now."))
        return redirect("cycles:caseload")
    calendar.tell(cycle, cycle.stage, before)
    messages.success(request, _("Planned."))
    return redirect("cycles:caseload")
