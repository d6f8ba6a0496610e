"""The post-conference: the coachee's own view first, then what to celebrate and what to strengthen."""

from datetime import timedelta
from functools import partial

from django import forms
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cycles.forms.pickers import MomentField
from cycles.forms.plain import plain
from cycles.forms.rows import RowForm, row_set
from cycles.forms.steps import StepFields
from cycles.forms.together import TogetherForm
from cycles.models import Cycle, DebriefPoint, NextStep, PostConference

TWO_WEEKS = timedelta(days=14)


class PostConferenceFields(forms.ModelForm):
    class Meta:
        model = PostConference
        fields = ["meets_at", "minutes", "notes"]
        field_classes = {"meets_at": MomentField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class PointRow(RowForm):
    class Meta:
        model = DebriefPoint
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = label


PointRows = row_set(PointRow)
LISTS = {
    "celebrations": (DebriefPoint.Kind.CELEBRATE, _("A success to celebrate")),
    "areas": (DebriefPoint.Kind.STRENGTHEN, _("An area to strengthen")),
}


class FirstStepFields(StepFields):
    """The first next step of a cycle, agreed on with all the rest: the coachee's, and in two weeks."""

    class Meta(StepFields.Meta):
        fields = ["text", "owner", "due"]

    def __init__(self, data, *, cycle):
        initial = {"owner": cycle.partnership.coachee_id, "due": localdate() + TWO_WEEKS}
        super().__init__(data, prefix="step", instance=NextStep(cycle=cycle), initial=initial)
        self.fields["text"].required = False

    def save(self):
        """The step, if one was written that is not there yet: the button may be pressed twice."""
        text = self.cleaned_data["text"]
        is_there = self.instance.cycle.steps_agreed.filter(text=text).exists()
        return super().save() if text and not is_there else None


class PostConferenceForm(TogetherForm):
    """A coachee who has not yet written her own view gets only the date: she neither reads nor writes the rest."""

    template_name = "cycles/_post_conference_form.html"
    goes_on = False
    only_on_save = frozenset({"meets_at"})

    def build(self, data, spare):
        post = self.record
        self.step = None
        self.fields = PostConferenceFields(data, instance=post)
        if not post.may_read_points(self.user):
            del self.fields.fields["notes"]
            return
        for name, (kind, label) in LISTS.items():
            saved = [point for point in post.points.all() if point.kind == kind]
            wanted = int(spare == name or not saved)
            self.lists[name] = PointRows(data, prefix=name, rows=saved, spare=wanted, form_kwargs={"label": label})
        if self.wants_step(data or {}):
            self.step = FirstStepFields(data if data and "step-text" in data else None, cycle=post.cycle)

    def wants_step(self, data):
        """As long as this cycle has none of its own; one that is typed already is not dropped."""
        cycle = self.record.cycle
        is_time = cycle.stage == Cycle.Stage.POST_CONFERENCE and not cycle.steps_agreed.exists()
        return is_time or bool(data.get("step-text"))

    @property
    def is_whole(self):
        return super().is_whole and (self.step is None or not self.step.is_bound or self.step.is_valid())

    def makers(self):
        return {name: partial(self.record.points.create, kind=kind) for name, (kind, _label) in LISTS.items()}

    def write_more(self):
        return bool(self.step and self.step.is_bound and self.step.save())

    def beside(self):
        """The first step goes with the button alone, so that it is made once."""
        if self.step is None:
            return {}
        fields = self.step.fields
        return {
            f"step-{name}": plain(fields[name], self.step.get_initial_for_field(fields[name], name)) for name in fields
        }


class ReflectionForm(forms.ModelForm):
    """The coachee's own view. Nobody else writes it, so it takes no turn with the partner's half of the record."""

    class Meta:
        model = PostConference
        fields = ["reflection"]
        labels = {"reflection": _("How did it go, in your own words?")}
        help_texts = {"reflection": _("What pleased you? What surprised you? What would you do again?")}
        widgets = {"reflection": forms.Textarea(attrs={"rows": 6})}

    @transaction.atomic
    def save_while_open(self):
        """Save, unless the cycle closed meanwhile. Says whether it did."""
        cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=self.instance.cycle_id)
        if cycle.is_open:
            self.instance.save(update_fields=["reflection"])
        return cycle.is_open
