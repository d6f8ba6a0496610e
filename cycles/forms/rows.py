"""Rows that hang on a record: goals, answers, segments, celebrations. As many as the pair wants, each known by its key.

A row that was saved by someone else meanwhile and is not among those typed stays as it is: nothing is lost.
"""

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cycles import merging
from cycles.forms.plain import plain_values, standing_values, turn_of, typed_values

MOST_ROWS = 20


class RowForm(forms.ModelForm):
    """One row. A row whose `heart` is empty is no row: a new one is not made, a saved one is taken out."""

    heart = "text"

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    clashes = ()  # names of fields in which somebody else wrote otherwise meanwhile
    is_gone = False  # somebody else took it out while it was being changed
    is_dropped = False  # somebody else took it out, and nothing speaks against that
    waits = False  # what is taken out goes when it is saved, not by itself

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = self.instance.key

    @property
    def key(self):
        """As the browser knows it, chosen by whoever began the row."""
        return str(self.cleaned_data.get("id") or self.instance.key)

    @property
    def changed_data(self):
        """A row that was only moved is not yet a row: its place alone does not ask for words."""
        if self.is_bound and not any(self.add_prefix(name) in self.data for name in self.fields):
            return []  # its number was left out
        return [name for name in super().changed_data if name not in ("ORDER", "id")]

    @property
    def is_taken_out(self):
        return self.cleaned_data.get("DELETE", False) or not (self.cleaned_data.get(self.heart) or "").strip()


class RowSet(forms.BaseFormSet):
    """The rows of one list, of one record. `rows` are the saved ones; `spare` empty ones are shown after them."""

    may_add = True

    def __init__(self, *args, rows, spare=0, form_kwargs=None, **kwargs):
        self.rows = list(rows)
        self.by_key = {str(row.key): row for row in self.rows}
        self.extra = spare if self.may_add else 0
        super().__init__(*args, form_kwargs=form_kwargs, **kwargs)

    def initial_form_count(self):
        return super().initial_form_count() if self.is_bound else len(self.rows)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"instance": self._row_at(index), "empty_permitted": True}

    def _row_at(self, index):
        if index is None:
            return None
        if self.is_bound:
            return self.by_key.get(self.data.get(f"{self.prefix}-{index}-id"))
        return self.rows[index] if index < len(self.rows) else None

    def as_they_stand(self):
        """{key: plain values} of the saved rows, in their order."""
        fields = self.empty_form.fields
        return {str(row.key): plain_values(row, fields) for row in self.rows}

    def merge(self, seen, make, by, *, by_itself):
        """Write each row that is right and clashes with nothing; `make(**values)` makes a new one. Was any written?"""
        if self.non_form_errors():
            return False
        self.make, self.by, self.by_itself = make, by, by_itself
        written, met = [], set()
        for form in self._in_place():
            if form.is_valid() and form.has_changed() and form.key not in met:
                met.add(form.key)
                written.append(self._merge_row(form, seen.get(form.key, {})))
        if self.can_order:
            written.append(self._put_in_order(list(seen)))
        return any(written)

    def _merge_row(self, form, seen):
        if form.is_taken_out:
            return self._take_out(form, seen)
        if form.instance.pk is None:
            return self._not_there(form, seen)
        values, form.clashes = turn_of(form, seen)
        if values:
            type(form.instance).objects.filter(pk=form.instance.pk).update(**values, **self._signature())
        return bool(values)

    def _take_out(self, form, seen):
        row = form.instance
        if row.pk is None:
            return False
        if self.by_itself:
            form.waits = True
        elif seen != standing_values(form):
            form.clashes = [name for name in form._meta.fields if name in form.fields]
        else:
            self.by_key.pop(form.key)
            row.delete()
            return True
        return False

    def _not_there(self, form, seen):
        """New, or taken out by somebody else since it was seen."""
        if seen or not self.may_add:
            form.is_gone = typed_values(form).items() != seen.items()
            form.is_dropped = not form.is_gone
            return False
        if len(self.by_key) >= MOST_ROWS:
            form.add_error(None, _("There are %d already. Take one out first.") % MOST_ROWS)
            return False
        values = {name: form.cleaned_data[name] for name in form._meta.fields}
        if self.can_order:
            values["position"] = 1 + max((row.position for row in self.by_key.values()), default=-1)
        self.by_key[form.key] = self.make(key=form.key, **values, **self._signature())
        return True

    def _signature(self):
        return {"written_by": self.by, "written_at": now()}

    def _in_place(self):
        return sorted(self.forms, key=_place) if self.can_order else self.forms

    def _put_in_order(self, seen):
        typed = dict.fromkeys(form.key for form in self._in_place())
        order = merging.in_order(seen, list(typed), list(self.by_key))
        if order == list(self.by_key):
            return False
        for position, key in enumerate(order):
            type(self.by_key[key]).objects.filter(pk=self.by_key[key].pk).update(position=position)
        return True

    @property
    def is_whole(self):
        """Was everything that was typed written?"""
        kept_back = (form.clashes or form.is_gone or form.waits for form in self.forms)
        return self.is_valid() and not any(kept_back)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.can_delete:
            form.fields["DELETE"].label = _("Take it out")
        if self.can_order:
            form.fields["ORDER"].label = _("Place")


def _place(form):
    """As typed, of unchanged rows too."""
    place = str(form.data.get(form.add_prefix("ORDER"), ""))
    return int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else MOST_ROWS


def row_set(form, base=RowSet, **options):
    """A formset class of `form` within the limits of the house."""
    limits = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS + 10, "validate_max": True}
    return forms.formset_factory(form, formset=base, extra=0, **(limits | options))
