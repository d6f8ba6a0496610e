"""Drafts: a gentle count while they are written, and the act that lets others read them."""

from collections import Counter

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import transaction
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_review import letters, own_view, sharing
from media_review.feedback import write


def share(recording, author, chosen):
    """These drafts on a recording, in one act, with one letter to each who can watch. Returns how many it were.

    What is no draft any more by then stays as it is.
    """
    with transaction.atomic():
        mine = recording.annotations.drafts_of(author).filter(pk__in=[draft.pk for draft in chosen])
        count = write(mine, shared_at=now())
        if count:
            readers = [person for person in sharing.who_can_watch([recording])[recording.pk] if person != author]
            waiting = {reader for reader in readers if own_view.is_held_back(recording, author, reader)}
            transaction.on_commit(lambda: letters.feedback_was_shared(recording, author, readers, count, waiting))
    return count


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
        "look": ngettext("%(number)s stretch to look at", "%(number)s stretches to look at", number),
    }
    return words[kind] % {"number": apnumber(number)}
