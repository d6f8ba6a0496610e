"""Pages that look over everything and change nothing."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coachcycle.accounts.models import Organization, Program, Role
from coachcycle.dashboards import activity, board, led, promises
from coachcycle.dashboards import behind as rows_of
from coachcycle.dashboards import films as film_figures
from coachcycle.dashboards import hours as ledger_of
from coachcycle.dashboards import paper as on_paper
from coachcycle.dashboards import profile as own_profile
from coachcycle.dashboards.home import greeting, look
from cycles.models import Contact, Cycle, Partnership
from cycles.support import SupportLevel


@require_safe
def home(request):
    role = request.membership.role if request.membership else None
    if role == Role.PARTNER:
        context = {"greeting": greeting(request.user), "programs": board.programs(request.user)}
        return render(request, "dashboards/home_of_partner.html", context)
    led = [membership for membership in request.memberships if membership.role == Role.LEADER]
    return render(request, "dashboards/home.html", {"home": look(request.user), "role": role, "led": led})


@require_safe
@never_cache
def profile(request):
    """Her own, and there is no address for anybody else's."""
    return render(request, "dashboards/profile.html", {"room": "account", "profile": own_profile.of(request.user)})


@require_safe
def next_steps(request):
    """One's own by default; for a leader also those of her programs, by `?of=program`."""
    leads = any(membership.role == Role.LEADER for membership in request.memberships)
    of = "program" if leads and request.GET.get("of") == "program" else "mine"
    found = promises.of_program if of == "program" else promises.mine
    page, chapters = found(request.user, request.GET.get("page"))
    context = {"room": "next_steps", "of": of, "leads": leads, "chapters": chapters, "page": page}
    return render(request, "dashboards/next_steps.html", context)


@require_safe
def programs(request):
    found = board.programs(request.user)
    if not found:
        raise PermissionDenied
    if len(found) == 1:
        return redirect("program", found[0].pk)
    context = {
        "room": "programs",
        "programs": found,
        "organizations": Organization.objects.looked_over_by(request.user),
    }
    return render(request, "dashboards/programs.html", context)


@require_safe
def program(request, pk):
    found = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
    if not found.may_see_activity(request.user):
        raise PermissionDenied
    context = {"room": "programs", "place": found, "program": found, "board": _board(request, [found])}
    return render(request, "dashboards/program.html", context | {"leads": found.may_lead(request.user)})


@require_safe
def organization_board(request, pk):
    """All programs together, for who leads them all or looks over them all."""
    found = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not found.may_see_activity(request.user):
        raise PermissionDenied
    context = {"room": "programs", "place": found, "board": _board(request, found.programs.all())}
    context["programs"] = board.programs(request.user, found)
    across = [each.role for each in request.memberships if each.organization_id == found.pk and not each.program_id]
    context["leads"] = Role.LEADER in across
    return render(request, "dashboards/program.html", context)


@require_safe
def took_place(request, pk, stage, kind=Program):
    place, programs = _led(request, kind, pk)
    page = rows_of.took_place(programs, stage, _months(request), request.GET.get("page"))
    return _behind(request, place, "took_place", page, words=Cycle.Stage(stage).label)


@require_safe
def who_led(request, pk, kind=Program):
    place, programs = _led(request, kind, pk)
    asked = [request.GET.get(name, "") for name in ("first", "last", "page")]
    rows = rows_of.who_led(programs, _months(request), *asked)
    return _behind(request, place, "who_led", rows.page, rows=rows)


@require_safe
def steps_agreed(request, pk, kind=Program):
    place, programs = _led(request, kind, pk)
    asked = [request.GET.get(name, "") for name in ("became", "page")]
    return _behind(request, place, "steps_agreed", rows_of.next_steps(programs, _months(request), *asked))


def _led(request, kind, pk):
    """(the program or organization, its programs) behind whose figures she may look: she leads there."""
    place = get_object_or_404(kind.objects.visible_to(request.user), pk=pk)
    if not place.may_lead(request.user):
        raise PermissionDenied
    return place, [place] if kind is Program else place.programs.all()


def _behind(request, place, template, page, **more):
    board_of = "program" if isinstance(place, Program) else "organization_board"
    context = {"room": "programs", "place": place, "months": _months(request), "page": page}
    context["board"] = reverse(board_of, args=[place.pk])
    return render(request, f"dashboards/{template}.html", context | more)


@require_safe
def release_path(request, pk):
    """Lesson by lesson, for the pair alone: a leader reads each cycle, and no chart of one person."""
    pairs = Partnership.objects.visible_to(request.user).with_people().select_related("program")
    pair = get_object_or_404(pairs, pk=pk)
    if not pair.includes(request.user):
        raise PermissionDenied
    path = led.of_pair(pair, request.user)
    context = {"room": "cycles", "pair": pair, "path": path, "key": zip(SupportLevel, path.words, strict=True)}
    return render(request, "dashboards/release_path.html", context)


def _board(request, programs):
    return board.of(programs, _months(request), by_lesson=request.GET.get("along") == "lesson")


def _months(request):
    """How far back the address asks to look; a figure nobody offered is none."""
    asked = request.GET.get("months", "")
    return int(asked) if asked in ("3", "6", "12") else activity.MONTHS_SHOWN


@require_safe
@never_cache
def films(request, pk):
    found = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not found.may_lead(request.user):
        raise PermissionDenied
    context = {"room": "programs", "organization": found, "films": film_figures.of(found)}
    return render(request, "dashboards/films.html", context)


@require_safe
def hours(request):
    ledger = _ledger(request)
    page = Paginator(ledger.rows, ledger_of.A_PAGE).get_page(request.GET.get("page"))
    context = {"room": "programs", "ledger": ledger, "page": page, "kinds": Contact.Kind}
    context["programs"] = ledger_of.by_program(page)
    return render(request, "dashboards/hours.html", context)


@require_safe
def hours_file(request, ending):
    ledger = _ledger(request)
    content_type, write = HOURS_FILES[ending]
    disposition = {"Content-Disposition": f'attachment; filename="hours.{ending}"'}
    return HttpResponse(write(ledger), content_type=content_type, headers=disposition)


def _ledger(request):
    """For so many `months`, and perhaps one `program`, as the address says."""
    if not Program.objects.reached_by(request.user, Role.LEADER, Role.PARTNER).exists():
        raise PermissionDenied
    asked = request.GET.get("months", "")
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 3 and int(asked) else ledger_of.MONTHS_SHOWN
    try:
        program = UUID(request.GET["program"]) if request.GET.get("program") else None
    except ValueError:
        raise Http404 from None
    return ledger_of.of(request.user, number, program)


HOURS_FILES = {
    "csv": ("text/csv; charset=utf-8", ledger_of.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ledger_of.as_xlsx),
}


@require_safe
@never_cache
def paper(request, pk):
    cycle = _readable_cycle(request, pk)
    return render(request, "dashboards/paper.html", on_paper.of(cycle, request.user, request.GET))


@require_safe
@never_cache
def paper_pdf(request, pk):
    cycle = _readable_cycle(request, pk)
    try:
        content = on_paper.as_pdf(on_paper.of(cycle, request.user, request.GET), request)
    except on_paper.NoPdf:
        messages.error(request, _("This site cannot make PDFs. Print the page with your browser instead."))
        return redirect(reverse("paper", args=[pk], query=request.GET))
    name = slugify(cycle.title) or "cycle"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _readable_cycle(request, pk):
    return get_object_or_404(Cycle.objects.visible_to(request.user).for_page(), pk=pk)
