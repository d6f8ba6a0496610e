"""Which drafts to share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from media_review.models import Annotation

CHANGED = _("One of these is no longer a draft of yours. Close this and look at them again.")


class ChooseForm(forms.Form):
    """All of them, or where `chosen` says that she chose, those she did."""

    drafts = forms.ModelMultipleChoiceField(
        queryset=Annotation.objects.none(),
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": CHANGED,
            "invalid_pk_value": CHANGED,
        },
    )
    chosen = forms.BooleanField(required=False)

    def __init__(self, data, *, drafts):
        super().__init__(data)
        self.everything = drafts
        self.fields["drafts"].queryset = drafts
        self.fields["drafts"].required = bool(data) and "chosen" in data

    @property
    def to_share(self):
        return self.cleaned_data["drafts"] or self.everything
