"""Feedback as the room shows it: a row becomes a card, a dict of ready words.

There may be a thousand: what is the same for all is looked up once, and a card is a thing that `stencils` fill in.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from coachcycle.accounts.models import User
from cycles.models import PreConference
from media_review import drawing, spoken
from media_review.clock import stretch
from media_review.filters import short
from media_review.models import Annotation
from media_review.taps import Taps
from rubrics.models import Criterion, Level

LINK_NAME = 40
NO_ID = "00000000-0000-0000-0000-000000000000"
# In which ways cards differ, other than in their words: what each of them is, and what can be done with it.
STATES = ("is_draft", "is_private", "is_taken_back", "became_step", "shows_step")
ACTS = ("agenda", "reply", "step", "shows", "edit", "talk", "may_share", "loops", "taps")
WAYS = STATES + ACTS
NOTHING = frozenset()


@dataclass
class Criteria:
    """The criteria of the cycle's edition as grouped choices; those the pair agreed to look at come first."""

    focus: set = field(default_factory=set)
    names: dict = field(default_factory=dict)
    level_names: dict = field(default_factory=dict)
    groups: list = field(default_factory=list)
    levels: list = field(default_factory=list)
    # The same as values for the page's script: see `palette.js`.
    tree: list = field(default_factory=list)
    # To filter by: {criterion's id: (its mark, its domain's mark, its domain's name)}, {level's id: its number}.
    places: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)

    def know(self, criteria):
        """Criteria with their domains, in the order in which they are offered to filter by."""
        for row in criteria:
            domain = f"{short(row.domain.edition_id)}.{row.domain.position}"
            self.names[row.pk] = str(row)
            self.places[row.pk] = (f"{domain}.{row.position}", domain, str(row.domain))

    def know_levels(self, levels):
        for level in levels:
            self.level_names[level.pk] = str(level)
            self.numbers[level.pk] = level.number

    def learn(self, rows):
        """Also what feedback names of another edition: its recording may have moved to another cycle."""
        if strange := {row.criterion_id for row in rows} - self.names.keys() - {None}:
            self.know(Criterion.objects.filter(pk__in=strange).select_related("domain"))
        if strange := {row.level_id for row in rows} - self.level_names.keys() - {None}:
            self.know_levels(Level.objects.filter(pk__in=strange))

    @property
    def to_look_for(self):
        """As grouped choices of marks, by domain."""
        groups = {}
        for pk, (mark, domain, name) in self.places.items():
            groups.setdefault((domain, name), []).append((mark, self.names[pk]))
        return [(name, choices) for (_domain, name), choices in groups.items()]

    @property
    def domains(self):
        return list(dict.fromkeys((mark, name) for _criterion, mark, name in self.places.values()))

    @property
    def stages(self):
        """Numbers of levels, with their name where it is the same for all criteria."""
        names = {}
        for pk, number in sorted(self.numbers.items(), key=lambda item: item[1]):
            names.setdefault(number, set()).add(self.level_names[pk])
        return [(number, found.pop() if len(found) == 1 else number) for number, found in names.items()]


def criteria_of(cycle):
    """Two queries: the criteria with their domains, and their levels."""
    criteria, ours, domains = Criteria(), [], {}
    if cycle is None:
        return criteria
    chosen = PreConference.focus.through.objects.filter(preconference__cycle=cycle, criterion=OuterRef("pk"))
    rows = Criterion.objects.filter(domain__edition=cycle.edition_id).annotate(is_focus=Exists(chosen))
    rows = list(rows.select_related("domain").prefetch_related("levels"))
    criteria.know(rows)
    for row in rows:
        choices = ours if row.is_focus else domains.setdefault(str(row.domain), [])
        choices.append((row.pk, str(row)))
        criteria.know_levels(row.levels.all())
        criteria.levels.append((str(row), [(level.pk, criteria.level_names[level.pk]) for level in row.levels.all()]))
    criteria.focus = {pk for pk, name in ours}
    criteria.groups = [(_("Our focus"), ours)] * bool(ours) + list(domains.items())
    criteria.tree = [_branch(name, choices, rows, choices is ours) for name, choices in criteria.groups]
    return criteria


