"""Films and what is said about them: her own drafts, films that wait for her eyes, and what was said to her."""

from datetime import timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachcycle.dashboards.days import day_of, late, near, since
from coachcycle.dashboards.numbers import spelled
from coachcycle.dashboards.rows import Moment, Need
from cycles.models import Partnership
from media_review.clock import clock
from media_review.models import Annotation, Recording, Share, Viewing

DAYS_TO_ANSWER_A_FILM = 3  # feedback loses its worth with each day; after three the page calls it late
QUOTE_LENGTH = 140
MOST_NEWS = 2000  # nobody reads more of it on one page
NEWS_FOR = timedelta(days=60)  # what nobody looked at for so long is no news any more
UPLOADER = ("recording__uploader", "recording__uploader__name")
MEETING = "recording__cycle__post_conference__meets_at"
SAID = (
    *("pk", "start_ms", "created_at", "shared_at", "parent", "parent__author"),
    *("author", "author__name", "author__email", "recording", "recording__title"),
)


def needs(user, films, today):
    """`films` are those of `shared_with`. Three queries, and one more where somebody answered her."""
    said = list(said_to(user))
    return [
        *drafts(user, today),
        *(_film(recording, today) for recording in films if recording.waits),
        *own_views(user, today),
        *feedback_on_own_films([each for each in said if each.parent is None], today),
        *answers([each.pk for each in said if each.parent__author == user.pk], today),
    ]


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
        Annotation.objects.drafts_of(user)  # of her own nothing is held back from her
        .filter(recording__in=Recording.objects.visible_to(user))
        .values("recording", "recording__title", "recording__state", *UPLOADER, MEETING)
        .annotate(number=Count("pk"), first=Min("created_at"))
        .order_by("first")
    )
    return [_draft(row, user, today) for row in rows]


def _draft(row, user, today):
    heading = _("Share your feedback with %(name)s") % {"name": _short(row["recording__uploader__name"])}
    if row["recording__state"] == Recording.State.LIVE:
        heading = _("Share what you saw live")
    elif row["recording__uploader"] == user.pk:
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


def shared_with(user, since):
    """Films of others she may watch: those that came since then, and those that wait for her, by `waits`.

    One waits while she said nothing on it; where she is not the coach, looking is enough.
    """
    of_this = {"recording": OuterRef("pk")}
    shared_at = Share.objects.active().reaching(user).filter(**of_this).order_by("shared_at").values("shared_at")
    waits = (
        ~Exists(Annotation.objects.filter(author=user, **of_this))
        & (Q(cycle=None) | Q(cycle__closed_at=None))
        & (Q(cycle__partnership__coach=user) | ~Exists(Viewing.objects.filter(viewer=user, **of_this)))
    )
    return list(
        Recording.objects.visible_to(user)
        .exclude(uploader=user)
        .filter(state__in=Recording.WATCHABLE)
        .annotate(waits=ExpressionWrapper(waits, BooleanField()), shared_at=Subquery(shared_at[:1]))
        .filter(Q(created_at__gte=since) | Q(waits=True))
        .select_related("uploader")
    )


def _film(recording, today):
    return Need(
        heading=_("Watch what %(name)s shared with you") % {"name": recording.uploader.short_name},
        sentence=_("%(film)s. You have not said anything about it yet.") % {"film": recording.title},
        quote=Truncator(recording.look_for).chars(QUOTE_LENGTH),
        act=_("Watch"),
        url=reverse("media_review:room", args=[recording.pk]),
        **_waiting(recording.shared_at, today),
    )


def own_views(user, today):
    """Films on which feedback waits for a note of her own: one line each, and no word of how much there is."""
    rows = (
        Annotation.objects.held_back_from(user)
        .filter(shared_at__isnull=False, taken_back_at=None, recording__in=Recording.objects.visible_to(user))
        .values("recording", "recording__title", "author__name")
        .annotate(first=Min("shared_at"))
        .order_by("first")
    )
    return [
        Need(
            heading=_("Leave a note of your own on %(film)s") % {"film": row["recording__title"]},
            sentence=_("%(name)s has left feedback. It opens as soon as you have left a note of your own.")
            % {"name": _short(row["author__name"])},
            when=since(row["first"], today),
            act=_("Watch and write"),
            url=reverse("media_review:room", args=[row["recording"]]),
        )
        for row in rows
    ]


def said_to(user):
    """On her own films, where somebody saw her lesson live, and in answer to her; of late, by others, and since she
    last looked at the film or said something about it. Rows of `SAID`: there may be hundreds.

    Each way to it has its index; an OR of them would look through all feedback there is. So what may concern her is
    gathered within the question which of that she may see and has not seen.
    """
    lately = now() - NEWS_FOR
    said = Annotation.objects.filter(shared_at__gte=lately, taken_back_at=None).exclude(author=user).order_by()
    seen_live = Recording.objects.filter(
        state=Recording.State.LIVE, cycle__partnership__in=Partnership.objects.held_by(user)
    )
    ways = (
        said.filter(parent=None, recording__in=Recording.objects.filter(uploader=user)),
        said.filter(parent=None, recording__in=seen_live),
        # What is answered has changed with the answer: see `media_review.answers.reply`.
        said.filter(parent__in=Annotation.objects.filter(author=user, changed_at__gte=lately)),
    )
    first, *others = (way.values("pk") for way in ways)
    looked = Viewing.objects.filter(viewer=user, recording=OuterRef("recording"), last_at__gte=OuterRef("shared_at"))
    answered = Annotation.objects.filter(
        author=user, recording=OuterRef("recording"), created_at__gte=OuterRef("shared_at")
    )
    return (
        Annotation.objects.visible_to(user)
        .filter(pk__in=first.union(*others)[:MOST_NEWS])
        .exclude(Exists(looked))
        .exclude(Exists(answered))
        .order_by("shared_at")
        .values_list(*SAID, named=True)
    )


def feedback_on_own_films(said, today):
    """One line for each film and author, which leads to the first piece; `said` stands by age."""
    groups = {}
    for each in said:
        groups.setdefault((each.recording, each.author), []).append(each)
    return [_left_her(film, pieces, today) for (film, _author), pieces in groups.items()]


def _left_her(film, pieces, today):
    oldest, first = pieces[0], min(pieces, key=_place)
    name = _short(oldest.author__name or oldest.author__email)
    words = {"n": spelled(len(pieces)), "film": oldest.recording__title}
    return Need(
        heading=_("Look at the feedback %(name)s left you") % {"name": name},
        sentence=ngettext("One piece on %(film)s.", "%(n)s pieces on %(film)s.", len(pieces)) % words,
        when=since(oldest.shared_at, today),
        act=_("Look"),
        url=f"{reverse('media_review:room', args=[film])}#f-{first.pk}",
    )


def _place(piece):
    return piece.start_ms, piece.created_at


def answers(pks, today):
    """A line each, by age."""
    if not pks:
        return []
    rows = Annotation.objects.filter(pk__in=pks).select_related("author", "parent", "recording")
    return [_answer(row, today) for row in rows.order_by("shared_at")]


def _answer(annotation, today):
    is_to_question = annotation.parent.kind == Annotation.Kind.QUESTION
    heading = _("%(name)s answered your question") if is_to_question else _("%(name)s answered you")
    place = moment(annotation)
    return Need(
        heading=heading % {"name": annotation.author.short_name},
        sentence="",
        quote=Truncator(annotation.gist).chars(QUOTE_LENGTH),
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
