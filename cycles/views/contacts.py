"""A coach's contacts: those that wait to be completed, those she entered, and one of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles import contacts
from cycles.forms.contacts import ContactForm
from cycles.forms.pairs import programs_to_coach_in
from cycles.models import Contact, asking_once

SHOWN = 50


@require_safe
@asking_once
def contact_list(request):
    _coaches(request)
    entered = Contact.objects.filter(coach=request.user).select_related(
        "partnership__coachee", "partnership__coach", "program"
    )
    context = {"room": "cycles", "waiting": contacts.waiting(request.user), "entered": entered[:SHOWN]}
    return render(request, "cycles/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request):
    """Completing a stage of a cycle (`?cycle=…&stage=…`), or one that no record knows of."""
    _coaches(request)
    known = contacts.of_stage(request.user, request.GET.get("cycle"), request.GET.get("stage"))
    return _edit(request, _begun(request.user, known), known)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request, pk):
    return _edit(request, _own(request, pk))


@require_POST
def remove_contact(request, pk):
    _own(request, pk).delete()
    messages.success(request, _("Taken out. What was derived from a record waits to be completed again."))
    return redirect("cycles:contacts")


def _edit(request, contact, known=None):
    form = ContactForm(request.POST or None, instance=contact, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            messages.info(request, _("Your co-coach has completed this one already."))
        else:
            messages.success(request, _("Entered, once for all."))
        return redirect("cycles:contacts")
    context = {"room": "cycles", "form": form, "known": known, "contact": contact}
    return render(request, "cycles/contact.html", context)


def _begun(user, known):
    if known is None:
        return Contact(coach=user)
    pair = known.cycle.partnership
    kind = Contact.Kind.GROUP if pair.name else Contact.Kind.ONE_ON_ONE
    return Contact(
        coach=user,
        program_id=pair.program_id,
        partnership=pair,
        cycle=known.cycle,
        stage=known.stage,
        held_on=known.held_on,
        minutes=known.minutes,
        kind=kind,
    )


def _own(request, pk):
    contact = get_object_or_404(Contact.objects.visible_to(request.user), pk=pk)
    if not contact.may_edit(request.user):
        raise PermissionDenied
    return contact


def _coaches(request):
    if not programs_to_coach_in(request.user).exists():
        raise PermissionDenied
