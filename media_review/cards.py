"""Feedback as the room shows it: a row becomes a card, a dict of ready words.

There may be a thousand: a template finds a key in a fraction of the time that an attribute of a model takes it, and
what is the same for all is looked up once.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from coachcycle.accounts.models import User
from cycles.models import PreConference
from media_review.clock import stretch
from media_review.models import Annotation
from rubrics.models import Criterion, Level

NO_ID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see. They stand in the address, so that a view of the feedback can be sent on."""

    kind: str = ""
    focus: bool = False
    open: bool = False

    @classmethod
    def of(cls, query):
        kind = query.get("kind", "")
        return cls(kind if kind in Annotation.Kind.values else "", "focus" in query, "open" in query)

    def hides(self, card):
        return (
            bool(self.kind and card["kind"] != self.kind)
            or (self.focus and not card["is_focus"])
            or (self.open and not card["is_open"])
        )


@dataclass
class Criteria:
    """The criteria of the cycle's edition as grouped choices; those the pair agreed to look at come first."""

    focus: set = field(default_factory=set)
    names: dict = field(default_factory=dict)
    level_names: dict = field(default_factory=dict)
    groups: list = field(default_factory=list)
    levels: list = field(default_factory=list)


def criteria_of(cycle):
    """Two queries: the criteria with their domains, and their levels."""
    criteria, ours, domains = Criteria(), [], {}
    if cycle is None:
        return criteria
    chosen = PreConference.focus.through.objects.filter(preconference__cycle=cycle, criterion=OuterRef("pk"))
    rows = Criterion.objects.filter(domain__edition=cycle.edition_id).annotate(is_focus=Exists(chosen))
    for row in rows.select_related("domain").prefetch_related("levels"):
        choices = ours if row.is_focus else domains.setdefault(row.domain.name, [])
        choices.append((row.pk, row.name))
        levels = [(level.pk, str(level)) for level in row.levels.all()]
        criteria.names[row.pk] = row.name
        criteria.level_names.update(levels)
        criteria.levels.append((row.name, levels))
    criteria.focus = {pk for pk, name in ours}
    criteria.groups = [(_("Our focus"), ours)] * bool(ours) + list(domains.items())
    return criteria


class Dresser:
    """Makes cards of rows, for one reader."""

    def __init__(self, reader, criteria, filters, may_make_steps, people):
        """`people` are those who are known already; authors who are not among them cost a query."""
        self.reader, self.criteria, self.filters = reader, criteria, filters
        self.may_make_steps = may_make_steps
        self.authors = {person.pk: person for person in people}
        # One address for all: resolving three for each of a thousand cards would be most of the time of a page.
        self.address = reverse("media_review:annotation", args=[NO_ID])
        self.kinds = {kind.value: str(kind.label) for kind in Annotation.Kind}

    def cards(self, rows):
        """In the order of the rows, each with its replies by age."""
        rows = list(rows)
        if strangers := {row.author_id for row in rows} - self.authors.keys():
            self.authors |= User.objects.in_bulk(strangers)
        self.names = self._names(Criterion, self.criteria.names, {row.criterion_id for row in rows})
        self.level_names = self._names(Level, self.criteria.level_names, {row.level_id for row in rows})
        replies = {}
        for row in sorted((row for row in rows if row.parent_id), key=lambda row: row.created_at):
            replies.setdefault(row.parent_id, []).append(self._reply(row))
        return [self._card(row, replies.get(row.pk, [])) for row in rows if row.parent_id is None]

    def _names(self, model, known, wanted):
        """With those of another edition: a recording may have moved to another cycle."""
        strange = wanted - known.keys() - {None}
        return known | {pk: str(row) for pk, row in model.objects.in_bulk(strange).items()} if strange else known

    def _reply(self, row):
        return {
            "pk": str(row.pk),
            "author": self.authors[row.author_id].short_name,
            "body": row.body,
            "is_edited": row.edited_at is not None,
            "edit": self._to(row, "edit/") if row.may_edit(self.reader) else "",
        }

    def _card(self, row, replies):
        takes = row.takes_answers
        card = {
            "pk": str(row.pk),
            "kind": row.kind,
            "word": self.kinds[row.kind],
            "start_ms": str(row.start_ms),
            "end_ms": str(row.end_ms) if row.end_ms else "",
            "when": stretch(row.start_ms, row.end_ms),
            "who": self._who(row),
            "body": row.body,
            "is_draft": row.is_draft,
            "is_taken_back": row.is_taken_back,
            "is_focus": row.criterion_id in self.criteria.focus,
            "is_open": not replies and row.next_step_id is None and not row.is_taken_back,
            "criterion": self._criterion(row),
            "became_step": row.next_step_id is not None,
            "replies": replies,
            "reply": self._to(row, "reply/") if takes else "",
            "step": self._to(row, "next-step/") if takes and self.may_make_steps and not row.next_step_id else "",
            "edit": self._to(row, "edit/") if row.may_edit(self.reader) else "",
        }
        card["is_hidden"] = self.filters.hides(card)
        return card

    def _to(self, row, act):
        return self.address.replace(NO_ID, str(row.pk)) + act

    def _who(self, row):
        if row.is_draft:
            return _("Draft, only you")
        name = self.authors[row.author_id].short_name
        return _("%(name)s, edited") % {"name": name} if row.edited_at and not row.is_taken_back else name

    def _criterion(self, row):
        """ "Open questions, our focus · 2 Growing"; empty without a criterion."""
        if row.criterion_id is None:
            return ""
        name = self.names[row.criterion_id]
        if row.criterion_id in self.criteria.focus:
            name = _("%(criterion)s, our focus") % {"criterion": name}
        return f"{name} · {self.level_names[row.level_id]}" if row.level_id else name
