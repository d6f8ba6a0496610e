"""The pre-conference: what the pair plans, for whom, and who leads which part."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles import prompts, support
from cycles.forms.pickers import MomentField
from cycles.forms.records import RecordForm
from cycles.forms.rows import RowForm, row_set
from cycles.models import Answer, ChildGoal, PreConference, Segment
from rubrics.models import Criterion


class GroupedChoices(forms.CheckboxSelectMultiple):
    """Many choices under headings, each group with a legend of its own."""

    template_name = "cycles/_grouped_choices.html"


class CriteriaField(forms.ModelMultipleChoiceField):
    """Criteria of one edition, under their domains."""

    widget = GroupedChoices
    default_error_messages = {
        "invalid_choice": _("Choose from the rubric of this cycle. One of the criteria belongs to another edition."),
        "invalid_pk_value": _("Choose from the rubric of this cycle. One of the criteria is not known."),
    }

    def use_edition(self, edition):
        self.queryset = Criterion.objects.filter(domain__edition=edition).select_related("domain")
        criteria = list(self.queryset)
        self.choices = [
            (domain, [(criterion.pk, criterion.name) for criterion in group])
            for domain, group in groupby(criteria, key=lambda criterion: criterion.domain.name)
        ]


class PreConferenceFields(forms.ModelForm):
    focus = CriteriaField(
        label=_("What to focus on"),
        queryset=Criterion.objects.none(),
        required=False,
        help_text=_("One or two are enough. Feedback on the recording looks for these first."),
    )
    picks = forms.MultipleChoiceField(
        label=_("Prompts to pick from"),
        required=False,
        widget=GroupedChoices,
        help_text=_("Two to four make a good conversation. You may reword each once it is picked."),
    )

    class Meta:
        model = PreConference
        fields = ["meets_at", "minutes", "focus"]
        field_classes = {"meets_at": MomentField}

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["focus"].use_edition(cycle.edition)
        picked = {answer.prompt for answer in self.instance.answers.all()}
        with_staff = cycle.partnership.coaches_a_leader
        self.offered = offered(with_staff, picked)
        names = prompts.issues(with_staff)
        self.fields["picks"].choices = [
            (names[issue], [(key, text) for key, (found, text) in self.offered.items() if found == issue])
            for issue in names
            if any(found == issue for found, _text in self.offered.values())
        ]

    def picked(self):
        """[(core issue, prompt)] the pair picked just now."""
        return [self.offered[key] for key in self.cleaned_data["picks"]]


def offered(with_staff, picked):
    """{key: (core issue, prompt)} of the prompts that are not picked yet."""
    return {
        f"{issue}-{number}": (issue, str(text))
        for issue, texts in prompts.prompts(with_staff).items()
        for number, text in enumerate(texts)
        if str(text) not in picked
    }


class GoalRow(RowForm):
    class Meta:
        model = ChildGoal
        fields = ["text"]

    def __init__(self, *args, with_staff=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        if with_staff:
            self.fields["text"].label = _("Goal for staff")


class AnswerRow(RowForm):
    heart = "prompt"

    class Meta:
        model = Answer
        fields = ["core_issue", "prompt", "text"]
        labels = {"core_issue": _("What it is about")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, with_staff=False, **kwargs):
        super().__init__(*args, **kwargs)
        names = prompts.issues(with_staff)
        self.fields["core_issue"].choices = [(issue.value, name) for issue, name in names.items()]
        self.fields["core_issue"].initial = prompts.CoreIssue.PLAN


class SegmentRow(RowForm):
    heart = "name"

    class Meta:
        model = Segment
        fields = ["name", "minutes", "agreed_level"]

    def __init__(self, *args, with_staff=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed_level"].choices = [("", _("Who leads?")), *support.choices(with_staff)]
        self.fields["minutes"].widget.attrs |= {"min": 1, "max": 600}


GoalRows = row_set(GoalRow)
AnswerRows = row_set(AnswerRow, can_delete=True)
SegmentRows = row_set(SegmentRow, can_delete=True, can_order=True)


class PreConferenceForm(RecordForm):
    template_name = "cycles/_pre_conference_form.html"

    def build(self, data, spare):
        pre, cycle = self.record, self.record.cycle
        self.fields = PreConferenceFields(data, instance=pre, cycle=cycle)
        rows = {
            "goals": (GoalRows, pre.goals.all()),
            "answers": (AnswerRows, pre.answers.all()),
            "segments": (SegmentRows, cycle.segments.all()),
        }
        kwargs = {"with_staff": cycle.partnership.coaches_a_leader}
        for name, (kind, saved) in rows.items():
            wanted = int(spare == name or (name != "answers" and not saved))
            self.lists[name] = kind(data, prefix=name, rows=saved, spare=wanted, form_kwargs=kwargs)

    def write(self):
        super().write()
        self.lists["goals"].save(self.record.goals.create)
        self.lists["answers"].save(self.record.answers.create)
        self.lists["segments"].save(self.record.cycle.segments.create)
        for issue, prompt in self.fields.picked():
            self.record.answers.create(core_issue=issue, prompt=prompt)

    @property
    def goes_on(self):
        """Prompts were picked: they are there to be answered, so the form stays open."""
        return bool(self.fields.cleaned_data["picks"])
