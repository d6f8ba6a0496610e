"""What is made of shared feedback: a reply, an answer of one tap, a next step, something to talk about."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.forms.steps import StepFields
from cycles.models import NextStep
from media_review import agenda, answers
from media_review.feedback import Refused
from media_review.forms.annotations import ReplyForm
from media_review.models import Response
from media_review.views import cards
from media_review.views.cards import readable

TITLE_LENGTH = StepFields.base_fields["text"].max_length


@readable
def reply(request, pk):
    parent = cards.fetch(request, pk)
    if not parent.may_answer(request.user):
        raise PermissionDenied
    form = ReplyForm(request.POST if request.method == "POST" else None)
    return cards.write(request, parent, form, "reply", lambda: answers.reply(parent, request.user, form.values))


@require_POST
def respond(request, pk):
    """`say` or `unsay` names what: see `Response.Kind`."""
    found = cards.fetch(request, pk)
    if not found.may_respond(request.user):
        raise PermissionDenied
    stands = "say" in request.POST
    kind = request.POST.get("say" if stands else "unsay")
    if kind not in Response.Kind.values:
        return HttpResponseBadRequest(_("This is no answer we know."))
    try:
        answers.respond(found, request.user, kind, stands=stands)
    except Refused as refused:
        return cards.refused(request, found, str(refused))
    return cards.shown(request, found, found.recording)


@readable
def make_next_step(request, pk):
    found = cards.fetch(request, pk)
    if not found.may_become_step(request.user):
        raise PermissionDenied
    cycle = found.recording.cycle
    start = {"text": found.body[:TITLE_LENGTH], "owner": cycle.partnership.coachee_id}
    data = request.POST if request.method == "POST" else None
    form = StepFields(data, instance=NextStep(cycle=cycle), initial=start)
    return cards.write(request, found, form, "next_step", lambda: answers.make_next_step(found, form.cleaned_data))


@require_POST
def talk_about(request, pk):
    """On the agenda of the post-conference, or with `off` in the form off it again."""
    found = cards.fetch(request, pk)
    if not found.may_be_talked_about(request.user):
        raise PermissionDenied
    try:
        if "off" in request.POST:
            agenda.take_off(found.recording.cycle, found.pk)
        else:
            agenda.put(found, request.user)
    except Refused as refused:
        return cards.refused(request, found, str(refused))
    return cards.shown(request, found, found.recording)
