"""What `templates/forms/field.html` must know about a field to label it rightly."""

from django import forms, template

register = template.Library()


@register.filter
def is_choice_set(field):
    """Several inputs under one question: a fieldset with a legend, not a label."""
    return field.field.widget.use_fieldset


@register.filter
def is_checkbox(field):
    return isinstance(field.field.widget, forms.CheckboxInput)
