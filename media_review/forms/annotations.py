"""What a person types in the review room, judged in words that say what to do."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from media_review import clock
from media_review.models import Annotation
from rubrics.models import Criterion, Level

LONGEST = 5000
TOO_LONG = _("These are %(show_value)d characters; %(limit_value)d are the most. Nothing is lost: make two of it.")


class ClockField(forms.Field):
    """A place in the film: people see and type "1:02", the rest of the program has integer milliseconds."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 5})
    default_error_messages = {"invalid": _("Write a time like 1:02, in minutes and seconds.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return clock.read(value)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value):
        return clock.exact(value) if isinstance(value, int) else value


def words_field(label, **attrs):
    messages = {"required": _("Write a few words first."), "max_length": TOO_LONG}
    widget = forms.Textarea(attrs={"rows": 2} | attrs)
    field = forms.CharField(label=label, max_length=LONGEST, error_messages=messages, widget=widget)
    # The limit is told in words, with all that was typed kept: a browser would silently cut what is pasted.
    del field.widget.attrs["maxlength"]
    return field


class AnnotationForm(forms.Form):
    """Feedback at a moment or over a range, perhaps on one criterion of the rubric its cycle looks through."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    start = ClockField(label=_("From"), error_messages={"required": _("Say at which moment this was.")})
    end = ClockField(label=_("Until"), required=False)
    body = words_field(_("Add feedback"), placeholder=_("What did you see?"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Annotation.Kind, widget=forms.RadioSelect, initial=Annotation.Kind.NOTE
    )
    criterion = forms.ModelChoiceField(
        label=_("Criterion"),
        queryset=Criterion.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("This criterion is not of the rubric that this cycle looks through.")},
    )
    level = forms.ModelChoiceField(
        label=_("Level"),
        queryset=Level.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("This level is not of the rubric that this cycle looks through.")},
    )

    def __init__(self, *args, recording, **kwargs):
        super().__init__(*args, **kwargs)
        self.recording = recording
        if recording.cycle is not None:
            edition = recording.cycle.edition_id
            self.fields["criterion"].queryset = Criterion.objects.filter(domain__edition=edition)
            self.fields["level"].queryset = Level.objects.filter(criterion__domain__edition=edition)

    def offer(self, criteria):
        """Fill the choices without further queries: see `room.criteria_of`."""
        self.fields["criterion"].choices = [("", _("No criterion")), *criteria.groups]
        self.fields["level"].choices = [("", _("No level")), *criteria.levels]
        return self

    def clean_start(self):
        return self._within_film(self.cleaned_data["start"])

    def clean_end(self):
        return self._within_film(self.cleaned_data["end"])

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start is not None and end is not None and end <= start:
            self.add_error("end", _("The range ends before it starts. Set its end after %s.") % clock.clock(start))
        level, criterion = self.cleaned_data.get("level"), self.cleaned_data.get("criterion")
        if level is not None and (criterion is None or level.criterion_id != criterion.pk):
            self.add_error("level", _("This level belongs to another criterion. Choose the criterion first."))
        return self.cleaned_data

    @property
    def pk(self):
        """The id the writer chose for it; one of ours where the page had no script."""
        self.cleaned_data["id"] = self.cleaned_data["id"] or uuid.uuid4()
        return self.cleaned_data["id"]

    @property
    def values(self):
        """As the fields of an Annotation."""
        typed = self.cleaned_data
        same = {name: typed[name] for name in ("body", "kind", "criterion", "level")}
        return {"start_ms": typed["start"], "end_ms": typed["end"]} | same

    def _within_film(self, ms):
        length = self.recording.duration_ms
        if ms is not None and length is not None and ms > length:
            raise forms.ValidationError(_("The film ends at %s.") % clock.clock(length))
        return ms


class ReplyForm(forms.Form):
    body = words_field(_("Your reply"))

    @property
    def values(self):
        return self.cleaned_data
