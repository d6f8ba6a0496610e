"""Who am I here?"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachcycle.accounts import middleware
from coachcycle.accounts.forms import MyNameForm, MyWaysForm
from coachcycle.accounts.models import Invitation, Membership, Organization, Program, User


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    # A row of its own: a refused name must not stand in the masthead.
    form = MyNameForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:account")
    return account_page(request, form, MyWaysForm(instance=request.user))


@require_POST
def choose_ways(request):
    form = MyWaysForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return account_page(request, MyNameForm(instance=request.user), form)
    form.save()
    with translation.override(form.cleaned_data["language"] or translation.get_language()):
        messages.success(request, _("Your language, clock and letters are saved."))
    return redirect("accounts:account")


def account_page(request, form, ways_form):
    context = {
        "room": "account",
        "form": form,
        "ways_form": ways_form,
        "calendar_address": settings.SITE_URL + f"/cycles/calendar/{request.user.calendar_key}.ics",
        "led": Program.objects.led_by(request.user),
        "led_across": Organization.objects.led_by(request.user),
        "invitations": Invitation.objects.addressed_to(request.user).select_related("organization", "program"),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def switch(request, pk):
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("organization", "program"), pk=pk
    )
    if not membership.may_switch_to(request.user):
        raise PermissionDenied
    request.session[middleware.SESSION_KEY] = str(membership.pk)
    names = {"program": membership.place, "role": membership.as_role}
    messages.success(request, _("You are now at %(program)s as %(role)s.") % names)
    return redirect("home")
