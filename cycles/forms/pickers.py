"""The browser's own pickers of a day, and of a day and a time."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time that exist in every time zone: at the ends of the calendar, turning one into UTC fails."""

    widget = MomentInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError as refusal:
            if refusal.code == "ambiguous_timezone":
                raise forms.ValidationError(
                    _("The clocks change in that night: this time does not exist, or comes twice. Choose another.")
                ) from None
            raise

    def clean(self, value):
        moment = super().clean(value)
        if moment and not 2000 <= moment.year < 2100:
            raise forms.ValidationError(_("Choose a day of this century."))
        return moment
