"""What a browser says of a recording of a voice before it sends it, and the id of one in a form."""

from base64 import b64decode

from django import forms
from django.utils.translation import gettext_lazy as _

from media_review import voice

MD5_BYTES = 16
STRANGE = _("This is no recording of a voice that we know. Please record it again.")


class VoiceField(forms.UUIDField):
    """The id of what was said; the sound itself goes to the store."""

    widget = forms.HiddenInput(attrs={"data-beside": True})
    default_error_messages = {"invalid": STRANGE}

    most_seconds = voice.MOST_SECONDS

    def __init__(self):
        super().__init__(required=False)


class StartVoiceForm(forms.Form):
    """`type` may carry what browsers add to it: "audio/webm;codecs=opus"."""

    id = forms.UUIDField(error_messages={"invalid": STRANGE})
    size = forms.IntegerField(
        min_value=1,
        max_value=voice.MOST_BYTES,
        error_messages={"max_value": _("This recording is too large. Please say it in two shorter ones.")},
    )
    md5 = forms.CharField(max_length=32)
    type = forms.CharField(max_length=100)

    def clean_md5(self):
        md5 = self.cleaned_data["md5"]
        try:
            is_whole = len(b64decode(md5, validate=True)) == MD5_BYTES
        except ValueError:
            is_whole = False
        if not is_whole:
            raise forms.ValidationError(STRANGE)
        return md5

    def clean_type(self):
        content_type = self.cleaned_data["type"].partition(";")[0].strip().lower()
        if content_type not in voice.CONTENT_TYPES:
            raise forms.ValidationError(STRANGE)
        return content_type
