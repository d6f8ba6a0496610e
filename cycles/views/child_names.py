"""A gentle word when a plan seems to name a child. It never holds up a save, and nothing of it is kept or logged."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cycles import child_names
from cycles.models import Cycle


@require_POST
def look_for_names(request, pk):
    """The warnings for what stands in the form now."""
    return show(request, cycle_of_writer(request, pk))


@require_POST
def not_a_child(request, pk):
    cycle = cycle_of_writer(request, pk)
    child_names.say_not_a_child(cycle, request.POST.get("word", ""))
    if request.htmx:
        return show(request, cycle_of_writer(request, pk))
    return redirect(f"{cycle.get_absolute_url()}#pre_conference")


def show(request, cycle):
    """Of the open form, where it came along; else of what is saved."""
    in_form = "seen" in request.POST
    names = child_names.in_form(cycle, request.POST) if in_form else child_names.in_plan(cycle)
    return render(request, "cycles/_names.html", {"cycle": cycle, "names": names})


def cycle_of_writer(request, pk):
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).for_page(), pk=pk)
    if not cycle.may_edit(request.user):
        raise PermissionDenied
    return cycle
