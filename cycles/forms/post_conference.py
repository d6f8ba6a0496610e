"""The post-conference: the coachee's own view first, then what to celebrate and what to strengthen."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.forms.pickers import MomentField
from cycles.forms.records import RecordForm
from cycles.forms.rows import RowForm, row_set
from cycles.models import Cycle, DebriefPoint, PostConference


class PostConferenceFields(forms.ModelForm):
    class Meta:
        model = PostConference
        fields = ["meets_at", "minutes", "notes"]
        field_classes = {"meets_at": MomentField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class PointRow(RowForm):
    class Meta:
        model = DebriefPoint
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = label


PointRows = row_set(PointRow)
LISTS = {
    "celebrations": (DebriefPoint.Kind.CELEBRATE, _("A success to celebrate")),
    "areas": (DebriefPoint.Kind.STRENGTHEN, _("An area to strengthen")),
}


class PostConferenceForm(RecordForm):
    """A coachee who has not yet written her own view gets only the date: she neither reads nor writes the rest."""

    template_name = "cycles/_post_conference_form.html"
    goes_on = False

    def build(self, data, spare):
        post = self.record
        self.fields = PostConferenceFields(data, instance=post)
        if not post.may_read_points(self.user):
            del self.fields.fields["notes"]
            return
        for name, (kind, label) in LISTS.items():
            saved = [point for point in post.points.all() if point.kind == kind]
            wanted = int(spare == name or not saved)
            self.lists[name] = PointRows(data, prefix=name, rows=saved, spare=wanted, form_kwargs={"label": label})

    def write(self):
        super().write()
        for name, rows in self.lists.items():
            kind, _label = LISTS[name]
            rows.save(lambda kind=kind, **values: self.record.points.create(kind=kind, **values))


class ReflectionForm(forms.ModelForm):
    """The coachee's own view. Nobody else writes it, so it takes no turn with the partner's half of the record."""

    class Meta:
        model = PostConference
        fields = ["reflection"]
        labels = {"reflection": _("How did it go, in your own words?")}
        help_texts = {"reflection": _("What pleased you? What surprised you? What would you do again?")}
        widgets = {"reflection": forms.Textarea(attrs={"rows": 6})}

    @transaction.atomic
    def save_while_open(self):
        """Save, unless the cycle closed meanwhile. Says whether it did."""
        cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=self.instance.cycle_id)
        if cycle.is_open:
            self.instance.save(update_fields=["reflection"])
        return cycle.is_open
