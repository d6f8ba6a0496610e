"""The page behind the link of an invitation's letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coachcycle.accounts import adapter, middleware
from coachcycle.accounts.models import Invitation, User

NEVER_WRITTEN, ENDED = 404, 410


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Reading it shows who invites whom, where and as what; posting it accepts."""
    letters = Invitation.objects.of_letter(token).select_related("organization", "program", "invited_by")
    invitation = letters.first()
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=NEVER_WRITTEN)
    if request.method == "POST":
        return accept(request, invitation)
    if not invitation.is_open:
        return closed(request, invitation)
    return offer(request, invitation)


def offer(request, invitation):
    if request.user.is_anonymous:
        request.session[adapter.SESSION_KEY] = str(invitation.pk)
    context = {
        "invitation": invitation,
        "is_mine": invitation.is_for(request.user),
        "has_account": User.objects.filter(email__iexact=invitation.email).exists(),
    }
    return render(request, "accounts/invitation.html", context)


def accept(request, invitation):
    if request.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    if not invitation.is_for(request.user):
        raise PermissionDenied
    membership = invitation.accept(request.user)
    if membership is None:
        return closed(request, invitation)
    request.session.pop(adapter.SESSION_KEY, None)
    request.session[middleware.SESSION_KEY] = str(membership.pk)
    names = {"program": membership.place, "role": membership.as_role}
    messages.success(request, _("Welcome to %(program)s. You are %(role)s there.") % names)
    return redirect("home")


def closed(request, invitation):
    invitation.refresh_from_db()
    if invitation.accepted_at and invitation.is_for(request.user):
        messages.info(request, _("You have accepted this invitation already."))
        return redirect("accounts:account")
    return render(request, "accounts/invitation_closed.html", {"invitation": invitation}, status=ENDED)
