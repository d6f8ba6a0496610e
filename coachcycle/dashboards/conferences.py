"""Open cycles: what each asks of the reader, and the line in which it stands under way."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coachcycle.dashboards.days import A_WEEK, day_of, due_words, near, since
from coachcycle.dashboards.rows import Need
from cycles.lines import line
from cycles.models import Cycle

DAYS_TO_WRITE_DOWN = 2  # after a conference or a lesson, before the page calls it late

Stage = Cycle.Stage


def open_cycles(user):
    """The reader's own open cycles, whichever part she has in them. Two queries: which, and what is shown of them."""
    saved_by = [f"{stage}__saved_by" for stage in Stage.values]
    hers = Cycle.objects.open().held_by(user).filter(partnership__ended_at=None).values_list("pk", flat=True)
    return list(
        Cycle.objects.filter(pk__in=list(hers)).for_list().select_related(*saved_by).order_by("stage_entered_at")
    )


def needs(cycles, user, today):
    return [need for cycle in cycles if (need := _need(cycle, user, today))]


def _need(cycle, user, today):
    """Prepare what comes within a week, write down what has been, and find a date before a week is lost."""
    date = cycle.next_date
    if date is None:
        return _find_a_date(cycle, user, today) if cycle.days_in_stage >= A_WEEK else None
    if day_of(date) < today:
        return _write_down(cycle, user, today)
    if day_of(date) - today < timedelta(days=A_WEEK) and cycle.stage != Stage.LESSON:
        return _prepare(cycle, user, today)
    return None


def _find_a_date(cycle, user, today):
    heading = {
        Stage.PRE_CONFERENCE: _("Find a date for the pre-conference with %(name)s"),
        Stage.LESSON: _find_a_day(cycle.partnership),
        Stage.POST_CONFERENCE: _("Find a date for the post-conference with %(name)s"),
    }[cycle.stage]
    return _line(cycle, user, heading, act=_("Find a date"), when=since(cycle.stage_entered_at, today))


def _find_a_day(partnership):
    if partnership.coaches_a_leader:
        return _("Find a date for the session with %(name)s")
    return _("Find a date for the lesson with %(name)s")


def _say_how_it_went(partnership):
    if partnership.coaches_a_leader:
        return _("Write down how the session with %(name)s went")
    return _("Write down how the lesson with %(name)s went")


def _write_down(cycle, user, today):
    heading = {
        Stage.PRE_CONFERENCE: _("Write down what you and %(name)s agreed on"),
        Stage.LESSON: _say_how_it_went(cycle.partnership),
        Stage.POST_CONFERENCE: _("Write down what comes next for you and %(name)s"),
    }[cycle.stage]
    due = day_of(cycle.next_date) + timedelta(days=DAYS_TO_WRITE_DOWN)
    when = due_words(due, today) if due < today else since(cycle.next_date, today)
    return _line(cycle, user, heading, act=_("Write it down"), when=when, due=due, is_late=due < today)


def _prepare(cycle, user, today):
    heading = {
        Stage.PRE_CONFERENCE: _("Prepare the pre-conference with %(name)s"),
        Stage.POST_CONFERENCE: _("Prepare the post-conference with %(name)s"),
    }[cycle.stage]
    return _line(cycle, user, heading, act=_("Prepare"), when=near(cycle.next_date, today), due=day_of(cycle.next_date))


def _line(cycle, user, heading, **row):
    name = cycle.partnership.other(user).short_name
    sentence = _("%(title)s.") % {"title": cycle.title}
    note = _note(cycle, user)
    return Need(
        heading=heading % {"name": name},
        sentence=f"{sentence} {note}" if note else sentence,
        url=reverse("cycles:detail", args=[cycle.pk]),
        **row,
    )


def _note(cycle, user):
    """What the other one has done meanwhile, or waits for."""
    partnership = cycle.partnership
    if cycle.stage == Stage.POST_CONFERENCE and not cycle.post_conference.reflection.strip():
        if user.pk == partnership.coachee_id:
            return _("Your own view comes first.")
        return _("%(name)s writes first, and has not yet.") % {"name": partnership.coachee.short_name}
    record = cycle.record
    if record.saved_by_id and record.saved_by_id != user.pk:
        words = {"name": record.saved_by.short_name, "day": near(localdate(record.saved_at), localdate())}
        return _("%(name)s wrote in it last: %(day)s.") % words
    return ""


def under_way(cycles, user):
    return [line(cycle, _name(cycle, user)) for cycle in cycles]


def _name(cycle, user):
    return _("%(name)s, %(title)s") % {"name": cycle.partnership.other(user).short_name, "title": cycle.title}
