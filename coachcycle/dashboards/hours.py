"""The ledger funders ask for: hours of support by program, month and kind. Derived from the records, never typed twice.

A contact that was completed counts as it was entered; a conference that was held and timed, and that nobody completed
yet, as its records say.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter

import xlsxwriter
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coachcycle.accounts.models import Program, Role
from coachcycle.dashboards.activity import MONTHS_SHOWN, months
from coachcycle.dashboards.days import midnight
from cycles.contacts import left_without_contact
from cycles.models import Contact, Cycle, StageChange
from media_review.exports.tables import defused

Kind = Contact.Kind
Stage = Cycle.Stage
MOST_MONTHS = 36
A_PAGE = 100


@dataclass(frozen=True)
class Row:
    """One program in one month: minutes by kind, in the order of `Kind`, and how many contacts they were."""

    program: str
    program_pk: str
    month: date
    minutes: tuple[int, ...]
    contacts: int

    @property
    def hours(self):
        """By kind, then in all."""
        return [as_hours(each) for each in (*self.minutes, sum(self.minutes))]


@dataclass(frozen=True)
class Ledger:
    rows: tuple[Row, ...]
    since: date

    @property
    def totals(self):
        columns = list(zip(*(row.minutes for row in self.rows), strict=True)) or [(0,)] * len(Kind)
        sums = [sum(column) for column in columns]
        return [as_hours(each) for each in (*sums, sum(sums))]

    @property
    def contacts(self):
        return sum(row.contacts for row in self.rows)


def as_hours(minutes):
    """Tenths of an hour, as funders count."""
    return round(minutes / 60, 1)


def of(user, number=MONTHS_SHOWN, program=None):
    """The ledger of the programs whose activity she may see, for so many months. Three queries."""
    since = months(localdate(), min(number, MOST_MONTHS))[0]
    programs = Program.objects.reached_by(user, Role.LEADER, Role.PARTNER)
    if program is not None:
        programs = programs.filter(pk=program)
    names = dict(programs.values_list("pk", "name"))
    minutes, contacts = defaultdict(int), defaultdict(int)
    for place, month, kind, total, count in [*_completed(names, since), *_derived(names, since)]:
        minutes[place, month, kind] += total or 0
        contacts[place, month] += count
    found = sorted(contacts, key=lambda key: (names[key[0]], key[1]))
    return Ledger(
        tuple(
            Row(names[pk], str(pk), month, tuple(minutes[pk, month, kind] for kind in Kind.values), contacts[pk, month])
            for pk, month in found
        ),
        since,
    )


def _completed(programs, since):
    rows = Contact.objects.filter(program__in=list(programs), held_on__gte=since).annotate(month=TruncMonth("held_on"))
    return rows.values_list("program", "month", "kind").annotate(Sum("minutes"), Count("pk")).order_by()


def _derived(programs, since):
    """Conferences that were held and timed, and are not among the completed."""
    conferences, start = (Stage.PRE_CONFERENCE, Stage.POST_CONFERENCE), midnight(since)
    # What was closed by then holds nothing later: saying so spares the database to look.
    open_then = Q(cycle__closed_at=None) | Q(cycle__closed_at__gte=start)
    held = StageChange.objects.filter(open_then, cycle__partnership__program__in=list(programs))
    held = held.filter(left__in=conferences, at__gte=start)
    minutes = Case(*(When(left=stage, then=F(f"cycle__{stage}__minutes")) for stage in conferences))
    kind = Case(When(cycle__partnership__name="", then=Value(Kind.ONE_ON_ONE)), default=Value(Kind.GROUP))
    rows = left_without_contact(held).annotate(month=TruncMonth("at"), took=minutes, of_kind=kind)
    rows = rows.filter(took__gt=0).values_list("cycle__partnership__program", "month", "of_kind")
    return [
        (place, localdate(month), of_kind, total, count)
        for place, month, of_kind, total, count in rows.annotate(Sum("took"), Count("pk")).order_by()
    ]


def headings():
    kinds = [_("Hours, %(kind)s") % {"kind": kind.label} for kind in Kind]
    return [_("Program"), _("Month"), *kinds, _("Hours in all"), _("Contacts")]


def as_csv(ledger):
    """UTF-8 with a byte order mark, without which spreadsheets garble every accent."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    writer.writerows([defused(row.program), f"{row.month:%Y-%m}", *row.hours, row.contacts] for row in ledger.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(ledger):
    """A workbook of one sheet, with the sums below."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Hours")[:31])
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, headings(), bold)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 6, 18)
        for number, row in enumerate(ledger.rows, start=1):
            sheet.write_string(number, 0, row.program)
            sheet.write_string(number, 1, f"{row.month:%Y-%m}")
            sheet.write_row(number, 2, [*row.hours, row.contacts])
        sheet.write_row(len(ledger.rows) + 1, 0, [_("In all"), "", *ledger.totals, ledger.contacts], bold)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


@dataclass(frozen=True)
class Line:
    """A row as it is read: its month, and its hours by kind and in all, in the words of the reader's language."""

    month: str
    hours: tuple[str, ...]
    contacts: int


def by_program(rows):
    """[(name, address of its board, [Line])]. Each word is made once, however many rows it stands in."""
    month, hours = cache(month_words), cache(localize)
    return [
        (
            name,
            reverse("program", args=[pk]),
            [Line(month(row.month), tuple(map(hours, row.hours)), row.contacts) for row in its],
        )
        for (name, pk), its in groupby(rows, key=attrgetter("program", "program_pk"))
    ]


def month_words(month):
    return date_format(month, "F Y")
