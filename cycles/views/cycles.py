"""The list of cycles, the start of one, its page, and the way from stage to stage."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles import cycle_page, lines
from cycles.forms.filters import ListFilter
from cycles.forms.pairs import programs_to_coach_in
from cycles.forms.start import StartForm
from cycles.models import Cycle, Partnership, asking_once

CYCLES_A_PAGE = 30


@require_safe
@asking_once
def cycle_list(request):
    cycles = Cycle.objects.visible_to(request.user)
    form = ListFilter(request.GET, user=request.user)
    found = form.narrow(cycles).by_pair().values_list("pk", flat=True)
    page = Paginator(found, CYCLES_A_PAGE).get_page(request.GET.get("page"))
    # In a second question: asked for in one, what a line shows would be gathered of all cycles there are.
    page.object_list = Cycle.objects.filter(pk__in=list(page)).for_list().by_pair()
    context = {"room": "cycles", "filter": form, "page": page, "pairs": lines.by_pair(page)}
    context["may_start"] = Partnership.objects.held_by(request.user).filter(ended_at=None).exists()
    context["may_pair"] = programs_to_coach_in(request.user).exists()
    return render(request, "cycles/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    form = StartForm(request.POST or None, user=request.user, initial=request.GET.dict())
    pairs = form.fields["partnership"].queryset
    may_pair = programs_to_coach_in(request.user).exists()
    if not (may_pair or pairs.exists()):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid() and (cycle := form.start()):
        return redirect("cycles:save_pre_conference", pk=cycle.pk)
    return render(request, "cycles/start.html", {"room": "cycles", "form": form, "pairs": pairs, "may_pair": may_pair})


@require_safe
def detail(request, pk):
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).for_page(), pk=pk)
    may_write = cycle.partnership.may_edit(request.user)
    return render(request, "cycles/detail.html", cycle_page.context(cycle, request.user, may_write=may_write))


@require_POST
def advance(request, pk):
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).for_page(), pk=pk)
    if not cycle.partnership.may_edit(request.user):
        raise PermissionDenied
    try:
        went = {"as_agreed": "as_agreed" in request.POST}
        cycle.move_on(by=request.user, leaving=request.POST.get("leaving"), **went)
    except ValidationError as refusal:
        page = cycle_page.context(cycle, request.user, may_write=True, refusals=refusal.messages)
        return render(request, "cycles/detail.html", page)
    return redirect(cycle)
