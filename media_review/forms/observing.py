"""What an observer's browser and an observer say about the clock: how far it got, and where in a film it began."""

from django import forms
from django.utils.translation import gettext_lazy as _

from media_review import clock
from media_review.forms.annotations import ClockField
from media_review.models import Recording
from media_review.observing import LONGEST_MS

MINUS = ("-", "\u2212", "\u2013")


class SignedClockField(ClockField):
    """As ClockField, and before the beginning: "-1:02"."""

    def to_python(self, value):
        typed = (value or "").strip()
        ms = super().to_python(typed.lstrip("".join(MINUS) + "+ "))
        return -ms if ms and typed.startswith(MINUS) else ms

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"\u2212{clock.exact(-value)}" if value < 0 else clock.exact(value)


class ClockForm(forms.Form):
    """What the browser tells: both in milliseconds, `moved` as in `Recording.start_moved_ms`."""

    moved = forms.IntegerField(min_value=-LONGEST_MS, max_value=LONGEST_MS)
    reached = forms.IntegerField(min_value=0, max_value=LONGEST_MS)


class FilmForm(forms.Form):
    """Where in which film the clock of an observation began."""

    film = forms.ModelChoiceField(
        Recording.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This film is not of this lesson, or not shared with you any more.")},
    )
    begins = SignedClockField(
        label=_("The observation begins in the film at"),
        help_text=_("With a minus when you began before the film: -1:30."),
        error_messages={"required": _("Say where in the film your clock began.")},
    )

    def __init__(self, *args, films, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["film"].queryset = films

    def clean_begins(self):
        begins = self.cleaned_data["begins"]
        if abs(begins) > LONGEST_MS:
            raise forms.ValidationError(_("That is more than a day away. Write a time like 1:02 or -1:02."))
        return begins
