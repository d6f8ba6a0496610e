"""Acts on what is on the agenda. With htmx the answer is what changed; without it, the debrief at that item."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.forms.steps import StepFields
from cycles.models import DebriefPoint, NextStep
from media_review import agenda, answers, landing
from media_review.debrief import Page
from media_review.feedback import Refused
from media_review.forms.agenda import NoteForm
from media_review.models import AgendaItem
from media_review.views import cards
from media_review.views.answers import TITLE_LENGTH

LIST, ACTS = "media_review/_agenda_list.html", "media_review/_piece_acts.html"


@require_POST
def move(request, pk):
    item = _item(request, pk)
    places = {"up": -1, "down": 1}.get(request.POST.get("to"))
    if places is None:
        return HttpResponseBadRequest(_("Up or down."))
    return _act(request, item, lambda: agenda.move(item, request.user, places), LIST)


@require_POST
def take_off(request, pk):
    item = _item(request, pk)
    return _act(request, item, lambda: agenda.take_off(item.cycle, item.annotation_id), LIST)


@require_POST
def discuss(request, pk):
    item = _item(request, pk)
    return _act(request, item, lambda: agenda.discuss(item, "not_yet" not in request.POST), ACTS)


@require_POST
def name_point(request, pk):
    """A success to celebrate, an area to strengthen, or with `off` neither after all."""
    item, kind = _note_taker(request, pk), request.POST.get("kind")
    if "off" in request.POST:
        return _act(request, item, lambda: landing.take_point_back(item, request.user), ACTS)
    if kind not in DebriefPoint.Kind.values:
        return HttpResponseBadRequest(_("Celebrate or strengthen."))
    return _act(request, item, lambda: landing.name_point(item, kind, request.user), ACTS)


@require_POST
def keep_note(request, pk):
    """What was typed is never taken away: the answer says whether it is kept, and what the other wrote meanwhile."""
    item = _note_taker(request, pk)
    form, kept = NoteForm(request.POST), False
    if form.is_valid():
        note, seen = form.cleaned_data["note"], form.cleaned_data["version"]
        try:
            kept = landing.keep_note(item, note, by=request.user, seen=seen)
        except Refused as refused:
            form.add_error(None, str(refused))
    if form.errors and request.htmx:
        return cards.refusal(request, form)
    if request.htmx:
        return render(request, "media_review/_note_kept.html", {"item": item, "kept": kept})
    return redirect(_address(item)) if kept else _page(request, item, form)


@cards.readable
def make_step(request, pk):
    item = _item(request, pk)
    start = {"text": item.annotation.body[:TITLE_LENGTH], "owner": item.cycle.partnership.coachee_id}
    data = request.POST if request.method == "POST" else None
    form = StepFields(data, instance=NextStep(cycle=item.cycle), initial=start)
    if cards.done(form, lambda: answers.make_next_step(item.annotation, form.cleaned_data)):
        agenda.tell(item.cycle)
        return _shown(request, item, ACTS)
    if form.is_bound and request.htmx:
        return cards.refusal(request, form)
    context = {"form": form, "item": item, "fragment": "media_review/_piece_step.html", "room": "cycles"}
    template = context["fragment"] if request.htmx else "media_review/agenda_page.html"
    return render(request, template, context, status=cards.REFUSED if form.is_bound else 200)


def _item(request, pk):
    """What she sees of the agendas of her pairs; 403 once the pair is no more."""
    people = ("cycle__partnership__coach", "cycle__partnership__coachee", "cycle__post_conference")
    items = AgendaItem.objects.visible_to(request.user).select_related("annotation__recording", "saved_by", *people)
    item = get_object_or_404(items, pk=pk)
    if not item.cycle.partnership.may_edit(request.user):
        raise PermissionDenied
    item.annotation.recording.cycle = item.cycle
    return item


def _note_taker(request, pk):
    item = _item(request, pk)
    if not item.cycle.post_conference.may_read_points(request.user):
        raise PermissionDenied
    return item


def _act(request, item, act, fragment):
    try:
        act()
    except Refused as refused:
        if request.htmx:
            return HttpResponse(str(refused), status=cards.REFUSED, content_type="text/plain; charset=utf-8")
        messages.error(request, str(refused))
    return _shown(request, item, fragment)


def _shown(request, item, fragment):
    if not request.htmx:
        return redirect(_address(item))
    page = Page(item.cycle, request.user, str(item.pk))
    return render(request, "media_review/_agenda_acted.html", {"here": page, "fragment": fragment})


def _page(request, item, form):
    """The debrief with a note that could not be kept, as it was typed, and what stands there now."""
    page = Page(item.cycle, request.user, str(item.pk))
    context = {"here": page, "note_form": form, "room": "cycles"}
    return render(request, "media_review/debrief.html", context, status=cards.REFUSED)


def _address(item):
    return reverse("media_review:debrief", args=[item.cycle_id], query={"item": item.pk})
