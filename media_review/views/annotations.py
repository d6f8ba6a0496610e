"""Writing in the review room. With htmx the answer is the card that changed; without it, the room at that card."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.forms.steps import StepFields
from cycles.models import NextStep
from media_review import feedback
from media_review.forms.annotations import AnnotationForm, ReplyForm
from media_review.models import Annotation
from media_review.room import Room, recordings

REFUSED = 422
TITLE_LENGTH = StepFields.base_fields["text"].max_length
readable = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def add_annotation(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    if not recording.may_annotate(request.user):
        raise PermissionDenied
    form = AnnotationForm(request.POST, recording=recording)
    if _done(form, lambda: feedback.save(recording, request.user, form.pk, form.values)):
        return _shown(request, Annotation.objects.get(pk=form.pk), recording)
    if request.htmx:
        return _refusal(request, form)
    here = Room(recording, request.user).whole()
    here.form = form.offer(here.criteria)
    return render(request, "media_review/room.html", {"here": here, "room": "cycles"}, status=REFUSED)


@require_safe
def annotation(request, pk):
    """The lasting address of a piece of feedback: the room, at its card."""
    found = _annotation(request, pk)
    return _shown(request, found, found.recording)


@readable
def edit_annotation(request, pk):
    found = _own(request, pk)
    criteria = Room(found.recording, request.user).criteria
    form = _edit_form(found, criteria, request.POST if request.method == "POST" else None)
    return _write(request, found, form, "edit", lambda: feedback.change(found, form.values))


@require_POST
def delete_annotation(request, pk):
    found = _own(request, pk)
    stays = feedback.take_back(found)
    if stays or found.parent_id:
        return _shown(request, found, found.recording)
    if request.htmx:
        here = Room(found.recording, request.user)
        return render(request, "media_review/_deleted.html", {"here": here})
    return redirect("media_review:room", pk=found.recording_id)


@readable
def reply(request, pk):
    parent = _annotation(request, pk)
    if not parent.may_answer(request.user):
        raise PermissionDenied
    form = ReplyForm(request.POST if request.method == "POST" else None)
    return _write(request, parent, form, "reply", lambda: feedback.reply(parent, request.user, **form.values))


@require_POST
def share_feedback(request, pk):
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    count = feedback.share_drafts(recording, request.user)
    said = ngettext("%d piece of feedback is shared.", "%d pieces of feedback are shared.", count) % count
    if request.htmx:
        here = Room(recording, request.user).whole()
        return render(request, "media_review/_shared.html", {"here": here, "said": said})
    messages.success(request, said)
    return redirect("media_review:room", pk=pk)


@readable
def make_next_step(request, pk):
    found = _annotation(request, pk)
    if not found.may_become_step(request.user):
        raise PermissionDenied
    cycle = found.recording.cycle
    start = {"text": found.body[:TITLE_LENGTH], "owner": cycle.partnership.coachee_id}
    data = request.POST if request.method == "POST" else None
    form = StepFields(data, instance=NextStep(cycle=cycle), initial=start)
    return _write(request, found, form, "next_step", lambda: feedback.make_next_step(found, form.cleaned_data))


def _annotation(request, pk):
    """Feedback this reader may see, with the recording as the room needs it."""
    found = get_object_or_404(Annotation.objects.visible_to(request.user), pk=pk)
    found.recording = recordings().get(pk=found.recording_id)
    return found


def _own(request, pk):
    found = _annotation(request, pk)
    if not found.may_edit(request.user):
        raise PermissionDenied
    return found


def _edit_form(found, criteria, data):
    if found.parent_id:
        return ReplyForm(data, initial={"body": found.body}, auto_id=f"id_{found.pk}_%s")
    initial = {name: getattr(found, name) for name in ("body", "kind", "criterion", "level")}
    initial |= {"start": found.start_ms, "end": found.end_ms}
    form = AnnotationForm(data, recording=found.recording, initial=initial, auto_id=f"id_{found.pk}_%s")
    form.fields["body"].label = _("Your feedback")
    return form.offer(criteria)


def _write(request, found, form, name, act):
    """Show a form at a card; or do what it says, and show the card anew."""
    if _done(form, act):
        return _shown(request, found, found.recording)
    if form.is_bound and request.htmx:
        return _refusal(request, form)
    context = {"form": form, "annotation": found, "fragment": f"media_review/_{name}.html", "room": "cycles"}
    template = context["fragment"] if request.htmx else "media_review/feedback_page.html"
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


def _done(form, act):
    """Is the form right, and was it done? If it cannot be done any more, the form says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except feedback.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _refusal(request, form):
    """Sentences only: the form on the page stays as it is, with all that was typed."""
    return render(request, "media_review/_refusal.html", {"form": form}, status=REFUSED)


def _shown(request, found, recording):
    """The card of a piece of feedback, or of what it answers, with the count of drafts beside it."""
    here = Room(recording, request.user)
    root = found.parent_id or found.pk
    if request.htmx:
        return render(request, "media_review/_saved.html", {"here": here, "card": here.card(root)})
    return redirect(here.address_of(root))
