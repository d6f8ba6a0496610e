"""What good practice looks like, in words that never change under a score.

A rubric has editions; only a draft edition can be edited. A published one is frozen, here and by triggers in the
database (see `freezing`), so that a level given last year still means what it meant.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Organization
from rubrics.wording import in_words


class RubricQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The built-in ones, and those of one's own organizations."""
        return self.filter(Q(organization=None) | Q(organization__in=Organization.objects.visible_to(user)))


class Rubric(models.Model):
    class Lens(models.TextChoices):
        LESSON = "lesson", _("lessons with children")
        COACHING = "coaching", _("coaching conversations")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="rubrics")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is for"), blank=True)
    lens = models.CharField(_("used for"), max_length=10, choices=Lens, default=Lens.LESSON)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="rubrics_rubric_once_per_organization"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(organization=None), name="rubrics_rubric_built_in_once"
            ),
        ]

    def __str__(self):
        return in_words(self.name)


class EditionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(rubric__in=Rubric.objects.visible_to(user))

    def published(self):
        return self.filter(state=Edition.State.PUBLISHED)

    def issued(self):
        """Published now or once: what may be read. A draft is nobody's measure yet."""
        return self.exclude(state=Edition.State.DRAFT)


class Edition(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="rubrics_edition_number_once"),
            models.UniqueConstraint(
                fields=["rubric"], condition=Q(state="published"), name="rubrics_edition_one_published"
            ),
        ]

    def __str__(self):
        return _("%(rubric)s, edition %(number)d") % {"rubric": self.rubric, "number": self.number}

    @property
    def is_draft(self):
        return self.state == Edition.State.DRAFT


class Domain(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="domains")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="rubrics_domain_position_once")]

    def __str__(self):
        return in_words(self.name)


class CriterionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(domain__edition__in=Edition.objects.visible_to(user))


class Criterion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["domain__position", "position"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["domain", "position"], name="rubrics_criterion_position_once")]

    def __str__(self):
        return in_words(self.name)


class Level(models.Model):
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    looks_like = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["criterion", "number"], name="rubrics_level_number_once")]

    def __str__(self):
        return f"{self.number} {in_words(self.name)}"
