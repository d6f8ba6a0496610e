"""Pages that look over everything and change nothing."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coachcycle.accounts.models import Program, Role
from coachcycle.dashboards import board, promises
from coachcycle.dashboards.home import greeting, look


@require_safe
def home(request):
    role = request.membership.role if request.membership else None
    if role == Role.PARTNER:
        context = {"greeting": greeting(request.user), "programs": board.programs(request.user)}
        return render(request, "dashboards/home_of_partner.html", context)
    led = [membership for membership in request.memberships if membership.role == Role.LEADER]
    return render(request, "dashboards/home.html", {"home": look(request.user), "role": role, "led": led})


@require_safe
def next_steps(request):
    """One's own by default; for a leader also those of her programs, by `?of=program`."""
    leads = any(membership.role == Role.LEADER for membership in request.memberships)
    of = "program" if leads and request.GET.get("of") == "program" else "mine"
    chapters = promises.of_program(request.user) if of == "program" else promises.mine(request.user)
    context = {"room": "next_steps", "of": of, "leads": leads, "chapters": chapters}
    return render(request, "dashboards/next_steps.html", context)


@require_safe
def programs(request):
    found = board.programs(request.user)
    if not found:
        raise PermissionDenied
    if len(found) == 1:
        return redirect("program", found[0].pk)
    return render(request, "dashboards/programs.html", {"room": "programs", "programs": found})


@require_safe
def program(request, pk):
    found = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
    if not found.may_see_activity(request.user):
        raise PermissionDenied
    context = {"room": "programs", "program": found, "board": board.of(found)}
    return render(request, "dashboards/program.html", context | {"may_invite": found.may_invite(request.user)})
