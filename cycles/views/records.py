"""Writing the record of a stage, alone or with the partner writing at the same time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles import cycle_page
from cycles.forms.lesson import LessonForm
from cycles.forms.post_conference import PostConferenceForm, ReflectionForm
from cycles.forms.pre_conference import PreConferenceForm
from cycles.models import Cycle

FORMS = {"pre_conference": PreConferenceForm, "lesson": LessonForm, "post_conference": PostConferenceForm}


def cycle_to_write(request, pk):
    """404 for who may not see it, 403 for who may only read. A save after the close is refused in words instead."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).for_page(), pk=pk)
    may_write = cycle.partnership.may_edit if request.method == "POST" else cycle.may_edit
    if not may_write(request.user):
        raise PermissionDenied
    return cycle


@require_http_methods(["GET", "HEAD", "POST"])
def save_record(request, pk, stage):
    """GET opens the form, in place or on a page; POST saves it, or brings it back with words."""
    cycle = cycle_to_write(request, pk)
    data = request.POST if request.method == "POST" else None
    form = FORMS[stage](getattr(cycle, stage), request.user, data, spare=request.GET.get("more", ""))
    if data is None or not form.save():
        return show(request, cycle, form, stage)
    messages.success(request, _("Saved."))
    if form.goes_on or "more" in data:
        query = {"more": data["more"]} if "more" in data else {}
        return redirect(reverse(f"cycles:save_{stage}", args=[pk], query=query, fragment=stage))
    return redirect(f"{cycle.get_absolute_url()}#{stage}")


@require_http_methods(["GET", "HEAD", "POST"])
def save_reflection(request, pk):
    cycle = cycle_to_write(request, pk)
    if not cycle.post_conference.may_reflect(request.user):
        raise PermissionDenied
    form = ReflectionForm(request.POST or None, instance=cycle.post_conference)
    if request.method == "GET" or not form.is_valid():
        return show(request, cycle, form, "reflection")
    if not form.save_while_open():
        form.add_error(None, _("This cycle was closed while you wrote, so this was not saved. Your words are here."))
        return show(request, cycle, form, "reflection")
    messages.success(request, _("Saved."))
    return redirect(f"{cycle.get_absolute_url()}#post_conference")


def show(request, cycle, form, editing):
    in_place = request.htmx and not request.htmx.boosted
    template = f"cycles/_{editing}_form.html" if in_place else "cycles/detail.html"
    page = cycle_page.context(cycle, request.user, form=form, editing=editing)
    return render(request, template, page)