def in_focus(criterion):
    return _("%(criterion)s, our focus") % {"criterion": criterion}


def _branch(name, choices, rows, is_focus):
    levels = {row.pk: [_leaf(level) for level in row.levels.all()] for row in rows}
    criteria = [
        {"id": pk, "name": in_focus(criterion) if is_focus else criterion, "levels": levels[pk]}
        for pk, criterion in choices
    ]
    return {"name": name, "focus": is_focus, "criteria": criteria}


def _leaf(level):
    return {"id": str(level.pk), "number": level.number, "name": str(level)}


def link_name(link):
    """ "example.org/a/page" for people: whose page it is always stands in it, whole."""
    host, slash, rest = link.partition("://")[2].partition("/")
    return host + slash + rest[: max(0, LINK_NAME - len(host))] if rest else host


class Alike(NamedTuple):
    """What many cards have in common: their `way` (see WAYS), and words."""

    way: tuple
    kind: str
    who: str
    criterion: str
    marks: str


class Dresser:
    """Makes cards of rows, for one reader."""

    def __init__(self, reader, criteria, may_make_steps, people, may_talk=False, loops=False):
        """`people` are those who are known already; authors who are not among them cost a query. A film `loops`."""
        self.reader, self.criteria = reader, criteria
        self.reader_id = reader.pk  # a request's user looks itself up at each question
        self.may_make_steps, self.may_talk, self.loops = may_make_steps, may_talk, loops
        self.authors = {person.pk: person for person in people}
        # One address for all: resolving one for each of a thousand cards would be most of the time of a page.
        self.before, self.after = reverse("media_review:annotation", args=[NO_ID]).split(NO_ID)
        self.kinds = {kind.value: str(kind.label) for kind in Annotation.Kind}
        self.taps = Taps(reader)
        self.alike = {}

    def cards(self, rows, responses):
        """In the order of the rows, each with its replies and responses by age.

        The rows are `marked` by `agenda` and by `spoken`.
        """
        rows, said = list(rows), {}
        for pk, person, kind in responses.values_list("annotation", "person", "kind"):
            said.setdefault(pk, []).append((person, kind))
        people = {row.author_id for row in rows} | {person for each in said.values() for person, _kind in each}
        if strangers := people - self.authors.keys():
            self.authors |= User.objects.in_bulk(strangers)
        self.criteria.learn(rows)
        replies = {}
        for row in sorted((row for row in rows if row.parent_id), key=lambda row: row.created_at):
            replies.setdefault(row.parent_id, []).append(self._reply(row))
        return [self._card(row, replies.get(row.pk, []), said.get(row.pk, [])) for row in rows if row.parent_id is None]

    def _reply(self, row):
        address = self._address(pk := str(row.pk))
        return {
            "way": (row.edited_at is not None, row.author_id == self.reader_id and row.may_edit(self.reader)),
            "pk": pk,
            "address": address,
            "by": row.author_id,
            "author": self.authors[row.author_id].short_name,
            "body": row.body,
            "spoken": spoken.told(row, self.reader, address),
            "voice": "",
        }

    def _card(self, row, replies, said):
        address = self._address(pk := str(row.pk))
        alike = self._alike(row, replies, said)
        return {
            "row": row,
            "way": alike.way,
            "pk": pk,
            "address": address,
            "kind": row.kind,
            "word": alike.kind,
            "start_ms": str(row.start_ms),
            "end_ms": row.end_ms or "",
            "when": stretch(row.start_ms, row.end_ms),
            "who": alike.who,
            "body": row.body,
            "interpretation": row.interpretation,
            "link": row.link,
            "link_name": link_name(row.link) if row.link else "",
            "spoken": spoken.told(row, self.reader, address) if row.voice_id else None,
            "voice": "",  # the same as HTML
            "drawing": drawing.written(row.drawing) if row.drawing else "",
            "drawn": drawing.in_words(row.drawing) if row.drawing else "",
            "at": round((row.shared_at or row.created_at).timestamp() * 1000),
            "version": row.changed_at.timestamp(),
            "criterion": alike.criterion,
            "answers": replies,
            "replies": "",  # the same as HTML
            "acts": "",  # where what can be done with it is found, if not in the card itself
            "responses": self.taps.words(said, self.authors) if said else "",
            "marks": alike.marks,
            "said": "\n".join([row.body, row.interpretation, *(reply["body"] for reply in replies)]),
            "hidden": "",
        }

    def _alike(self, row, replies, said):
        """What it shares with others: of a thousand cards most are alike in this."""
        author, criterion, level = row.author_id, row.criterion_id, row.level_id
        # A word of thanks is an answer too.
        is_answered = bool(said) or any(reply["by"] != author for reply in replies)
        said_by_her = frozenset(kind for person, kind in said if person == self.reader_id) if said else NOTHING
        # Python compares numbers many times as fast as UUIDs.
        key = (
            *(author.int, criterion and criterion.int, level, row.kind, row.end_ms is None),
            *(row.is_private, row.shared_at is None, row.edited_at is None, row.taken_back_at is None),
            *(row.observed_in_id is None, row.next_step_id is None, row.shows_step, row.on_agenda),
            *(row.discussed_at is None, is_answered, said_by_her),
        )
        if key not in self.alike:
            agenda = ("discussed" if row.discussed_at else "on") if row.on_agenda and self.may_make_steps else ""
            self.alike[key] = Alike(
                self._way(row, agenda, said_by_her),
                self.kinds[row.kind],
                self._who(row),
                self._criterion(criterion, level),
                self._marks(row, is_answered, agenda),
            )
        return self.alike[key]

    def _way(self, row, agenda, said_by_her):
        """See WAYS."""
        partner, takes, is_mine = self.may_make_steps, row.takes_answers, row.author_id == self.reader_id
        became_step = row.next_step_id is not None
        return (
            row.is_draft,
            row.is_private,
            row.is_taken_back,
            became_step,
            row.shows_step and partner,
            # What a pair talks about is for the two alone, whoever else may watch.
            agenda,
            takes,
            takes and partner and not became_step,
            takes and partner,
            row.may_edit(self.reader),
            takes and self.may_talk,
            is_mine and row.is_draft and not row.is_private,
            self.loops and row.end_ms is not None,
            self.taps.buttons(said_by_her) if takes and not is_mine else (),
        )

    def _marks(self, row, is_answered, agenda):
        """What it can be found by: see `filters`."""
        marks = [f"kind={row.kind}", f"author={short(row.author_id)}"]
        if row.criterion_id:
            place, domain, _name = self.criteria.places[row.criterion_id]
            is_focus = row.criterion_id in self.criteria.focus
            marks += [f"criterion={place}", f"domain={domain}", *["focus=on"] * is_focus]
        if row.level_id:
            marks.append(f"level={self.criteria.numbers[row.level_id]}")
        if row.takes_answers:  # what cannot be answered is neither answered nor not
            marks += [f"answered={_yes_or_no(is_answered)}", f"step={_yes_or_no(row.next_step_id is not None)}"]
            if self.may_make_steps:
                marks.append(f"discussed={_yes_or_no(agenda == 'discussed')}")
        return " ".join(marks)

    def _who(self, row):
        if row.is_private:
            return _("Only for you, always")
        who = self.authors[row.author_id].short_name
        if row.is_draft:
            who = _("Draft, only you")
        elif row.edited_at:
            who = _("%(name)s, edited") % {"name": who}
        return _("%(who)s · seen live") % {"who": who} if row.observed_in_id else who

    def _address(self, pk):
        return f"{self.before}{pk}{self.after}"

    def _criterion(self, criterion, level):
        """ "Open questions, our focus · 2 Growing"; empty without a criterion."""
        if criterion is None:
            return ""
        name = self.criteria.names[criterion]
        if criterion in self.criteria.focus:
            name = in_focus(name)
        return f"{name} · {self.criteria.level_names[level]}" if level else name


def _yes_or_no(is_so):
    return "yes" if is_so else "no"
