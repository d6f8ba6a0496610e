"""Who belongs to a program: for its leaders."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachcycle.accounts import letters
from coachcycle.accounts.forms import ClassroomForm, InvitationForm
from coachcycle.accounts.models import Invitation, Membership, Program
from coachcycle.accounts.people import roster

log = logging.getLogger(__name__)


@require_safe
def people(request, pk):
    return people_page(request, led_program(request, pk))


@require_POST
def invite(request, pk):
    program = led_program(request, pk)
    form = InvitationForm(request.POST, place=program)
    if not form.is_valid():
        return people_page(request, program, invitation_form=form)
    invitation, is_new = program.invite(by=request.user, **form.cleaned_data)
    if is_new:
        post_letter(request, invitation)
    return redirect("accounts:people", program.pk)


@require_POST
def add_classroom(request, pk):
    program = led_program(request, pk)
    form = ClassroomForm(request.POST, program=program)
    if not form.is_valid():
        return people_page(request, program, classroom_form=form)
    classroom = program.add_classroom(**form.cleaned_data)
    messages.success(request, _("%(name)s is added.") % {"name": classroom})
    return redirect("accounts:people", program.pk)


@require_POST
def resend_invitation(request, pk):
    invitation = visible_invitation(request, pk)
    if invitation.renew():
        post_letter(request, invitation)
    else:
        messages.info(request, _("%(email)s has accepted meanwhile.") % {"email": invitation.email})
    return redirect(invitation.get_people_url())


@require_POST
def take_back_invitation(request, pk):
    invitation = visible_invitation(request, pk)
    if invitation.take_back():
        words = _("The invitation of %(email)s is taken back. The link in the letter no longer opens.")
    else:
        words = _("%(email)s has accepted meanwhile.")
    messages.info(request, words % {"email": invitation.email})
    return redirect(invitation.get_people_url())


@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request, pk):
    visible = Membership.objects.visible_to(request.user).select_related("user", "program", "organization")
    membership = get_object_or_404(visible, pk=pk)
    if membership.ended_at is None and not membership.may_end(request.user):
        raise PermissionDenied
    names = {"person": membership.user, "role": membership.as_role, "program": membership.place}
    if membership.ended_at is None and request.method != "POST":
        return render(request, "accounts/end_membership.html", {"room": "programs", "membership": membership})
    membership.end()
    messages.info(request, _("%(person)s is no longer %(role)s at %(program)s.") % names)
    return redirect(membership.get_people_url())


def people_page(request, program, *, invitation_form=None, classroom_form=None):
    context = {
        "room": "programs",
        "program": program,
        "programs": Program.objects.led_by(request.user),
        "roster": roster(program, request.user),
        "may_lead_across": program.organization.may_lead(request.user),
        "invitations": program.waiting_invitations(),
        "classrooms": program.classrooms.all(),
        "invitation_form": invitation_form or InvitationForm(place=program),
        "classroom_form": classroom_form or ClassroomForm(program=program),
    }
    return render(request, "accounts/people.html", context)


def led_program(request, pk):
    program = get_object_or_404(Program.objects.visible_to(request.user).select_related("organization"), pk=pk)
    if not program.may_lead(request.user):
        raise PermissionDenied
    return program


def visible_invitation(request, pk):
    """Only leaders of its place see it, and they may resend it and take it back."""
    letters = Invitation.objects.visible_to(request.user).select_related("organization", "program", "invited_by")
    return get_object_or_404(letters, pk=pk)


def post_letter(request, invitation):
    try:
        letters.send_invitation(invitation)
    except OSError:
        log.exception("The letter of invitation %s could not be sent.", invitation.pk)
        words = _("The invitation to %(email)s is kept, but the letter could not be sent. Send it again in a while.")
        messages.error(request, words % {"email": invitation.email})
    else:
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
