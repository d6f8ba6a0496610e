"""The day of what comes next in a cycle: a conference has a time, a lesson a day."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.forms.pickers import DayInput, MomentField
from cycles.models import Cycle


class PlanForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, cycle, **kwargs):
        self.cycle, self.record = cycle, cycle.record
        self.name = "taught_on" if cycle.stage == Cycle.Stage.LESSON else "meets_at"
        initial = {self.name: getattr(self.record, self.name), "version": self.record.version}
        super().__init__(*args, initial=initial, auto_id=f"plan-{cycle.pk}-%s", **kwargs)
        if cycle.stage == Cycle.Stage.LESSON:
            self.fields["taught_on"] = forms.DateField(label=_("Lesson on"), widget=DayInput)
        else:
            self.fields["meets_at"] = MomentField(label=_("You meet"))

    @transaction.atomic
    def save(self, by):
        """False when somebody saved the record since the page was made: her words go before."""
        if not self.record.take_turn(self.cleaned_data["version"], by):
            return False
        setattr(self.record, self.name, self.cleaned_data[self.name])
        self.record.save(update_fields=[self.name])
        return True
