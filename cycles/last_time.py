"""What a pair takes over from its last cycle, so that it plans only what is new. Words are never taken over."""

from cycles.models import Answer, Segment


def last_of(pair):
    """The latest cycle of the pair, or None."""
    return pair.cycles.select_related("pre_conference", "edition__rubric").order_by("-number").first()


def take_over(cycle, last):
    """Segments begin at the level the pair came to, prompts wait for new answers; a focus fits its own edition."""
    pre, before = cycle.pre_conference, last.pre_conference
    type(pre).objects.filter(pk=pre.pk).update(way=before.way, kind=before.kind, ages=before.ages)
    type(cycle.lesson).objects.filter(cycle=cycle).update(kind=before.kind)
    Segment.objects.bulk_create(
        Segment(
            cycle=cycle,
            position=segment.position,
            name=segment.name,
            minutes=segment.minutes,
            agreed_level=segment.actual_level or segment.agreed_level,
        )
        for segment in last.segments.all()
    )
    Answer.objects.bulk_create(
        Answer(pre_conference=pre, core_issue=answer.core_issue, prompt=answer.prompt, picked=answer.picked)
        for answer in before.answers.all()
    )
    if cycle.edition_id == last.edition_id:
        pre.focus.set(before.focus.all())
