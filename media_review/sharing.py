"""Who can watch a recording: choosing it, taking it back, and saying it in words wherever the recording is shown."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from coachcycle.accounts.models import Membership
from cycles.models import Partnership, active_participants
from media_review import clock
from media_review.models import Annotation, Recording, Share, StepEvidence


@dataclass(frozen=True)
class Card:
    """A recording as a list shows it to one person."""

    recording: Recording
    audience: str
    is_mine: bool
    parts: tuple = ()  # of the lesson that a pair laid along it: see `laying.with_parts`


@dataclass(frozen=True)
class Moment:
    """Where in which film a next step came from."""

    recording_id: UUID
    second: int
    words: str


@transaction.atomic
def choose(recording, *, by, partnership):
    """Share with this partnership and nobody else; with None, with nobody at all."""
    for share in recording.shares.active():
        if partnership is None or share.partnership_id != partnership.pk:
            share.stop()
    if partnership is not None:
        recording.share(by=by, partnership=partnership)


def cards(recordings, viewer):
    recordings = list(recordings)
    watching = who_can_watch(recordings)
    return [
        Card(
            recording,
            audience=in_words(watching[recording.pk], viewer, is_live=recording.is_live),
            is_mine=recording.uploader_id == viewer.pk,
        )
        for recording in recordings
    ]


def in_words(people, viewer, is_live=False):
    others = [str(person) for person in people if person != viewer]
    if not others:
        return _("Only you can read it.") if is_live else _("Only you can watch it.")
    sentence = _("%(people)s can read it.") if is_live else _("%(people)s can watch it.")
    return sentence % {"people": get_text_list([_("You"), *others], _("and"))}


def who_can_watch(recordings):
    """{recording's id: people}, the uploader first: exactly those whom `visible_to` lets in at this moment."""
    shares = list(_with_people(Share.objects.active().filter(recording__in=recordings)))
    named = {recording.uploader for recording in recordings} | {who for share in shares for who in _named(share)}
    memberships = defaultdict(list)
    for membership in Membership.objects.active().filter(user__in=named):
        memberships[membership.user_id].append(membership)
    people, known = {recording.pk: {} for recording in recordings}, {each.pk: each for each in recordings}
    for recording in recordings:
        if _belongs(recording, memberships[recording.uploader_id]):
            people[recording.pk][recording.uploader] = None
    for share in shares:
        share.recording = known[share.recording_id]
        reached = (person for person in _named(share) if _reaches(share, memberships[person.pk]))
        people[share.recording_id].update(dict.fromkeys(reached))
    return {pk: list(who) for pk, who in people.items()}


def active_shares(recording):
    """[(share, whom it lets in)]"""
    return [(share, names(share)) for share in _with_people(recording.shares.active())]


def names(share):
    """Whom this share lets in besides whoever uploaded the film."""
    return get_text_list(
        [str(person) for person in _named(share) if person.pk != share.recording.uploader_id], _("and")
    )


def moments_by_step(steps, viewer):
    """{next step's id: {"because": the moments it came from, "shown": those that show it done}}, as far as `viewer`
    may see them, in the order of the films."""
    found = defaultdict(lambda: {"because": [], "shown": []})
    feedback = Annotation.objects.visible_to(viewer).filter(next_step__in=steps)
    for each in feedback.order_by("recording__created_at", "start_ms"):
        found[each.next_step_id]["because"].append(_moment(each))
    evidence = StepEvidence.objects.visible_to(viewer).filter(step__in=steps)
    for each in evidence.order_by("recording__created_at", "start_ms"):
        found[each.step_id]["shown"].append(_moment(each))
    return dict(found)


def _moment(each):
    return Moment(each.recording_id, each.start_ms // 1000, clock.stretch(each.start_ms, each.end_ms))


def _with_people(shares):
    shares = shares.select_related("person", "partnership__program", "partnership__coach", "partnership__coachee")
    return shares.prefetch_related(active_participants("partnership__participants"))


def _named(share):
    return [share.person] if share.partnership is None else share.partnership.people_since(share.shared_at)


def _belongs(recording, memberships):
    return any(membership.organization_id == recording.organization_id for membership in memberships)


def _reaches(share, memberships):
    """What `visible_to` asks of a person, for one share and her active memberships."""
    if not _belongs(share.recording, memberships):
        return False
    if share.partnership is None:
        return True
    program = share.partnership.program
    return share.partnership.ended_at is None and any(
        membership.program_id == program.pk
        or (membership.program_id is None and membership.organization_id == program.organization_id)
        for membership in memberships
        if membership.role in Partnership.ROLES
    )
