"""Starting a cycle: with whom, about what, and which rubric the pair will look through."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cycles.models import Cycle, Partnership
from rubrics.models import Edition, Rubric


class PairChoice(forms.ModelChoiceField):
    """A partnership as its reader sees it: the other one's name, and where."""

    def label_from_instance(self, pair):
        return _("%(coachee)s with %(coach)s, %(program)s") % {
            "coachee": pair.coachee,
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
        self.fields["partnership"].queryset = pairs.select_related("coach", "coachee", "program")
        editions = Edition.objects.visible_to(user).published().select_related("rubric")
        self.fields["edition"].queryset = editions

    def clean(self):
        cleaned = super().clean()
        pair, edition = cleaned.get("partnership"), cleaned.get("edition")
        if pair and "edition" in cleaned:
            cleaned["edition"] = edition = edition or usual_edition(pair)
            if edition is None:
                self.add_error("edition", _("No rubric is published yet. Ask whoever runs this site for one."))
            elif edition.rubric.organization_id not in (None, pair.program.organization_id):
                self.add_error(
                    "edition",
                    _("This rubric belongs to another organization than %(program)s.") % {"program": pair.program},
                )
        return cleaned

    def start(self):
        """The new cycle; None, with the reason in the form, when the pair has one open."""
        values = self.cleaned_data
        try:
            return values["partnership"].start_cycle(by=self.user, title=values["title"], edition=values["edition"])
        except ValidationError as refusal:
            self.add_error("partnership", refusal)


def usual_edition(pair):
    """The published edition of the built-in rubric for this kind of pair: the first one by name."""
    lens = Rubric.Lens.COACHING if pair.coaches_a_leader else Rubric.Lens.LESSON
    return (
        Edition.objects.published()
        .filter(rubric__organization=None, rubric__lens=lens)
        .order_by("rubric__name")
        .select_related("rubric")
        .first()
    )
