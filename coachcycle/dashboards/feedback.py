"""Films and what is said about them: her own drafts, films that wait for her eyes, and what was said to her."""

from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachcycle.dashboards.days import day_of, late, near, since
from coachcycle.dashboards.numbers import spelled
from coachcycle.dashboards.rows import Moment, Need
from media_review.clock import clock
from media_review.models import Annotation, Recording, Share, Viewing

DAYS_TO_ANSWER_A_FILM = 3  # feedback loses its worth with each day; after three the page calls it late
QUOTE_LENGTH = 140
MEETING = "recording__cycle__post_conference__meets_at"


def needs(user, today):
    """Four queries, whatever there is."""
    return [*drafts(user, today), *films(user, today), *feedback_on_own_films(user, today), *answers(user, today)]


def moment(annotation):
    address = reverse("media_review:room", args=[annotation.recording_id])
    return Moment(
        url=f"{address}?t={annotation.start_ms // 1000}",
        clock=clock(annotation.start_ms),
        film=annotation.recording.title,
    )


def drafts(user, today):
    """One line a film, however many drafts there are on it."""
    rows = (
        Annotation.objects.visible_to(user)
        .drafts_of(user)
        .values("recording", "recording__title", "recording__uploader", "recording__uploader__name", MEETING)
        .annotate(number=Count("pk"), first=Min("created_at"))
        .order_by("first")
    )
    return [_draft(row, user, today) for row in rows]


def _draft(row, user, today):
    heading = _("Share your feedback with %(name)s") % {"name": _short(row["recording__uploader__name"])}
    if row["recording__uploader"] == user.pk:
        heading = _("Share what you noted on your own film")
    sentence = ngettext(
        "One draft on %(film)s. Only you see it.", "%(n)s drafts on %(film)s. Only you see them.", row["number"]
    ) % {"n": spelled(row["number"]), "film": row["recording__title"]}
    meeting = row[MEETING]
    if meeting and day_of(meeting) >= today:
        sentence = _("%(drafts)s You two meet: %(day)s.") % {"drafts": sentence, "day": near(meeting, today)}
    return Need(
        heading=heading,
        sentence=sentence,
        act=_("Look and share"),
        url=reverse("media_review:room", args=[row["recording"]]),
        **_waiting(row["first"], today, meeting),
    )


def films(user, today):
    """Films shared with her on which she said nothing yet. Where she is not the coach, looking is enough."""
    of_this = {"recording": OuterRef("pk")}
    shared_at = Share.objects.active().reaching(user).filter(**of_this).order_by("shared_at").values("shared_at")
    rows = (
        Recording.objects.visible_to(user)
        .exclude(uploader=user)
        .exclude(Exists(Annotation.objects.filter(author=user, **of_this)))
        .filter(Q(cycle=None) | Q(cycle__closed_at=None), state__in=Recording.WATCHABLE)
        .filter(Q(cycle__partnership__coach=user) | ~Exists(Viewing.objects.filter(viewer=user, **of_this)))
        .annotate(shared_at=Subquery(shared_at[:1]))
        .select_related("uploader")
    )
    return [_film(recording, today) for recording in rows]


def _film(recording, today):
    return Need(
        heading=_("Watch what %(name)s shared with you") % {"name": recording.uploader.short_name},
        sentence=_("%(film)s. You have not said anything about it yet.") % {"film": recording.title},
        quote=Truncator(recording.look_for).chars(QUOTE_LENGTH),
        act=_("Watch"),
        url=reverse("media_review:room", args=[recording.pk]),
        **_waiting(recording.shared_at, today),
    )


def said_since_she_looked(user):
    """Shared by others after her last look at the film, and not answered by her either."""
    looked = Viewing.objects.filter(viewer=user, recording=OuterRef("recording"), last_at__gte=OuterRef("shared_at"))
    answered = Annotation.objects.filter(
        author=user, recording=OuterRef("recording"), created_at__gte=OuterRef("shared_at")
    )
    return (
        Annotation.objects.visible_to(user)
        .filter(shared_at__isnull=False, taken_back_at=None)
        .exclude(author=user)
        .exclude(Exists(looked))
        .exclude(Exists(answered))
    )


def feedback_on_own_films(user, today):
    rows = (
        said_since_she_looked(user)
        .filter(recording__uploader=user, parent=None)
        .values("recording", "recording__title", "author", "author__name")
        .annotate(number=Count("pk"), first=Min("shared_at"))
        .order_by("first")
    )
    return [
        Need(
            heading=_("Look at the feedback %(name)s left you") % {"name": _short(row["author__name"])},
            sentence=ngettext("One piece on %(film)s.", "%(n)s pieces on %(film)s.", row["number"])
            % {"n": spelled(row["number"]), "film": row["recording__title"]},
            when=since(row["first"], today),
            act=_("Look"),
            url=reverse("media_review:room", args=[row["recording"]]),
        )
        for row in rows
    ]


def answers(user, today):
    rows = said_since_she_looked(user).filter(parent__author=user).select_related("author", "parent", "recording")
    return [_answer(annotation, today) for annotation in rows.order_by("shared_at")]


def _answer(annotation, today):
    is_to_question = annotation.parent.kind == Annotation.Kind.QUESTION
    heading = _("%(name)s answered your question") if is_to_question else _("%(name)s answered you")
    place = moment(annotation)
    return Need(
        heading=heading % {"name": annotation.author.short_name},
        sentence="",
        quote=Truncator(annotation.body).chars(QUOTE_LENGTH),
        when=since(annotation.shared_at, today),
        act=_("Answer"),
        url=place.url,
        moment=place,
    )


def _waiting(started, today, meeting=None):
    """When a film or a draft began to wait, and from when on that is too long: at the latest when the two meet."""
    due = day_of(started) + timedelta(days=DAYS_TO_ANSWER_A_FILM)
    if meeting and day_of(meeting) >= today:
        due = min(due, day_of(meeting))
    is_late = due < today
    return {"due": due, "is_late": is_late, "when": late(due, today) if is_late else since(started, today)}


def _short(name):
    return name.split()[0] if name else ""
