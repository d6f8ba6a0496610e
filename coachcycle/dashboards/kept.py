"""Are next steps kept? Counts of those agreed in a period, and the bar that shows them."""

from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import ngettext

from coachcycle.dashboards.groups import SMALLEST_GROUP
from cycles.models import NextStep


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
    steps = NextStep.objects.filter(cycle__partnership__program__in=programs, created_at__date__gte=start)
    rows = list(steps.filter(let_go_at=None).values_list("cycle__partnership__coachee", "due", "done_at"))
    if len({person for person, _due, _done in rows}) < SMALLEST_GROUP:
        return None
    today = localdate()
    done = [(due, localdate(done_at)) for _person, due, done_at in rows if done_at]
    still_open = [due for _person, due, done_at in rows if not done_at]
    in_time = sum(due is None or day <= due for due, day in done)
    late = sum(due is not None and due < today for due in still_open)
    counts = (in_time, len(done) - in_time, len(still_open))
    return Kept(*counts, late, _parts(counts))


def _parts(counts):
    words = (
        ngettext("%(n)d in time", "%(n)d in time", counts[0]),
        ngettext("%(n)d later", "%(n)d later", counts[1]),
        ngettext("%(n)d open", "%(n)d open", counts[2]),
    )
    parts, before = [], 0
    for name, number, said in zip(("in-time", "later", "still-open"), counts, words, strict=True):
        x, width = 100 * before / sum(counts), 100 * number / sum(counts)
        parts.append(Part(name, said % {"n": number}, f"{x:.2f}%", f"{width:.2f}%"))
        before += number
    return tuple(parts)
