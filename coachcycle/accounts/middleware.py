"""What each request of a signed-in person carries, and what its answer must not leave behind."""

from zoneinfo import ZoneInfo

from django.utils import timezone, translation
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

    It chooses which home page greets her, and with her own wishes in which language and time zone; it never grants or
    takes a right.
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
        language = getattr(request.user, "language", "") or translation.get_language()
        with timezone.override(zone_of(request.user, request.membership)), translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def zone_of(person, membership):
    """The clock she lives by: her own, else her organization's; None leaves it to the site's."""
    zone = getattr(person, "time_zone", "") or (membership and membership.organization.time_zone)
    return ZoneInfo(zone) if zone else None
