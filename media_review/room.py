"""All that the review room shows to one person, in a number of queries that does not grow with what there is."""

import uuid
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cycles.models import Cycle, Partnership
from cycles.support import SupportLevel
from media_review import agenda, drafts, lanes, laying, objecting, own_view, sharing, spoken, stretches
from media_review.cards import Dresser, criteria_of
from media_review.changes import Cursor
from media_review.forms.annotations import new_feedback
from media_review.forms.filters import FilterForm
from media_review.forms.laying import LayingForm
from media_review.live_room import ClockOfRoom
from media_review.models import Annotation, Recording, Response


def recordings(reader=None):
    """Recordings with what the room says about them, to be narrowed by `visible_to`.

    For a reader who is named, also whether she is a partner in the cycle: then her room need not ask.
    """
    pair = (
        "cycle__partnership__coach",
        "cycle__partnership__coachee",
        "cycle__partnership__program",
        "cycle__partnership__saved_by",
    )
    beside = ("cycle__edition", "cycle__lesson", "cycle__pre_conference", "transcript__by", "laid__saved_by")
    has_observations = Exists(Recording.objects.filter(film=OuterRef("pk")))
    found = Recording.objects.annotate(has_observations=has_observations)
    found = found.select_related("uploader", *beside, *pair).defer("transcript__cues")
    if reader is None:
        return found
    held = Partnership.objects.held_by(reader).filter(pk=OuterRef("cycle__partnership"), ended_at=None)
    return found.annotate(reader_is_partner=Exists(held))


