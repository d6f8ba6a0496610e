"""A contact, completed in a minute: what the records know stands there already."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cycles.contacts import coached_by
from cycles.forms.pairs import programs_to_coach_in
from cycles.forms.pickers import DayInput
from cycles.models import Contact
from cycles.models.contacts import Challenge, Strategy

A_DAY = 24 * 60


class ContactForm(forms.ModelForm):
    strategies = forms.MultipleChoiceField(
        label=_("What you did"), choices=Strategy, required=False, widget=forms.CheckboxSelectMultiple
    )
    challenges = forms.MultipleChoiceField(
        label=_("What made it hard"), choices=Challenge, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contact
        fields = ["partnership", "program", "held_on", "minutes", "kind", "mode", "strategies", "challenges"]
        widgets = {"held_on": DayInput, "kind": forms.RadioSelect, "mode": forms.RadioSelect}
        labels = {"partnership": _("With whom?"), "program": _("In which program?")}
        help_texts = {
            "kind": _("Support: you worked for somebody who was not there, and planned, or brought materials.")
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["minutes"].widget.attrs |= {"min": 1, "max": A_DAY}
        if self.instance.cycle_id:
            del self.fields["partnership"], self.fields["program"]
            return
        pairs = coached_by(user).select_related("coach", "coachee")
        self.fields["partnership"].queryset = pairs
        self.fields["partnership"].empty_label = _("Nobody in particular")
        self.fields["program"].queryset = programs_to_coach_in(user)
        self.fields["program"].empty_label = _("Choose")
        self.fields["program"].required = False

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not 0 < minutes <= A_DAY:
            raise forms.ValidationError(_("Write how many minutes it took, from 1 to %d.") % A_DAY)
        return minutes

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > localdate():
            raise forms.ValidationError(_("That day is still to come. Enter it once you have met."))
        return day

    def clean(self):
        cleaned = super().clean()
        if "program" in self.fields:
            pair = cleaned.get("partnership")
            cleaned["program"] = pair.program if pair else cleaned.get("program")
            if cleaned["program"] is None:
                self.add_error("program", _("Say with whom, or in which program."))
        return cleaned
