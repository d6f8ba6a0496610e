"""What a pair will talk about: putting feedback on the agenda of a cycle's post-conference, in an order, and off it.

Each act holds the cycle's row, so two who act at once act one after the other, and nobody acts on a closed cycle.
"""

from contextlib import contextmanager, suppress

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.utils.text import get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle
from media_review.feedback import Refused, write
from media_review.models import AgendaItem, Annotation, Debrief, Response, StepEvidence


def talkable(cycle):
    """Shared feedback on the cycle's films that all who take part can see at this moment."""
    feedback = Annotation.objects.filter(
        recording__cycle=cycle, parent=None, shared_at__isnull=False, taken_back_at=None
    )
    for person in cycle.partnership.people:
        feedback = feedback.filter(pk__in=Annotation.objects.visible_to(person).values("pk"))
    return feedback


def asked_for(cycle):
    """What somebody answered with "let's talk", and what is not on the agenda; the first of the film first."""
    asked = Response.objects.filter(annotation=OuterRef("pk"), kind=Response.Kind.TALK)
    on_it = AgendaItem.objects.filter(annotation=OuterRef("pk"), cycle=cycle)
    return talkable(cycle).filter(Exists(asked), ~Exists(on_it)).select_related("recording", "author")


def counts(cycle, person):
    """{"number": how many she sees, "discussed": how many of them were talked about}"""
    items = AgendaItem.objects.visible_to(person).filter(cycle=cycle)
    return items.aggregate(number=Count("pk"), discussed=Count("discussed_at"))


def marked(rows, cycle_id):
    """Feedback with `on_agenda`, `discussed_at` and `shows_step`, without another query."""
    items = AgendaItem.objects.filter(annotation=OuterRef("pk"), cycle=cycle_id)
    shows = StepEvidence.objects.filter(annotation=OuterRef("pk"))
    return rows.annotate(
        on_agenda=Exists(items),
        discussed_at=Subquery(items.order_by().values("discussed_at")),  # a cycle has each of them once
        shows_step=Exists(shows),
    )


def put(annotation, by):
    """At the end of the agenda; doing it twice is doing it once. Raises Refused."""
    cycle = annotation.recording.cycle
    with held(cycle):
        if not talkable(cycle).filter(pk=annotation.pk).exists():
            raise Refused(_why_not(annotation, cycle))
        last = cycle.agenda.order_by("-position").values_list("position", flat=True).first()
        place = 0 if last is None else last + 1
        item, _is_new = cycle.agenda.get_or_create(annotation=annotation, defaults={"position": place, "added_by": by})
        tell(cycle, annotation.pk)
    return item


def put_all_asked_for(cycle, by):
    """Everything somebody wants to talk about. Returns how many are new."""
    with held(cycle):
        new = list(asked_for(cycle))
        for annotation in new:
            annotation.recording.cycle = cycle
            put(annotation, by)
    return len(new)


def take_off(cycle, annotation_pk):
    """Off the agenda. What was noted of it stays in the post-conference."""
    with held(cycle):
        cycle.agenda.filter(annotation=annotation_pk).delete()
        tell(cycle, annotation_pk)


def listen(annotation, person, *, wants):
    """ "Let's talk" puts feedback on the agenda by itself, where there is one that takes it.

    Taking that back takes it off again, unless somebody else has put it there, or something came of it.
    """
    cycle = annotation.recording.cycle
    if cycle is None or not cycle.partnership.includes(person):
        return
    with suppress(Refused):
        if wants:
            put(annotation, person)
        elif not annotation.responses.filter(kind=Response.Kind.TALK).exists():
            untouched = cycle.agenda.filter(added_by=person, discussed_at=None, note="", point=None)
            if untouched.filter(annotation=annotation).exists():
                take_off(cycle, annotation.pk)


def move(item, by, places):
    """Past so many of those the mover sees: -1 is one up. At either end it stays where it is."""
    with held(item.cycle):
        seen = list(item.cycle.agenda.visible_to(by).values_list("pk", flat=True))
        if item.pk not in seen:
            return
        here = seen.index(item.pk)
        there = min(max(here + places, 0), len(seen) - 1)
        order = [pk for pk in item.cycle.agenda.values_list("pk", flat=True) if pk != item.pk]
        if there != here:
            order.insert(order.index(seen[there]) + (there > here), item.pk)
            for position, pk in enumerate(order):
                AgendaItem.objects.filter(pk=pk).exclude(position=position).update(position=position)
            tell(item.cycle)


def discuss(item, is_discussed):
    """Tick it, or take the tick away. Ticking twice keeps the first moment."""
    with held(item.cycle):
        items = AgendaItem.objects.filter(pk=item.pk)
        if is_discussed:
            items.filter(discussed_at=None).update(discussed_at=now())
        else:
            items.update(discussed_at=None)
        tell(item.cycle, item.annotation_id)


def _why_not(annotation, cycle):
    feedback = Annotation.objects.filter(pk=annotation.pk)
    blind = [person for person in cycle.partnership.people if not feedback.visible_to(person).exists()]
    if not blind:
        return _("This is not on a film of this cycle any more.")
    names = get_text_list([person.short_name for person in blind], _("and"))
    return ngettext(
        "%(names)s does not see this yet, so it cannot be on your common agenda.",
        "%(names)s do not see this yet, so it cannot be on your common agenda.",
        len(blind),
    ) % {"names": names}


@contextmanager
def held(cycle):
    """A transaction that holds the cycle's row. Raises Refused when the cycle is closed."""
    with transaction.atomic():
        if not Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk).is_open:
            raise Refused(_("This cycle is closed: what the two of you talked about stays as it is."))
        yield


def tell(cycle, *changed):
    """Pages that show the agenda look again; and so do rooms, at the cards that look different now."""
    Debrief.objects.get_or_create(cycle_id=cycle.pk)
    Debrief.objects.filter(cycle=cycle).update(agenda_version=F("agenda_version") + 1)
    write(Annotation.objects.filter(pk__in=changed))
