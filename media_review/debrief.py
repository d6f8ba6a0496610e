"""The page on which a pair talks through its agenda: each item a clip, in large type, as one of the two sees it."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property

from media_review import agenda, clock, drawing, spoken
from media_review.cards import link_name
from media_review.models import AgendaItem, Annotation, Debrief, Recording

# What is shown around a moment; a range is shown as it is.
BEFORE_MS, AFTER_MS = 4_000, 6_000
FIRST_WORDS = 80


def clip(start_ms, end_ms, length_ms):
    """(from, to): the stretch of the film that is played; always of some length, and within the film if it is known."""
    begin, end = (start_ms, end_ms) if end_ms else (max(0, start_ms - BEFORE_MS), start_ms + AFTER_MS)
    if length_ms:
        end = min(end, length_ms)
        begin = min(begin, max(0, end - BEFORE_MS)) if end - begin < 1 else begin
    return begin, max(end, begin + 1)


class Page:
    """The agenda of a cycle for one of those who take part. `wanted` is the item the address asks for."""

    def __init__(self, cycle, user, wanted=""):
        self.cycle, self.user, self.wanted = cycle, user, wanted

    @cached_property
    def pieces(self):
        """What she sees of it, in order."""
        items = AgendaItem.objects.visible_to(self.user).filter(cycle=self.cycle).select_related("point", "saved_by")
        answers = Annotation.objects.visible_to(self.user).filter(shared_at__isnull=False, taken_back_at=None)
        said = spoken.marked(Annotation.objects.select_related(*WITH)).prefetch_related(
            Prefetch("replies", spoken.marked(answers.order_by("created_at")).select_related("author"), "answers")
        )
        return [Piece(item, self) for item in items.prefetch_related(Prefetch("annotation", said))]

    @cached_property
    def seen_by_all(self):
        """Ids of what each of the others sees, too: a question for each of them."""
        others = (person for person in self.cycle.partnership.people if person != self.user)
        seen = (AgendaItem.objects.visible_to(person).filter(cycle=self.cycle) for person in others)
        return set.intersection(*(set(items.values_list("pk", flat=True)) for items in seen))

    @cached_property
    def resting(self):
        """How many she does not see just now: their films are not shared with her any more."""
        return self.cycle.agenda.count() - len(self.pieces)

    @cached_property
    def current(self):
        """The item asked for; else the first that was not talked about, else the first."""
        asked = (piece for piece in self.pieces if piece.pk == self.wanted)
        waiting = (piece for piece in self.pieces if not piece.item.is_discussed)
        return next(asked, None) or next(waiting, None) or next(iter(self.pieces), None)

    @property
    def place(self):
        return self.pieces.index(self.current) + 1

    @property
    def previous(self):
        return self._beside(-1)

    @property
    def next(self):
        return self._beside(1)

    def _beside(self, places):
        there = self.pieces.index(self.current) + places if self.current else -1
        return self.pieces[there] if 0 <= there < len(self.pieces) else None

    @cached_property
    def films(self):
        """Each film once, those of the first items first."""
        films = {piece.recording.pk: piece.recording for piece in self.pieces if piece.recording.is_watchable}
        return list(films.values())

    @cached_property
    def rooms(self):
        """Where she finds more to talk about."""
        return list(Recording.objects.visible_to(self.user).filter(cycle=self.cycle, state__in=Recording.WATCHABLE))

    @cached_property
    def asked_for(self):
        return list(agenda.asked_for(self.cycle)) if self.may_act else []

    @property
    def may_act(self):
        return self.cycle.is_open and self.may_make_steps

    @cached_property
    def may_read_notes(self):
        """Notes stand in the post-conference too, which opens to the coachee once her own view is written."""
        return self.cycle.post_conference.may_read_points(self.user)

    @cached_property
    def may_make_steps(self):
        """Steps outlive the cycle."""
        return self.cycle.partnership.may_edit(self.user)

    @property
    def may_note(self):
        return self.may_act and self.may_read_notes

    @property
    def partner(self):
        """Whom she looks with, by name; empty for a group."""
        pair = self.cycle.partnership
        return pair.other(self.user).short_name if len(pair.people) == 2 else ""

    @cached_property
    def version(self):
        try:
            return self.cycle.debrief.agenda_version
        except Debrief.DoesNotExist:
            return 0

    @property
    def talked_about(self):
        return sum(piece.item.is_discussed for piece in self.pieces)


WITH = ("recording__uploader", "author", "criterion", "level", "next_step")


class Piece:
    """An item of the agenda, as the page shows it."""

    def __init__(self, item, page):
        self.item, self.page, self.annotation = item, page, item.annotation
        self.recording = item.annotation.recording
        item.cycle = page.cycle
        self.pk = str(item.pk)
        self.from_ms, self.to_ms = clip(self.annotation.start_ms, self.annotation.end_ms, self.recording.duration_ms)

    @property
    def when(self):
        return clock.stretch(self.annotation.start_ms, self.annotation.end_ms)

    @property
    def words(self):
        """What a list says of it."""
        said = self.annotation.gist
        return said if len(said) <= FIRST_WORDS else f"{said[:FIRST_WORDS].rsplit(' ', 1)[0]}…"

    @property
    def who(self):
        return self.annotation.author.short_name

    @property
    def is_seen_by_all(self):
        return self.item.pk in self.page.seen_by_all

    @property
    def criterion(self):
        return " · ".join(str(each) for each in (self.annotation.criterion, self.annotation.level) if each)

    @property
    def more(self):
        """What stands beside the words, as a card has it."""
        row = self.annotation
        return {
            "voice": self._voice(row),
            "drawn": drawing.in_words(row.drawing) if row.drawing else "",
            "interpretation": row.interpretation,
            "link": row.link,
            "link_name": link_name(row.link),
        }

    @property
    def answers(self):
        """[(reply, what was said, or None)]"""
        return [(reply, self._voice(reply)) for reply in self.annotation.answers]

    def _voice(self, row):
        return spoken.told(row, self.page.user, reverse("media_review:annotation", args=[row.pk]))

    @property
    def strokes(self):
        """The path of each stroke of its drawing, in a picture of the film's size."""
        film = self.recording
        return drawing.paths(self.annotation.drawing, film.width, film.height) if self.annotation.drawing else []

    @property
    def is_current(self):
        return self.page.current is self

    @property
    def may_share(self):
        return self.recording.may_share(self.page.user)
