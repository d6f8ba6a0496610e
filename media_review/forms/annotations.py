"""What a person types in the review room, judged in words that say what to do."""

import uuid

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from media_review import clock, observing
from media_review.forms.drawing import DrawingField
from media_review.forms.voice import VoiceField
from media_review.models import Annotation
from rubrics.models import Criterion, Level

LONGEST = 5000
# What may stand alone, without a word.
ENOUGH = ("body", "interpretation", "link", "drawing", "voice", "criterion")
NOTHING_SAID = _(
    "Write a few words first. Your voice, a drawing, a criterion, a link, or “you look at this one” may stand alone."
)
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


class LinkField(forms.URLField):
    """The address of a page that a browser may open: https, or http, and nothing that runs."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr"})
    default_validators = (URLValidator(schemes=["https", "http"]),)
    default_error_messages = {
        "invalid": _("This is not the address of a page. Copy it whole, like https://example.org/page."),
        "max_length": _("This address is longer than %(limit_value)d characters. Is there a shorter one?"),
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=500, required=False, assume_scheme="https", **kwargs)
        del self.widget.attrs["maxlength"]  # as for words: a browser would cut it


def within_a_day(ms):
    """A place on the clock of a live observation, whose end nobody knows."""
    if ms is not None and ms > observing.LONGEST_MS:
        raise forms.ValidationError(_("The clock of an observation runs for a day at most. Correct the time."))
    return ms


def words_field(label, required=True, placeholder=" ", **attrs):
    """By its placeholder, if only a blank, the style sheet knows an empty field: see `.composer`."""
    messages = {"required": _("Write a few words first."), "max_length": TOO_LONG}
    widget = forms.Textarea(attrs={"rows": 2, "placeholder": placeholder} | attrs)
    field = forms.CharField(label=label, max_length=LONGEST, required=required, error_messages=messages, widget=widget)
    # The limit is told in words, with all that was typed kept: a browser would silently cut what is pasted.
    del field.widget.attrs["maxlength"]
    return field


class AnnotationForm(forms.Form):
    """Feedback at a moment or over a range, perhaps on one criterion of the rubric its cycle looks through.

    What was seen and heard stands apart from what its writer makes of it.
    """

    nothing_said = NOTHING_SAID

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    start = ClockField(label=_("From"), error_messages={"required": _("Say at which moment this was.")})
    end = ClockField(label=_("Until"), required=False)
    body = words_field(_("Add feedback"), required=False, placeholder=_("What did you see and hear?"))
    # An empty field shows a placeholder: by that a phone knows that its composer may fold.
    interpretation = words_field(_("What do you make of it?"), required=False, placeholder=" ")
    link = LinkField(label=_("Link to a resource"))
    drawing = DrawingField()
    voice = VoiceField()
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
    is_private = forms.BooleanField(label=_("Only for me, always"), required=False)

    def __init__(self, *args, recording, is_shared=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.recording = recording
        for name in ENOUGH:
            self.fields[name].widget.attrs["data-says"] = True
        if is_shared:
            del self.fields["is_private"]
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
        if not self.errors and not self._says_something():
            self.add_error("body", NOTHING_SAID)
        return self.cleaned_data

    def _says_something(self):
        typed = self.cleaned_data
        return any(typed[name] for name in ENOUGH) or typed["kind"] == Annotation.Kind.LOOK

    @property
    def pk(self):
        """The id the writer chose for it; one of ours where the page had no script."""
        self.cleaned_data["id"] = self.cleaned_data["id"] or uuid.uuid4()
        return self.cleaned_data["id"]

    @property
    def values(self):
        """As the fields of an Annotation."""
        typed = self.cleaned_data
        same = {name: typed[name] for name in Annotation.WRITTEN if name in typed}
        return {"start_ms": typed["start"], "end_ms": typed["end"]} | same

    def _within_film(self, ms):
        if self.recording.is_live:
            return within_a_day(ms)
        length = self.recording.duration_ms
        if ms is not None and length is not None and ms > length:
            raise forms.ValidationError(_("The film ends at %s.") % clock.clock(length))
        return ms


class LiveAnnotationForm(AnnotationForm):
    """On the clock of an observation; `moved` is the correction of its start under which the times were taken."""

    moved = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=-observing.LONGEST_MS, max_value=observing.LONGEST_MS
    )

    @property
    def values(self):
        return super().values | {"moved_ms": self.cleaned_data["moved"]}


def new_feedback(recording):
    """The form for what is not written yet."""
    return LiveAnnotationForm if recording.is_live else AnnotationForm


class ReplyForm(forms.Form):
    """An answer to feedback, in words or by voice."""

    body = words_field(_("Your reply"), required=False)
    voice = VoiceField()

    def clean(self):
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("body", _("Write a few words first. Your voice will do, too."))
        return self.cleaned_data

    @property
    def values(self):
        return self.cleaned_data
