"""An organization's wording of prompts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cycles import own_prompts, prompts
from cycles.models import OwnPrompt, Preparation


class WordingForm(forms.ModelForm):
    """One prompt, in the organization's words. Emptied, or as we have it, one of ours reads as it came."""

    class Meta:
        model = OwnPrompt
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ours = own_prompts.our_text(self.instance)
        self.now = self.initial["text"] = self.instance.text or self.ours
        self.is_own = bool(self.instance.text)

    @property
    def issue(self):
        return self.instance.core_issue

    def clean_text(self):
        text = " ".join(self.cleaned_data["text"].split())
        if not text and not self.instance.instead_of:
            raise ValidationError(_("Write the prompt, or take it out."))
        if text and text.casefold() in self._others():
            raise ValidationError(_("Pairs find this prompt already."))
        return "" if text == self.ours else text

    def _others(self):
        row = self.instance
        offered = own_prompts.offered(row.organization_id, row.prompt_set)[row.prompt_set]
        return {prompt.text.casefold() for name, prompt in offered.items() if name != row.name}


class OwnPromptForm(WordingForm):
    class Meta(WordingForm.Meta):
        fields = ["core_issue", "text"]
        help_texts = {"text": _("In the language your pairs speak. It is shown just as you write it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["core_issue"].choices = list(prompts.issues(self.instance.prompt_set).items())


class PreparationForm(forms.ModelForm):
    class Meta:
        model = Preparation
        fields = ["way"]
        widgets = {"way": forms.RadioSelect}
        help_texts = {"way": _("Each pair may take another way for a cycle, whenever it likes.")}
