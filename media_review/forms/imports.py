"""A file of feedback, judged whole: either all of it comes in, or nothing and a sentence."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from media_review.exports import reading


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Web Annotation (.jsonld, .json) or ELAN (.eaf), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.jsonld,.eaf,application/json,text/xml"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )

    def __init__(self, *args, recording, **kwargs):
        super().__init__(*args, **kwargs)
        self.recording = recording

    def clean_file(self):
        """What was read: see `reading.Read`."""
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_SMALL_FILE:
            raise forms.ValidationError(_("This file is larger than 5 MB. Please split it."))
        try:
            return reading.read(file.read(), self.recording.duration_ms)
        except reading.Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
