"""Who coaches whom, and what the two agree on."""

from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom, Membership, Program, Role
from cycles.forms.records import RecordForm
from cycles.models import Partnership

STARTING_WORDS = {
    "confidentiality": _(
        "What we say and what we film stays between the two of us. Our leader sees that we met, what we agreed on and "
        "which next steps came out of it. Whoever records a film decides who may watch it."
    ),
    "stepping_in": _(
        "The coach stays quiet unless a child's safety needs a hand, or unless the one who leads gives our signal: an "
        "open palm. Whoever leads the lesson has the last word on it."
    ),
}


def programs_to_coach_in(user):
    """Coaches and leaders may make a partnership, in the programs where they are one."""
    return Program.objects.reached_by(user, Role.COACH, Role.LEADER)


def members_of(programs, *roles):
    """[(program, membership)] for everyone with one of the roles there, organization-wide members included."""
    organizations = {program.organization_id for program in programs}
    members = list(
        Membership.objects.active()
        .filter(Q(program__in=programs) | Q(program=None, organization__in=organizations), role__in=roles)
        .select_related("user")
        .order_by("user__name")
    )
    return [
        (program, member)
        for program in programs
        for member in members
        if member.program_id == program.pk
        or (member.program_id is None and member.organization_id == program.organization_id)
    ]


def by_program(pairs):
    """Choices with a heading for each program."""
    groups = {}
    for program, choice in pairs:
        groups.setdefault(program.name, []).append(choice)
    return list(groups.items())


class AgreementFields(forms.ModelForm):
    class Meta:
        model = Partnership
        fields = ["classroom", "confidentiality", "stepping_in", "interests"]
        labels = {"classroom": _("Classroom")}
        widgets = {
            "confidentiality": forms.Textarea(attrs={"rows": 5}),
            "stepping_in": forms.Textarea(attrs={"rows": 5}),
            "interests": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "confidentiality": _("A start in our words. Change it until both of you would sign it."),
            "stepping_in": _("What may the coach do while a lesson runs, and by which signal?"),
            "interests": _(
                "Family, friendship, a say in pay or reviews: what could stand between you? Leave empty if none."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classroom"].queryset = Classroom.objects.filter(program=self.instance.program_id)
        self.fields["classroom"].empty_label = _("No classroom, or several")


class AgreementForm(RecordForm):
    fields_class = AgreementFields


class PartnershipForm(AgreementFields):
    """One choice says the program, the coachee and the role in which that person is coached."""

    coachee = forms.ChoiceField(label=_("Who is coached?"))
    coach = forms.ChoiceField(label=_("Who coaches?"))
    field_order = ["coachee", "coach", "classroom"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, initial=STARTING_WORDS | {"coach": str(user.pk)}, **kwargs)
        self.programs = list(programs_to_coach_in(user).select_related("organization"))
        self._offer_coachees()
        self._offer_coaches(user)
        rooms = Classroom.objects.filter(program__in=self.programs).select_related("program")
        self.fields["classroom"].queryset = rooms
        self.fields["classroom"].label_from_instance = lambda room: f"{room.name}, {room.program.name}"

    def _offer_coachees(self):
        self.offered = {
            f"{program.pk}/{member.user_id}/{member.role}": (program, member)
            for program, member in members_of(self.programs, Role.EDUCATOR, Role.LEADER)
        }
        pairs = [
            (program, (key, f"{member.user}, {member.get_role_display()}"))
            for key, (program, member) in self.offered.items()
        ]
        self.fields["coachee"].choices = [("", _("Choose a person")), *by_program(pairs)]

    def _offer_coaches(self, user):
        """Coaches make their own partnerships; a leader may also name another coach of the program."""
        led = Program.objects.led_by(user).values_list("pk", flat=True)
        others = members_of([p for p in self.programs if p.pk in set(led)], Role.COACH, Role.LEADER)
        self.may_coach = {(program.pk, str(user.pk)) for program in self.programs}
        self.may_coach |= {(program.pk, str(member.user_id)) for program, member in others}
        names = {str(member.user_id): str(member.user) for _program, member in others}
        self.fields["coach"].choices = list(({str(user.pk): ""} | names | {str(user.pk): _("You")}).items())
        if len(self.fields["coach"].choices) == 1:
            self.fields["coach"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        program, member = self.offered.get(cleaned.get("coachee"), (None, None))
        coach, room = cleaned.get("coach"), cleaned.get("classroom")
        if not member or not coach:
            return cleaned
        if str(member.user_id) == coach:
            self.add_error("coachee", _("A partnership is of two people. Choose somebody else."))
        if (program.pk, coach) not in self.may_coach:
            self.add_error("coach", _("This person does not coach in %(program)s.") % {"program": program})
        if room and room.program_id != program.pk:
            self.add_error("classroom", _("This classroom is not in %(program)s.") % {"program": program})
        if Partnership.objects.filter(program=program, coach=coach, coachee=member.user_id, ended_at=None).exists():
            self.add_error("coachee", _("You two are partners already. Start your next cycle instead."))
        return cleaned

    def save(self):
        """The partnership; when the button was pressed twice, the one that is there already."""
        program, member = self.offered[self.cleaned_data["coachee"]]
        agreed = {name: self.cleaned_data[name] for name in self._meta.fields}
        return Partnership.objects.get_or_create(
            program=program,
            coach_id=UUID(self.cleaned_data["coach"]),
            coachee=member.user,
            ended_at=None,
            defaults={"coachee_role": member.role} | agreed,
        )[0]
