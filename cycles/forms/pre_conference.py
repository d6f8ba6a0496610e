"""The pre-conference: what the pair plans, for whom, and who leads which part."""

from itertools import groupby

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from coachcycle.accounts.models import Classroom
from cycles import negotiating, own_prompts, prompts, references, support, wording
from cycles.forms.pickers import MomentField
from cycles.forms.rows import RowForm, row_set
from cycles.forms.together import TogetherForm
from cycles.models import Answer, ChildGoal, Lesson, PreConference, Segment
from cycles.models.records import Event
from rubrics.models import Criterion


class GroupedChoices(forms.CheckboxSelectMultiple):
    """Many choices under headings, each group with a legend of its own."""

    template_name = "cycles/_grouped_choices.html"


class UnderWay(str):
    """The heading of a group that belongs to one way of preparing."""

    __slots__ = ("way",)

    def __new__(cls, text, way):
        heading = super().__new__(cls, text)
        heading.way = way
        return heading


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
            (str(domain), [(criterion.pk, str(criterion)) for criterion in group])
            for domain, group in groupby(criteria, key=lambda criterion: criterion.domain)
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
        fields = ["kind", "ages", "meets_at", "minutes", "way", "focus", "references"]
        field_classes = {"meets_at": MomentField}
        widgets = {"references": forms.Textarea(attrs={"rows": 2}), "way": forms.RadioSelect}
        help_texts = {
            "references": _(
                "If you plan by some: a short name, one a line, and a link behind it if there is one. "
                "For example “Head Start ELOF P-LIT 4 https://…”."
            )
        }

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["focus"].use_edition(cycle.edition)
        self._name_events_and_ages(cycle.partnership)
        self._offer_prompts(cycle.partnership, cycle.ages)

    def _name_events_and_ages(self, pair):
        if pair.coaches_a_leader:
            del self.fields["kind"], self.fields["ages"]
            return
        self.fields["kind"].choices = [kind for kind in Event.choices if kind[0] != Event.SESSION]
        room = pair.classroom
        as_it_is = _("As in the classroom: %(ages)s") % {"ages": room.get_ages_display()} if room else _("Not said yet")
        self.fields["ages"].choices = [("", as_it_is), *Classroom.Ages.choices]

    def _offer_prompts(self, pair, ages):
        """Those of every way that are not picked yet, in whichever words; the page shows the way that is chosen.

        What the other picked while this page was open may be sent all the same: it is picked, and no mistake.
        """
        there = list(self.instance.answers.all())
        picked, worded = {answer.picked for answer in there}, {answer.prompt for answer in there}
        sets = prompts.sets_of(pair)
        offered = own_prompts.offered(pair.program.organization_id, *sets.values(), ages=ages)
        self.offered, choices = {}, []
        for way, prompt_set in sets.items():
            self.offered |= offered[prompt_set]
            left = {
                name: prompt
                for name, prompt in offered[prompt_set].items()
                if self.is_bound or (name not in picked and prompt.text not in worded)
            }
            choices += [
                (UnderWay(title, way), [(name, prompt.text) for name, prompt in group.items()])
                for title, group in own_prompts.by_issue(left, prompt_set)
            ]
        self.fields["picks"].choices = choices

    def clean_references(self):
        references.check(self.cleaned_data["references"])
        return self.cleaned_data["references"]

    def picked(self):
        """{name: prompt} of what was picked just now."""
        return {name: self.offered[name] for name in self.cleaned_data["picks"]}


class GoalRow(RowForm):
    class Meta:
        model = ChildGoal
        fields = ["text"]

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = label


class AnswerRow(RowForm):
    heart = "prompt"

    class Meta:
        model = Answer
        fields = ["core_issue", "prompt", "text"]
        labels = {"core_issue": _("What it is about")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, pair, way, **kwargs):
        super().__init__(*args, **kwargs)
        here = prompts.issues(prompts.sets_of(pair)[way])
        others = {issue: name for issue, name in prompts.all_issues(pair).items() if issue not in here}
        self.fields["core_issue"].choices = [
            *((issue.value, name) for issue, name in here.items()),
            (_("Of another way to prepare"), [(issue.value, name) for issue, name in others.items()]),
        ]
        self.fields["core_issue"].initial = next(iter(here))


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


class PreConferenceForm(TogetherForm):
    template_name = "cycles/_pre_conference_form.html"
    only_on_save = frozenset({"meets_at"})

    def build(self, data, spare):
        pre, cycle = self.record, self.record.cycle
        self.planned = pre.kind
        self.fields = PreConferenceFields(data, instance=pre, cycle=cycle)
        rows = {
            "goals": (GoalRows, pre.goals.all()),
            "answers": (AnswerRows, pre.answers.all()),
            "segments": (SegmentRows, cycle.segments.all()),
        }
        kwargs = {
            "goals": {"label": wording.of(cycle).goal},
            "answers": {"pair": cycle.partnership, "way": pre.way},
            "segments": {"with_staff": cycle.partnership.coaches_a_leader},
        }
        for name, (kind, saved) in rows.items():
            wanted = int(spare == name or (name != "answers" and not saved))
            self.lists[name] = kind(data, prefix=name, rows=saved, spare=wanted, form_kwargs=kwargs[name])

    def makers(self):
        pre = self.record
        return {"goals": pre.goals.create, "answers": pre.answers.create, "segments": pre.cycle.segments.create}

    def follow(self):
        if self.record.kind != self.planned:  # what happens is what is planned, until the two say otherwise
            Lesson.objects.filter(cycle=self.record.cycle, kind=self.planned).update(kind=self.record.kind)

    def noted(self):
        return negotiating.noted(self.record.cycle, self.user)

    def write_more(self):
        picked = self.fields.picked()
        for name, prompt in picked.items():
            words = {"core_issue": prompt.issue, "prompt": prompt.text}
            who = {"written_by": self.user, "written_at": now()}
            self.record.answers.get_or_create(picked=name, defaults=words | who)
        return bool(picked)

    @property
    def goes_on(self):
        """Prompts were picked: they are there to be answered, so the form stays open."""
        return bool(self.fields.cleaned_data["picks"])
