"""What each request of a signed-in person carries, and what its answer must not leave behind."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.cache import patch_cache_control

from coachcycle.accounts.models import Membership

SESSION_KEY = "membership"


class PrivatePages:
    """What a signed-in person was shown is kept by no cache: on a shared tablet the Back button must not show it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class MembershipMiddleware:
    """`request.membership`: the one chosen in the session, else the oldest active one, else None.

    It chooses which home page greets her and in which time zone; it never grants or takes a right.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.memberships = []
        request.membership = None
        if request.user.is_authenticated:
            # One query for the menu, the switch and the time zone of the page.
            request.memberships = list(
                Membership.objects.active().filter(user=request.user).select_related("organization", "program")
            )
            chosen = request.session.get(SESSION_KEY)
            request.membership = next(
                (membership for membership in request.memberships if str(membership.pk) == chosen),
                next(iter(request.memberships), None),
            )
        zone = request.membership.organization.time_zone if request.membership else None
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)
