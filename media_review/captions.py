"""The words beside a film: put there, replaced and removed, each with its line in the history."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_review.models import Transcript, TranscriptChange, Transcription
from media_review.transcripts.cues import as_rows, from_rows

Act = TranscriptChange.Act


class Refused(Exception):
    """It cannot be done any more; the words say why, for whoever tried."""


def put(recording, by, *, language, cues, replaces):
    """Captions out of a file. `replaces` is the id of the transcript their giver saw beside the film, or None.

    Raises Refused when there is another one by now: nobody's words go before she knew that they were there.
    """
    with transaction.atomic():
        Transcription.objects.filter(recording=recording).delete()  # nobody need listen any more
        if replaces is not None:
            remove(recording, by, replaces, act=Act.REPLACED)
        else:
            TranscriptChange.objects.create(recording=recording, act=Act.ADDED, by=by)
        try:
            with transaction.atomic():
                return Transcript.objects.create(
                    recording=recording, language=language, cues=as_rows(cues), length=len(cues), by=by
                )
        except IntegrityError:
            raise Refused(
                _("Somebody added captions while you were here. Look at them first; then choose your file again.")
            ) from None


@transaction.atomic
def remove(recording, by, pk, act=Act.REMOVED):
    """Take away this very transcript. Raises Refused when it has gone already, or another stands in its place."""
    gone, _rows = Transcript.objects.filter(recording=recording, pk=pk).delete()
    if not gone:
        raise Refused(_("These captions have been replaced or removed meanwhile. Look again before you change them."))
    TranscriptChange.objects.create(recording=recording, act=act, by=by)


def cues_of(transcript):
    return from_rows(transcript.cues)


def history(recording, most=20):
    """What happened to the captions, in sentences, the latest first: [(when, sentence)]."""
    changes = recording.transcript_changes.select_related("by")[:most]
    return [(change.at, _sentences()[change.act] % {"name": change.by.short_name}) for change in changes]


def _sentences():
    return {
        Act.ADDED: _("%(name)s added captions."),
        Act.REPLACED: _("%(name)s replaced the captions."),
        Act.REMOVED: _("%(name)s removed the captions."),
        Act.TRANSCRIBED: _("The site wrote down what is said, as %(name)s had asked."),
    }


def told(fitted):
    """What became of the file, in words."""
    sentences = {
        ngettext("%d caption stands here now.", "%d captions stand here now.", len(fitted.cues)): len(fitted.cues),
        ngettext(
            "%d lies behind the end and was left out.", "%d lie behind the end and were left out.", fitted.behind
        ): fitted.behind,
        ngettext("%d ends with the recording now.", "%d end with the recording now.", fitted.cut): fitted.cut,
        ngettext(
            "%d had no length and got a second.", "%d had no length and got a second.", fitted.brief
        ): fitted.brief,
        ngettext(
            "%d had no words and was left out.", "%d had no words and were left out.", fitted.silent
        ): fitted.silent,
    }
    return " ".join(sentence % count for sentence, count in sentences.items() if count)
