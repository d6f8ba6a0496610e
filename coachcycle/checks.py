"""What `manage.py check` says about the house itself."""

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import Error, register

BUILT = ("built/hls.js", "built/md5.js")


@register()
def assets_are_built(app_configs, **kwargs):
    """Third-party JavaScript comes by a lock, so somebody must have built it."""
    if settings.DEBUG:
        return []
    return [
        Error(f"{name} is missing.", hint="Run: python manage.py build_assets", id="coachcycle.E001")
        for name in BUILT
        if not finders.find(name)
    ]
