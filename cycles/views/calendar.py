"""A calendar of one's own: an address that is a secret, made, changed and ended on the account page."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coachcycle.accounts.models import User
from cycles import calendar


@login_not_required  # calendars sign in nowhere: the address is the secret
@require_safe
@never_cache
def calendar_feed(request, key):
    person = get_object_or_404(User, calendar_key=key, is_active=True)
    with translation.override(person.language or translation.get_language()), timezone.override(None):
        content = calendar.feed(person)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@require_POST
def make_calendar(request):
    """A new address; the one before it is none any more."""
    User.objects.filter(pk=request.user.pk).update(calendar_key=secrets.token_urlsafe(24))
    messages.success(
        request, _("Your calendar has an address. Whoever has it sees when you meet: keep it to yourself.")
    )
    return redirect("accounts:account")


@require_POST
def end_calendar(request):
    User.objects.filter(pk=request.user.pk).update(calendar_key="")
    messages.success(request, _("The address shows nothing any more."))
    return redirect("accounts:account")
