"""Which step a moment shows done."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.models import NextStep
from media_review import clock, evidence
from media_review.forms.annotations import ClockField
from media_review.observing import LONGEST_MS


class StepField(forms.ModelChoiceField):
    def label_from_instance(self, step):
        return _("%(step)s (done)") % {"step": step} if step.done_at else str(step)


class ShowsStepForm(forms.Form):
    """For feedback, which has its place."""

    step = StepField(
        NextStep.objects.none(),
        label=_("Which step can be seen done here?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the step that can be seen done here."),
            "invalid_choice": _("This is no step of yours any more. Choose another one."),
        },
    )
    finish = forms.BooleanField(label=_("If it is mine, mark it as done"), required=False, initial=True)

    def __init__(self, *args, cycle, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = steps = evidence.steps_of(cycle)
        self.has_steps = bool(steps)
        if not any(step.owner_id == user.pk and step.is_open for step in steps):
            del self.fields["finish"]

    @property
    def values(self):
        return self.cleaned_data


class MomentShowsStepForm(ShowsStepForm):
    """For a moment of the film, or a stretch of it."""

    start_ms = ClockField(label=_("From"), error_messages={"required": _("Say at which moment this was.")})
    end_ms = ClockField(label=_("Until"), required=False)
    field_order = ("start_ms", "end_ms", "step", "finish")

    def __init__(self, *args, recording, **kwargs):
        super().__init__(*args, cycle=recording.cycle, **kwargs)
        self.length = recording.duration_ms

    def clean(self):
        start, end = self.cleaned_data.get("start_ms"), self.cleaned_data.get("end_ms")
        if self.length is None and max(start or 0, end or 0) > LONGEST_MS:  # a live observation that has just begun
            self.add_error("start_ms", _("The clock of an observation runs for a day at most. Correct the time."))
        if self.length is not None and max(start or 0, end or 0) > self.length:
            self.add_error("start_ms", _("The film ends at %s.") % clock.clock(self.length))
        if start is not None and end is not None and end <= start:
            self.add_error("end_ms", _("The range ends before it starts. Set its end after %s.") % clock.clock(start))
        return self.cleaned_data
