"""The choices by which feedback is filtered, as far as they make sense in a room."""

from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from media_review.filters import LONGEST, Filters, short
from media_review.models import Annotation

KINDS = [
    ("", _("All kinds")),
    (Annotation.Kind.CELEBRATE, _("Celebrations")),
    (Annotation.Kind.QUESTION, _("Questions")),
    (Annotation.Kind.SUGGESTION, _("Suggestions")),
    (Annotation.Kind.LOOK, _("Stretches to look at")),
    (Annotation.Kind.NOTE, _("Notes")),
]


class FilterForm(forms.Form):
    """A choice that is not offered (a link may be old) chooses nothing.

    No label says "criterion", "level" or a kind of feedback: those are the names of the fields one writes with.
    """

    kind = forms.ChoiceField(label=_("Kind of feedback"), choices=KINDS, required=False)
    q = forms.CharField(label=_("Words in it"), required=False)
    focus = forms.BooleanField(label=_("Our focus"), required=False)
    author = forms.ChoiceField(label=_("Who said it"), required=False)
    domain = forms.ChoiceField(label=_("Domain"), required=False)
    criterion = forms.ChoiceField(label=_("What we look for"), required=False)
    level = forms.ChoiceField(label=_("How far along"), required=False)
    answered = forms.ChoiceField(
        label=_("Answers"),
        choices=[("", _("All")), ("no", _("No answer yet")), ("yes", _("Answered"))],
        required=False,
    )
    discussed = forms.ChoiceField(
        label=_("Talked about"),
        choices=[("", _("All")), ("no", _("Not talked about yet")), ("yes", _("Talked about"))],
        required=False,
    )
    step = forms.ChoiceField(
        label=_("Next steps"),
        choices=[("", _("All")), ("no", _("Not yet a next step")), ("yes", _("Became a next step"))],
        required=False,
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[("", _("As in the film")), ("newest", _("Newest first"))],
        required=False,
    )

    def __init__(self, query, *, reader, people, criteria, cycle, is_pair):
        """`people`: who has said something here or may, as {id: person}. `criteria`: see `cards.criteria_of`."""
        super().__init__(query, auto_id="filter_%s")
        self.fields["q"].widget.attrs["maxlength"] = LONGEST
        people = [(short(pk), _("You") if person == reader else str(person)) for pk, person in people.items()]
        offered = {
            "author": (_("Everybody"), people if len(people) > 1 else []),
            "domain": (_("All"), criteria.domains),
            "criterion": (_("All"), criteria.to_look_for),
            "level": (_("All"), criteria.stages),
        }
        for name, (every, choices) in offered.items():
            self.fields[name].choices = [("", every), *choices]
        makes_sense = {name: bool(choices) for name, (every, choices) in offered.items()}
        makes_sense |= {"focus": bool(criteria.focus), "step": cycle is not None, "discussed": is_pair}
        for name in makes_sense:
            if not makes_sense[name]:
                del self.fields[name]

    def clean_focus(self):
        return self.data.get("focus") == "on"

    @cached_property
    def kept(self):
        """What was chosen, as it stands in the address."""
        self.full_clean()
        return {name: self.data[name].strip() for name, value in self.cleaned_data.items() if value}

    @property
    def filters(self):
        return Filters.of(self.kept)

    @property
    def in_panel(self):
        """All but the kind, which stands in the open."""
        return [field for field in self if field.name != "kind"]

    @property
    def chips(self):
        """What is on besides the kind, in words, each with the address at which it is off."""
        return [
            {"name": name, "words": self._in_words(name), "without": "?" + urlencode(self._without(name))}
            for name in self.kept
            if name != "kind"
        ]

    def _without(self, name):
        return {other: value for other, value in self.kept.items() if other != name}

    def _in_words(self, name):
        if name == "q":
            return f"“{self.kept['q']}”"
        field = self.fields[name]
        return flat_labels(field.choices)[self.kept[name]] if hasattr(field, "choices") else field.label


def flat_labels(choices):
    """{value: label} of choices of which some stand in groups."""
    labels = {}
    for value, label in choices:
        labels |= flat_labels(label) if isinstance(label, list | tuple) else {str(value): label}
    return labels
