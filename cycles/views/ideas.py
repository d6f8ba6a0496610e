"""An organization's own starts for next steps: its leaders add them and take them out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachcycle.accounts.models import Organization
from cycles.forms.steps import StepIdeaForm
from cycles.models import StepIdea


@require_http_methods(["GET", "HEAD", "POST"])
def step_ideas(request, pk):
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not StepIdea.may_add(organization, request.user):
        raise PermissionDenied
    form = StepIdeaForm(request.POST or None, instance=StepIdea(organization=organization))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Every pair of the organization finds it now when it adds a next step."))
        return redirect("cycles:step_ideas", pk=pk)
    context = {"room": "programs", "organization": organization, "form": form, "ideas": organization.step_ideas.all()}
    return render(request, "cycles/step_ideas.html", context)


@require_POST
def remove_step_idea(request, pk):
    idea = get_object_or_404(StepIdea.objects.visible_to(request.user), pk=pk)
    if not StepIdea.may_add(idea.organization, request.user):
        raise PermissionDenied
    idea.delete()
    messages.success(request, _("Taken out. Steps that began with it stay as they are."))
    return redirect("cycles:step_ideas", pk=idea.organization_id)
