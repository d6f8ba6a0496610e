"""The record of a cycle on paper: what goes in is its reader's choice, within what she may read.

The page is printed by a browser, or becomes a PDF here. The PDF is made from the page and our own stylesheets: nothing
is fetched from anywhere.
"""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cycles import cycle_page
from media_review import playback
from media_review.clock import clock
from media_review.exports.pieces import Piece, piece
from media_review.models import Annotation, Recording

PARTS = {
    "pre_conference": _("Pre-conference"),
    "lesson": _("Lesson, and who led"),
    "post_conference": _("Post-conference"),
    "steps": _("Next steps"),
    "agreement": _("What we agreed"),
}
LINE_LENGTH = 80
STYLES = ("coachcycle/house.css", "coachcycle/shapes.css", "cycles/cycles.css", "coachcycle/paper.css")


@dataclass(frozen=True)
class Film:
    """A film of the cycle that the reader may watch. Its feedback, to choose from, may be a thousand pieces: of it
    `offered` are the ids, and whether each is on the paper, with a line of words; `chosen` is what goes on it."""

    title: str
    offered: list[tuple[str, bool, str]]
    chosen: list[Piece]


def of(cycle, user, query):
    """What the page shows. `query` names parts, and pieces of feedback one by one; an empty one means all parts."""
    asked = query.getlist("part")
    wanted = set(query.getlist("feedback"))
    page = cycle_page.context(cycle, user, may_write=False)
    page |= {"may_reflect": False, "reflection_form": None, "checklist": []}
    return page | {
        "parts": [(name, word, name in asked or not query) for name, word in PARTS.items()],
        "films": _films(cycle, user, wanted),
    }


def _films(cycle, user, wanted):
    """[Film], the latest first. Whoever reads what was said about a film was there: the opening of each is logged."""
    states = (*Recording.WATCHABLE, Recording.State.LIVE)
    said = Annotation.objects.visible_to(user).filter(recording__cycle=cycle, recording__state__in=states)
    said = said.filter(parent=None, shared_at__isnull=False, taken_back_at=None).select_related("recording", "author")
    named = said.only(*("start_ms", "kind", "body", "recording__title", "author__name", "author__email"))
    rows = list(named.annotate(is_open=playback.is_open_to(user)).order_by("-recording__created_at", "start_ms", "pk"))
    playback.log_openings(
        {row.recording_id for row in rows}, user, again={row.recording_id for row in rows if row.is_open}
    )
    chosen = [row.pk for row in rows if str(row.pk) in wanted]
    whole = said.select_related("criterion__domain", "level", "next_step").in_bulk(chosen) if chosen else {}
    kinds = {kind.value: str(kind.label) for kind in Annotation.Kind}
    return [
        Film(
            title,
            [(str(row.pk), row.pk in whole, _line(row, kinds)) for row in of_film],
            [piece(whole[row.pk]) for row in of_film if row.pk in whole],
        )
        for title, of_film in _by_film(rows)
    ]


def _by_film(rows):
    for _pk, some in groupby(rows, key=lambda row: row.recording_id):
        of_film = list(some)
        yield of_film[0].recording.title, of_film


def _line(row, kinds):
    words = Truncator(row.body).chars(LINE_LENGTH)
    return format_html("{}, {}, {}: <span dir=auto>{}</span>", clock(row.start_ms), kinds[row.kind], row.author, words)


class NoPdf(Exception):
    """The host lacks Pango, without which no PDF can be made."""


def as_pdf(context, request):
    """The bytes of a PDF of the page's article. Raises NoPdf."""
    try:
        # Only now: it is large, and a host without Pango shall serve all other pages.
        from weasyprint import CSS, HTML
    except OSError as error:
        raise NoPdf from error
    styles = [CSS(filename=finders.find(name), url_fetcher=_fetch_nothing) for name in STYLES]
    html = render_to_string("dashboards/paper_alone.html", context, request)
    return HTML(string=html, url_fetcher=_fetch_nothing).write_pdf(stylesheets=styles)


def _fetch_nothing(url, *_args, **_kwargs):
    raise ValueError(f"{url} is not fetched.")
