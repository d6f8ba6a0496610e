"""Which cycles of the list are wanted: by stage, by person, open or closed. It stands in the address."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import User
from cycles.models import Cycle, Partnership


class ListFilter(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Everyone")
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", _("Any stage")), *Cycle.Stage.choices], required=False)
    open = forms.ChoiceField(
        label=_("Open or closed"),
        choices=[("", _("Both")), ("1", _("Open")), ("0", _("Closed"))],
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        pairs = Partnership.objects.visible_to(user)
        people = Q(pk__in=pairs.values("coach")) | Q(pk__in=pairs.values("coachee"))
        self.fields["person"].queryset = User.objects.filter(people).order_by("name")

    def narrow(self, cycles):
        """The cycles asked for. A filter nobody knows narrows nothing, and the form says so."""
        self.is_valid()
        wanted = self.cleaned_data
        if person := wanted.get("person"):
            cycles = cycles.filter(Q(partnership__coach=person) | Q(partnership__coachee=person))
        if stage := wanted.get("stage"):
            cycles = cycles.filter(stage=stage, closed_at=None)
        if is_open := wanted.get("open"):
            cycles = cycles.filter(closed_at__isnull=is_open == "1")
        return cycles

    @property
    def narrows(self):
        return any(self.cleaned_data.values())
