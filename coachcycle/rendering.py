"""How a form field looks everywhere: label, field, help, error, tied together for screen readers."""

from django.forms.renderers import Jinja2, TemplatesSetting


class FieldRenderer(TemplatesSetting):
    """Our templates; and Django's own widgets by the Jinja2 templates it keeps of them, many times as fast."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    widgets_of_django = Jinja2()

    def get_template(self, template_name):
        is_widget = template_name.startswith("django/forms/widgets/")
        return (self.widgets_of_django if is_widget else super()).get_template(template_name)
