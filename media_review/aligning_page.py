"""The page on which a live observation finds its film: which films there are, and where its feedback would stand."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _

from media_review import aligning, clock
from media_review.models import Annotation
from media_review.offsets import on_clock, placed
from media_review.room import Room

WORDS_SHOWN = 80


@dataclass(frozen=True)
class Mark:
    """A piece of feedback by the clock of the observation, and by the film as the offset stands now."""

    pk: str
    kind: str
    word: str
    clock_ms: int
    clock_end_ms: int | None
    start_ms: int
    end_ms: int | None
    when: str
    words: str
    is_draft: bool


class AligningPage:
    modules = [f"media_review/{name}.js" for name in ("lesson-player", "annotation-track", "film-aligner")]

    def __init__(self, observation, films, user, chosen=None):
        """`chosen` is the id of a film as it was sent; without one it is the film set before, or the only one."""
        self.observation, self.user = observation, user
        self.films = list(films.order_by("-created_at").select_related("uploader", "cycle"))
        chosen = str(observation.film_id or chosen)
        named = [film for film in self.films if str(film.pk) == chosen]
        self.film = next(iter(named or (self.films if len(self.films) == 1 else [])), None)

    @property
    def is_set(self):
        return self.observation.film_id is not None

    @cached_property
    def reach(self):
        return aligning.reach(self.observation, self.film)

    @property
    def refusal(self):
        return "" if self.is_set or self.film is None else self.reach.refusal

    @property
    def readers(self):
        return get_text_list([person.short_name for person in self.reach.readers], _("and"))

    @cached_property
    def room(self):
        """The film's, for its player."""
        return Room(self.film, self.user)

    @cached_property
    def marks(self):
        rows = Annotation.objects.visible_to(self.user).filter(parent=None, taken_back_at=None)
        mine = {"observed_in": self.observation} if self.is_set else {"recording": self.observation}
        return [self._mark(row) for row in rows.filter(**mine)]

    def offer(self, form):
        """Begin with what is set, or with the film and the clock beginning together."""
        if not form.is_bound:
            form.initial = {"film": self.film, "begins": self.observation.offset_ms or 0}
        return form

    def _mark(self, row):
        offset, length = (self.observation.offset_ms or 0), self.film.duration_ms
        times, remembered = (row.start_ms, row.end_ms), (row.observed_start_ms, row.observed_end_ms)
        clocked = on_clock(times, remembered, offset, length) if self.is_set else on_clock(times, remembered)
        start_ms, end_ms = placed(clocked, offset, length)
        return Mark(
            pk=str(row.pk),
            kind=row.kind,
            word=str(row.get_kind_display()),
            clock_ms=clocked[0],
            clock_end_ms=clocked[1],
            start_ms=start_ms,
            end_ms=end_ms,
            when=clock.clock(max(0, clocked[0])),
            words=Truncator(row.gist).chars(WORDS_SHOWN),
            is_draft=row.is_draft,
        )
