"""Which cycles of the list are wanted: by stage, by person, open or closed. It stands in the address."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import User
from cycles.models import Cycle, Participant, Partnership


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
        beside = Participant.objects.active().filter(partnership__in=pairs)
        people = Q(pk__in=pairs.values("coach")) | Q(pk__in=pairs.values("coachee")) | Q(pk__in=beside.values("person"))
        self.fields["person"].queryset = User.objects.filter(people).order_by("name")

    def narrow(self, cycles):
        """The cycles asked for. A filter nobody knows narrows nothing, and the form says so."""
        self.is_valid()
        wanted = self.cleaned_data
        if person := wanted.get("person"):
            beside = Participant.objects.active().filter(person=person)
            takes_part = Q(partnership__coach=person) | Q(partnership__coachee=person)
            cycles = cycles.filter(takes_part | Q(partnership__in=beside.values("partnership")))
        if stage := wanted.get("stage"):
            cycles = cycles.filter(stage=stage, closed_at=None)
        if is_open := wanted.get("open"):
            cycles = cycles.filter(closed_at__isnull=is_open == "1")
        return cycles

    @property
    def in_use(self):
        """What it narrows to, in words."""
        chosen = ((field, self.cleaned_data.get(name)) for name, field in self.fields.items())
        return [
            str(value if isinstance(value, User) else dict(field.choices)[value]) for field, value in chosen if value
        ]

    @property
    def narrows(self):
        return bool(self.in_use)
