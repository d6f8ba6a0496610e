"""What people type about themselves, and leaders about their program."""

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom, Invitation, Organization, Program, Role, User
from coachcycle.accounts.time_zones import by_area


class NameField(forms.CharField):
    """One line: a name stands in letters, where a second line could pass for words of ours."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class NameForm(forms.Form):
    """Asked with e-mail and password when somebody comes in by an invitation. allauth builds its form on this one."""

    field_order = ["email", "name", "password1", "password2"]
    name = NameField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        adapter = get_adapter()
        self.invitation = adapter.invitation(adapter.request)
        if self.invitation:
            # A disabled field takes what stands here and never what was posted; `initial` would beat it with ?email=…
            self.fields["email"].disabled = True
            self.initial["email"] = self.invitation.email

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class MyNameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        field_classes = {"name": NameField}
        labels = {"name": _("Your name")}
        help_texts = {"name": _("This is how your coach, your educators and your leader see you.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class MyWaysForm(forms.ModelForm):
    """In which language she reads, by which clock she lives, and how often she gets letters."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As my browser asks")), *settings.LANGUAGES]
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("As my organization has it")), *by_area()],
        help_text=_("Letters come to you in this language, with these times."),
    )

    class Meta:
        model = User
        fields = ["language", "time_zone", "letters"]
        labels = {"letters": _("Letters about conferences, feedback and next steps")}


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role"]
        labels = {"email": _("E-mail"), "role": _("Comes in as")}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["role"].choices = [("", _("Choose a role"))] + [(role.value, role.in_a_sentence) for role in Role]

    def clean(self):
        said = super().clean()
        if not self.errors:
            self._refuse_members(said["email"], Role(said["role"]))
            self._refuse_waiting(said["email"], Role(said["role"]))
        return said

    def _refuse_members(self, email, role):
        already = self.place.members().filter(user__email__iexact=email, role=role)
        if membership := already.select_related("user").first():
            words = _("%(person)s is %(role)s at %(place)s already.")
            names = {"person": membership.user, "role": role.in_a_sentence, "place": self.place}
            raise ValidationError(words % names)

    def _refuse_waiting(self, email, role):
        if self.place.waiting_invitations().filter(email__iexact=email, role=role).exists():
            words = _("%(email)s has been invited as %(role)s before. Find the invitation below and send it again.")
            raise ValidationError(words % {"email": email, "role": role.in_a_sentence})


class ClassroomForm(forms.ModelForm):
    class Meta:
        model = Classroom
        fields = ["name", "ages"]
        labels = {"name": _("Name of the classroom"), "ages": _("Ages")}

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.program = program

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.program.classrooms.filter(name=name).exists():
            raise ValidationError(_("There is a classroom of this name already."))
        return name


class ProgramForm(forms.ModelForm):
    class Meta:
        model = Program
        fields = ["name"]
        labels = {"name": _("Name of the program")}

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.organization = organization

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.organization.programs.filter(name__iexact=name).exists():
            raise ValidationError(_("There is a program of this name already."))
        return name


class TimeZoneForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=by_area, help_text=_("Dates and times in all programs follow it.")
    )

    class Meta:
        model = Organization
        fields = ["time_zone"]
