"""A file of captions, judged whole: either all of it is taken, or a sentence says which line is wrong."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from media_review import languages
from media_review.clock import clock
from media_review.transcripts.cues import fit
from media_review.transcripts.lines import Unreadable
from media_review.transcripts.reading import read


class CaptionsForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("WebVTT (.vtt) or SRT (.srt), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )
    language = forms.ChoiceField(label=_("Language that is spoken"), choices=languages.choices)
    replaces = forms.IntegerField(required=False)  # id of the transcript that stood there when the page was made

    def __init__(self, *args, recording, transcript, **kwargs):
        super().__init__(*args, initial={"language": transcript.language if transcript else get_language()}, **kwargs)
        self.recording = recording

    def clean_file(self):
        """What was read and fitted to the film: see `cues.Fitted`."""
        file, length = self.cleaned_data["file"], self.recording.duration_ms
        if file.size > settings.LARGEST_SMALL_FILE:
            raise ValidationError(_("This file is larger than 5 MB. Please cut it."))
        try:
            fitted = fit(read(file.read()), length)
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from refusal
        if not fitted.cues:
            sentence = _("All of these captions lie behind the end (%(length)s). Do they belong to another recording?")
            raise ValidationError(sentence % {"length": clock(length)})
        return fitted


class RemovalForm(forms.Form):
    which = forms.IntegerField()  # id of the transcript its reader saw


class TranscriptionForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language that is spoken"),
        choices=lambda: [("", _("Find out by listening")), *languages.choices()],
        required=False,
    )
