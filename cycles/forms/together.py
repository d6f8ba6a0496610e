"""The record of a stage, with its rows, as two people write it: at the same time, in turns, or without a line.

The form carries what its reader saw. Each field and each row is merged by itself: what only one of them changed is
taken, what both changed stays as it was saved first, and the second sees both wordings and chooses. What is not right,
or clashes, holds up nothing else.
"""

from contextlib import nullcontext

from django.utils.translation import gettext as _

from cycles.forms.plain import plain_values, turn_of, typed_values
from cycles.forms.records import name_for, put_beside
from cycles.merging import Sheet

MOST_ATTEMPTS = 40


class TogetherForm:
    """`fields` is the form of the record itself, `lists` are its RowSets by name.

    Subclasses build both in `build(data, spare)`, and say in `makers()` how a row of each list is made. `spare` names
    the list that shall show one empty row more: whoever has no script asks for it by saving.
    """

    only_on_save = frozenset()  # fields that reach somebody else at once, so that they do not go by themselves

    def __init__(self, record, user, data=None, spare=""):
        data = None if data is None else data.copy()  # what the other wrote comes into it
        self.record, self.user, self.data = record, user, data
        self.refusals = []
        self.waits = False
        self.clashes = []
        self.lists = {}
        self.build(data, spare)
        rows = {name: rows.as_they_stand() for name, rows in self.lists.items()}
        self.seen = Sheet(plain_values(record, self._shared()) | self.beside(), rows)

    def build(self, data, spare):
        raise NotImplementedError

    def makers(self):
        """{list: what makes a row of it}"""
        return {}

    def noted(self):
        """What keeps a history of the rows while they are written."""
        return nullcontext()

    def beside(self):
        """{name: plain value} of what is on the form, but in no record yet: a browser keeps that, too."""
        return {}

    def follow(self):
        """What follows from that something was written."""

    def _shared(self):
        return {name: field for name, field in self.fields.fields.items() if name in self.fields._meta.fields}

    def save(self, *, by_itself=False):
        """Write what can be written. Was that all of it? Needs the cycle's row held, in a transaction.

        `by_itself`, while somebody is still writing: nothing is taken out, and nobody is invited.
        """
        if not self.record.cycle.is_open:
            self.refusals.append(closed_meanwhile())
            return False
        seen, *attempts = [Sheet.read(text) for text in self.data.getlist("seen")[:MOST_ATTEMPTS]] or [Sheet()]
        seen = seen.with_attempts(attempts, self.seen)
        written = self._write_fields(seen.fields, by_itself)
        with self.noted():
            for name, rows in self.lists.items():
                written |= rows.merge(seen.rows.get(name, {}), self.makers()[name], self.user, by_itself=by_itself)
        if self.is_whole and not by_itself:
            written |= self.write_more()
        before = self.record.saved_by
        if written:
            self.record.take_turn(self.record.version, self.user)
            self.follow()
        if not self.is_whole:
            self._tell(name_for(before, self.user))
        return self.is_whole

    def write_more(self):
        """What goes along once everything else is written. Was there any?"""
        return False

    def _write_fields(self, seen, by_itself):
        self.fields.is_valid()
        values, self.clashes = turn_of(self.fields, seen)
        if by_itself:
            self.waits = bool(values.keys() & self.only_on_save)
            values = {name: value for name, value in values.items() if name not in self.only_on_save}
        several = {field.name for field in self.record._meta.many_to_many}
        for name, value in values.items():
            if name in several:
                getattr(self.record, name).set(value)
        single = {name: value for name, value in values.items() if name not in several}
        if single:
            type(self.record).objects.filter(pk=self.record.pk).update(**single)
        self._stand_as_saved(single)
        return bool(values)

    def _stand_as_saved(self, written):
        """Judging a form puts all that was typed into its record; of that only what was written is so."""
        for field in self.record._meta.concrete_fields:
            if field.name in self.fields.fields and not field.is_relation:
                setattr(self.record, field.name, written.get(field.name, self.fields.initial[field.name]))

    @property
    def is_whole(self):
        fields = self.fields.is_valid() and not self.waits and not self.clashes
        return fields and all(rows.is_whole for rows in self.lists.values())

    # --- In words ------------------------------------------------------------------------------------

    def _tell(self, name):
        for field in self.clashes:
            put_beside(self.fields, field, name)
        clashing = [form for rows in self.lists.values() for form in rows.forms if form.clashes]
        for form in clashing:
            for field in form.clashes:
                put_beside(form, field, name_for(form.instance.written_by, self.user))
        if self.clashes or clashing:
            self.refusals.append(
                _(
                    "You both wrote in the same place. All else is saved; there both wordings stand, the other's "
                    "below yours. Choose or join them, then save again."
                )
            )
        for rows in self.lists.values():
            self._tell_of_rows(rows, name)

    def _tell_of_rows(self, rows, name):
        """What the other added, and what was taken out while somebody changed it."""
        typed = {form.key for form in rows.forms if form.is_valid()}
        for row in rows.rows:
            if str(row.key) not in typed and rows.may_add:
                words = {"name": name_for(row.written_by, self.user), "text": getattr(row, rows.form.heart)}
                self.refusals.append(_("%(name)s added, and it stays: “%(text)s”") % words)
        for form in rows.forms:
            if form.is_gone:
                words = {"name": name, "text": typed_values(form).get(form.heart, "")}
                keep = _("%(name)s took this out: “%(text)s”. Save again to keep it.")
                copy = _("%(name)s took this out: “%(text)s”. Copy what you need.")
                self.refusals.append((keep if rows.may_add else copy) % words)


def closed_meanwhile():
    return _(
        "This cycle was closed while you wrote, so this was not saved. Your words are still here: copy what you need."
    )
