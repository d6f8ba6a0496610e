"""Classrooms: where in a program children of which ages are."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models.memberships import Program


class ClassroomQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(program__in=Program.objects.visible_to(user))


class Classroom(models.Model):
    class Ages(models.TextChoices):
        INFANT = "infant", _("infants")
        TODDLER = "toddler", _("toddlers")
        PRESCHOOL = "preschool", _("preschool")
        MIXED = "mixed", _("mixed ages")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="classrooms")
    name = models.CharField(_("name"), max_length=120)
    ages = models.CharField(_("ages"), max_length=10, choices=Ages, default=Ages.PRESCHOOL)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="accounts_classroom_once_per_program")]

    def __str__(self):
        return self.name
