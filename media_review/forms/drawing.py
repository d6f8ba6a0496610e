from django import forms
from django.utils.translation import gettext_lazy as _

from media_review import drawing


class DrawingField(forms.Field):
    """A drawing as `drawing-stage.js` sends it; see `media_review.drawing` for what that is."""

    widget = forms.HiddenInput(attrs={"data-beside": True})
    default_error_messages = {
        "invalid": _("The drawing could not be read, so it is not saved yet. Erase it and draw it again.")
    }

    def __init__(self):
        super().__init__(required=False)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return drawing.read(value)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value):
        return drawing.written(value) if isinstance(value, list) else value
