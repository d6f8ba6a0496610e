"""Rows that hang on a record: goals, answers, segments, celebrations. As many as the pair wants, each kept by its id.

A row that was saved by someone else meanwhile and is not among those typed stays as it is: nothing is lost.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 20


class RowForm(forms.ModelForm):
    """One row. A row whose `heart` is empty is no row: a new one is not made, a saved one is taken out."""

    heart = "text"

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = self.instance.pk

    @property
    def changed_data(self):
        """A row that was only moved is not yet a row: its place alone does not ask for words."""
        return [name for name in super().changed_data if name != "ORDER"]

    @property
    def is_blank(self):
        return not (self.cleaned_data.get(self.heart) or "").strip()


class RowSet(forms.BaseFormSet):
    """The rows of one list, of one record. `rows` are the saved ones; `spare` empty ones are shown after them."""

    may_add = True

    def __init__(self, *args, rows, spare=0, form_kwargs=None, **kwargs):
        self.rows = list(rows)
        self.by_id = {str(row.pk): row for row in self.rows}
        self.extra = spare if self.may_add else 0
        super().__init__(*args, form_kwargs=form_kwargs, **kwargs)

    def initial_form_count(self):
        return super().initial_form_count() if self.is_bound else len(self.rows)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"instance": self._row_at(index)}

    def _row_at(self, index):
        if index is None:
            return None
        if self.is_bound:
            return self.by_id.get(self.data.get(f"{self.prefix}-{index}-id"))
        return self.rows[index] if index < len(self.rows) else None

    def save(self, make):
        """Write the rows as typed; `make(**fields)` makes a new one. Places follow the order where there is one."""
        for place, form in enumerate(self._in_order()):
            if form.is_blank or self._is_taken_out(form):
                if form.instance.pk:
                    form.instance.delete()
                continue
            values = {name: form.cleaned_data[name] for name in form._meta.fields}
            if self.can_order:
                values["position"] = place
            if form.instance.pk:
                type(form.instance).objects.filter(pk=form.instance.pk).update(**values)
            elif self.may_add:
                make(**values)

    def _in_order(self):
        typed = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if self.can_order:
            typed.sort(key=lambda form: form.cleaned_data.get("ORDER") or MOST_ROWS)
        return typed

    def _is_taken_out(self, form):
        return self.can_delete and form.cleaned_data.get("DELETE", False)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.can_delete:
            form.fields["DELETE"].label = _("Take it out")
        if self.can_order:
            form.fields["ORDER"].label = _("Place")


def row_set(form, base=RowSet, **options):
    """A formset class of `form` within the limits of the house."""
    limits = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS + 10, "validate_max": True}
    return forms.formset_factory(form, formset=base, extra=0, **(limits | options))
