"""Partnerships: begin one, change and sign what was agreed on, say who takes part, hand it over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles import handover
from cycles.forms.pairs import AgreementForm, PartnershipForm, programs_to_coach_in
from cycles.forms.people import HandOverForm, ParticipantForm
from cycles.models import Participant, Partnership, Signature


@require_http_methods(["GET", "HEAD", "POST"])
def start_partnership(request):
    if not programs_to_coach_in(request.user).exists():
        raise PermissionDenied
    form = PartnershipForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        pair = form.save()
        messages.success(request, _("%(pair)s: the partnership has begun.") % {"pair": pair})
        if not pair.includes(request.user):
            return redirect("cycles:list")
        return redirect(reverse("cycles:start", query={"partnership": pair.pk}))
    return render(request, "cycles/start_partnership.html", {"room": "cycles", "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_partnership(request, pk):
    pair = _pair(request, pk, Partnership.may_edit)
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(pair, request.user, data)
    if data is None or not form.save():
        context = {"room": "cycles", "pair": pair, "form": form, "signed": signed(pair)}
        return render(request, "cycles/agreement.html", context)
    messages.success(request, _("Saved."))
    cycle = pair.cycles.first()
    return redirect(cycle or "cycles:list")


@require_POST
def sign_agreement(request, pk):
    """Only the words she has seen: when they were changed meanwhile, she reads them first."""
    pair = _pair(request, pk, Partnership.may_edit)
    if request.POST.get("version") != str(pair.version):
        messages.error(request, _("The agreement was changed meanwhile. Read it as it stands now, then sign."))
    else:
        Signature.objects.get_or_create(partnership=pair, person=request.user, version=pair.version)
        messages.success(request, _("Signed."))
    return redirect("cycles:edit_partnership", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk):
    pair = _pair(request, pk, Partnership.may_arrange)
    form = ParticipantForm(request.POST or None, pair=pair)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        pair.participants.get_or_create(person=values["person"], left_at=None, defaults={"side": values["side"]})
        Partnership.objects.filter(pk=pk).update(name=values["name"])
        messages.success(request, _("%(name)s takes part from today on.") % {"name": values["person"]})
        return redirect("cycles:people", pk=pk)
    participants = pair.participants.active().select_related("person")
    context = {"room": "cycles", "pair": pair, "form": form, "participants": participants, "gone": pair.gone()}
    return render(request, "cycles/people.html", context)


@require_POST
def remove_participant(request, pk, participant_pk):
    pair = _pair(request, pk, Partnership.may_arrange)
    leaving = get_object_or_404(pair.participants.active().select_related("person"), pk=participant_pk)
    pair.participants.filter(pk=leaving.pk).update(left_at=now())
    if not pair.participants.active().filter(side=Participant.Side.COACHEE).exists():
        Partnership.objects.filter(pk=pk).update(name="")
    messages.success(request, _("%(name)s no longer takes part.") % {"name": leaving.person})
    return redirect("cycles:people", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk):
    pair = _pair(request, pk, Partnership.may_arrange)
    form = HandOverForm(request.POST or None, pair=pair)
    if request.method == "POST" and form.is_valid():
        try:
            handover.hand_over(pair, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("to", refusal)
        else:
            names = {"coach": form.cleaned_data["to"], "coachee": pair.coached}
            messages.success(request, _("From today on %(coach)s coaches %(coachee)s.") % names)
            return redirect("cycles:list")
    return render(request, "cycles/hand_over.html", {"room": "cycles", "pair": pair, "form": form})


@require_POST
def end_partnership(request, pk):
    pair = _pair(request, pk, Partnership.may_arrange)
    handover.end(pair, by=request.user)
    messages.success(request, _("%(pair)s: the partnership has ended. What you wrote stays.") % {"pair": pair})
    return redirect("cycles:list")


def signed(pair):
    """[(person, when she signed the words as they stand; None)] for all who take part."""
    when = dict(pair.signatures.filter(version=pair.version).values_list("person", "signed_at"))
    return [(person, when.get(person.pk)) for person in pair.people]


def _pair(request, pk, may):
    """404 for who may not know of it, 403 for who may not do this."""
    pairs = Partnership.objects.visible_to(request.user).with_people().select_related("program", "saved_by")
    pair = get_object_or_404(pairs, pk=pk)
    if not may(pair, request.user):
        raise PermissionDenied
    return pair
