"""The film of a lesson that was seen live has come: one offset moves all feedback to it, may be corrected, and undone.

Feedback keeps its id and address, its author, its replies and answers, its next step, and whether it is shared. What
changes is who may read it: those who can watch the film, instead of those who can read the observation. Nobody comes to
read in this way what was not shared with her, and nobody loses it: see ADR 12.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachcycle.accounts.models import User
from media_review import sharing
from media_review.models import Annotation, Recording
from media_review.models.annotations import awaiting_own_view
from media_review.observing import put, save_places
from media_review.offsets import is_where_put, on_clock, outside


class Refused(Exception):
    """It cannot be done; the words say why, and what would help."""


@dataclass(frozen=True)
class Reach:
    """Who would read the same feedback in another place."""

    readers: list
    gains: list  # would read there what is shared, and cannot now
    left_out: list  # could no longer read it, and ought to
    awaited: list  # are asked for their own view first, here and not there, and have left none
    is_said: bool  # some of it is shared

    @property
    def refusal(self):
        """Why it may not move; empty when it may."""
        if self.left_out:
            words = _(
                "%(names)s can read this now, and could not see it there. Let the same people see both: share the one"
                " with them too, or take the share of the other back."
            )
            return words % {"names": _names(self.left_out)}
        if self.awaited and self.is_said:
            words = _(
                "%(names)s should note first what they see themselves, and have not yet: there it would be open to them"
                " at once. Ask the same there, or let it be open here."
            )
            return words % {"names": _names(self.awaited)}
        if self.gains and self.is_said:
            words = _(
                "%(names)s could then read what was never shared with them. Let the same people see both: share this"
                " with them too, or have the share of the other taken back."
            )
            return words % {"names": _names(self.gains)}
        return ""


@dataclass(frozen=True)
class Moved:
    """How much of what its mover can read went, and how much of that lies outside the film or was placed by hand."""

    pieces: int
    before: int
    after: int
    by_hand: int

    def __str__(self):
        pieces, before, after, by_hand = self.pieces, self.before, self.after, self.by_hand
        counted = [
            (pieces, ngettext("%d piece stands on the film.", "%d pieces stand on the film.", pieces)),
            (before, ngettext("%d is from before it begins.", "%d are from before it begins.", before)),
            (after, ngettext("%d is from after it ends.", "%d are from after it ends.", after)),
            (by_hand, ngettext("%d stays where it was put by hand.", "%d stay where they were put by hand.", by_hand)),
        ]
        return " ".join(words % number for number, words in counted if number)


def films_for(observation, user):
    """Films of the same lesson that she can watch."""
    films = Recording.objects.visible_to(user).filter(state__in=Recording.WATCHABLE)
    return films.filter(cycle__isnull=False, cycle=observation.cycle_id)


def reach(observation, film):
    """Whom its feedback would reach on the film. Everybody who reads it now shall go on reading it."""
    return _reach(observation, film, observation.annotations.all())


@transaction.atomic
def align(observation, film, offset_ms, *, by):
    """Let the observation's clock begin at `offset_ms` of the film: for the first time, or corrected. Raises Refused.

    What somebody placed by hand on the film stays where she put it.
    """
    held = _held(observation)
    if held.film_id not in (None, film.pk):
        raise Refused(_("This feedback stands on another film. Take it back from there first."))
    here, there = _roots(held.annotations), _observed(held)
    if here or held.film is None:
        _judge(reach(held, film))
    rows = here + [row for row in there if _stands(row, held)]
    stay = [row for row in there if not _stands(row, held)]
    for row in rows:
        clock = on_clock(_times(row), _remembered(row)) if row.recording_id == held.pk else _remembered(row)
        row.recording, row.observed_in = film, held
        put(row, clock, offset_ms, film.duration_ms)
    save_places(rows)
    Recording.objects.filter(pk=held.pk).update(film=film, offset_ms=offset_ms)
    return _told(rows, stay, film, offset_ms, by)


@transaction.atomic
def undo(observation):
    """Everything goes back to the observation, at the times of its clock. Raises Refused."""
    held = _held(observation)
    if held.film is None:
        return
    feedback = Annotation.objects.filter(Q(observed_in=held) | Q(parent__observed_in=held), recording=held.film)
    writers = User.objects.filter(pk__in=feedback.values("author"))
    _judge(_reach(held.film, held, feedback, asked=writers))
    rows = _observed(held)
    for row in rows:
        clock = on_clock(_times(row), _remembered(row), held.offset_ms, held.film.duration_ms)
        row.recording, row.observed_in = held, None
        put(row, clock)
    save_places(rows)
    Recording.objects.filter(pk=held.pk).update(film=None, offset_ms=None)


def _held(observation):
    return Recording.objects.select_for_update(of=("self",)).select_related("film").get(pk=observation.pk)


def _judge(reach):
    if reach.refusal:
        raise Refused(reach.refusal)


def _reach(here, there, feedback, asked=None):
    """`asked` are those who ought to go on reading; by default all who read it now."""
    able = sharing.who_can_watch([here, there])
    before, after = able[here.pk], able[there.pk]
    return Reach(
        readers=after,
        gains=[person for person in after if person not in before],
        awaited=[person for person in after if _awaits(here, person) and not _awaits(there, person)],
        left_out=[person for person in before if person not in after and (asked is None or person in asked)],
        is_said=feedback.filter(shared_at__isnull=False, taken_back_at=None).exists(),
    )


def _awaits(recording, person):
    asked = recording.asks_for_own_view
    return asked and awaiting_own_view(person).filter(pk=recording.pk).exists()


def _roots(annotations):
    return list(annotations.filter(parent=None).select_for_update())


def _observed(held):
    """What stands on its film."""
    return _roots(Annotation.objects.filter(observed_in=held, recording=held.film))


def _stands(row, held):
    return is_where_put(_times(row), _remembered(row), held.offset_ms, held.film.duration_ms)


def _times(row):
    return row.start_ms, row.end_ms


def _remembered(row):
    return row.observed_start_ms, row.observed_end_ms


def _told(rows, stay, film, offset_ms, by):
    """In figures, for whoever moved it: of others' drafts she does not even learn that they are."""
    seen = [row for row in rows if not row.is_draft or row.author_id == by.pk]
    by_hand = [row for row in stay if not row.is_draft or row.author_id == by.pk]
    sides = Counter(outside(_remembered(row), offset_ms, film.duration_ms) for row in seen)
    return Moved(len(seen) + len(by_hand), before=sides[-1], after=sides[1], by_hand=len(by_hand))


def _names(people):
    return get_text_list([str(person) for person in people], _("and"))
