"""The record of a cycle on paper: what goes in is its reader's choice, within what she may read.

The page is printed by a browser, or becomes a PDF here. The PDF is made from the page and our own stylesheets: nothing
is fetched from anywhere.
"""

from dataclasses import dataclass

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cycles import cycle_page
from media_review import playback
from media_review.exports.pieces import Piece, piece
from media_review.models import Annotation, Recording

PARTS = {
    "pre_conference": _("Pre-conference"),
    "lesson": _("Lesson, and who led"),
    "post_conference": _("Post-conference"),
    "steps": _("Next steps"),
    "agreement": _("What we agreed"),
}
STYLES = ("coachcycle/house.css", "coachcycle/shapes.css", "cycles/cycles.css", "coachcycle/paper.css")


@dataclass(frozen=True)
class Film:
    """A film of the cycle that the reader may watch, with its feedback; `chosen` of it goes on the paper."""

    title: str
    said: list[Piece]
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
        "wanted": wanted,
    }


def _films(cycle, user, wanted):
    """[Film], the latest first. Whoever reads what was said about a film was there: the opening of each is logged."""
    states = (*Recording.WATCHABLE, Recording.State.LIVE)
    said = Annotation.objects.visible_to(user).filter(recording__cycle=cycle, recording__state__in=states)
    said = said.filter(parent=None, shared_at__isnull=False, taken_back_at=None)
    named = said.select_related("recording", "author", "criterion__domain", "level", "next_step")
    rows = list(named.annotate(is_open=playback.is_open_to(user)))
    by_film = {}
    for row in rows:
        by_film.setdefault(row.recording, []).append(piece(row))
    playback.log_openings(by_film, user, again={row.recording_id for row in rows if row.is_open})
    return [
        Film(recording.title, by_film[recording], [each for each in by_film[recording] if each.id in wanted])
        for recording in sorted(by_film, key=lambda recording: recording.created_at, reverse=True)
    ]


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