class Room:
    """A recording as one person sees it."""

    def __init__(self, recording, user, query=None):
        self.recording, self.user = recording, user
        self.query = query or {}
        self.seen = []  # which stretches of the film, as `playback.log_opening` answers

    @cached_property
    def cycle(self):
        """Its cycle, if she may see that: who may watch a film need not know what a pair planned and agreed on."""
        cycle = self.recording.cycle
        if cycle is None or self.may_make_steps or Cycle.objects.visible_to(self.user).filter(pk=cycle.pk).exists():
            return cycle
        return None

    @cached_property
    def cycle_address(self):
        return reverse("cycles:detail", args=[self.cycle.pk]) if self.cycle else ""

    @property
    def asking_for_acts(self):
        """The address of this page, as it is filtered, but for a card's id: what can be done with that card."""
        return "?" + urlencode(self.filter.kept | {"acts": ""})

    @cached_property
    def criteria(self):
        return criteria_of(self.cycle)

    def whole(self):
        """Read all feedback at once, for a page: the cards as the address filters and sorts them, and the drafts."""
        asked_at = now()
        self.rows = list(self._feedback())
        cards = [(row.pk, row.changed_at) for row in self.rows if not row.parent_id]
        self.cursor = Cursor.of(cards, asked_at, self.laid.version)
        self.drafts = [row for row in self.rows if row.is_draft and not row.is_private]
        responses = Response.objects.filter(annotation__recording=self.recording)
        dresser = self._dresser(self.watchers)
        cards = dresser.cards(self.rows, responses)
        self.filter = self._filter(dresser.authors)
        filters = self.filter.filters
        for card in cards:
            card["hidden"] = " hidden" if filters.hides(card) else ""
        self.cards = filters.order(cards)
        return self

    def forget(self):
        """Its page is made. Django's context holds itself, and so the room: a thousand rows and cards would live on
        until Python next looks for what does, and make it look at every third page."""
        self.rows = self.cards = self.drafts = []

    def part(self, changed):
        """Some of the cards, by their ids, for a page that shows the rest."""
        rows = self._feedback().filter(Q(pk__in=changed) | Q(parent__in=changed))
        self.cards = self._dresser([self.user]).cards(rows, Response.objects.filter(annotation__in=changed))
        return self

    def _feedback(self):
        return self._marked(Annotation.objects.said_on(self.recording, self.user))

    def _marked(self, rows):
        return spoken.marked(agenda.marked(rows, self.recording.cycle_id))

    def _dresser(self, people):
        may_talk = self.may_make_steps and self.recording.cycle.is_open
        loops = self.recording.is_watchable
        return Dresser(self.user, self.criteria, self.may_make_steps, people, may_talk, loops)

    def _filter(self, people):
        return FilterForm(
            self.query,
            reader=self.user,
            people=people,
            criteria=self.criteria,
            cycle=self.cycle,
            is_pair=self.may_make_steps,
        )

    @property
    def shown(self):
        """How many cards the filters let through."""
        return sum(not card["hidden"] for card in self.cards)

    def address_of(self, pk):
        return reverse("media_review:room", args=[self.recording.pk]) + f"#f-{pk}"

    @property
    def may_share(self):
        return self.recording.may_share(self.user)

    @cached_property
    def may_object(self):
        return self.recording.may_object(self.user)

    @cached_property
    def wish(self):
        """That of somebody of the group, told to her whose film it is: a pair's film asks nothing."""
        pair = self.recording.cycle and self.recording.cycle.partnership
        return objecting.wish(self.recording) if self.may_share and pair is not None and pair.name else ""

    @cached_property
    def may_caption(self):
        return self.recording.is_captioned_by(self.user)

    @cached_property
    def may_make_steps(self):
        cycle, known = self.recording.cycle, getattr(self.recording, "reader_is_partner", None)
        return cycle is not None and (cycle.partnership.may_edit(self.user) if known is None else known)

    @cached_property
    def clock(self):
        """Of a live observation; None for a film."""
        return ClockOfRoom(self) if self.recording.is_live else None

    @property
    def script(self):
        return "media_review/live-room.js" if self.clock else "media_review/room.js"

    @cached_property
    def observations(self):
        """Observations of hers that have found their film here: where they begin can be corrected."""
        return list(self.recording.observations.filter(uploader=self.user)) if self.recording.has_observations else []

    @cached_property
    def own_view(self):
        """What she is told while her own view comes first; None for who is not asked for it."""
        return own_view.of(self.recording, self.user)

    @cached_property
    def may_ask_for_own_view(self):
        return self.may_make_steps and self.recording.cycle.partnership.is_coach(self.user)

    @property
    def can_still_ask(self):
        """What was read already cannot wait: see `own_view.ask`, which knows of co-coaches too."""
        return all(row.is_draft or row.author_id != self.user.pk for row in self.rows)

    @property
    def coached(self):
        """Whose own view it is, in a word or two."""
        pair = self.recording.cycle.partnership
        return pair.name or pair.coachee.short_name

    @cached_property
    def watchers(self):
        return sharing.who_can_watch([self.recording])[self.recording.pk]

    @property
    def audience(self):
        """Who can watch, as a sentence; also who will read feedback once it is shared."""
        names = get_text_list([person.short_name for person in self.watchers], _("and"))
        if self.recording.is_live:
            return _("%(names)s can read.") % {"names": names} if len(self.watchers) > 1 else _("Only you can read.")
        if len(self.watchers) > 1:
            return _("%(names)s can watch.") % {"names": names}
        return _("Only you can watch.") if self.watchers == [self.user] else _("Only %s can watch.") % names

    @property
    def readers(self):
        """Who else will read what she shares, in words; empty when nobody will."""
        return get_text_list([person.short_name for person in self.watchers if person != self.user], _("and"))

    @cached_property
    def drafts(self):
        return list(self.recording.annotations.drafts_of(self.user))

    @cached_property
    def draft_cards(self):
        """Those she may choose among, in the order of the film."""
        rows = self._marked(self.recording.annotations.drafts_of(self.user))
        return self._dresser([self.user]).cards(rows, Response.objects.none())

    @cached_property
    def share_address(self):
        return reverse("media_review:share_feedback", args=[self.recording.pk])

    @property
    def balance(self):
        return drafts.balance(self.drafts, self.criteria.focus)

    @cached_property
    def goals(self):
        return list(self.cycle.pre_conference.goals.all()) if self.cycle else []

    @cached_property
    def focus_names(self):
        return [name for title, group in self.criteria.groups for pk, name in group if pk in self.criteria.focus]

    @cached_property
    def segments(self):
        return laying.segments(self.recording, self.cycle) if self.cycle else []

    @cached_property
    def laid(self):
        """Where the pair laid the lesson along this film."""
        return laying.held(self.recording)

    @cached_property
    def stretches(self):
        """Which part of the lesson lies where in the film."""
        starts = laying.starts(self.segments)
        return stretches.along(self.segments, self.recording.duration_ms or 0, starts, self.laid.ends_ms)

    @cached_property
    def leads(self):
        """The lane of agreed support levels, and the same in words."""
        return lanes.who_leads(self.stretches, self.recording.duration_ms, lambda segment: segment.agreed_level)

    @cached_property
    def led(self):
        """The lane of what happened; empty until the pair has said so of any part."""
        if not any(stretch.segment.actual_level for stretch in self.stretches):
            return [], ""
        return lanes.who_leads(self.stretches, self.recording.duration_ms, lambda segment: segment.actual_level)

    @property
    def chapters(self):
        """The parts of the lesson, as (name, from_ms, to_ms)."""
        return lanes.chapters(self.stretches)

    @cached_property
    def parts(self):
        """The same, as places in the film to go to."""
        return lanes.parts(self.stretches, self.recording.duration_ms)

    @property
    def may_lay(self):
        """As `laying.may_lay` says, of somebody who is watching."""
        return bool(
            self.may_make_steps and self.recording.is_watchable and self.recording.duration_ms and self.segments
        )

    @cached_property
    def laying_form(self):
        return self.new_laying_form(None)

    def new_laying_form(self, data):
        beside = {"segments": self.segments, "stretches": self.stretches, "laid": self.laid}
        return LayingForm(data, recording=self.recording, **beside)

    @property
    def watched(self):
        """Which parts of the film she has watched herself."""
        return lanes.watched(self.seen, self.recording.duration_ms)

    @property
    def agreed(self):
        """The levels agreed on, in the order of the plan, as a few words."""
        runs = [level for level, _run in groupby(segment.agreed_level for segment in self.segments)]
        *first, last = [str(SupportLevel(level).label) for level in runs] or [""]
        return _("%(first)s, then %(last)s") % {"first": ", ".join(first), "last": last} if first else last

    @property
    def agreement(self):
        """The pair with what it agreed on, for who may see the cycle."""
        return self.cycle and self.cycle.partnership

    @property
    def sound(self):
        return lanes.sound_path(self.recording.peaks)

    @cached_property
    def form(self):
        initial = {"id": uuid.uuid4(), "start": 0, "moved": self.recording.start_moved_ms}
        return new_feedback(self.recording)(recording=self.recording, initial=initial).offer(self.criteria)
