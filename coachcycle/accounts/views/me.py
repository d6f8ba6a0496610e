"""Who am I here?"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachcycle.accounts import middleware
from coachcycle.accounts.forms import MyNameForm
from coachcycle.accounts.models import Invitation, Membership, Organization, Program, User


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    # A row of its own: a refused name must not stand in the masthead.
    form = MyNameForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:account")
    context = {
        "room": "account",
        "form": form,
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
