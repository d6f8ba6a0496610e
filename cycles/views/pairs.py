"""Partnerships: begin one, and change what the two agreed on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles.forms.pairs import AgreementForm, PartnershipForm, programs_to_coach_in
from cycles.models import Partnership


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
    pairs = Partnership.objects.visible_to(request.user).select_related("coach", "coachee", "saved_by")
    pair = get_object_or_404(pairs, pk=pk)
    if not pair.may_edit(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(pair, request.user, data)
    if data is None or not form.save():
        return render(request, "cycles/agreement.html", {"room": "cycles", "pair": pair, "form": form})
    messages.success(request, _("Saved."))
    cycle = pair.cycles.first()
    return redirect(cycle or "cycles:list")
