"""What a browser keeps to work without a line: whose it is, for how long, and the script that opens a kept page."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse

REFUSED = 422
SOMEBODY_ELSE = 409


def is_for_another(request):
    """What a browser kept while it had no line; on a shared tablet somebody else may be signed in by now."""
    return request.headers.get("X-Reader", str(request.user.pk)) != str(request.user.pk)


def seconds():
    """How long a browser may open a page without asking us: no longer than somebody stays signed in."""
    return settings.SESSION_COOKIE_AGE


def worker():
    """The script that opens the page it was asked for at, and no other, when there is no line."""
    script = finders.find("coachcycle/page-worker.js")
    return HttpResponse(Path(script).read_text(), content_type="text/javascript; charset=utf-8")
