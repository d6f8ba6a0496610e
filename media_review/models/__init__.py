"""Recordings, who may watch them and who did, what was seen in them, and what a pair makes of that.

The modules stand in a line: shares → recordings → laid, objections → voices → annotations → viewings → agenda →
evidence, transcripts.
"""

from media_review.models.agenda import AgendaItem, Debrief
from media_review.models.annotations import Annotation, Response, awaiting_own_view
from media_review.models.evidence import StepEvidence
from media_review.models.laid import LaidLesson, LaidSegment
from media_review.models.objections import Objection
from media_review.models.recordings import Recording, Rendition
from media_review.models.shares import Share
from media_review.models.transcripts import Transcript, TranscriptChange, Transcription
from media_review.models.viewings import Viewing
from media_review.models.voices import Voice

__all__ = [
    "AgendaItem",
    "Annotation",
    "Debrief",
    "LaidLesson",
    "LaidSegment",
    "Objection",
    "Recording",
    "Rendition",
    "Response",
    "Share",
    "StepEvidence",
    "Transcript",
    "TranscriptChange",
    "Transcription",
    "Viewing",
    "Voice",
    "awaiting_own_view",
]
