"""Next steps: what somebody will do, by when, and how both will know."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import User
from cycles.forms.pickers import DayInput
from cycles.forms.records import RecordForm
from cycles.models import NextStep, SmallTest, StepIdea
from cycles.prompts import CoreIssue


class StepFields(forms.ModelForm):
    class Meta:
        model = NextStep
        fields = ["text", "owner", "due", "how_we_will_know", "support_needed", "check_on"]
        widgets = {"due": DayInput, "check_on": DayInput, "owner": forms.RadioSelect}
        labels = {"owner": _("Who takes it?")}
        help_texts = {
            "text": _("One thing, small enough to do in a week or two. Leaders of the program read it, too."),
            "due": _("You can leave person and date open now and add them before the cycle closes."),
            "support_needed": _("A book, an hour together, somebody to watch: what would make it easier?"),
            "check_on": _("On that day both of you are reminded to say how it goes."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pair = self.instance.cycle.partnership
        self.fields["owner"].queryset = User.objects.filter(pk__in=[person.pk for person in pair.people])
        self.fields["owner"].empty_label = _("Not decided yet")

    def clean_due(self):
        return self._still_to_come("due")

    def clean_check_on(self):
        return self._still_to_come("check_on")

    def _still_to_come(self, name):
        day = self.cleaned_data[name]
        if day != self.initial.get(name):
            not_over(day)
        return day


def not_over(day):
    if day and day < localdate():
        raise forms.ValidationError(_("That day is over. Choose today or a later day."))


class LookAgainForm(forms.Form):
    """How a step goes, said on the day to look at it again or on any other."""

    words = forms.CharField(label=_("How does it go?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    check_on = forms.DateField(
        label=_("When do you look at it again?"),
        required=False,
        widget=DayInput,
        validators=[not_over],
        help_text=_("Leave it empty when it needs no more reminders."),
    )


class SmallTestFields(forms.ModelForm):
    class Meta:
        model = SmallTest
        fields = ["plan", "prediction", "did", "studied", "act"]
        widgets = dict.fromkeys(("plan", "prediction", "did", "studied"), forms.Textarea(attrs={"rows": 3})) | {
            "act": forms.RadioSelect
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [("", _("Not decided yet")), *SmallTest.Act.choices]
        if self.instance.did:
            self.fields["prediction"].disabled = True  # what was expected is not bent to what came

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("did") and not cleaned.get("prediction"):
            self.add_error("prediction", _("Write what you expected first, even in hindsight. Your words are kept."))
        return cleaned


class SmallTestForm(RecordForm):
    """Like its step it outlives the cycle."""

    fields_class = SmallTestFields


class StepIdeaForm(forms.ModelForm):
    class Meta:
        model = StepIdea
        fields = ["core_issue", "text", "how_we_will_know"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["core_issue"].choices = [("", _("Choose")), *CoreIssue.choices]


class StepForm(RecordForm):
    """A step that is there already, as one of two people changes it: after the close of its cycle, too."""

    fields_class = StepFields
