"""What a pair writes down in each stage of a cycle: one record a stage, and the rows that hang on it."""

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom
from cycles.models.versioned import Authored, Versioned
from cycles.prompts import ISSUES
from cycles.support import SupportLevel
from cycles.ways import Way
from rubrics.models import Criterion


class Event(models.TextChoices):
    """What is coached: with the youngest it is seldom a lesson."""

    LESSON = "lesson", _("lesson")
    ACTIVITY = "activity", _("activity")
    INTERACTION = "interaction", _("interaction")
    SESSION = "session", _("session with staff")


def once(parent, name):
    """Within its record a key names one row; elsewhere somebody else may have chosen the same."""
    return models.UniqueConstraint(fields=[parent, "key"], name=f"cycles_{name}_key_once")


class PreConference(Versioned):
    cycle = models.OneToOneField("Cycle", models.CASCADE, related_name="pre_conference")
    meets_at = models.DateTimeField(_("when you meet"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    focus = models.ManyToManyField(Criterion, blank=True, related_name="+")
    kind = models.CharField(_("what you plan"), max_length=12, choices=Event, default=Event.LESSON)
    # Empty: as the classroom has them.
    ages = models.CharField(_("with whom"), max_length=10, choices=Classroom.Ages, blank=True)
    way = models.CharField(_("how you prepare"), max_length=12, choices=Way, default=Way.CONTENT)
    # A line each: see `cycles.references`.
    references = models.TextField(_("standards and curriculum"), max_length=2000, blank=True)
    # Words that name no child, as the pair said, a line each: see `cycles.child_names`.
    not_names = models.TextField(blank=True, editable=False)


class ChildGoal(Authored):
    """What children shall learn or do; the first one leads the cycle's page."""

    pre_conference = models.ForeignKey(PreConference, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal for children"), max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [once("pre_conference", "childgoal")]


class Answer(Authored):
    """A prompt the pair picked, in the pair's own wording, and what they say to it."""

    pre_conference = models.ForeignKey(PreConference, models.CASCADE, related_name="answers")
    core_issue = models.CharField(max_length=20, choices=ISSUES)
    prompt = models.CharField(_("prompt"), max_length=300)
    picked = models.CharField(max_length=40, blank=True, editable=False)  # the name of the prompt as it was offered
    text = models.TextField(_("your answer"), max_length=5000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("pre_conference", "answer"),
            models.UniqueConstraint(
                fields=["pre_conference", "picked"], condition=~models.Q(picked=""), name="cycles_answer_once_picked"
            ),
        ]


class Segment(Authored):
    """A stretch of the lesson: planned minutes, the support level agreed on, and the one that happened."""

    cycle = models.ForeignKey("Cycle", models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    name = models.CharField(_("segment"), max_length=80)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    agreed_level = models.CharField(_("agreed"), max_length=12, choices=SupportLevel)
    actual_level = models.CharField(_("happened"), max_length=12, choices=SupportLevel, blank=True)
    reason_changed = models.CharField(_("why it changed"), max_length=500, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [once("cycle", "segment")]


class Lesson(Versioned):
    Kind = Event

    cycle = models.OneToOneField("Cycle", models.CASCADE, related_name="lesson")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.LESSON)
    taught_on = models.DateField(_("date"), null=True, blank=True)
    setting = models.CharField(_("setting"), max_length=200, blank=True)
    adults = models.PositiveSmallIntegerField(_("adults"), null=True, blank=True)
    children = models.PositiveSmallIntegerField(_("children"), null=True, blank=True)
    notes = models.TextField(_("what happened"), max_length=5000, blank=True)

    def go_as_agreed(self, by):
        """Everyone led what was hers, today unless a day is written down. What was said otherwise stays as it is."""
        self.take_turn(self.version, by)
        type(self).objects.filter(pk=self.pk, taught_on=None).update(taught_on=localdate())
        self.cycle.segments.filter(actual_level="").update(actual_level=models.F("agreed_level"))
        self.refresh_from_db(fields=["taught_on"])


class PostConference(Versioned):
    cycle = models.OneToOneField("Cycle", models.CASCADE, related_name="post_conference")
    meets_at = models.DateTimeField(_("when you meet"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reflection = models.TextField(_("your own view"), max_length=5000, blank=True)
    notes = models.TextField(_("what you talked about"), max_length=5000, blank=True)

    def may_reflect(self, user):
        """The own view is the coachee's alone, as long as the cycle takes words at all: see `Cycle.may_edit`."""
        return self.cycle.partnership.is_coached(user)

    def may_read_points(self, user):
        """Celebrations and areas open to the pair; to the coachee once the coachee's own view is there."""
        return self.cycle.may_read_notes(user) and (bool(self.reflection.strip()) or not self.may_reflect(user))


class DebriefPoint(Authored):
    """A success the pair celebrates, or an area it wants to strengthen."""

    class Kind(models.TextChoices):
        CELEBRATE = "celebrate", _("celebrate")
        STRENGTHEN = "strengthen", _("strengthen")

    post_conference = models.ForeignKey(PostConference, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(_("in a sentence"), max_length=500)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [once("post_conference", "debriefpoint")]
