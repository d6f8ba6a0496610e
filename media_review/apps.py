from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaReviewConfig(AppConfig):
    name = "media_review"
    verbose_name = _("Recordings")

    def ready(self):
        from media_review import checks  # noqa: F401  registers the checks
