"""What people type about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """Asked with e-mail and password when somebody comes in by an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
