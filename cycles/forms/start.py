"""Starting a cycle: with whom, about what, and which rubric the pair will look through."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles import last_time
from cycles.models import Cycle, Partnership
from rubrics.models import Edition, Rubric


class PairChoice(forms.ModelChoiceField):
    """A partnership as its reader sees it: the other one's name, and where."""

    def label_from_instance(self, pair):
        return _("%(coachee)s with %(coach)s, %(program)s") % {
            "coachee": pair.coached,
            "coach": pair.coach,
            "program": pair.program,
        }


class StartForm(forms.Form):
    partnership = PairChoice(label=_("Who with?"), queryset=None, empty_label=None, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("What is it about?"),
        max_length=Cycle._meta.get_field("title").max_length,
        help_text=_("A few words, such as “Story time, small group”. Leave children's names out."),
    )
    as_last_time = forms.BooleanField(
        label=_("Begin with the plan of last time"),
        required=False,
        initial=True,
        help_text=_("Its segments, focus and prompts stand there, to be changed. Goals and answers are new."),
    )
    edition = forms.ModelChoiceField(
        label=_("Rubric"),
        queryset=None,
        required=False,
        empty_label=_("The usual one"),
        help_text=_("The usual one is about lessons for educators, and about coaching conversations for leaders."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        pairs = Partnership.objects.held_by(user).filter(ended_at=None)
        pairs = pairs.select_related("coach", "coachee", "program")
        self.fields["partnership"].queryset = pairs
        editions = Edition.objects.visible_to(user).published().select_related("rubric")
        self.fields["edition"].queryset = editions
        free = [pair.pk for pair in pairs.exclude(cycles__in=Cycle.objects.open())]
        if len(free) == 1:
            self.fields["partnership"].initial = free[0]
        if not Cycle.objects.filter(partnership__in=pairs).exists():
            del self.fields["as_last_time"]

    def clean(self):
        cleaned = super().clean()
        pair, edition = cleaned.get("partnership"), cleaned.get("edition")
        if pair and "edition" in cleaned:
            self.last = last_time.last_of(pair) if cleaned.get("as_last_time") else None
            cleaned["edition"] = edition = edition or usual_edition(pair, self.last)
            if edition is None:
                self.add_error("edition", _("No rubric is published yet. Ask whoever runs this site for one."))
            elif edition.rubric.organization_id not in (None, pair.program.organization_id):
                self.add_error(
                    "edition",
                    _("This rubric belongs to another organization than %(program)s.") % {"program": pair.program},
                )
        return cleaned

    @transaction.atomic
    def start(self):
        """The new cycle; None, with the reason in the form, when the pair has one open."""
        values = self.cleaned_data
        try:
            cycle = values["partnership"].start_cycle(by=self.user, title=values["title"], edition=values["edition"])
        except ValidationError as refusal:
            self.add_error("partnership", refusal)
            return None
        if self.last:
            last_time.take_over(cycle, self.last)
        return cycle


def usual_edition(pair, last=None):
    """The published edition of the rubric of last time; else of the built-in one for this kind of pair, by name."""
    if last and (again := last.edition.rubric.editions.published().first()):
        return again
    lens = Rubric.Lens.COACHING if pair.coaches_a_leader else Rubric.Lens.LESSON
    return (
        Edition.objects.published()
        .filter(rubric__organization=None, rubric__lens=lens)
        .order_by("rubric__name")
        .select_related("rubric")
        .first()
    )
