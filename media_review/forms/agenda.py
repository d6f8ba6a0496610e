"""What is typed, and what a page tells, while a pair talks through its agenda."""

from django import forms
from django.utils.translation import gettext_lazy as _

from media_review.models import AgendaItem

TOO_LONG = _("These are %(show_value)d characters; %(limit_value)d are the most. Keep what matters; nothing is lost.")
A_DAY_MS = 24 * 3600 * 1000


class NoteForm(forms.Form):
    """The note of one item, with the version of it that its writer saw."""

    version = forms.IntegerField(min_value=0)
    note = forms.CharField(
        required=False,
        max_length=AgendaItem._meta.get_field("note").max_length,
        error_messages={"max_length": TOO_LONG},
    )


class PlaceForm(forms.Form):
    """Where the film of a page that drives is. Nobody types this."""

    page = forms.UUIDField()
    item = forms.UUIDField(required=False)
    at = forms.IntegerField(min_value=0, max_value=A_DAY_MS, required=False)
    plays = forms.BooleanField(required=False)
