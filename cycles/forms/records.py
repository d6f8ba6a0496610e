"""A record that two people may save: a step, a small test, an agreement. Never over another's words.

The form carries the version its reader saw. If somebody saved a later one, nothing is written: the page comes back with
what was typed, the other's words beside each field that differs, and the new version in it, so that saving again wins
knowingly. What a pair writes in a stage of its cycle is merged instead: see `cycles.forms.together`.
"""

from django import forms
from django.db import transaction
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


class RecordForm:
    """`fields` is the form of the record itself, a `fields_class`."""

    fields_class = None

    def __init__(self, record, user, data=None):
        self.record, self.user, self.data = record, user, data
        self.version = record.version
        self.refusals = []
        self.fields = self.fields_class(data, instance=record)

    @transaction.atomic
    def save(self):
        """Did it get written? If not, `refusals` says why, in words; what was typed is still in the form."""
        if not self.fields.is_valid():
            return False
        if self.record.take_turn(seen_version(self.data), self.user):
            self.fields.save()
            return True
        self.version = self.record.version
        self._show_what_is_saved()
        return False

    def _show_what_is_saved(self):
        name, sentence = saved_meanwhile(self.record, self.user)
        self.refusals.append(sentence)
        for field in self.fields.changed_data:
            put_beside(self.fields, field, name)


def name_for(writer, reader):
    """Who wrote it, as the one who reads it says."""
    if writer is None:
        return _("Someone else")
    return _("You") if writer == reader else writer.short_name


def saved_meanwhile(record, user):
    """Who saved a Versioned since it was opened, and the sentence that says so."""
    name, at = name_for(record.saved_by, user), record.saved_at
    if not at:
        return name, _("This was not saved, because the page was not whole. Your words are here: save again.")
    words = _(
        "%(name)s saved this at %(time)s, after you opened it. Nothing is lost: your words are here, and what "
        "was saved stands beside them where it differs. Save again to keep yours."
    )
    return name, words % {"name": name, "time": formats.time_format(localtime(at))}


def seen_version(data):
    """The version that a form was opened with; none that there is, when it is not a number."""
    seen = data.get("version", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1


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
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.DateTimeField):
        return formats.date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(field, forms.DateField):
        return formats.date_format(value)
    return str(value)
