"""What `manage.py check` says about the house itself."""

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import Error, register

from coachcycle import words

BUILT = ("built/hls.js", "built/md5.js")


@register()
def assets_are_built(app_configs, **kwargs):
    """Third-party JavaScript and compiled translations are not committed, so somebody must have built them."""
    if settings.DEBUG:
        return []
    missing = [
        *(name for name in BUILT if not finders.find(name)),
        *(str(path) for path in map(words.compiled_path_of, words.languages()) if not path.exists()),
    ]
    return [
        Error(f"{name} is missing.", hint="Run: python manage.py build_assets", id="coachcycle.E001")
        for name in missing
    ]
