"""Is coaching happening, and does it help? Counts of what took place in programs: never content, never one person."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachcycle.accounts.models import Program, Role
from coachcycle.dashboards import activity, cadence, kept, release, seen
from coachcycle.dashboards.activity import Stage
from coachcycle.dashboards.cadence import Cadence
from coachcycle.dashboards.groups import SMALLEST_GROUP
from coachcycle.dashboards.kept import Kept
from coachcycle.dashboards.numbers import spelled
from coachcycle.dashboards.release import Share
from coachcycle.dashboards.seen import Seen
from cycles.release import Chart
from cycles.support import SupportLevel

NOTICEABLE = 5  # percent points; less than that is no change worth a headline


@dataclass(frozen=True)
class ProgramLine:
    pk: str
    name: str
    people_words: str
    cycles_words: str


@dataclass(frozen=True)
class TookPlace:
    stage: str
    name: str
    this_month: int
    in_all: int


@dataclass(frozen=True)
class Board:
    """Without `took_place` too few people are coached: any figure would be one person's."""

    period: str
    month: str
    since: str
    months: int
    is_by_lesson: bool = False
    lead: str = ""
    took_place: tuple[TookPlace, ...] = ()
    cadence: Cadence | None = None
    shares: tuple[Share, ...] = ()
    chart: Chart | None = None
    chart_says: str = ""
    key: tuple[tuple[str, str], ...] = ()
    levels_heading: str = ""
    kept: Kept | None = None
    days_to_feedback: int | None = None
    seen: tuple[Seen, ...] = ()
    asks: tuple[str, ...] = ()


def programs(user, organization=None):
    """The programs whose activity she may see, perhaps of one organization only. One query."""
    paired = Q(partnerships__ended_at=None)
    found = Program.objects.reached_by(user, Role.LEADER, Role.PARTNER)
    if organization is not None:
        found = found.filter(organization=organization)
    rows = found.annotate(people=Count("partnerships__coachee", filter=paired, distinct=True)).annotate(
        cycles=Count("partnerships__cycles", filter=Q(partnerships__cycles__closed_at=None), distinct=True)
    )
    return [_program_line(program) for program in rows]


def _program_line(program):
    if program.people < SMALLEST_GROUP:
        return ProgramLine(str(program.pk), program.name, _("Fewer than three people are coached here."), "")
    cycles = ngettext("%(n)d cycle under way", "%(n)d cycles under way", program.cycles) % {"n": program.cycles}
    people = _("%(n)d people are coached") % {"n": program.people}
    return ProgramLine(str(program.pk), program.name, people, cycles)


def of(programs, number=activity.MONTHS_SHOWN, by_lesson=False):
    """Everything on the page of a program, or of several, for so many months. Nine queries, however much took place.

    Who leads is shown along the months, or along the lessons of each pair.
    """
    today = localdate()
    months = activity.months(today, number)
    frame = {
        "period": _("%(first)s to %(last)s") % {"first": date_format(months[0], "F"), "last": date_format(today, "F")},
        "month": date_format(today, "F"),
        "since": _("Since %(month)s") % {"month": date_format(months[0], "M")},
        "months": number,
        "is_by_lesson": by_lesson,
    }
    coached = activity.coached(programs)
    events = activity.events(programs, months[0], today)
    recent = [event for event in events if event.day >= months[0]]
    if len({row.person for row in coached} | {event.person for event in recent}) < SMALLEST_GROUP:
        return Board(**frame)
    taught = release.taught(programs, months, today)
    over_time = release.by_month(taught, months)
    shares = release.by_lesson(taught) if by_lesson else over_time
    met = cadence.of(coached, events, months[0], today)
    steps = kept.of(programs, months[0])
    return Board(
        **frame,
        lead=" ".join(filter(None, [cadence.sentence(met), _release_sentence(over_time)])),
        took_place=_took_place(recent, today.replace(day=1)),
        cadence=met,
        shares=tuple(shares),
        chart=release.chart(shares),
        chart_says=_chart_says(shares),
        key=tuple((level.value, capfirst(level.label)) for level in SupportLevel),
        levels_heading=_levels_heading(over_time),
        kept=steps,
        days_to_feedback=seen.days_to_feedback(programs, months[0]),
        seen=tuple(seen.by_criterion(programs, months[0])),
        asks=tuple(_asks(programs, met, steps)),
    )


def _took_place(events, month):
    lines = [
        (_("Pre-conferences"), Stage.PRE_CONFERENCE),
        (_("Lessons"), Stage.LESSON),
        (_("Post-conferences"), Stage.POST_CONFERENCE),
    ]
    counts = [
        TookPlace(
            kind,
            name,
            sum(event.kind == kind and event.day >= month for event in events),
            sum(event.kind == kind for event in events),
        )
        for name, kind in lines
    ]
    lately = sum(event.minutes for event in events if event.day >= month)
    hours = TookPlace("", _("Hours in conference"), round(lately / 60), round(sum(e.minutes for e in events) / 60))
    return (*counts, hours)


def _chart_says(shares):
    if len(shares) < 2:
        return ""
    first, last = shares[0], shares[-1]
    parts = [
        _("%(level)s goes from %(before)d to %(after)d percent")
        % {"level": capfirst(level.label), "before": before, "after": after}
        for level, before, after in zip(SupportLevel, first.actual, last.actual, strict=True)
    ]
    return _("From %(first)s to %(last)s: %(parts)s.") % {
        "first": first.label,
        "last": last.label,
        "parts": "; ".join(parts),
    }


def _led(share):
    return share.actual[-1]


def _levels_heading(shares):
    change = _led(shares[-1]) - _led(shares[0]) if shares else 0
    if change >= NOTICEABLE:
        return _("Educators lead more")
    return _("Coaches lead more again") if change <= -NOTICEABLE else _("Who leads")


def _release_sentence(shares):
    if not shares:
        return ""
    if len(shares) < 2:
        return _("Educators lead %(now)d percent of what is coached.") % {"now": _led(shares[0])}
    words = {"now": _led(shares[-1]), "then": _led(shares[0]), "month": shares[0].name}
    return _("Educators now lead %(now)d percent of what is coached; in %(month)s it was %(then)d.") % words


def _asks(programs, met, steps):
    """What a leader may want to ask about, in counts."""
    without_date = cadence.conferences_without_date(programs)
    if without_date:
        number = {"n": spelled(without_date)}
        yield (
            ngettext(
                "%(n)s conference has had no date for a week.",
                "%(n)s conferences have had no date for a week.",
                without_date,
            )
            % number
        )
    for line in met.slow if met else ():
        yield _("%(name)s: half of the conferences come later than %(days)d days after the lesson.") % {
            "name": line.name,
            "days": cadence.SOON_ENOUGH_DAYS,
        }
    if steps and steps.late:
        yield ngettext("%(n)s next step is past its date.", "%(n)s next steps are past their dates.", steps.late) % {
            "n": spelled(steps.late)
        }
