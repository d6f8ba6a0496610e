"""What an item of the agenda leaves in the record of the post-conference: a note, a celebration, an area to strengthen.

The record is two people's, and each may have it open: a turn is taken for every word that lands there, so whoever saves
the record afterwards is told, and nothing that was written there by hand is touched.
"""

import re

from django.utils.text import Truncator
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cycles.forms.rows import MOST_ROWS
from cycles.models import DebriefPoint, PostConference
from media_review import clock
from media_review.agenda import held, tell
from media_review.feedback import Refused
from media_review.models import AgendaItem

LONGEST_NOTES = PostConference._meta.get_field("notes").max_length
LONGEST_POINT = DebriefPoint._meta.get_field("text").max_length


def keep_note(item, text, *, by, seen):
    """Save the note, there and here. False when somebody saved another since version `seen`. Raises Refused."""
    text = _lines(text).strip()
    with held(item.cycle):
        if not item.take_turn(seen, by):
            item.refresh_from_db(fields=["note"])
            return False
        item.refresh_from_db(fields=["landed"])
        paragraph = f"{_place(item.annotation)}: {text}" if text else ""
        record = _turn(item.cycle, by)
        record.notes = merged(record.notes, item.landed, paragraph)
        if len(record.notes) > LONGEST_NOTES:
            raise Refused(_("The notes of the post-conference are full. Shorten them there, then keep this one."))
        record.save(update_fields=["notes"])
        item.note, item.landed = text, paragraph
        item.save(update_fields=["note", "landed"])
        tell(item.cycle)
    return True


def merged(notes, before, after):
    """The notes with the paragraph `after` in place of `before`, if that still stands there as it was put; else at the
    end. What somebody has changed by hand stays."""
    notes = _lines(notes)
    found = before and re.search(rf"(?:\A|(?<=\n)){re.escape(before)}(?=\n|\Z)", notes)
    if found:
        parts = [notes[: found.start()].rstrip("\n"), after, notes[found.end() :].lstrip("\n")]
    else:
        parts = [notes.rstrip(), after]
    return "\n\n".join(part for part in parts if part)


def name_point(item, kind, by):
    """Its words as a success to celebrate, or an area to strengthen; once. Raises Refused."""
    with held(item.cycle):
        item.refresh_from_db(fields=["point"])
        if item.point_id is not None:
            return
        record = _turn(item.cycle, by)
        if record.points.filter(kind=kind).count() >= MOST_ROWS:
            raise Refused(_("The post-conference holds as many as it can. Take one out there first."))
        text = item.annotation.body.strip() or _place(item.annotation)
        words = {"text": Truncator(text).chars(LONGEST_POINT), "written_by": by, "written_at": now()}
        item.point = record.points.create(kind=kind, **words)
        item.save(update_fields=["point"])
        tell(item.cycle, item.annotation_id)


def take_point_back(item, by):
    """Out of the post-conference again, unless it was reworded there. Raises Refused."""
    with held(item.cycle):
        point = DebriefPoint.objects.filter(pk=AgendaItem.objects.get(pk=item.pk).point_id).first()
        if point is not None:
            if not item.annotation.body.startswith(point.text[:-1]):
                raise Refused(_("It was reworded in the post-conference since. Take it out there."))
            _turn(item.cycle, by)
            point.delete()
        item.point = None
        tell(item.cycle, item.annotation_id)


def _turn(cycle, by):
    record = PostConference.objects.select_for_update().get(cycle=cycle.pk)
    record.take_turn(record.version, by)
    return record


def _place(annotation):
    """Where in which film, for whoever reads the record later."""
    return f"{annotation.recording.title}, {clock.stretch(annotation.start_ms, annotation.end_ms)}"


def _lines(text):
    """Browsers send line ends of two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
