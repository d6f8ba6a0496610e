"""What all writing in the review room shares: fetch a piece, show a form at its card, show the card anew.

With htmx the answer is the card that changed; without it, the room at that card.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from coachcycle.accounts.kept import REFUSED
from media_review.feedback import Refused
from media_review.models import Annotation
from media_review.room import Room, recordings

readable = require_http_methods(["GET", "HEAD", "POST"])


def fetch(request, pk):
    """Feedback this reader may see, with the recording as the room needs it."""
    found = get_object_or_404(Annotation.objects.visible_to(request.user), pk=pk)
    found.recording = recordings(request.user).get(pk=found.recording_id)
    return found


def fetch_own(request, pk):
    found = fetch(request, pk)
    if not found.may_edit(request.user):
        raise PermissionDenied
    return found


def write(request, found, form, name, act):
    """Show a form at a card; or do what it says, and show the card anew."""
    if done(form, act):
        return shown(request, found, found.recording)
    if form.is_bound and request.htmx:
        return refusal(request, form)
    context = {"form": form, "annotation": found, "fragment": f"media_review/_{name}.html", "room": "cycles"}
    template = context["fragment"] if request.htmx else "media_review/feedback_page.html"
    return render(request, template, context, status=REFUSED if form.is_bound else 200)


def done(form, act):
    """Is the form right, and was it done? If it cannot be done any more, the form says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        form.seen = getattr(refused, "mark", "")
        return False
    return True


def refusal(request, form):
    """Sentences only: the form on the page stays as it is, with all that was typed, and knows what its writer knows."""
    answer = render(request, "media_review/_refusal.html", {"form": form}, status=REFUSED)
    return trigger_client_event(answer, "feedback:seen", {"mark": getattr(form, "seen", "")})


def refused(request, found, sentence):
    """One tap that could not be done: words at the card."""
    if request.htmx:
        return HttpResponse(sentence, status=REFUSED, content_type="text/plain; charset=utf-8")
    messages.error(request, sentence)
    return shown(request, found, found.recording)


def shown(request, found, recording, said=""):
    """The card of a piece of feedback, or of what it answers, with the count of drafts beside it."""
    here = Room(recording, request.user)
    root = found.parent_id or found.pk
    if request.htmx:
        return render(request, "media_review/_saved.html", {"here": here.part([root]), "said": said})
    return redirect(here.address_of(root))
