"""What somebody is to a program or an organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    EDUCATOR = "educator", _("educator")
    COACH = "coach", _("coach")
    LEADER = "leader", _("leader")
    PARTNER = "partner", _("partner")

    @property
    def in_a_sentence(self):
        """The role as one says it: "you come in as an educator"."""
        return AS_SAID[self]


AS_SAID = {
    Role.EDUCATOR: _("an educator"),
    Role.COACH: _("a coach"),
    Role.LEADER: _("a leader"),
    Role.PARTNER: _("a partner"),
}
