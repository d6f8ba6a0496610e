"""From what is one's own alone to what others read: sharing drafts."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from media_review import drafts
from media_review.forms.drafts import ChooseForm
from media_review.room import Room, recordings
from media_review.views import cards
from media_review.views.cards import REFUSED, readable


@readable
def share_feedback(request, pk):
    """GET: choose which. POST: share all drafts, or those chosen; from a card, the answer is that card."""
    recording = get_object_or_404(recordings().visible_to(request.user), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = ChooseForm(data, drafts=recording.annotations.drafts_of(request.user))
    if not form.is_valid():
        return _choose(request, recording, form)
    chosen = list(form.to_share)
    count = drafts.share(recording, request.user, chosen)
    said = ngettext("%d piece of feedback is shared.", "%d pieces of feedback are shared.", count) % count
    if request.htmx and request.htmx.target == f"f-{chosen[0].pk if chosen else ''}":
        return cards.shown(request, chosen[0], recording, said)
    if request.htmx:
        here = Room(recording, request.user).whole()
        return render(request, "media_review/_shared.html", {"here": here, "said": said})
    messages.success(request, said)
    return redirect("media_review:room", pk=pk)


def _choose(request, recording, form):
    if request.htmx and form.is_bound:
        return cards.refusal(request, form)
    context = {"here": Room(recording, request.user), "form": form, "room": "cycles"}
    template = "_choose" if request.htmx else "choose"
    return render(request, f"media_review/{template}.html", context, status=REFUSED if form.is_bound else 200)
