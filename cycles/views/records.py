"""Writing the record of a stage, alone or with the partner writing at the same time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachcycle.accounts import kept
from cycles import calendar, cycle_page
from cycles.forms.lesson import LessonForm
from cycles.forms.post_conference import PostConferenceForm, ReflectionForm
from cycles.forms.pre_conference import PreConferenceForm
from cycles.models import Cycle
from cycles.views.cycles import advance

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
    """GET opens the form, in place or on a page, or says that nothing is new; POST saves it (and moves on)."""
    if kept.is_for_another(request):
        return HttpResponse(status=kept.SOMEBODY_ELSE)
    if request.method == "POST":
        return write(request, pk, stage)
    if "after" in request.GET and is_old(request, pk):
        return HttpResponse(status=204)
    cycle = cycle_to_write(request, pk)
    form = FORMS[stage](getattr(cycle, stage), request.user, spare=request.GET.get("more", ""))
    return show(request, cycle, form, stage)


def is_old(request, pk):
    """Does she have it as it stands now? Asked every few seconds while two people write."""
    cycles = Cycle.objects.visible_to(request.user).with_people().select_related(*Cycle.Stage.values)
    cycle = get_object_or_404(cycles, pk=pk)
    return cycle.may_edit(request.user) and request.GET["after"] == str(cycle.version)


def write(request, pk, stage):
    """Save what is right and clashes with nothing; bring the form back when that was not all."""
    by_itself = "by_itself" in request.POST
    with transaction.atomic():
        Cycle.objects.hold(pk, stage)
        cycle = cycle_to_write(request, pk)
        before = getattr(getattr(cycle, stage), "meets_at", None)
        form = FORMS[stage](getattr(cycle, stage), request.user, request.POST)
        is_whole = form.save(by_itself=by_itself)
    calendar.tell(cycle, stage, before)
    if by_itself and form.refusals and not cycle.is_open:
        return HttpResponse(form.refusals[0], status=kept.REFUSED, content_type="text/plain; charset=utf-8")
    if by_itself or not is_whole:
        return show_as_it_stands(request, pk, stage, None if by_itself else form)
    messages.success(request, _("Saved."))
    if "leaving" in request.POST and not form.goes_on:
        return advance(request, pk)
    if form.goes_on or "more" in request.POST:
        query = {"more": request.POST["more"]} if "more" in request.POST else {}
        return redirect(reverse(f"cycles:save_{stage}", args=[pk], query=query, fragment=stage))
    return redirect(f"{cycle.get_absolute_url()}#{stage}")


def show_as_it_stands(request, pk, stage, form):
    """After some of it was saved: the form anew, or what was typed, with what stands there now as seen."""
    cycle = cycle_to_write(request, pk)
    fresh = FORMS[stage](getattr(cycle, stage), request.user)
    if form:
        form.seen = fresh.seen
    return show(request, cycle, form or fresh, stage)


@require_safe
def worker(request, pk, stage):
    """The script that opens the page of this form when there is no line."""
    name = stage.replace("-", "_")
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), pk=pk)
    if name not in FORMS:
        raise Http404
    if not cycle.partnership.may_edit(request.user):
        raise PermissionDenied
    return kept.worker()


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
    in_place = request.htmx and not (request.htmx.boosted or request.htmx.history_restore_request)
    template = f"cycles/_{editing}_form.html" if in_place else "cycles/detail.html"
    page = cycle_page.context(cycle, request.user, may_write=True, form=form, editing=editing)
    return render(request, template, page)
