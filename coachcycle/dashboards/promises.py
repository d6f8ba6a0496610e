"""Next steps: what the reader promised, and what was promised to her, each with the moment that caused it."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Case, F, Prefetch, Q, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coachcycle.accounts.models import Program
from coachcycle.dashboards.days import A_WEEK, due_words
from coachcycle.dashboards.feedback import moment
from coachcycle.dashboards.rows import Chapter, Need, Promise
from cycles.models import NextStep, asked_once
from media_review.models import Annotation, StepEvidence

DONE_SHOWN = 30
A_PAGE = 50
NEEDS_SHOWN = 20
HERS, OTHERS, NOBODYS = range(3)


def _with_moments(steps, user):
    """With those of their moments whose film she may watch. Two queries."""
    moments = Annotation.objects.visible_to(user).select_related("recording").order_by("start_ms")
    pairs = ("cycle__partnership", "carried_into__partnership")
    people = ("owner", *(f"{pair}__{side}" for pair in pairs for side in ("coach", "coachee")))
    seen = Prefetch("moments", queryset=moments, to_attr="seen_moments")
    return steps.found_by(user).select_related(*people).prefetch_related(seen)


def of_her_pairs(user):
    """Also those that another coach handed over to her."""
    return _with_moments(NextStep.objects.held_by(user), user)


def of_her_programs(user):
    hers = NextStep.objects.visible_to(user).filter(cycle__partnership__program__in=Program.objects.led_by(user))
    return _with_moments(hers, user)


def needs(user, today):
    """Her own steps that are late or due within a week, and those of her pairs whose day to look at them has come."""
    due = Q(owner=user, due__lt=today + timedelta(days=A_WEEK))
    steps = of_her_pairs(user).open().filter(due | Q(check_on__lte=today)).in_pairs_that_go_on()
    first = list(steps.order_by(F("due").asc(nulls_last=True), "created_at")[: NEEDS_SHOWN + 1])
    found = [_look_again(step, today) if step.is_to_be_looked_at else _need(step, user, today) for step in first]
    return found if len(found) <= NEEDS_SHOWN else [*found[:NEEDS_SHOWN], _more()]


def _more():
    return Need(
        heading=_("More next steps are waiting"),
        sentence=_("Those that have waited longest stand here. All of them have a page of their own."),
        when="",
        act=_("See all next steps"),
        url=reverse("next_steps"),
    )


def _look_again(step, today):
    return Need(
        heading=step.text,
        sentence=_("You two wanted to look at it again. How does it go?"),
        when=due_words(step.check_on, today),
        act=_("Say how it goes"),
        url=reverse("cycles:edit_step", args=[step.pk]) + "#look-h",
        due=step.check_on,
        is_late=step.check_on < today,
        moment=next((moment(annotation) for annotation in step.seen_moments), None),
    )


def _need(step, user, today):
    words, cycle = {"name": step.home.partnership.other(user).short_name}, step.cycle_for(user)
    sentence = _("You promised this to %(name)s in %(cycle)s.") if cycle else _("You promised this to %(name)s.")
    return Need(
        heading=step.text,
        sentence=sentence % (words | {"cycle": cycle.title} if cycle else words),
        when=due_words(step.due, today),
        act=_("Mark as done"),
        url=reverse("cycles:finish_step", args=[step.pk]),
        due=step.due,
        is_late=step.due < today,
        is_post=True,
        moment=next((moment(annotation) for annotation in step.seen_moments), None),
    )


def mine(user, number=None):
    """(a page of the open steps, [Chapter]): hers, her partners', those nobody has taken, and those done last."""
    side = Case(When(owner=user, then=HERS), When(owner=None, then=NOBODYS), default=OTHERS)
    with asked_once(user):
        page, waiting, done = _rows(of_her_pairs(user).annotate(side=side), user, number, "side")
    return page, _chapters(
        (_("You promised"), [step for step in waiting if step.is_hers]),
        (_("Promised to you"), [step for step in waiting if step.owner and not step.is_hers]),
        (_("Not taken yet"), [step for step in waiting if not step.owner]),
        (_("Done"), done),
    )


def of_program(user, number=None):
    with asked_once(user):
        page, waiting, done = _rows(of_her_programs(user), user, number)
    return page, _chapters(
        (_("Late"), [step for step in waiting if step.is_late]),
        (_("Open"), [step for step in waiting if not step.is_late]),
        (_("Done"), done),
    )


def _chapters(*chapters):
    return [Chapter(heading, promises) for heading, promises in chapters if promises]


def _rows(steps, user, number, *before):
    """(page, open, done): a page of the open ones, by date; of the done ones the latest."""
    today = localdate()
    evidence = StepEvidence.objects.visible_to(user).select_related("recording").order_by("start_ms")
    steps = steps.prefetch_related(Prefetch("evidence", queryset=evidence, to_attr="seen_evidence"))
    waiting = steps.open().order_by(*before, F("due").asc(nulls_last=True), "created_at", "pk")
    page = Paginator(waiting, A_PAGE).get_page(number)
    done = steps.filter(done_at__isnull=False).order_by("-done_at")[:DONE_SHOWN]
    return page, *([_promise(step, user, today) for step in some] for some in (page, done))


def _promise(step, user, today):
    cycle, partnership = step.cycle_for(user), step.home.partnership
    is_hers = step.owner_id == user.pk and partnership.ended_at is None
    return Promise(
        pk=str(step.pk),
        text=step.text,
        owner=step.owner.short_name if step.owner else "",
        is_hers=step.owner_id == user.pk,
        pair=str(partnership),
        cycle=cycle.title if cycle else "",
        url=cycle.get_absolute_url() if cycle else "",
        due=step.due,
        due_words=due_words(step.due, today) if step.due else _("No date yet"),
        is_late=step.is_overdue,
        done_words=date_format(localdate(step.done_at), "MONTH_DAY_FORMAT") if step.done_at else "",
        how_we_will_know=step.how_we_will_know,
        may_finish=is_hers and step.done_at is None,
        moments=tuple(moment(annotation) for annotation in step.seen_moments),
        evidence=tuple(moment(evidence) for evidence in step.seen_evidence),
    )
