"""What people do with feedback: write it, change it, take it back, share it, answer it, make a next step of it."""

from collections import Counter

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import NextStep
from media_review import letters, sharing
from media_review.models import Annotation


class Refused(Exception):
    """It cannot be done any more; the words say why, for whoever tried."""


def save(recording, author, pk, values):
    """A new draft under an id its writer chose, so that sending it twice is sending it once.

    A later send with other words wins: its writer changed them while the first answer was on its way.
    Raises Refused when the id stands for anything else.
    """
    mine = {"recording": recording, "author": author, "parent": None}
    try:
        with transaction.atomic():
            return Annotation.objects.create(pk=pk, **mine, **values)
    except IntegrityError:
        if not Annotation.objects.filter(pk=pk, taken_back_at=None, **mine).exists():
            raise Refused(_("This could not be saved here. Copy your words, load the page again and save.")) from None
    return change(Annotation.objects.get(pk=pk), values)


def change(annotation, values):
    """New words, times or criterion. What others have already read carries the mark that it was edited."""
    changed = {name: value for name, value in values.items() if getattr(annotation, name) != value}
    if changed and not annotation.is_draft:
        changed["edited_at"] = now()
    if changed:
        Annotation.objects.filter(pk=annotation.pk, taken_back_at=None).update(**changed)
        annotation.refresh_from_db()
    return annotation


@transaction.atomic
def take_back(annotation):
    """Delete it. Where others answered, or a next step came of it, only its words go: returns whether a card stays."""
    held = Annotation.objects.select_for_update().get(pk=annotation.pk)
    if held.next_step_id is None and not held.replies.exclude(author=held.author_id).exists():
        held.delete()
        return False
    gone = {"body": "", "criterion": None, "level": None, "taken_back_at": now()}
    Annotation.objects.filter(pk=held.pk).update(**gone)
    return True


@transaction.atomic
def reply(parent, author, body):
    """Answer shared feedback; an answer is shared at once. Raises Refused when the parent has gone meanwhile."""
    held = Annotation.objects.select_for_update().filter(pk=parent.pk).first()
    if held is None or not held.takes_answers:
        raise Refused(_("This feedback was taken back while you wrote. Your words are still here: copy what you need."))
    return held.replies.create(
        recording_id=held.recording_id, author=author, start_ms=held.start_ms, body=body, shared_at=now()
    )


def share_drafts(recording, author):
    """All of one's drafts on a recording, in one act, with one letter to each who can watch. Returns how many."""
    with transaction.atomic():
        count = recording.annotations.drafts_of(author).update(shared_at=now())
        if count:
            readers = [person for person in sharing.who_can_watch([recording])[recording.pk] if person != author]
            transaction.on_commit(lambda: letters.feedback_was_shared(recording, author, readers, count))
    return count


@transaction.atomic
def make_next_step(annotation, values):
    """A next step in the recording's cycle that remembers this moment. Raises Refused when there is one already."""
    held = Annotation.objects.select_for_update().filter(pk=annotation.pk).first()
    if held is None or not held.takes_answers:
        raise Refused(_("This feedback was taken back while you wrote. Your words are still here: copy what you need."))
    if held.next_step_id:
        raise Refused(_("This has already become a next step: “%(step)s”.") % {"step": held.next_step})
    step = NextStep.objects.create(cycle_id=annotation.recording.cycle_id, **values)
    Annotation.objects.filter(pk=held.pk).update(next_step=step)
    return step


def balance(drafts, focus):
    """A gentle count of drafts: "Six suggestions, one celebration, none on the agreed focus."

    `focus` holds the ids of the criteria agreed on; empty when nothing was agreed.
    """
    if not drafts:
        return ""
    by_kind = Counter(draft.kind for draft in drafts)
    counts = [_in_words(kind, number) for kind, number in by_kind.most_common()]
    if focus:
        on_focus = sum(draft.criterion_id in focus for draft in drafts)
        counts.append(
            ngettext("%(number)s on the agreed focus", "%(number)s on the agreed focus", on_focus)
            % {"number": apnumber(on_focus) if on_focus else _("none")}
        )
    return capfirst(", ".join(counts)) + "."


def _in_words(kind, number):
    words = {
        "celebrate": ngettext("%(number)s celebration", "%(number)s celebrations", number),
        "question": ngettext("%(number)s question", "%(number)s questions", number),
        "suggestion": ngettext("%(number)s suggestion", "%(number)s suggestions", number),
        "note": ngettext("%(number)s note", "%(number)s notes", number),
    }
    return words[kind] % {"number": apnumber(number)}
