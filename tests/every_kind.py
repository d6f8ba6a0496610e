"""A row of every kind that an archive holds, made from what the models say: whoever adds a model need not come here."""

from uuid import uuid4

from django.db import models
from django.utils.timezone import localdate, now

from coachcycle.archive.shape import KINDS
from rubrics.models import Rubric
from tests import make

VALUES = {
    models.TextField: "Sí, “bien”;\u2028¡y ya!",
    models.CharField: "=Sí, “bien”",
    models.IntegerField: 1,
    models.BooleanField: True,
    models.JSONField: [["Sí", 1, None, {"a": 1.5}]],
}
# Less than a millisecond after a second: what is cut off anywhere is missed.
FRESH = {
    models.DateTimeField: lambda: now().replace(microsecond=789),
    models.DateField: localdate,
    models.UUIDField: uuid4,
}


def complete(organization):
    """Give the organization a row, with all its columns filled, of each kind of which it has none."""
    rubric = make.make_edition().rubric
    Rubric.objects.filter(pk=rubric.pk).update(organization=organization)
    for kind in KINDS:
        if not kind.rows_of(organization).exists():
            add(kind, organization)


def add(kind, organization):
    fields = [field for field in kind.model._meta.concrete_fields if not (field.primary_key and field.has_default())]
    values = {field.name: value_of(field, organization) for field in fields if not isinstance(field, models.AutoField)}
    return kind.model._base_manager.create(**values)


def value_of(field, organization):
    if field.remote_field:
        return next(kind for kind in KINDS if kind.model is field.related_model).rows_of(organization).first()
    if field.choices:
        return field.choices[0][0]
    if field.has_default():
        return field.get_default()
    made = [make_one() for known, make_one in FRESH.items() if isinstance(field, known)]
    return made[0] if made else next(value for known, value in VALUES.items() if isinstance(field, known))
