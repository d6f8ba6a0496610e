"""All that the review room shows to one person, in a number of queries that does not grow with what there is."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cycles.models import PreConference
from cycles.support import SupportLevel
from media_review import clock, feedback, lanes, sharing
from media_review.forms.annotations import AnnotationForm
from media_review.models import Annotation, Recording
from rubrics.models import Criterion

NO_ID = "00000000-0000-0000-0000-000000000000"


def recordings():
    """Recordings with what the room says about them, to be narrowed by `visible_to`."""
    pair = ("cycle__partnership__coach", "cycle__partnership__coachee", "cycle__partnership__program")
    return Recording.objects.select_related(
        "uploader", "cycle__edition", "cycle__lesson", "cycle__pre_conference", *pair
    )


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see. They stand in the address, so that a view of the feedback can be sent on."""

    kind: str = ""
    focus: bool = False
    open: bool = False

    @classmethod
    def of(cls, query):
        kind = query.get("kind", "")
        return cls(kind if kind in Annotation.Kind.values else "", "focus" in query, "open" in query)

    def hides(self, card):
        return (
            bool(self.kind and card.kind != self.kind)
            or (self.focus and not card.is_focus)
            or (self.open and not card.is_open)
        )


@dataclass
class Criteria:
    """The criteria of the cycle's edition as choices; those the pair agreed to look at come first."""

    focus: set = field(default_factory=set)
    groups: list = field(default_factory=list)
    levels: list = field(default_factory=list)


def criteria_of(recording):
    """Two queries: the criteria with their domains, and their levels."""
    if recording.cycle is None:
        return Criteria()
    chosen = PreConference.focus.through.objects.filter(
        preconference__cycle=recording.cycle_id, criterion=OuterRef("pk")
    )
    rows = (
        Criterion.objects.filter(domain__edition=recording.cycle.edition_id)
        .select_related("domain")
        .prefetch_related("levels")
        .annotate(is_focus=Exists(chosen))
    )
    criteria, domains = Criteria(), {}
    for row in rows:
        if row.is_focus:
            criteria.focus.add(row.pk)
            domains.setdefault(_("Our focus"), []).append((row.pk, row.name))
        else:
            domains.setdefault(row.domain.name, []).append((row.pk, row.name))
        criteria.levels.append((row.name, [(level.pk, str(level)) for level in row.levels.all()]))
    criteria.groups = sorted(domains.items(), key=lambda group: group[0] != _("Our focus"))
    return criteria


class Room:
    """A recording as one person sees it."""

    modules = [
        f"media_review/{name}.js"
        for name in ("lesson-player", "annotation-track", "feedback-list", "annotation-form", "refusals")
    ]

    def __init__(self, recording, user, query=None):
        self.recording, self.user = recording, user
        self.filters = Filters.of(query or {})
        self.cycle = recording.cycle

    @cached_property
    def words(self):
        """What cards say, looked up once and not a thousand times."""
        return {
            "draft": _("Draft, only you"),
            "edited": _("edited"),
            "focus": _("our focus"),
            "taken_back": _("Taken back by its author."),
            "became_step": _("became a next step"),
            "reply": _("Reply"),
            "make_step": _("Make a next step"),
            "edit": _("Edit"),
            "change_reply": _("Edit your reply"),
        }

    @cached_property
    def cycle_address(self):
        return reverse("cycles:detail", args=[self.cycle.pk]) if self.cycle else ""

    @cached_property
    def criteria(self):
        return criteria_of(self.recording)

    @cached_property
    def cards(self):
        """Feedback she may see, in the order of the film, each with its replies and what a card says about it."""
        return self._dressed(self._rows)

    def card(self, pk):
        """One of them, for a fragment."""
        return self._dressed(self._rows.filter(Q(pk=pk) | Q(parent=pk)))[0]

    def address_of(self, pk):
        return reverse("media_review:room", args=[self.recording.pk]) + f"#f-{pk}"

    @property
    def may_share(self):
        return self.recording.may_share(self.user)

    @cached_property
    def may_make_steps(self):
        return self.cycle is not None and self.cycle.partnership.may_start_cycle(self.user)

    @cached_property
    def watchers(self):
        return sharing.who_can_watch([self.recording])[self.recording.pk]

    @property
    def audience(self):
        """Who can watch, as a sentence; also who will read feedback once it is shared."""
        names = get_text_list([person.short_name for person in self.watchers], _("and"))
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

    @property
    def balance(self):
        return feedback.balance(self.drafts, self.criteria.focus)

    @cached_property
    def goals(self):
        return list(self.cycle.pre_conference.goals.all()) if self.cycle else []

    @cached_property
    def focus_names(self):
        return [name for title, group in self.criteria.groups for pk, name in group if pk in self.criteria.focus]

    @cached_property
    def leads(self):
        """The lane of agreed support levels, and the same in words."""
        segments = list(self.cycle.segments.all()) if self.cycle else []
        return lanes.who_leads(segments, self.recording.duration_ms or 0)

    @property
    def agreed(self):
        """The levels agreed on, in their order, as a few words."""
        *first, last = [str(SupportLevel(stretch.level).label) for stretch in self.leads[0]] or [""]
        return _("%(first)s, then %(last)s") % {"first": ", ".join(first), "last": last} if first else last

    @property
    def sound(self):
        return lanes.sound_path(self.recording.peaks)

    @cached_property
    def form(self):
        return AnnotationForm(recording=self.recording, initial={"id": uuid.uuid4(), "start": 0}).offer(self.criteria)

    @property
    def _rows(self):
        related = ("author", "criterion", "level", "next_step")
        return self.recording.annotations.visible_to(self.user).select_related(*related)

    def _dressed(self, rows):
        # One address for all: resolving three of them for each of a thousand cards is what takes the time of a page.
        address = reverse("media_review:annotation", args=[NO_ID])
        cards, by_id = [], {}
        for row in rows:
            row.recording = self.recording
            row.replies_here = []
            row.address = address.replace(NO_ID, str(row.pk))
            by_id[row.pk] = row
            if row.parent_id is None:
                cards.append(row)
        for row in by_id.values():
            if row.parent_id in by_id:
                by_id[row.parent_id].replies_here.append(row)
        for card in by_id.values():
            self._say_about(card)
        return cards

    def _say_about(self, card):
        card.is_mine = card.author_id == self.user.pk
        card.is_focus = card.criterion_id in self.criteria.focus
        card.is_open = not card.replies_here and card.next_step_id is None and not card.is_taken_back
        card.when = clock.stretch(card.start_ms, card.end_ms)
        card.is_hidden = self.filters.hides(card)
        card.may_become_step_here = card.takes_answers and card.next_step_id is None and self.may_make_steps
        card.replies_here.sort(key=lambda reply: reply.created_at)
