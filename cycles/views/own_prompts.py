"""An organization's own prompts: who leads all of its programs adds, rewords, takes out and brings back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachcycle.accounts.models import Organization
from cycles import own_prompts
from cycles.forms.own_prompts import OwnPromptForm, PreparationForm, WordingForm
from cycles.models import OwnPrompt, Preparation
from cycles.prompts import PromptSet


@require_http_methods(["GET", "HEAD", "POST"])
def prompt_list(request, pk, prompt_set):
    """GET shows what pairs can pick from; POST adds to it."""
    organization = led_organization(request, pk, prompt_set)
    form = OwnPromptForm(
        request.POST if request.method == "POST" else None,
        instance=OwnPrompt(organization=organization, prompt_set=prompt_set),
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("Every pair of the organization finds it now when it prepares."))
        return redirect("cycles:own_prompts", pk=pk, prompt_set=prompt_set)
    return show(request, organization, prompt_set, form=form)


@require_POST
def reword_prompt(request, pk, prompt_set, name):
    row = prompt_row(request, pk, prompt_set, name)
    form = WordingForm(request.POST, instance=row, auto_id=f"{name}-%s")
    if not form.is_valid():
        return show(request, row.organization, prompt_set, refused=form)
    own_prompts.say(row, text=form.cleaned_data["text"])
    messages.success(request, _("Saved. Pairs that have picked it keep the words they picked."))
    return redirect("cycles:own_prompts", pk=pk, prompt_set=prompt_set)


@require_POST
def retire_prompt(request, pk, prompt_set, name):
    """No longer offered; with `back` posted, offered again."""
    row = prompt_row(request, pk, prompt_set, name)
    comes_back = "back" in request.POST
    own_prompts.say(row, retired_at=None if comes_back else now())
    said = _("Pairs find it again.") if comes_back else _("Taken out. Pairs that have picked it keep it.")
    messages.success(request, said)
    return redirect("cycles:own_prompts", pk=pk, prompt_set=prompt_set)


@require_POST
def set_usual_way(request, pk):
    form = PreparationForm(request.POST)
    organization = led_organization(request, pk)
    if not form.is_valid():
        return show(request, organization, PromptSet.LESSON, way_form=form)
    Preparation.objects.update_or_create(organization=organization, defaults=form.cleaned_data)
    messages.success(request, _("Saved. The next cycles begin like this."))
    return redirect("cycles:own_prompts", pk=pk, prompt_set=PromptSet.LESSON)


def led_organization(request, pk, prompt_set=PromptSet.LESSON):
    if prompt_set not in PromptSet:
        raise Http404
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not organization.may_lead(request.user):
        raise PermissionDenied
    return organization


def prompt_row(request, pk, prompt_set, name):
    rows = own_prompts.rows_of(led_organization(request, pk, prompt_set), prompt_set)
    if name not in rows:
        raise Http404
    return rows[name]


def show(request, organization, prompt_set, form=None, refused=None, way_form=None):
    """`refused` is the form in which new words for a prompt were not taken."""
    rows = own_prompts.rows_of(organization, prompt_set)
    forms = {name: WordingForm(instance=row, auto_id=f"{name}-%s") for name, row in rows.items()}
    if refused:
        forms[refused.instance.name] = refused
    kept = {name: form for name, form in forms.items() if not form.instance.retired_at}
    context = {
        "room": "programs",
        "organization": organization,
        "sets": PromptSet.choices,
        "prompt_set": prompt_set,
        "issues": own_prompts.by_issue(kept, prompt_set),
        "way_form": way_form or PreparationForm(instance=Preparation.objects.filter(organization=organization).first()),
        "retired": [form for name, form in forms.items() if name not in kept],
        "form": form or OwnPromptForm(instance=OwnPrompt(organization=organization, prompt_set=prompt_set)),
    }
    return render(request, "cycles/own_prompts.html", context)
