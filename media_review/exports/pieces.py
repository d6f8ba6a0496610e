"""What there is to take along: feedback of one room as plain values, filters applied."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Piece:
    """One piece of feedback. Times are milliseconds from the film's beginning; `end_ms` is None for a moment.

    `body` is what was seen and heard, `interpretation` what its author makes of it; there may be neither. `word` is the
    kind as people say it; `criterion`, `domain` and `level` are empty where none was chosen. Replies are
    pieces at the place of what they answer.
    """

    id: str
    start_ms: int
    end_ms: int | None
    kind: str
    word: str
    body: str
    author: str
    written_at: datetime
    is_draft: bool = False
    is_private: bool = False
    interpretation: str = ""
    link: str = ""
    domain: str = ""
    criterion: str = ""
    level: str = ""
    next_step: str = ""
    replies: tuple["Piece", ...] = ()
    # Its drawing, as `media_review.drawing` has it, in a picture of so many pixels; and whether its author spoke.
    drawing: list | None = None
    picture: tuple[int, int] = (0, 0)
    is_spoken: bool = False

    @property
    def place_in_rubric(self):
        """ "Language: Open questions: 2 Growing"; empty without a criterion."""
        return ": ".join(filter(None, (self.domain, self.criterion, self.level)))

    @property
    def state(self):
        if self.is_private:
            return _("only for you, always")
        return _("draft, only you") if self.is_draft else _("shared")


def pieces(here):
    """The feedback of a whole room (`Room.whole`) that its reader may see and her filters show, in the film's order.

    What was taken back is not among it. A query for each kind of thing it names, however many there are.
    """
    shown = {card["pk"] for card in here.cards if not card["hidden"]}
    rows = [row for row in here.rows if not row.is_taken_back]
    prefetch_related_objects(rows, "author", "criterion__domain", "level", "next_step")
    replies = {}
    for row in sorted(rows, key=lambda row: row.created_at):
        if row.parent_id:
            replies.setdefault(row.parent_id, []).append(piece(row))
    return [piece(row, replies.get(row.pk, ())) for row in rows if str(row.pk) in shown]


def piece(row, replies=()):
    criterion = row.criterion
    return Piece(
        id=str(row.pk),
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        kind=row.kind,
        word=str(row.get_kind_display()),
        body=row.body,
        author=str(row.author),
        written_at=row.created_at,
        is_draft=row.is_draft,
        is_private=row.is_private,
        interpretation=row.interpretation,
        link=row.link,
        domain=str(criterion.domain) if criterion else "",
        criterion=str(criterion) if criterion else "",
        level=str(row.level) if row.level else "",
        next_step=row.next_step.text if row.next_step else "",
        replies=tuple(replies),
        drawing=row.drawing,
        picture=(row.recording.width or 0, row.recording.height or 0),
        is_spoken=row.voice_id is not None,
    )
