"""Writing in the review room: feedback of one's own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coachcycle.accounts import kept
from coachcycle.accounts.kept import REFUSED
from media_review import feedback, own_view, undo
from media_review.forms.annotations import AnnotationForm, ReplyForm, new_feedback
from media_review.models import Annotation
from media_review.room import Room, recordings
from media_review.views import cards
from media_review.views.cards import readable


@require_POST
def add_annotation(request, pk):
    if kept.is_for_another(request):
        return HttpResponse(status=kept.SOMEBODY_ELSE)
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if not recording.may_annotate(request.user):
        raise PermissionDenied
    form = new_feedback(recording)(request.POST, recording=recording)
    with own_view.opening(recording, request.user):
        is_saved = cards.done(form, lambda: feedback.save(recording, request.user, form.pk, form.values))
    if is_saved:
        saved = Annotation.objects.get(pk=form.pk)
        if recording.is_live:  # its start may have been corrected meanwhile, or its feedback have moved to its film
            recording = recordings().get(pk=saved.recording_id)
        return cards.shown(request, saved, recording)
    if request.htmx:
        return cards.refusal(request, form)
    here = Room(recording, request.user).whole()
    here.form = form.offer(here.criteria)
    return render(request, "media_review/room.html", {"here": here, "room": "cycles"}, status=REFUSED)


@require_safe
def annotation(request, pk):
    """The lasting address of a piece of feedback: the room, at its card."""
    found = cards.fetch(request, pk)
    return cards.shown(request, found, found.recording)


@readable
def edit_annotation(request, pk):
    found = cards.fetch_own(request, pk)
    criteria = Room(found.recording, request.user).criteria
    form = _edit_form(found, criteria, request.POST if request.method == "POST" else None)
    form.seen = request.POST.get("seen", "") if form.is_bound else feedback.mark(found)
    return cards.write(request, found, form, "edit", lambda: feedback.change(found, form.values, form.seen))


@require_POST
def delete_annotation(request, pk):
    """What is taken back is gone at once; for a while its author alone can bring it back."""
    found = cards.fetch_own(request, pk)
    taken = feedback.take_back(found)
    stays = taken.card_stays or found.parent_id
    here = Room(found.recording, request.user).part([found.parent_id or found.pk] if stays else [])
    context = {"here": here, "undo": taken.undo, "minutes": undo.MINUTES, "room": "cycles"}
    return render(request, f"media_review/{'_deleted' if request.htmx else 'deleted'}.html", context)


@require_POST
def restore_feedback(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if not recording.may_annotate(request.user):
        raise PermissionDenied
    try:
        with own_view.opening(recording, request.user):
            found = undo.restore(request.POST.get("undo", ""), recording, request.user)
    except undo.TooLate:
        words = _("This cannot be brought back any more: the time for it is over, or what it belonged to is gone.")
        return HttpResponse(words, status=REFUSED, content_type="text/plain; charset=utf-8")
    return cards.shown(request, Annotation.objects.get(pk=found), recording)


def _edit_form(found, criteria, data):
    if found.parent_id:
        return ReplyForm(data, initial={"body": found.body, "voice": found.voice}, auto_id=f"id_{found.pk}_%s")
    initial = {name: getattr(found, name) for name in Annotation.WRITTEN}
    initial |= {"start": found.start_ms, "end": found.end_ms}
    shared = {"recording": found.recording, "is_shared": not found.is_draft}
    form = AnnotationForm(data, **shared, initial=initial, auto_id=f"id_{found.pk}_%s")
    form.fields["body"].label = _("Your feedback")
    return form.offer(criteria)
