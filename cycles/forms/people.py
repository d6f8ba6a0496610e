"""Who takes part in a partnership beside the first two, and to whom it is handed over."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Membership, Role, User
from cycles.handover import open_steps
from cycles.models import NextStep, Participant

ROLES = {Participant.Side.COACH: (Role.COACH, Role.LEADER), Participant.Side.COACHEE: (Role.EDUCATOR, Role.LEADER)}


def members(program, *roles):
    """People with one of these roles in the program, or across its organization."""
    place = Q(program=program) | Q(program=None, organization=program.organization_id)
    found = Membership.objects.active().filter(place, role__in=roles)
    return User.objects.filter(pk__in=found.values("user")).order_by("name")


class ParticipantForm(forms.Form):
    side = forms.ChoiceField(label=_("She"), choices=Participant.Side, widget=forms.RadioSelect, initial="coachee")
    person = forms.ModelChoiceField(label=_("Who?"), queryset=User.objects.none(), empty_label=_("Choose a person"))
    name = forms.CharField(
        label=_("Name of the group"),
        max_length=80,
        required=False,
        help_text=_("With two or more who are coached, a name says whom you mean: “Sparrow room team”."),
    )

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, initial={"name": pair.name}, **kwargs)
        self.pair = pair
        taken = [person.pk for person in pair.people]
        everybody = members(pair.program, *{role for roles in ROLES.values() for role in roles})
        self.fields["person"].queryset = everybody.exclude(pk__in=taken)

    def clean(self):
        cleaned = super().clean()
        side, person = cleaned.get("side"), cleaned.get("person")
        if side and person and not members(self.pair.program, *ROLES[side]).filter(pk=person.pk).exists():
            self.add_error("person", _("In this program she has no role for that. Ask a leader to give her one."))
        if side == Participant.Side.COACHEE and not cleaned.get("name"):
            self.add_error("name", _("Give the group a name."))
        return cleaned


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who coaches from now on?"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    steps = forms.ModelMultipleChoiceField(
        label=_("Open next steps that go along"),
        queryset=NextStep.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        coaches = members(pair.program, *ROLES[Participant.Side.COACH])
        self.fields["to"].queryset = coaches.exclude(pk__in=[pair.coach_id, *(person.pk for person in pair.coachees)])
        self.fields["steps"].queryset = open_steps(pair)
