"""With whom a recording may be shared: one's own partnerships, and people of the organization it belongs to."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Membership, Role, User
from cycles.models import Partnership


class PartnershipField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, partnership):
        return str(partnership.other(self.user))


class ShareForm(forms.Form):
    partnerships = PartnershipField(
        Partnership.objects.none(),
        required=False,
        label=_("The people I work with"),
        widget=forms.CheckboxSelectMultiple,
    )
    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Somebody else here"), empty_label=_("Nobody else")
    )

    def __init__(self, *args, user, recording, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.recording = user, recording
        active = recording.shares.active()
        partnerships = Partnership.objects.held_by(user).filter(
            ended_at=None, program__organization=recording.organization_id
        )
        self.fields["partnerships"].user = user
        self.fields["partnerships"].queryset = partnerships.exclude(
            pk__in=active.filter(partnership__isnull=False).values("partnership")
        ).select_related("coach", "coachee")
        self.fields["person"].queryset = self._people(active)

    def _people(self, active):
        """Members of the organization. Who is only a partner there sees activity, never content."""
        members = Membership.objects.active().filter(organization=self.recording.organization_id)
        return (
            User.objects.visible_to(self.user)
            .filter(pk__in=members.exclude(role=Role.PARTNER).values("user"))
            .exclude(pk=self.user.pk)
            .exclude(pk__in=active.filter(person__isnull=False).values("person"))
            .order_by("name")
        )

    @property
    def has_choices(self):
        return self.fields["partnerships"].queryset.exists() or self.fields["person"].queryset.exists()

    def clean(self):
        values = super().clean()
        if not self.errors and not values["partnerships"] and not values["person"]:
            raise ValidationError(_("Choose who shall be able to watch it."))
        return values

    def share(self):
        """Is it shared? If it cannot be any more, the form says why."""
        chosen = [{"partnership": partnership} for partnership in self.cleaned_data["partnerships"]]
        if person := self.cleaned_data["person"]:
            chosen.append({"person": person})
        try:
            for one in chosen:
                self.recording.share(by=self.user, **one)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
