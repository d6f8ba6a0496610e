"""The values of a form as plain ones, and what of them shall be written: see `cycles.merging`."""

from django import forms
from django.forms.models import model_to_dict

from cycles.merging import merged


def plain(field, value):
    """As the browser's control holds it."""
    value = field.prepare_value(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(getattr(each, "pk", each)) for each in value or ())
    if isinstance(field, forms.ChoiceField):
        return "" if value is None else str(value)
    shown = field.widget.format_value(value)
    return "" if shown is None else str(shown).replace("\r\n", "\n").replace("\r", "\n").strip()


def plain_values(row, fields):
    """{name: plain value} of a saved row, as it stands, for those of the form's `fields` that it has."""
    told = model_to_dict(row, [name for name in fields if name != "id"])
    return {name: plain(fields[name], value) for name, value in told.items()}


def typed_values(form):
    """{name: plain value} of a cleaned form."""
    names = [name for name in form._meta.fields if name in form.fields and name in form.cleaned_data]
    return {name: plain(form.fields[name], form.cleaned_data[name]) for name in names}


def standing_values(form):
    """{name: plain value} of what its row held before anything was typed into it."""
    names = [name for name in form._meta.fields if name in form.fields]
    return {name: plain(form.fields[name], form.initial.get(name)) for name in names}


def turn_of(form, seen):
    """({name: value} to write, [names that clash]) of a cleaned form. Fields that are not right are in neither.

    What only the other changed is put into the form, as if it had been typed: it may come back, and be saved again.
    """
    values, clashes = {}, []
    standing = standing_values(form)
    for name, typed in typed_values(form).items():
        stands = standing[name]
        several = isinstance(stands, list)
        result = merged(seen.get(name, [] if several else ""), typed, stands)
        if result.clashes:
            clashes.append(name)
            continue
        if result.value != stands:
            values[name] = result.value if several else form.cleaned_data[name]
        if result.value != typed:
            form.data.setlist(form.add_prefix(name), result.value if several else [result.value])
    return values, clashes
