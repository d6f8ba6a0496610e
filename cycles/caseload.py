"""A coach's caseload: with whom she is where, and whose turn it is before too much time goes by."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Prefetch, Q, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles import lines
from cycles.contacts import coached_by
from cycles.models import Contact, Cycle, Partnership, active_participants

Stage = Cycle.Stage
# So many days are usual in a stage, and between two cycles; after two thirds of them it is due soon.
CADENCE_DAYS = {Stage.PRE_CONFERENCE: 14, Stage.LESSON: 14, Stage.POST_CONFERENCE: 7}
BETWEEN_CYCLES_DAYS = 28


@dataclass(frozen=True)
class Row:
    """One partnership. `order` sorts those that wait longest, beyond what is usual, first."""

    pair: Partnership
    cycle: Cycle | None
    days: int
    usual: int
    stage_words: str
    date_words: str
    last_contact: date | None
    steps_open: int
    steps_late: int

    @property
    def is_overdue(self):
        return self.days > self.usual and not self.is_planned

    @property
    def is_due_soon(self):
        return 3 * self.days >= 2 * self.usual and not (self.is_overdue or self.is_planned)

    @property
    def is_planned(self):
        """There is a day for what comes next, and it is still to come."""
        if self.cycle is None or self.cycle.next_date is None:
            return False
        moment = self.cycle.next_date
        return (localdate(moment) if hasattr(moment, "hour") else moment) >= localdate()

    @property
    def order(self):
        return (not self.is_overdue, not self.is_due_soon, self.usual - self.days)

    @property
    def state_words(self):
        if self.is_planned:
            return _("Planned")
        if self.is_overdue:
            late = self.days - self.usual
            return ngettext("Overdue by %(n)d day", "Overdue by %(n)d days", late) % {"n": late}
        return _("Due soon") if self.is_due_soon else _("On its way")


def rows(user):
    """[Row] of the partnerships in which she coaches and that go on. Four queries."""
    today = localdate()
    latest = Cycle.objects.filter(partnership=OuterRef("pk")).order_by("-number")
    late = Q(cycles__steps_agreed__due__lt=today)
    is_open = Q(cycles__steps_agreed__done_at=None, cycles__steps_agreed__let_go_at=None)
    pairs = (
        coached_by(user)
        .filter(ended_at=None)
        .select_related("coach", "coachee", "program", "classroom")
        .annotate(
            closed_at=Subquery(latest.values("closed_at")[:1]),
            steps_open=Count("cycles__steps_agreed", filter=is_open, distinct=True),
            steps_late=Count("cycles__steps_agreed", filter=is_open & late, distinct=True),
        )
        .prefetch_related(
            Prefetch("cycles", Cycle.objects.open().select_related(*Stage.values), to_attr="open_cycles"),
            active_participants(),
        )
    )
    met = dict(
        Contact.objects.filter(partnership__in=coached_by(user)).values_list("partnership").annotate(Max("held_on"))
    )
    return sorted((_row(pair, met.get(pair.pk), today) for pair in pairs), key=lambda row: row.order)


def _row(pair, met, today):
    same = {"pair": pair, "last_contact": met, "steps_open": pair.steps_open, "steps_late": pair.steps_late}
    if not pair.open_cycles:
        since = localdate(pair.closed_at) if pair.closed_at else pair.started_on
        words = _("Between two cycles") if pair.closed_at else _("No cycle yet")
        return Row(
            cycle=None, days=(today - since).days, usual=BETWEEN_CYCLES_DAYS, stage_words=words, date_words="", **same
        )
    cycle = pair.open_cycles[0]
    cycle.partnership = pair
    return Row(
        cycle=cycle,
        days=cycle.days_in_stage,
        usual=CADENCE_DAYS[cycle.stage],
        stage_words=lines.stage_words(cycle),
        date_words=lines.date_words(cycle),
        **same,
    )
