"""The lesson: when and where, who was there, and who led each segment in the end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles import negotiating, support
from cycles.forms.pickers import DayInput
from cycles.forms.rows import RowForm, RowSet, row_set
from cycles.forms.together import TogetherForm
from cycles.models import Lesson, Segment


class LessonFields(forms.ModelForm):
    class Meta:
        model = Lesson
        fields = ["kind", "taught_on", "setting", "adults", "children", "notes"]
        widgets = {"taught_on": DayInput, "notes": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "setting": _("Where, and with which group. Leave children's names out."),
            "notes": _("What you saw and heard. Leave children's names out."),
        }

    def __init__(self, *args, with_staff, **kwargs):
        super().__init__(*args, **kwargs)
        if with_staff:
            self._speak_of_staff()
        else:
            kinds = [kind for kind in Lesson.Kind.choices if kind[0] != Lesson.Kind.SESSION]
            self.fields["kind"].choices = kinds

    def _speak_of_staff(self):
        """A leader's own session: adults come, and no child is counted."""
        del self.fields["children"], self.fields["kind"]
        self.fields["adults"].label = _("Adults who took part")
        self.fields["setting"].help_text = _("Where, and with whom: a team, a room, one person.")
        self.fields["notes"].help_text = ""
        self.instance.kind = Lesson.Kind.SESSION


class HappenedRow(RowForm):
    """A planned segment: its name and minutes stand fast here, what happened is added."""

    heart = "reason_changed"

    class Meta:
        model = Segment
        fields = ["actual_level", "reason_changed"]

    def __init__(self, *args, with_staff=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreed = dict(support.choices(with_staff)).get(self.instance.agreed_level, "")
        self.fields["actual_level"].choices = [("", _("Not said yet")), *support.choices(with_staff)]
        self.fields["reason_changed"].help_text = _("Only if it went otherwise than agreed.")

    @property
    def is_taken_out(self):
        return False


class PlannedRows(RowSet):
    may_add = False


HappenedRows = row_set(HappenedRow, base=PlannedRows)


class LessonForm(TogetherForm):
    template_name = "cycles/_lesson_form.html"
    goes_on = False

    def build(self, data, spare):
        cycle = self.record.cycle
        with_staff = cycle.partnership.coaches_a_leader
        self.fields = LessonFields(data, instance=self.record, with_staff=with_staff)
        self.lists["segments"] = HappenedRows(
            data, prefix="segments", rows=cycle.segments.all(), form_kwargs={"with_staff": with_staff}
        )

    def makers(self):
        return {"segments": None}

    def noted(self):
        return negotiating.noted(self.record.cycle, self.user)

    def write_more(self):
        """A leader's own session is one, though the form has no field for it."""
        kind = self.record.kind
        return bool(Lesson.objects.filter(pk=self.record.pk).exclude(kind=kind).update(kind=kind))
