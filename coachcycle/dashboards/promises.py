"""Next steps: what the reader promised, and what was promised to her, each with the moment that caused it."""

from datetime import timedelta

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coachcycle.accounts.models import Program
from coachcycle.dashboards.days import A_WEEK, due_words
from coachcycle.dashboards.feedback import moment
from coachcycle.dashboards.rows import Chapter, Need, Promise
from cycles.models import NextStep, Partnership
from media_review.models import Annotation

DONE_SHOWN = 30


def steps_seen_by(user):
    """The steps she may know of, with those of their moments whose film she may watch. Two queries."""
    moments = Annotation.objects.visible_to(user).select_related("recording").order_by("start_ms")
    people = ("owner", "cycle__partnership__coach", "cycle__partnership__coachee")
    return (
        NextStep.objects.visible_to(user)
        .select_related(*people)
        .prefetch_related(Prefetch("moments", queryset=moments, to_attr="seen_moments"))
    )


def of_her_pairs(user):
    return steps_seen_by(user).filter(cycle__partnership__in=Partnership.objects.held_by(user))


def of_her_programs(user):
    return steps_seen_by(user).filter(cycle__partnership__program__in=Program.objects.led_by(user))


def needs(user, today):
    """Her own steps that are late or due within a week."""
    soon = of_her_pairs(user).open().filter(owner=user, due__lt=today + timedelta(days=A_WEEK))
    return [_need(step, user, today) for step in soon.filter(cycle__partnership__ended_at=None)]


def _need(step, user, today):
    cycle = step.cycle
    words = {"name": cycle.partnership.other(user).short_name, "cycle": cycle.title}
    return Need(
        heading=step.text,
        sentence=_("You promised this to %(name)s in %(cycle)s.") % words,
        when=due_words(step.due, today),
        act=_("Mark as done"),
        url=reverse("cycles:finish_step", args=[step.pk]),
        due=step.due,
        is_late=step.due < today,
        is_post=True,
        moment=next((moment(annotation) for annotation in step.seen_moments), None),
    )


def mine(user):
    """[Chapter]: hers, her partners', those nobody has taken, and those done last."""
    waiting, done = _rows(of_her_pairs(user), user)
    return _chapters(
        (_("You promised"), [step for step in waiting if step.is_hers]),
        (_("Promised to you"), [step for step in waiting if step.owner and not step.is_hers]),
        (_("Not taken yet"), [step for step in waiting if not step.owner]),
        (_("Done"), done),
    )


def of_program(user):
    waiting, done = _rows(of_her_programs(user), user)
    return _chapters(
        (_("Late"), [step for step in waiting if step.is_late]),
        (_("Open"), [step for step in waiting if not step.is_late]),
        (_("Done"), done),
    )


def _chapters(*chapters):
    return [Chapter(heading, promises) for heading, promises in chapters if promises]


def _rows(steps, user):
    """(open, done): the open ones by date, those without a date last; of the done ones the latest."""
    today = localdate()
    waiting = steps.open().order_by(F("due").asc(nulls_last=True), "created_at")
    done = steps.filter(done_at__isnull=False).order_by("-done_at")[:DONE_SHOWN]
    return [_promise(step, user, today) for step in waiting], [_promise(step, user, today) for step in done]


def _promise(step, user, today):
    partnership = step.cycle.partnership
    is_hers = step.owner_id == user.pk and partnership.ended_at is None
    return Promise(
        pk=str(step.pk),
        text=step.text,
        owner=step.owner.short_name if step.owner else "",
        is_hers=step.owner_id == user.pk,
        pair=str(partnership),
        cycle=step.cycle.title,
        url=reverse("cycles:detail", args=[step.cycle_id]),
        due=step.due,
        due_words=due_words(step.due, today) if step.due else _("No date yet"),
        is_late=step.is_overdue,
        done_words=date_format(localdate(step.done_at), "MONTH_DAY_FORMAT") if step.done_at else "",
        how_we_will_know=step.how_we_will_know,
        may_finish=is_hers and step.done_at is None,
        moments=tuple(moment(annotation) for annotation in step.seen_moments),
    )
