"""An organization as a whole: for those who lead all of its programs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coachcycle.accounts.forms import InvitationForm, ProgramForm, TimeZoneForm
from coachcycle.accounts.models import Organization
from coachcycle.accounts.people import roster
from coachcycle.accounts.views.people import post_letter


@require_safe
def organization(request, pk):
    return organization_page(request, led_organization(request, pk))


@require_POST
def invite_across(request, pk):
    organization = led_organization(request, pk)
    form = InvitationForm(request.POST, place=organization)
    if not form.is_valid():
        return organization_page(request, organization, invitation_form=form)
    invitation, is_new = organization.invite(by=request.user, **form.cleaned_data)
    if is_new:
        post_letter(request, invitation)
    return redirect("accounts:organization", organization.pk)


@require_POST
def add_program(request, pk):
    organization = led_organization(request, pk)
    form = ProgramForm(request.POST, organization=organization)
    if not form.is_valid():
        return organization_page(request, organization, program_form=form)
    program = organization.add_program(**form.cleaned_data)
    messages.success(request, _("%(name)s is added. Now invite its people.") % {"name": program})
    return redirect("accounts:people", program.pk)


@require_POST
def set_time_zone(request, pk):
    organization = led_organization(request, pk)
    form = TimeZoneForm(request.POST, instance=organization)
    if not form.is_valid():
        return organization_page(request, organization, time_zone_form=form)
    form.save()
    messages.success(request, _("The time zone is saved."))
    return redirect("accounts:organization", organization.pk)


def organization_page(request, organization, *, invitation_form=None, program_form=None, time_zone_form=None):
    context = {
        "room": "programs",
        "organization": organization,
        "programs": organization.programs.with_people(),
        "roster": [group for group in roster(organization, request.user) if group.members],
        "invitations": organization.waiting_invitations(),
        "invitation_form": invitation_form or InvitationForm(place=organization),
        "program_form": program_form or ProgramForm(organization=organization),
        "time_zone_form": time_zone_form or TimeZoneForm(instance=organization),
    }
    return render(request, "accounts/organization.html", context)


def led_organization(request, pk):
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not organization.may_lead(request.user):
        raise PermissionDenied
    return organization
