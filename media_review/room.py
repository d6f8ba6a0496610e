"""All that the review room shows to one person, in a number of queries that does not grow with what there is."""

import uuid

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cycles.models import Cycle
from cycles.support import SupportLevel
from media_review import feedback, lanes, sharing
from media_review.cards import Dresser, Filters, criteria_of
from media_review.forms.annotations import AnnotationForm
from media_review.models import Recording


def recordings():
    """Recordings with what the room says about them, to be narrowed by `visible_to`."""
    pair = ("cycle__partnership__coach", "cycle__partnership__coachee", "cycle__partnership__program")
    return Recording.objects.select_related(
        "uploader", "cycle__edition", "cycle__lesson", "cycle__pre_conference", *pair
    )


class Room:
    """A recording as one person sees it."""

    modules = [
        f"media_review/{name}.js"
        for name in ("lesson-player", "annotation-track", "feedback-list", "annotation-form", "refusals")
    ]

    def __init__(self, recording, user, query=None):
        self.recording, self.user = recording, user
        self.filters = Filters.of(query or {})

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

    @cached_property
    def criteria(self):
        return criteria_of(self.cycle)

    def whole(self):
        """Read all feedback at once, for a page: the cards in the order of the film, and which are drafts."""
        rows = list(self.recording.annotations.visible_to(self.user))
        self.drafts = [row for row in rows if row.is_draft]
        self.cards = self._dresser(self.watchers).cards(rows)
        return self

    def card(self, pk):
        """One of them, for a fragment."""
        rows = self.recording.annotations.visible_to(self.user).filter(Q(pk=pk) | Q(parent=pk))
        return self._dresser([self.user]).cards(rows)[0]

    def _dresser(self, people):
        return Dresser(self.user, self.criteria, self.filters, self.may_make_steps, people)

    def address_of(self, pk):
        return reverse("media_review:room", args=[self.recording.pk]) + f"#f-{pk}"

    @property
    def may_share(self):
        return self.recording.may_share(self.user)

    @cached_property
    def may_make_steps(self):
        cycle = self.recording.cycle
        return cycle is not None and cycle.partnership.may_edit(self.user)

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
