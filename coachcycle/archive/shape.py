"""What an archive holds: which rows belong to an organization, and how a row is told in plain values."""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import models

FORMAT, VERSION = "coachcycle organization", 1

# In the order in which they can be written: whatever a row names stands before it. Beside each, the way from it to the
# organization it belongs to.
BELONG = {
    "accounts.Organization": "pk",
    "accounts.User": "memberships__organization",
    "account.EmailAddress": "user__memberships__organization",
    "accounts.Program": "organization",
    "accounts.Classroom": "program__organization",
    "accounts.Membership": "organization",
    "accounts.Invitation": "organization",
    "rubrics.Rubric": "organization",
    "rubrics.Edition": "rubric__organization",
    "rubrics.Domain": "edition__rubric__organization",
    "rubrics.Criterion": "domain__edition__rubric__organization",
    "rubrics.Level": "criterion__domain__edition__rubric__organization",
    "cycles.Partnership": "program__organization",
    "cycles.Participant": "partnership__program__organization",
    "cycles.Signature": "partnership__program__organization",
    "cycles.Cycle": "partnership__program__organization",
    "cycles.StageChange": "cycle__partnership__program__organization",
    "cycles.PreConference": "cycle__partnership__program__organization",
    "cycles.ChildGoal": "pre_conference__cycle__partnership__program__organization",
    "cycles.Answer": "pre_conference__cycle__partnership__program__organization",
    "cycles.PreConference_focus": "preconference__cycle__partnership__program__organization",
    "cycles.Segment": "cycle__partnership__program__organization",
    "cycles.LevelChange": "segment__cycle__partnership__program__organization",
    "cycles.Lesson": "cycle__partnership__program__organization",
    "cycles.PostConference": "cycle__partnership__program__organization",
    "cycles.DebriefPoint": "post_conference__cycle__partnership__program__organization",
    "cycles.NextStep": "cycle__partnership__program__organization",
    "cycles.StepChange": "step__cycle__partnership__program__organization",
    "cycles.SmallTest": "step__cycle__partnership__program__organization",
    "cycles.StepIdea": "organization",
    "cycles.OwnPrompt": "organization",
    "cycles.Preparation": "organization",
    "cycles.Contact": "program__organization",
    "media_review.Recording": "organization",
    "media_review.LaidLesson": "recording__organization",
    "media_review.LaidSegment": "laid__recording__organization",
    "media_review.Rendition": "recording__organization",
    "media_review.Share": "recording__organization",
    "media_review.Objection": "recording__organization",
    "media_review.Voice": "recording__organization",
    "media_review.Annotation": "recording__organization",
    "media_review.Response": "annotation__recording__organization",
    "media_review.AgendaItem": "cycle__partnership__program__organization",
    "media_review.Debrief": "cycle__partnership__program__organization",
    "media_review.StepEvidence": "recording__organization",
    "media_review.Transcript": "recording__organization",
    "media_review.TranscriptChange": "recording__organization",
    "media_review.Transcription": "recording__organization",
    "media_review.Viewing": "recording__organization",
}
# What stays behind, and why: every other model stands above.
LEFT = {
    "account.EmailConfirmation": "a letter that waits for its answer; whoever comes along asks for another",
    "mfa.Authenticator": "a second step gives access: it is set up anew",
    "sessions.Session": "being signed in is no data of the organization",
    "letterbox.Told": "who was told what in these days; kept for weeks",
    "django_tasks_database.DBTaskResult": "letters between web server and worker; the rows say what is left to do",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
    "auth.Permission": "made by the site itself",
    "contenttypes.ContentType": "made by the site itself",
}
# What gives access stays where it is; whoever comes along sets a password anew.
SECRET = {"accounts.User": {"password", "calendar_key"}, "accounts.Invitation": {"token"}}
# Built-in rubrics are on every site, each with ids of its own: they are named by their place in them.
PLACES = {
    "rubrics.Edition": ("rubric__slug", "number"),
    "rubrics.Criterion": ("domain__edition__rubric__slug", "domain__edition__number", "domain__position", "position"),
    "rubrics.Level": (
        *("criterion__domain__edition__rubric__slug", "criterion__domain__edition__number"),
        *("criterion__domain__position", "criterion__position", "number"),
    ),
}


@dataclass(frozen=True)
class Kind:
    """One kind of row: a file of the archive."""

    label: str

    @cached_property
    def model(self):
        return apps.get_model(self.label)

    @cached_property
    def fields(self):
        """The columns, in the order of the model; the first is the row's own id."""
        secret = SECRET.get(self.label, set())
        return [field for field in self.model._meta.concrete_fields if field.name not in secret]

    @property
    def is_numbered(self):
        """Its rows have numbers of the database's own, which another one would not give again: lines count instead."""
        return isinstance(self.model._meta.pk, models.AutoField)

    def rows_of(self, organization):
        rows = self.model._base_manager.filter(**{BELONG[self.label]: organization.pk})
        return rows.distinct().order_by("pk")

    def built_in(self):
        """{pk: its place, as "lesson-design/1/2/3"} of what built-in rubrics hold; empty for all other kinds."""
        if self.label not in PLACES:
            return {}
        rubric = PLACES[self.label][0].removesuffix("slug") + "organization"
        rows = self.model._base_manager.filter(**{rubric: None}).values_list("pk", *PLACES[self.label])
        return {pk: "/".join(map(str, place)) for pk, *place in rows}


KINDS = [Kind(label) for label in BELONG]


def kind_of(model):
    return next(kind for kind in KINDS if kind.model is model)
