"""Next steps: what somebody will do, by when, and how both will know."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import User
from cycles.forms.pickers import DayInput
from cycles.forms.records import RecordForm
from cycles.models import NextStep


class StepFields(forms.ModelForm):
    class Meta:
        model = NextStep
        fields = ["text", "owner", "due", "how_we_will_know"]
        widgets = {"due": DayInput, "owner": forms.RadioSelect}
        labels = {"owner": _("Who takes it?")}
        help_texts = {
            "text": _("One thing, small enough to do in a week or two. Leaders of the program read it, too."),
            "due": _("You can leave person and date open now and add them before the cycle closes."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pair = self.instance.cycle.partnership
        self.fields["owner"].queryset = User.objects.filter(pk__in=[pair.coach_id, pair.coachee_id])
        self.fields["owner"].empty_label = _("Not decided yet")

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due != self.initial.get("due") and due < localdate():
            raise forms.ValidationError(_("That day is over. Choose today or a later day."))
        return due


class StepForm(RecordForm):
    """A step that is there already, as one of two people changes it."""

    def build(self, data, spare):
        self.fields = StepFields(data, instance=self.record)

    def refuse(self):
        """A step outlives its cycle: it may be changed after the close."""
        return ""
