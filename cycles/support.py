"""Support levels: who leads a stretch of the lesson. Agreed before, recorded after; either may change, both ways."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportLevel(models.TextChoices):
    """The three levels of content-focused coaching, in the order in which support is released."""

    MODELING = "modeling", _("coach models")
    CO_TEACHING = "co_teaching", _("side by side")
    EDUCATOR_LED = "educator_led", _("educator leads")


def choices(coaches_a_leader):
    """The levels as the pair says them: in a leader's own session it is the leader who leads."""
    if not coaches_a_leader:
        return SupportLevel.choices
    return [*SupportLevel.choices[:-1], (SupportLevel.EDUCATOR_LED.value, _("leader leads"))]
