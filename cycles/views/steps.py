"""Next steps: agree on one, change it, say how it goes and that it is done, carry it into the next cycle."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles import step_ideas, step_story
from cycles.forms.steps import LookAgainForm, SmallTestForm, StepFields, StepForm
from cycles.models import Cycle, NextStep, SmallTest, StepChange

LONGEST_WORDS = StepChange._meta.get_field("words").max_length


@require_http_methods(["GET", "HEAD", "POST"])
def add_step(request, pk):
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), pk=pk)
    if not cycle.may_edit(request.user):
        raise PermissionDenied
    ideas = step_ideas.offered_to(cycle.partnership)
    start = ideas.get(request.GET.get("idea"))
    initial = {"text": str(start.text), "how_we_will_know": str(start.how_we_will_know)} if start else {}
    form = StepFields(request.POST or None, instance=NextStep(cycle=cycle), initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(f"{cycle.get_absolute_url()}#steps")
    context = {"room": "cycles", "cycle": cycle, "fields": form, "ideas": ideas}
    return render(request, "cycles/step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_step(request, pk):
    step = step_for(request, pk, NextStep.may_edit)
    data = request.POST if request.method == "POST" else None
    form = StepForm(step, request.user, data)
    if data is not None and form.save():
        step.history.create(kind=StepChange.Kind.CHANGED, by=request.user)
        return go_back(request, step)
    return render(request, "cycles/step.html", step_story.page(step, request.user, form=form))


@require_POST
def finish_step(request, pk):
    step = step_for(request, pk, NextStep.may_finish)
    step.finish(by=request.user, words=said(request))
    messages.success(request, _("Done: “%(step)s”") % {"step": step})
    return go_back(request, step)


@require_POST
def reopen_step(request, pk):
    step = step_for(request, pk, NextStep.may_finish)
    step.reopen(by=request.user)
    messages.success(request, _("Open again: “%(step)s”") % {"step": step})
    return go_back(request, step)


@require_POST
def carry_step(request, pk):
    step = step_for(request, pk, NextStep.may_edit)
    try:
        cycle = step.carry_on(by=request.user, words=said(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return go_back(request, step)
    messages.success(request, _("You carry on with: “%(step)s”") % {"step": step})
    return redirect(f"{cycle.get_absolute_url()}#steps")


@require_POST
def let_go(request, pk):
    step = step_for(request, pk, NextStep.may_edit)
    step.let_go(by=request.user, words=said(request))
    messages.success(request, _("Let go: “%(step)s”. It stays in the record.") % {"step": step})
    return go_back(request, step)


@require_POST
def ask_to_show(request, pk):
    step = step_for(request, pk, NextStep.may_ask_to_show)
    step.ask_to_show(by=request.user)
    messages.success(request, _("%(name)s sees that you would like to be shown.") % {"name": step.owner.short_name})
    return go_back(request, step)


@require_POST
def look_again(request, pk):
    step = step_for(request, pk, NextStep.may_edit)
    form = LookAgainForm(request.POST)
    if not form.is_valid():
        page = step_story.page(step, request.user, form=StepForm(step, request.user), look_form=form)
        return render(request, "cycles/step.html", page)
    step.look_again(by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted. Your partner reads it here."))
    return go_back(request, step)


@require_http_methods(["GET", "HEAD", "POST"])
def small_test(request, pk):
    """A step as a trial; its record begins when somebody first saves it."""
    step = step_for(request, pk, NextStep.may_edit)
    test = SmallTest.objects.get_or_create(step=step)[0] if request.method == "POST" else step_story.test_of(step)
    if not test.may_read(request.user):
        raise PermissionDenied
    form = SmallTestForm(test, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.save():
        return go_back(request, step)
    context = {"room": "cycles", "step": step, "form": form, "fields": form.fields}
    return render(request, "cycles/small_test.html", context)


def said(request):
    """What became of the step, as far as it fits."""
    return request.POST.get("words", "").replace("\0", "").strip()[:LONGEST_WORDS]


def step_for(request, pk, may):
    steps = NextStep.objects.visible_to(request.user).select_related(
        "owner", "saved_by", "cycle__partnership__coach", "cycle__partnership__coachee"
    )
    step = get_object_or_404(steps, pk=pk)
    if not may(step, request.user):
        raise PermissionDenied
    return step


def go_back(request, step):
    """To where the person came from (`next`), when that is ours; else to the cycle."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(asked)  # `redirect` would take a word for the name of a page
    cycle = step.cycle_for(request.user)
    return redirect(f"{cycle.get_absolute_url()}#steps" if cycle else "next_steps")
