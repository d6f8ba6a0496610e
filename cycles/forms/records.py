"""A record that two people may save, with its rows, as one form: judged and saved as one, never over another's words.

The form carries the version its reader saw. If somebody saved a later one, nothing is written: the page comes back with
what was typed, the other's words beside each field that differs, and the new version in it, so that saving again wins
knowingly.
"""

from django import forms
from django.db import transaction
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cycles.models import Cycle


class RecordForm:
    """`fields` is the form of the record itself, `lists` are its RowSets by name.

    Subclasses build both in `build(data, spare)` and say in `write()` how the rows are saved. `spare` names the list
    that shall show one empty row more: whoever has no script asks for it by saving.
    """

    def __init__(self, record, user, data=None, spare=""):
        self.record, self.user, self.data = record, user, data
        self.version = record.version
        self.refusals = []
        self.lists = {}
        self.build(data, spare)

    def build(self, data, spare):
        raise NotImplementedError

    def write(self):
        """Save fields and rows. Runs only when everything is valid and it is our turn."""
        self.fields.save()

    def is_valid(self):
        return all(part.is_valid() for part in (self.fields, *self.lists.values()))

    @transaction.atomic
    def save(self):
        """Did it get written? If not, `refusals` says why, in words; what was typed is still in the form."""
        if not self.is_valid():
            return False
        if refusal := self.refuse():
            self.refusals.append(refusal)
        elif self.record.take_turn(self._seen(), self.user):
            self.write()
            return True
        else:
            self.version = self.record.version
            self._show_what_is_saved()
        return False

    def refuse(self):
        """A sentence when this may not be saved any more. Holds the cycle's row, so that it cannot close meanwhile."""
        cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=self.record.cycle_id)
        if not cycle.is_open:
            return _(
                "This cycle was closed while you wrote, so this was not saved. "
                "Your words are still here: copy what you need."
            )
        return ""

    def _seen(self):
        seen = self.data.get("version", "")
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1

    def _show_what_is_saved(self):
        other, at = self.record.saved_by, self.record.saved_at
        name = _("You") if other == self.user else (other.short_name if other else _("Someone else"))
        self.refusals.append(
            _(
                "%(name)s saved this at %(time)s, after you opened it. Nothing is lost: your words are here, and what "
                "was saved stands beside them where it differs. Save again to keep yours."
            )
            % {"name": name, "time": formats.time_format(localtime(at))}
            if at
            else _("This was not saved, because the page was not whole. Your words are here: save again.")
        )
        saved_before = [self.fields, *(form for form in self._rows() if form.instance.pk)]
        for part in saved_before:
            for field in part.changed_data:
                put_beside(part, field, name)
        for rows in self.lists.values():
            self._tell_of_new_rows(rows, name)

    def _rows(self):
        return [form for rows in self.lists.values() for form in rows.forms]

    def _tell_of_new_rows(self, rows, name):
        """Rows the other added meanwhile stay, whatever is saved now."""
        known = {form.instance.pk for form in rows.forms}
        for row in rows.rows:
            if row.pk not in known and rows.may_add:
                said = getattr(row, rows.form.heart)
                self.refusals.append(_("%(name)s added, and it stays: “%(text)s”") % {"name": name, "text": said})


def put_beside(form, field, name):
    """What is saved now in a field, as words beside what was typed."""
    if field not in form._meta.fields:
        return
    text = in_words(form.fields[field], form.get_initial_for_field(form.fields[field], field))
    text = _("%(name)s saved: %(text)s") % {"name": name, "text": f"“{text}”" if text else _("nothing")}
    form[field].help_text = text
    form.fields[field].widget.attrs["data-differs"] = ""


def in_words(field, value):
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(str(row) for row in value)
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.DateTimeField):
        return formats.date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(field, forms.DateField):
        return formats.date_format(value)
    return str(value)
