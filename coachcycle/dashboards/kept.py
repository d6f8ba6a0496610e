"""Are next steps kept? Counts of those agreed in a period, and the bar that shows them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachcycle.dashboards.days import midnight
from coachcycle.dashboards.groups import SMALLEST_GROUP
from cycles.models import NextStep

IN_TIME, LATER, OPEN = "in-time", "later", "still-open"


@dataclass(frozen=True)
class Part:
    """A stretch of the bar; `x` and `width` in percent."""

    name: str
    words: str
    x: str
    width: str


@dataclass(frozen=True)
class Kept:
    in_time: int
    later: int
    still_open: int
    late: int  # of those still open
    parts: tuple[Part, ...]

    @property
    def agreed(self):
        return self.in_time + self.later + self.still_open

    @property
    def most_are_kept(self):
        return 2 * (self.in_time + self.later) > self.agreed


def of(programs, start):
    """None where the steps of the period belong to too few pairs to count. One query."""
    rows = agreed_since(programs, start).values_list("cycle__partnership__coachee", "due", "done_at")
    if len({row[0] for row in rows}) < SMALLEST_GROUP:
        return None
    today = localdate()
    counts = Counter(became(due, done_at) for _coachee, due, done_at in rows)
    late = sum(done_at is None and due is not None and due < today for _coachee, due, done_at in rows)
    return Kept(counts[IN_TIME], counts[LATER], counts[OPEN], late, _parts(counts))


def agreed_since(programs, start):
    """Those that the pairs have let go count nowhere."""
    steps = NextStep.objects.filter(cycle__partnership__program__in=programs, created_at__gte=midnight(start))
    return steps.filter(let_go_at=None)


def became(due, done_at):
    """IN_TIME, LATER or OPEN."""
    if done_at is None:
        return OPEN
    return IN_TIME if due is None or localdate(done_at) <= due else LATER


def that_became(steps, what):
    """Those of which `became` says so; a word it does not know is said of none."""
    in_time = Q(due=None) | Q(done_at__date__lte=F("due"))
    done = steps.exclude(done_at=None)
    kinds = {OPEN: steps.filter(done_at=None), IN_TIME: done.filter(in_time), LATER: done.exclude(in_time)}
    return kinds.get(what, steps.none())


def words(due, done_at):
    """Of one step, what became of it."""
    what = became(due, done_at)
    if what == OPEN:
        return _("open") if due is None or due >= localdate() else _("open, past its date")
    return _("done in time") if what == IN_TIME else _("done later")


def _parts(counts):
    said = {
        IN_TIME: ngettext("%(n)d in time", "%(n)d in time", counts[IN_TIME]),
        LATER: ngettext("%(n)d later", "%(n)d later", counts[LATER]),
        OPEN: ngettext("%(n)d open", "%(n)d open", counts[OPEN]),
    }
    parts, before, agreed = [], 0, counts.total()
    for name, words_of_it in said.items():
        number = counts[name]
        x, width = 100 * before / agreed, 100 * number / agreed
        parts.append(Part(name, words_of_it % {"n": number}, f"{x:.2f}%", f"{width:.2f}%"))
        before += number
    return tuple(parts)
