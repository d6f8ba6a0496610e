"""What people do with feedback of their own: write it, change it, take it back, bring it in.

Sharing it stands in `drafts`, what others make of it in `answers`.
"""

import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from media_review import observing, undo, voice
from media_review.models import Annotation, Voice

# All that a piece of feedback said, in whatever way.
NO_WORDS = {
    "body": "",
    "interpretation": "",
    "link": "",
    "drawing": None,
    "voice": None,
    "criterion": None,
    "level": None,
}


class Refused(Exception):
    """It cannot be done any more; the words say why, for whoever tried."""


class Overtaken(Refused):
    """It was changed elsewhere meanwhile. Knowing that, its writer may save once more, with this `mark`."""

    def __init__(self, words, mark):
        super().__init__(words)
        self.mark = mark


@dataclass(frozen=True)
class Taken:
    """What was taken back: whether a card stays, and what brings it back (`undo.restore`)."""

    card_stays: bool
    undo: str


def write(rows, **values):
    """Change rows of feedback, by a queryset: the one way to do it. A room that is open asks for what changed since."""
    return rows.update(**values, changed_at=now())


def touch(pk):
    """What hangs on this card, an answer for one, has changed: it looks different now."""
    write(Annotation.objects.filter(pk=pk))


def save(recording, author, pk, values):
    """A new draft under an id its writer chose, so that sending it twice is sending it once.

    A later send with other words wins: its writer changed them while the first answer was on its way.
    Raises Refused when the id stands for anything else.
    """
    try:
        with transaction.atomic():
            values = spoken(recording, author, values)
            recording, values = observing.landing(recording, author, values)
            mine = {"recording": recording, "author": author, "parent": None}
            return Annotation.objects.create(pk=pk, **mine, **values)
    except IntegrityError:
        found = Annotation.objects.filter(pk=pk, taken_back_at=None, **mine).first()
    if found is None:
        raise Refused(_("This could not be saved here. Copy your words, load the page again and save."))
    return change(found, values)


def spoken(recording, author, values):
    """With the row of what was said in place of its id. Raises Refused when that is not the author's."""
    try:
        return voice.held(recording, author, values)
    except voice.NotHers:
        raise Refused(_("Your voice could not be found. Your words are still here: record it again.")) from None


@contextmanager
def once_said():
    """What was said belongs to one piece of feedback: sent a second time, for another, it is Refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(_("What you said stands in another place already. Look there, or record it again.")) from None


def mark(annotation):
    """Stands for what its author wrote, as it is now: the same words, the same mark."""
    names = [Annotation._meta.get_field(name).attname for name in Annotation.WRITTEN]
    written = json.dumps([getattr(annotation, name) for name in names], default=str)
    return sha256(written.encode()).hexdigest()[:16]


@transaction.atomic
def change(annotation, values, seen=""):
    """New words, times or criterion. What others have already read carries the mark that it was edited.

    `seen` is the `mark` of what its author had before her. Raises Overtaken when she has changed it elsewhere since,
    and Refused when she has taken it back, or wants for herself alone what is shared.
    """
    held = Annotation.objects.select_for_update().filter(pk=annotation.pk, taken_back_at=None).first()
    if held is None:
        raise Refused(_("You have taken this back meanwhile. Your words are still here: copy what you need."))
    values = spoken(held.recording, held.author, values)
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    if changed and seen not in ("", mark(held)):
        said = _("You have changed this elsewhere meanwhile; it now says “%(words)s”. Save again to replace that.")
        raise Overtaken(said % {"words": held.gist}, mark(held))
    if changed.get("is_private") and not held.is_draft:
        raise Refused(_("This is shared already, so it cannot become yours alone. You can take it back."))
    if changed and not held.is_draft:
        changed["edited_at"] = now()
    if "voice" in changed:
        voice.let_go(Voice.objects.filter(annotation=held))
    if changed:
        with once_said():
            write(Annotation.objects.filter(pk=held.pk), **changed)
        if held.parent_id:
            touch(held.parent_id)
    annotation.refresh_from_db()
    return annotation


@transaction.atomic
def take_back(annotation):
    """Delete it. Where others answered, or a next step came of it, only what it says goes, and its card stays."""
    held = Annotation.objects.select_for_update().filter(pk=annotation.pk).first()
    if held is None:  # gone already, from another tab
        return Taken(False, "")
    if held.next_step_id is None and not _is_answered(held):
        taken = Taken(False, undo.of_row(held))
        voice.let_go(Voice.objects.filter(Q(annotation=held) | Q(annotation__parent=held)))
        held.delete()
        if held.parent_id:
            touch(held.parent_id)
        return taken
    taken = Taken(True, undo.of_words(held, NO_WORDS))
    voice.let_go(Voice.objects.filter(annotation=held))
    write(Annotation.objects.filter(pk=held.pk), **NO_WORDS, taken_back_at=now())
    return taken


def _is_answered(held):
    """By words or by a tap of anybody but its author."""
    others = held.replies.exclude(author=held.author_id), held.responses.exclude(person=held.author_id)
    return any(answers.exists() for answers in others)


@transaction.atomic
def bring_in(recording, author, pieces):
    """Drafts of the author out of what was read from a file (`exports.reading.Read`); answers how many are new."""
    drafts = [
        Annotation(
            pk=uuid.uuid5(author.pk, f"{recording.pk} {piece.source}"),
            recording=recording,
            author=author,
            start_ms=piece.start_ms,
            end_ms=piece.end_ms,
            kind=piece.kind,
            body=piece.body,
            interpretation=piece.interpretation,
            link=piece.link,
        )
        for piece in pieces
    ]
    known = set(Annotation.objects.filter(pk__in=[draft.pk for draft in drafts]).values_list("pk", flat=True))
    fresh = {draft.pk: draft for draft in drafts if draft.pk not in known}
    Annotation.objects.bulk_create(fresh.values(), ignore_conflicts=True)  # another tab may bring in the same
    return len(fresh)
