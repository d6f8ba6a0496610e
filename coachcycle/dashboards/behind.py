"""The rows behind a figure of a board: what took place when, for leaders, who read these cycles anyway."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate

from coachcycle.dashboards import activity
from cycles.models import Cycle


@dataclass(frozen=True)
class Line:
    url: str
    title: str
    pair: str
    day: str


def took_place(program, stage, months):
    """[Line] of that stage, the latest first. Four queries."""
    today = localdate()
    start = activity.months(today, months)[0]
    held = [event for event in activity.events([program], start, today) if event.kind == stage and event.day >= start]
    cycles = Cycle.objects.with_people().in_bulk([event.cycle for event in held])
    lines = sorted(((event.day, cycles[event.cycle]) for event in held), key=lambda line: line[0], reverse=True)
    return [
        Line(cycle.get_absolute_url(), cycle.title, str(cycle.partnership), date_format(day)) for day, cycle in lines
    ]
