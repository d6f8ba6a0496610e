"""Support levels are negotiated: what a save changed in them is written down, with who and when."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from cycles import support
from cycles.models import LevelChange, Segment

About = LevelChange.About


@contextmanager
def noted(cycle, by):
    """Within it, levels of the cycle's segments may change."""
    before = _levels(cycle)
    yield
    LevelChange.objects.bulk_create(
        LevelChange(segment_id=pk, about=about, was=before.get((pk, about), ""), became=became, by=by)
        for (pk, about), became in _levels(cycle).items()
        if became != before.get((pk, about), "")
    )


def _levels(cycle):
    """{(id of a segment, what about): level}"""
    rows = Segment.objects.filter(cycle=cycle).values_list("pk", "agreed_level", "actual_level")
    return {(pk, about): level for pk, *levels in rows for about, level in zip(About, levels, strict=True)}


@dataclass(frozen=True)
class Line:
    """One change, in the pair's words; `was` and `became` are empty where nothing was said."""

    segment: str
    is_agreed: bool
    was: str
    became: str
    by: str
    at: datetime


def told(cycle):
    """[Line] in the order of time. One query."""
    words = dict(support.choices(cycle.partnership.coaches_a_leader))
    return [
        Line(
            change.segment.name,
            change.about == About.AGREED,
            words.get(change.was, ""),
            words.get(change.became, ""),
            change.by.short_name,
            change.at,
        )
        for change in LevelChange.objects.filter(segment__cycle=cycle).select_related("segment", "by")
    ]
